/** Who is in, how full it is, and which doors want somebody. */
import { fail as failPlatform } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import { bookablePlaces, requireHub, requireHubByKey } from '#modules/hubs/server/index.ts'
import { presenceRulesSet } from '../../contract/events.ts'
import { fullnessOf } from '../../contract/rules.ts'
import type { Occupancy, PresenceNow, PresenceRule, StayView } from '../../contract/schemas.ts'
import { presentOpenings, presentRule, presentStays } from '../presenter.ts'
import { countHere, countUnnamed, findRule, listHere, listMayBeHere, listStayPage, listTroubles, updateRule } from '../repository.ts'
import { instantOf, moveClosing, nightBefore, usualClosings, windowOf } from '../rules.ts'
import { ruleOf } from './fold-subject.ts'
import { recordLook } from '../look/use-cases/record-look.ts'

/** How many a space holds: what is said of a room that is taken whole, else its seats. */
async function unitsOf(scope: Scope, hubId: string): Promise<Map<string, number>> {
  const spaces = await bookablePlaces(scope, { hubId })
  return new Map(
    spaces.map((space) => [
      space.spaceId,
      space.bookableAs === 'none' ? 0 : space.bookableAs === 'seats' ? space.units.length : (space.capacity?.value ?? space.units.length),
    ]),
  )
}
const sumOf = (units: ReadonlyMap<string, number>): number | null => {
  const sum = [...units.values()].reduce((all, one) => all + one, 0)
  return sum === 0 ? null : sum
}

/** For the street: nothing where the hub keeps it to itself, or nobody has ever been seen by a door. */
export async function showOccupancy(scope: Scope, hubKey: string): Promise<Occupancy> {
  const hub = await requireHubByKey(scope, hubKey)
  const rule = await findRule(scope, hub.id)
  if (rule === undefined || !rule.isPublic) return { people: null, capacity: null, word: 'unknown' }
  const people = await countHere(scope, hub.id)
  const capacity = rule.capacity ?? sumOf(await unitsOf(scope, hub.id))
  return { people, capacity, word: fullnessOf(people, capacity) }
}

export async function showPresence(scope: MemberScope, hubId: string): Promise<PresenceNow> {
  const hub = await requireHub(scope, hubId)
  const rule = await findRule(scope, hubId)
  const now = scope.clock.now()
  const closings = rule ?? usualClosings
  const window = windowOf(now.epochMilliseconds, closings, hub.zone)
  await recordLook(scope, { hubId, what: 'now', day: window.day })
  const here = await presentStays(scope, await listHere(scope, hubId))
  const units = await unitsOf(scope, hubId)
  const capacity = rule?.capacity ?? sumOf(units)
  const people = here.reduce((sum, stay) => sum + stay.people, 0)
  return {
    at: now.toString(),
    timeZone: hub.zone,
    hubNames: hub.names,
    day: window.day,
    occupancy: { people, capacity, word: fullnessOf(people, capacity) },
    uncounted: here.filter((stay) => !stay.isCountSure).length,
    unnamed: await countUnnamed(scope, hubId, { from: instantOf(window.from), to: instantOf(window.to) }),
    here,
    mayBeHere: await presentStays(scope, await listMayBeHere(scope, hubId, nightBefore(now, closings, hub.zone))),
    spaces: bySpace(here, units),
    openings: await presentOpenings(scope, await listTroubles(scope, hubId, now.subtract({ hours: 7 * 24 }))),
    rule: rule === undefined ? { closesMinute: closings.closesMinute, capacity: null, isPublic: true, version: 0 } : presentRule(rule),
  }
}

function bySpace(here: readonly StayView[], units: ReadonlyMap<string, number>): PresenceNow['spaces'] {
  const groups = Map.groupBy(here, (stay) => stay.spaceId)
  // the hall first, then as the hub has put its spaces in order
  const places = new Map<string | null, number>([null, ...units.keys()].map((id, at) => [id, at]))
  const placeOf = (id: string | null): number => places.get(id) ?? places.size
  return [...groups]
    .toSorted(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([id, stays]) => {
      const capacity = id === null ? 0 : (units.get(id) ?? 0)
      return {
        id,
        names: stays[0]?.spaceNames ?? null,
        people: stays.reduce((sum, stay) => sum + stay.people, 0),
        capacity: capacity === 0 ? null : capacity,
      }
    })
}

export async function setPresenceRule(scope: MemberScope, hubId: string, body: PresenceRule): Promise<PresenceRule> {
  const hub = await requireHub(scope, hubId)
  const before = await ruleOf(scope, hub)
  const now = scope.clock.now().epochMilliseconds
  const closings = moveClosing(before, body.closesMinute, now, hub.zone)
  const nextCloseAt = instantOf(windowOf(now, closings, hub.zone).to)
  // version 0: the screen has seen that there is none yet
  const after = await updateRule(scope, hubId, {
    ...body,
    ...closings,
    version: body.version === 0 ? before.version : body.version,
    nextCloseAt,
  })
  if (after === undefined) return failPlatform('platform.changed_meanwhile')
  scope.emit(presenceRulesSet, { hubId }, { subjectId: hubId })
  return presentRule(after)
}

export async function listStays(
  scope: Scope,
  by: { hubId?: string; subjectId?: string; day?: string | undefined },
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: StayView[]; nextCursor: string | null }> {
  if (by.hubId !== undefined) await requireHub(scope, by.hubId)
  const rows = await listStayPage(scope, by, { limit: query.limit + 1, before: readCursor(query.cursor) })
  return { items: await presentStays(scope, rows.slice(0, query.limit)), nextCursor: cursorOf(rows, query.limit) }
}

/** At the desk: that somebody looked is on record. Without a day it is the latest of all: told as of today. */
export async function listStaysOfHub(
  scope: MemberScope,
  hubId: string,
  query: { limit: number; cursor?: string | undefined; day?: string | undefined },
): Promise<{ items: StayView[]; nextCursor: string | null }> {
  const hub = await requireHub(scope, hubId)
  const rule = await findRule(scope, hubId)
  const today = windowOf(scope.clock.now().epochMilliseconds, rule ?? usualClosings, hub.zone).day
  await recordLook(scope, { hubId, what: 'day', day: query.day ?? today })
  return listStays(scope, { hubId, day: query.day }, query)
}
