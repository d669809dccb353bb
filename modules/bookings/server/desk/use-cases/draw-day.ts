import type { MemberScope } from '#platform/server/scope.ts'
import { holidayLookup, requireHub } from '#modules/hubs/server/index.ts'
import type { DayGrid } from '../../../contract/schemas.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { daySpan, openSpansByTarget } from '../../rules.ts'
import { presentDayGrid } from '../presenter.ts'
import { listDay } from '../repository.ts'

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
    rows: await listDay(scope, hubId, span),
  })
}
