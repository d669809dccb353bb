/**
 * What fell free is offered to the first in line whom it fits: really held, for a while. Runs after everything that may
 * have freed a place, and once more does no harm: whoever has an offer is not asked again.
 */
import { ExpectedError } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { held } from '../../../contract/events.ts'
import { offerUntil } from '../../../contract/waiting/rules.ts'
import { waitingOffered } from '../../../contract/waiting/events.ts'
import { updateBooking, type BookingRow } from '../../booking/repository.ts'
import { decideWish } from '../../booking/use-cases/decide-wish.ts'
import { placeBooking } from '../../booking/use-cases/place-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { lapseWhenDue } from '../../booking/use-cases/tell-holder.ts'
import { instantOf, mostUnitsOfGuest } from '../../rules.ts'
import {
  findWaiting,
  findWaitingRule,
  inPart,
  listLine,
  lockLine,
  updateWaiting,
  type WaitingRow,
  type WaitingRuleRow,
} from '../repository.ts'
import { findPossible, type Possible } from './find-offer.ts'
import { bookerOfWaiting } from './require-waiting.ts'
import { tellWaiting } from './tell-waiting.ts'

export async function offerWaiting(scope: Scope, hubId: string): Promise<void> {
  // most hubs have nobody waiting: no lock for them
  if ((await listLine(scope, hubId)).every(({ status }) => status !== 'waiting')) return
  await lockLine(scope, hubId)
  const rule = await findWaitingRule(scope, hubId)
  if (!rule.isOpen) return
  for (const { id, status } of await listLine(scope, hubId)) {
    if (status !== 'waiting') continue
    const row = await findWaiting(scope, id, { forChange: true })
    if (row?.status === 'waiting') await offerTo(scope, row, rule)
  }
}

async function offerTo(scope: Scope, row: WaitingRow, rule: WaitingRuleRow): Promise<void> {
  for (const possible of await findPossible(scope, row)) {
    const booking = await hold(scope, row, possible, rule)
    if (booking === undefined) continue
    const after = await updateWaiting(scope, row, { status: 'offered', bookingId: booking.id })
    scope.emit(held, factOf(booking), { subjectId: booking.id })
    scope.emit(waitingOffered, { hubId: row.hubId, waitingId: row.id, offerId: booking.id }, { subjectId: row.id })
    lapseWhenDue(scope, booking)
    tellWaiting(scope, after, 'offered')
    return
  }
}

/** Undefined: not this one. It begins too soon, a rule is against it, or somebody was faster. */
async function hold(
  scope: Scope,
  row: WaitingRow,
  { target, what, span }: Possible,
  rule: WaitingRuleRow,
): Promise<BookingRow | undefined> {
  const now = scope.clock.now()
  const local = now.toZonedDateTimeISO(target.zone)
  const until = offerUntil(now.epochMilliseconds, span.from, rule, local.hour * 60 + local.minute)
  if (until === undefined) return undefined
  const isRefused = (error: unknown): boolean => error instanceof ExpectedError && error.code.startsWith('bookings.')
  return inPart(
    scope,
    async () => {
      const wish = await decideWish(
        scope,
        { what, span, partySize: row.partySize },
        { hub: row.hubId, booker: await bookerOfWaiting(scope, row), ...(row.accountId === null ? { mostUnits: mostUnitsOfGuest } : {}) },
      )
      const holder = { accountId: row.accountId, name: row.name, mail: row.mail, phone: row.phone, language: row.language }
      const booking = await placeBooking(scope, wish, {
        holder,
        status: 'held',
        purpose: row.purpose,
        origin: 'waiting-list',
        ...(row.consentedAt === null ? {} : { consentedAt: row.consentedAt }),
      })
      return updateBooking(scope, booking, { holdExpiresAt: instantOf(until) })
    },
    isRefused,
  )
}
