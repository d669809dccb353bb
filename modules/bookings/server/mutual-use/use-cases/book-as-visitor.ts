/** A member of a partner consortium books, sees, changes and cancels. The hub's consortium keeps the record; home is told. */
import { failOf } from '#platform/server/errors.ts'
import type { PersonScope } from '#platform/server/scope.ts'
import { consortiaByIds, requireHubByKey } from '#modules/hubs/server/index.ts'
import { recordGuestConsent, requireShownTerms } from '#modules/people/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { booked } from '../../../contract/events.ts'
import type { BookAsVisitorBody, Visit } from '../../../contract/mutual-use/schemas.ts'
import type { ChangeBookingBody } from '../../../contract/schemas.ts'
import { askOffice } from '../../approval/use-cases/ask-office.ts'
import type { PlacedBooking } from '../../booking/presenter.ts'
import { findBooking, lockBooking, type BookingRow } from '../../booking/repository.ts'
import { cancel } from '../../booking/use-cases/cancel-booking.ts'
import { changeOwn } from '../../booking/use-cases/change-booking.ts'
import { decideWish } from '../../booking/use-cases/decide-wish.ts'
import { placeBooking } from '../../booking/use-cases/place-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { tellHolder } from '../../booking/use-cases/tell-holder.ts'
import { startOfDay, wishOf } from '../../rules.ts'
import { isRefusal } from '../rules.ts'
import { findVisit, homesOf, refuseVisit } from './find-visit.ts'
import { usedInMonth } from './require-visits-left.ts'

const fail = failOf(bookingsErrors)

/** What the agreement says to the one who asks, for a day of use. */
export async function showVisit(scope: PersonScope, hubKey: string, day: string): Promise<Visit> {
  const hub = await requireHubByKey(scope, hubKey)
  const visit = await findVisit(scope, homesOf(scope), { hubId: hub.id, day })
  if (isRefusal(visit)) return refuseVisit(scope, visit)
  const names = await consortiaByIds(scope, [visit.homeConsortiumId, scope.consortiumId])
  return {
    homeName: names.get(visit.homeConsortiumId)?.names ?? { ja: '' },
    partnerName: names.get(scope.consortiumId)?.names ?? { ja: '' },
    priceClass: visit.priceClass,
    mostPerMonth: visit.mostPerMonth,
    usedInMonth: await usedInMonth(scope, { visit, accountId: scope.actor.accountId, at: startOfDay(day, hub.zone), zone: hub.zone }),
    untilOn: visit.untilOn,
  }
}

export async function bookAsVisitor(scope: PersonScope, hubKey: string, body: BookAsVisitorBody): Promise<PlacedBooking> {
  const termsId = await requireShownTerms(scope, body.termsId)
  const { accountId, name, mail } = scope.actor
  const wish = await decideWish(scope, wishOf(body), {
    hub: hubKey,
    booker: { accountId, mail, memberOf: null, isMember: false, homes: homesOf(scope) },
  })
  // a way in that forgot the agreement would be one for anybody
  if (wish.visit === undefined) return fail('bookings.no_mutual_use')
  const row = await placeBooking(scope, wish, {
    holder: { accountId, name, mail, phone: null, language: scope.language },
    status: wish.policy.needsApproval ? 'requested' : 'confirmed',
    purpose: body.purpose ?? '',
    consentedAt: scope.clock.now(),
  })
  await recordGuestConsent(scope, row.id, termsId)
  if (row.status === 'requested') askOffice(scope, row)
  else {
    scope.emit(booked, factOf(row), { subjectId: row.id })
    tellHolder(scope, row, 'booked')
  }
  return { row, place: wish.target, reduction: wish.reduction }
}

/** The visitor's own, and made by agreement: what they have here otherwise has its own way. */
export async function requireVisitorBooking(scope: PersonScope, bookingId: string, { forChange = false } = {}): Promise<BookingRow> {
  const row = await (forChange ? lockBooking(scope, bookingId) : findBooking(scope, bookingId))
  if (row === undefined || row.accountId !== scope.actor.accountId || row.homeConsortiumId === null) return fail('platform.not_found')
  return row
}

export async function changeVisitorBooking(scope: PersonScope, bookingId: string, body: ChangeBookingBody): Promise<BookingRow> {
  return changeOwn(scope, await requireVisitorBooking(scope, bookingId, { forChange: true }), body)
}

export async function cancelVisitorBooking(scope: PersonScope, bookingId: string, reason: string | undefined): Promise<BookingRow> {
  return cancel(scope, await requireVisitorBooking(scope, bookingId, { forChange: true }), { reason, isDesk: false, chargesFee: true })
}
