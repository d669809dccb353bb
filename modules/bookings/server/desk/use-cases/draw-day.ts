import type { WrittenJson } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { holidayLookup, requireHub } from '#modules/hubs/server/index.ts'
import type { Span } from '../../../contract/rules.ts'
import type { DayGrid } from '../../../contract/schemas.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { findGridLeases } from '../../lease/use-cases/find-grid-leases.ts'
import { listProvisionalOn } from '../../payment/repository.ts'
import { addDays, daySpan, openSpansByTarget, type Target } from '../../rules.ts'
import { writeDayGrid, writeTargetDay, type WrittenDay } from '../presenter.ts'
import { listFingerprints, listTargetDays } from '../repository.ts'

/** A hub's day: every space and kind of equipment with its hours and bookings. */
export async function drawDay(scope: MemberScope, hubId: string, day: string): Promise<WrittenJson<DayGrid>> {
  const [hub, { targets, policyOf }] = await Promise.all([requireHub(scope, hubId), findTargets(scope, hubId)])
  const span = daySpan(day, hub.zone)
  const holidayOf = await holidayLookup(scope)
  return writeDayGrid({
    hub,
    day,
    span,
    now: scope.clock.now().epochMilliseconds,
    targets,
    opens: openSpansByTarget(targets, span, holidayOf),
    policyOf,
    holidayOf,
    leases: await findGridLeases(scope, hubId, span),
    days: await findDays(scope, hubId, span, targets),
    // what began on a day before may still be there
    provisional: await listProvisionalOn(scope, hubId, { from: addDays(day, -31), to: day }),
  })
}

/**
 * Days as they were written last, by tenant, target and day. Every booking on every open screen of a hub makes them
 * all draw their day again, and mostly one room of a hundred has changed: only what has another fingerprint is read.
 * The database is asked each time, so nothing here can be out of date; losing it costs one reading.
 */
const known = new Map<string, { readonly fingerprint: string; readonly written: WrittenDay }>()
const mostKnown = 1_000

async function findDays(
  scope: MemberScope,
  hubId: string,
  span: Span,
  targets: readonly Target[],
): Promise<ReadonlyMap<string, WrittenDay>> {
  const byId = new Map(targets.map((target) => [target.id, target]))
  const keyOf = (target: Target): string => `${scope.consortiumId}/${target.id}/${target.takenAs}/${span.from}`
  const days = new Map<string, WrittenDay>()
  const fingerprints = await listFingerprints(scope, hubId, span)
  const unknown: Target[] = []
  for (const [targetId, fingerprint] of fingerprints) {
    const target = byId.get(targetId)
    if (target === undefined) continue
    const found = known.get(keyOf(target))
    if (found?.fingerprint === fingerprint) days.set(targetId, found.written)
    else unknown.push(target)
  }
  if (unknown.length === 0) return days
  const unknownIds = unknown.map((target) => target.id)
  const read = new Map((await listTargetDays(scope, hubId, span, unknownIds)).map(({ targetId, bookings }) => [targetId, bookings]))
  for (const target of unknown) {
    const written = writeTargetDay(span, target, read.get(target.id) ?? [])
    days.set(target.id, written)
    // rows that changed since their fingerprint was read have another one by the next time
    known.delete(keyOf(target))
    known.set(keyOf(target), { fingerprint: fingerprints.get(target.id) ?? '', written })
  }
  for (const oldest of known.keys()) {
    if (known.size <= mostKnown) break
    known.delete(oldest)
  }
  return days
}
