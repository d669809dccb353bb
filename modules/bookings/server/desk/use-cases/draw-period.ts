/** Weeks and months: how full each space is on each day; of one space its bookings. One call, one reading of bookings. */
import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { holidayLookup, requireHub } from '#modules/hubs/server/index.ts'
import { clipSpans, minuteMs, type Span } from '../../../contract/rules.ts'
import type { DeskPeriod, PeriodQuery } from '../../../contract/desk/schemas.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { findGridLeases } from '../../lease/use-cases/find-grid-leases.ts'
import { addDays, daySpan, isoOf, openSpansByTarget, usualKind, type Target } from '../../rules.ts'
import { listTakenByDay, listTargetPeriod } from '../repository.ts'

export async function drawPeriod(scope: MemberScope, hubId: string, query: PeriodQuery): Promise<DeskPeriod> {
  const hub = await requireHub(scope, hubId)
  const { targets } = await findTargets(scope, hubId)
  const shown = query.targetId === undefined ? targets : targets.filter((target) => target.id === query.targetId)
  if (query.targetId !== undefined && shown.length === 0) fail('platform.not_found')
  const days = Array.from({ length: query.days }, (_, index) => addDays(query.from, index))
  const spans = days.map((day) => daySpan(day, hub.zone))
  const range = { from: spans[0]?.from ?? 0, to: spans.at(-1)?.to ?? 0 }
  const opens = openSpansByTarget(shown, range, await holidayLookup(scope))
  const taken = await listTakenByDay(scope, hubId, range, hub.zone)
  const leases = await findGridLeases(scope, hubId, range, query.targetId)
  // a room that is let is in use in its hours
  const leasedMinutes = (target: Target, day: Span): number =>
    leases
      .filter((lease) => lease.targetId === target.id)
      .reduce((sum, lease) => {
        const within = clipSpans([{ from: Date.parse(lease.startsAt), to: Date.parse(lease.endsAt) }], day)
        return sum + within.reduce((all, part) => all + openMinutes(target, opens.get(target.id) ?? [], part), 0)
      }, 0)
  const bookings = query.targetId === undefined ? [] : await listTargetPeriod(scope, hubId, query.targetId, range)
  return {
    hubId,
    timeZone: hub.zone,
    now: isoOf(scope.clock.now().epochMilliseconds),
    days,
    rows: shown.map((target) => ({
      kind: usualKind(target),
      targetId: target.id,
      name: target.names,
      type: target.type,
      totalUnits: target.units.length,
      days: days.map((day, index) => {
        const found = taken.get(`${target.id} ${day}`)
        return {
          openMinutes: openMinutes(target, opens.get(target.id) ?? [], spans[index] as Span),
          takenMinutes: (found?.minutes ?? 0) + leasedMinutes(target, spans[index] as Span),
          bookings: found?.bookings ?? 0,
        }
      }),
    })),
    bookings: bookings.map((row) => ({
      id: row.id,
      targetId: row.targetId,
      status: row.status,
      startsAt: row.startsAt.toString(),
      endsAt: row.endsAt.toString(),
      holderName: row.holderName,
      partySize: row.partySize,
    })),
    leases: query.targetId === undefined ? [] : leases,
  }
}

function openMinutes(target: Target, open: readonly Span[], day: Span): number {
  const minutes = clipSpans(open, day).reduce((sum, span) => sum + (span.to - span.from) / minuteMs, 0)
  return Math.round(minutes * target.units.length)
}
