/** Opening hours of a place: a hub (`spaceId` null) or a space. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { Closure, MinutePeriod, OpeningRule, YearlyClosure } from '../../contract/rules.ts'
import type { HubDetail } from '../../contract/schemas.ts'

export type PresentedSchedule = HubDetail['schedule']

export interface PlaceRef {
  readonly hubId: string
  readonly spaceId: string | null
}

export interface ScheduleRow extends PlaceRef {
  readonly schedule: PresentedSchedule
}

const json = (value: unknown) => (value === null ? null : JSON.stringify(value))

export async function listSchedules(scope: Scope, hubId?: string): Promise<ScheduleRow[]> {
  const rows = await scope
    .db('hubs')
    .selectFrom('hubs.schedule')
    .select(['hubId', 'spaceId', 'schedule'])
    .where('consortiumId', '=', scope.consortiumId)
    .$if(hubId !== undefined, (query) => query.where('hubId', '=', hubId ?? ''))
    .execute()
  return rows as unknown as ScheduleRow[]
}

export async function replaceRules(scope: Scope, place: PlaceRef, rules: readonly OpeningRule[]): Promise<void> {
  await remove(scope, 'hubs.openingRule', place)
  if (rules.length === 0) return
  await scope
    .db('hubs')
    .insertInto('hubs.openingRule')
    .values(
      rules.map((rule) => ({
        consortiumId: scope.consortiumId,
        ...place,
        weekday: rule.on === 'holiday' ? null : rule.on,
        opensMinute: rule.opensMinute,
        closesMinute: rule.closesMinute,
        validFrom: rule.validFrom,
        validTo: rule.validTo,
      })),
    )
    .execute()
}

export async function replaceYearlyClosures(scope: Scope, place: PlaceRef, closures: readonly YearlyClosure[]): Promise<void> {
  await remove(scope, 'hubs.yearlyClosure', place)
  if (closures.length === 0) return
  await scope
    .db('hubs')
    .insertInto('hubs.yearlyClosure')
    .values(
      closures.map((closure) => ({
        consortiumId: scope.consortiumId,
        ...place,
        fromDay: closure.fromDay,
        toDay: closure.toDay,
        reason: json(closure.reason),
      })),
    )
    .execute()
}

export async function replaceException(
  scope: Scope,
  place: PlaceRef,
  on: string,
  periods: readonly MinutePeriod[] | null,
  reason: LocalText | null,
): Promise<void> {
  await scope
    .db('hubs')
    .deleteFrom('hubs.openingException')
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', place.hubId)
    .where('spaceId', 'is not distinct from', place.spaceId)
    .where('onDay', '=', on)
    .execute()
  if (periods === null) return
  const rows = periods.length === 0 ? [{ opensMinute: null, closesMinute: null }] : periods
  await scope
    .db('hubs')
    .insertInto('hubs.openingException')
    .values(
      rows.map(({ opensMinute, closesMinute }) => ({
        consortiumId: scope.consortiumId,
        ...place,
        onDay: on,
        opensMinute,
        closesMinute,
        reason: json(reason),
      })),
    )
    .execute()
}

export interface ClosureValues {
  readonly startsOn: string | null
  readonly endsOn: string | null
  readonly startsAt: Temporal.Instant | null
  readonly endsAt: Temporal.Instant | null
  readonly reason: LocalText | null
}

/** Whole days, or instants. */
export function closureValues(closure: Closure): ClosureValues {
  return 'startsOn' in closure
    ? { startsOn: closure.startsOn, endsOn: closure.endsOn, startsAt: null, endsAt: null, reason: closure.reason }
    : {
        startsOn: null,
        endsOn: null,
        startsAt: Temporal.Instant.from(closure.startsAt),
        endsAt: Temporal.Instant.from(closure.endsAt),
        reason: closure.reason,
      }
}

export async function insertClosure(scope: Scope, place: PlaceRef, closure: ClosureValues): Promise<string> {
  const row = await scope
    .db('hubs')
    .insertInto('hubs.closure')
    .values({ consortiumId: scope.consortiumId, ...place, ...closure, reason: json(closure.reason) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** What was taken back, so that the days concerned can be told. */
export async function deleteClosure(
  scope: Scope,
  hubId: string,
  closureId: string,
): Promise<(ClosureValues & { spaceId: string | null }) | undefined> {
  const row = await scope
    .db('hubs')
    .deleteFrom('hubs.closure')
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('id', '=', closureId)
    .returning(['spaceId', 'startsOn', 'endsOn', 'startsAt', 'endsAt', 'reason'])
    .executeTakeFirst()
  return row as unknown as (ClosureValues & { spaceId: string | null }) | undefined
}

async function remove(scope: Scope, table: 'hubs.openingRule' | 'hubs.yearlyClosure', place: PlaceRef): Promise<void> {
  await scope
    .db('hubs')
    .deleteFrom(table)
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', place.hubId)
    .where('spaceId', 'is not distinct from', place.spaceId)
    .execute()
}
