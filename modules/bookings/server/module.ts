import { beforeRetiringUnits } from '#modules/hubs/server/index.ts'
import { defineModule } from '#platform/server/module.ts'
import { bookingsErrors } from '../contract/errors.ts'
import { bookingsEvents } from '../contract/events.ts'
import { bookingsPermissions } from '../contract/permissions.ts'
import { ownBookings } from './booking/use-cases/forget-holder.ts'
import { tenantOfFeed } from './calendar/use-cases/read-feed.ts'
import { searchBookings } from './desk/use-cases/search-bookings.ts'
import { findUnitUses } from './free/use-cases/find-unit-uses.ts'
import { jobs, sweeps } from './jobs.ts'
import { texts } from './mails/texts.ts'
import { hubPage } from './pages/hub-page.ts'
import { ownRegistrations } from './registration/use-cases/forget-applicant.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

// a seat that somebody has booked is not taken away under them
beforeRetiringUnits('bookings', findUnitUses)

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
    feed_one_of_person: 'platform.conflict',
    registration_person_unique: 'bookings.already_registered',
  },
  texts,
  personalData: [ownBookings, ownRegistrations],
  search: searchBookings,
  publicPages: [hubPage],
  findTenantOfFeed: tenantOfFeed,
})
