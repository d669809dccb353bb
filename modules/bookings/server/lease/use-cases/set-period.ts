/** Longer, shorter, or over now, with the reason. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { leaseChanged } from '../../../contract/lease/events.ts'
import { daysOf, usualLease } from '../../../contract/lease/rules.ts'
import type { LeasePeriodBody } from '../../../contract/lease/schemas.ts'
import { minuteMs } from '../../../contract/rules.ts'
import { dayAt, instantOf } from '../../rules.ts'
import { updateLease, type LeaseRow } from '../repository.ts'
import { endLease, keepAccount, keepNext } from './follow-lease.ts'
import { requireVersion } from './require-lease.ts'
import { daysSpan, followFreed, requireLeasable, takeRoom } from './take-room.ts'
import { factOf, tellLease } from './tell-lease.ts'

const fail = failOf(bookingsErrors)

export async function setLeasePeriod(
  scope: MemberScope,
  of: { hubId: string; leaseId: string },
  { version, endsOn, reason }: LeasePeriodBody,
): Promise<LeaseRow> {
  const row = await requireVersion(scope, of, version)
  if (row.status !== 'active') fail('bookings.lease_not_open')
  const { zone } = await requireLeasable(scope, of.hubId, row.targetId)
  const now = scope.clock.now().epochMilliseconds
  const today = dayAt(now, zone)
  if (endsOn === null) {
    // before it has begun it is withdrawn, not ended
    if (row.startsAt.epochMilliseconds >= now) fail('bookings.lease_not_open')
    const at = Math.max(row.startsAt.epochMilliseconds + minuteMs, now - (now % minuteMs))
    return endLease(scope, await updateLease(scope, row, { endsOn: today, endsAt: instantOf(at) }, { isPerson: false }), reason)
  }
  if (endsOn < today || endsOn < row.startsOn) fail('bookings.lease_over_already')
  const { mostDays } = usualLease[row.kind]
  if (daysOf(row.startsOn, endsOn) > mostDays) fail('bookings.lease_too_long', { params: { days: mostDays } })
  const isShorter = endsOn < row.endsOn
  const changed = await updateLease(scope, row, {
    endsOn,
    endsAt: instantOf(daysSpan({ startsOn: row.startsOn, endsOn }, zone).to),
    // told of another end, they are told of this one
    endingToldAt: null,
  })
  await takeRoom(scope, changed)
  if (isShorter) await followFreed(scope, row.hubId)
  await keepAccount(scope, changed)
  const after = await keepNext(scope, changed)
  scope.emit(leaseChanged, factOf(after), { subjectId: after.id, reason })
  tellLease(scope, after, 'changed', reason)
  return after
}
