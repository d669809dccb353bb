import { afterAddingUnits, beforeRetiringUnits, whileRetiringUnits } from '#modules/hubs/server/index.ts'
import { defineModule } from '#platform/server/module.ts'
import { bookingsErrors } from '../contract/errors.ts'
import { bookingsEvents } from '../contract/events.ts'
import { bookingsPermissions } from '../contract/permissions.ts'
import { ownBookings } from './booking/use-cases/forget-holder.ts'
import { tenantOfFeed } from './calendar/use-cases/read-feed.ts'
import { searchBookings } from './desk/use-cases/search-bookings.ts'
import { findUnitUses } from './free/use-cases/find-unit-uses.ts'
import { letGoOfUnits } from './free/use-cases/let-go-of-units.ts'
import { takeAddedUnits } from './free/use-cases/take-added-units.ts'
import { jobs, sweeps } from './jobs.ts'
import { ownLoans } from './lending/use-cases/forget-loans.ts'
import { ownLeases } from './lease/use-cases/forget-lease.ts'
import { searchLeases } from './lease/use-cases/search-leases.ts'
import { standingOfLeaseholder } from './lease/use-cases/keep-members.ts'
import { ownApplications } from './lottery/use-cases/forget-applications.ts'
import { texts } from './mails/texts.ts'
import { ownWaiting } from './waiting/use-cases/forget-waiting.ts'
import { standingOfVisitor } from './mutual-use/use-cases/find-visit.ts'
import { ownVisits } from './mutual-use/use-cases/keep-use-abroad.ts'
import { hubPage } from './pages/hub-page.ts'
import { ownMoney } from './payment/use-cases/tell-money.ts'
import { provideStanding } from './policy/use-cases/find-standing.ts'
import { ownRegistrations } from './registration/use-cases/forget-applicant.ts'
import { reactions } from './reactions.ts'
import { ownNotices } from './reminder/use-cases/forget-notices.ts'
import { standingOfRegistered } from './registration/use-cases/registration-of.ts'
import { routes } from './routes.ts'

// registered residents and groups pay and may book as the office has decided
provideStanding('registration', standingOfRegistered)
// who comes from a partner is treated as the agreement says
provideStanding('mutual-use', standingOfVisitor)
// whom a running lease names may book what is for leaseholders
provideStanding('lease', standingOfLeaseholder)
// a seat that somebody has booked is not taken away under them
beforeRetiringUnits('bookings', findUnitUses)
// whoever has it as a part of the whole room goes on with the others
whileRetiringUnits('bookings', letGoOfUnits)
// and one that is added to a room that somebody has whole is theirs, too
afterAddingUnits('bookings', takeAddedUnits)

export const bookings = defineModule({
  name: 'bookings',
  dependsOn: ['people', 'hubs'],
  routes,
  jobs,
  reactions,
  sweeps,
  events: bookingsEvents,
  errors: bookingsErrors,
  permissions: bookingsPermissions,
  // the insert never raises it (see booking/repository.ts); a way that forgot to ask gets the same word
  constraints: {
    occupancy_no_overlap: 'bookings.space_taken',
    lease_entry_reversed_once: 'bookings.already_voided',
    loan_unit_out: 'bookings.already_lent',
    lottery_application_once: 'bookings.lottery_applied',
    feed_one_of_person: 'platform.conflict',
    registration_person_unique: 'bookings.already_registered',
    ledger_entry_reversed_once: 'bookings.already_voided',
    closing_once: 'bookings.day_closed',
    own_tax_rate_pkey: 'bookings.tax_rate_taken',
    invoice_corrected_once: 'bookings.invoice_corrected',
    invoice_payment_pkey: 'bookings.invoice_paid',
  },
  texts,
  personalData: [ownBookings, ownWaiting, ownLoans, ownMoney, ownApplications, ownLeases, ownRegistrations, ownVisits, ownNotices],
  search: async (scope, text, limit) => [...(await searchBookings(scope, text, limit)), ...(await searchLeases(scope, text, limit))],
  publicPages: [hubPage],
  findTenantOfFeed: tenantOfFeed,
})
