import type { MemberScope } from '#platform/server/scope.ts'
import { holidayLookup, requireHub } from '#modules/hubs/server/index.ts'
import type { Span } from '../../../contract/rules.ts'
import type { DayGrid } from '../../../contract/schemas.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { daySpan, openSpansByTarget } from '../../rules.ts'
import { presentDayGrid, presentTargetDay, type PresentedDay } from '../presenter.ts'
import { listFingerprints, listTargetDays } from '../repository.ts'

/** A hub's day: every space and kind of equipment with its hours and bookings. */
export async function drawDay(scope: MemberScope, hubId: string, day: string): Promise<DayGrid> {
  const hub = await requireHub(scope, hubId)
  const { targets, policyOf } = await findTargets(scope, hubId)
  const span = daySpan(day, hub.zone)
  const holidayOf = await holidayLookup(scope)
  return presentDayGrid({
    hub,
    day,
    span,
    now: scope.clock.now().epochMilliseconds,
    targets,
    opens: openSpansByTarget(targets, span, holidayOf),
    policyOf,
    holidayOf,
    bookings: await findDays(scope, hubId, span),
  })
}

/**
 * Days as they were presented last, by tenant, target and day. Every booking on every open screen of a hub makes them
 * all draw their day again, and mostly one room of a hundred has changed: only what has another fingerprint is read.
 * The database is asked each time, so nothing here can be out of date; losing it costs one reading.
 */
const known = new Map<string, { readonly fingerprint: string; readonly presented: PresentedDay }>()
const mostKnown = 1_000

async function findDays(scope: MemberScope, hubId: string, span: Span): Promise<ReadonlyMap<string, PresentedDay>> {
  const keyOf = (targetId: string): string => `${scope.consortiumId}/${targetId}/${span.from}`
  const days = new Map<string, PresentedDay>()
  const unknown: string[] = []
  for (const [targetId, fingerprint] of await listFingerprints(scope, hubId, span)) {
    const found = known.get(keyOf(targetId))
    if (found?.fingerprint === fingerprint) days.set(targetId, found.presented)
    else unknown.push(targetId)
  }
  if (unknown.length === 0) return days
  for (const { targetId, fingerprint, bookings } of await listTargetDays(scope, hubId, span, unknown)) {
    const presented = presentTargetDay(span, bookings)
    days.set(targetId, presented)
    // under the fingerprint of the very rows it was made of: those read before may have changed in between
    known.delete(keyOf(targetId))
    known.set(keyOf(targetId), { fingerprint, presented })
  }
  for (const oldest of known.keys()) {
    if (known.size <= mostKnown) break
    known.delete(oldest)
  }
  return days
}
