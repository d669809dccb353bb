/** What stays are made of: doors, and corrections with who, when, why and what they changed. For the desk, and for whom it is about. */
import { fail as failPlatform } from '#platform/server/errors.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub, type HubRef } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Stay } from '../../contract/rules.ts'
import type { OwnCorrection, StaySketch, Trace, TraceEntry } from '../../contract/schemas.ts'
import { presentStays } from '../presenter.ts'
import {
  findRule,
  listCorrections,
  listCorrectionsAbout,
  listPassages,
  listSubjectStays,
  type CorrectionRow,
  type PassageRow,
} from '../repository.ts'
import { instantOf, usualClosings, windowOf, windowOfDay, type Window } from '../rules.ts'
import { staysFrom, struckBy } from './fold-subject.ts'
import { recordLook } from '../look/use-cases/record-look.ts'

/** Looking is on record, where it is another who looks. */
export async function showTrace(scope: MemberScope, of: { hubId: string; subjectId: string }, day: string): Promise<Trace> {
  const hub = await requireHub(scope, of.hubId)
  const closings = (await findRule(scope, of.hubId)) ?? usualClosings
  await recordLook(scope, { hubId: of.hubId, what: 'person', day, subjectId: of.subjectId })
  const window = windowOfDay(day, closings, hub.zone)
  const made = await readWindow(scope, of.hubId, of.subjectId, window)
  // an id that nothing is known of; of oneself it is a day without any
  const isEmpty = made.passages.length === 0 && made.corrections.length === 0
  if (isEmpty && of.subjectId !== scope.actor.accountId) failPlatform('platform.not_found')
  const between = { from: instantOf(window.from), to: instantOf(window.to) }
  const stays = await presentStays(scope, await listSubjectStays(scope, of.hubId, of.subjectId, between))
  const entries = await presentEntries(scope, made, window)
  return {
    name: stays[0]?.name ?? '',
    from: between.from.toString(),
    to: between.to.toString(),
    stays,
    entries: entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  }
}

export const showMyTrace = async (scope: MemberScope, hubId: string, day: string): Promise<Trace> =>
  showTrace(scope, { hubId, subjectId: scope.actor.accountId }, day)

export async function listMyCorrections(
  scope: MemberScope,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: OwnCorrection[]; nextCursor: string | null }> {
  const rows = await listCorrectionsAbout(scope, scope.actor.accountId, { limit: query.limit + 1, before: readCursor(query.cursor) })
  return { items: await presentCorrections(scope, rows.slice(0, query.limit)), nextCursor: cursorOf(rows, query.limit) }
}

/** Each with its hub, its day and what it changed. */
export async function presentCorrections(scope: Scope, rows: readonly CorrectionRow[]): Promise<OwnCorrection[]> {
  const found = new Map<string, OwnCorrection>()
  for (const [hubId, ofHub] of Map.groupBy(rows, (row) => row.hubId)) {
    const hub = await requireHub(scope, hubId)
    const closings = (await findRule(scope, hubId)) ?? usualClosings
    const windows = Map.groupBy(ofHub, ({ at }) => windowOf(at.epochMilliseconds, closings, hub.zone).day)
    for (const [day, ofDay] of windows) await presentDay(scope, { hub, window: windowOfDay(day, closings, hub.zone) }, ofDay, found)
  }
  return rows.flatMap(({ id }) => found.get(id) ?? [])
}

async function presentDay(
  scope: Scope,
  { hub, window }: { hub: HubRef; window: Window },
  rows: readonly CorrectionRow[],
  found: Map<string, OwnCorrection>,
): Promise<void> {
  for (const [subjectId, ofSubject] of Map.groupBy(rows, (row) => row.subjectId)) {
    const wanted = new Set(ofSubject.map(({ id }) => id))
    for (const entry of await presentEntries(scope, await readWindow(scope, hub.id, subjectId, window), window))
      if (wanted.has(entry.id)) found.set(entry.id, { ...entry, hubId: hub.id, hubNames: hub.names, day: window.day })
  }
}

interface Made {
  readonly passages: readonly PassageRow[]
  readonly corrections: readonly CorrectionRow[]
}

async function readWindow(scope: Scope, hubId: string, subjectId: string, window: Window): Promise<Made> {
  const between = { from: instantOf(window.from), to: instantOf(window.to) }
  return {
    passages: await listPassages(scope, hubId, subjectId, between),
    corrections: await listCorrections(scope, hubId, subjectId, between),
  }
}

async function presentEntries(scope: Scope, { passages, corrections }: Made, window: Window): Promise<TraceEntry[]> {
  const voided = struckBy(corrections)
  const places = await placeNames(
    scope,
    [...passages, ...corrections].flatMap(({ spaceId }) => spaceId ?? []),
  )
  const who = await namesOf(
    scope,
    corrections.map(({ accountId }) => accountId),
  )
  const nameOfPlace = (spaceId: string | null): LocalText | null => (spaceId === null ? null : (places.get(spaceId)?.names ?? null))
  const common = (row: { id: string; spaceId: string | null; at: Temporal.Instant }) => ({
    id: row.id,
    at: row.at.toString(),
    spaceNames: nameOfPlace(row.spaceId),
    isVoided: voided.has(row.id),
  })
  return [
    ...passages.map((row) => ({
      ...common(row),
      source: 'door' as const,
      kind: row.isOut ? ('left' as const) : ('entered' as const),
      quality: row.timeQuality,
      people: null,
      targetId: null,
      isRestore: false,
      reason: null,
      by: null,
      madeAt: null,
      change: null,
    })),
    ...corrections.map((row, i) => ({
      ...common(row),
      source: 'desk' as const,
      kind: row.kind as TraceEntry['kind'],
      quality: null,
      people: row.people,
      targetId: row.targetId,
      isRestore: corrections.some(({ id, kind }) => id === row.targetId && kind === 'void'),
      reason: row.reason,
      by: who.get(row.accountId)?.name ?? '',
      madeAt: row.madeAt.toString(),
      change: changeBy(passages, corrections.slice(0, i + 1), window, nameOfPlace),
    })),
  ]
}

/** By the last of these corrections, with what the doors have told by now: what was there without it, and what is there with it. */
function changeBy(
  passages: readonly PassageRow[],
  corrections: readonly CorrectionRow[],
  window: Window,
  nameOfPlace: (spaceId: string | null) => LocalText | null,
): TraceEntry['change'] {
  const last = corrections.at(-1)
  if (last === undefined) return null
  const isClosed = last.madeAt.epochMilliseconds >= window.to
  const sketches = (all: readonly CorrectionRow[]): StaySketch[] =>
    staysFrom({ passages, corrections: all, window, isClosed, subjectKind: last.subjectKind }).map((stay) => sketchOf(stay, nameOfPlace))
  const [before, after] = [sketches(corrections.slice(0, -1)), sketches(corrections)]
  return { before: without(before, after), after: without(after, before) }
}

const sketchOf = (stay: Stay, nameOfPlace: (spaceId: string | null) => LocalText | null): StaySketch => ({
  spaceNames: nameOfPlace(stay.spaceId),
  enteredAt: instantOf(stay.enteredAt).toString(),
  isEntryKnown: stay.isEntryKnown,
  leftAt: stay.leftAt === null ? null : instantOf(stay.leftAt).toString(),
  closedBy: stay.closedBy,
  people: stay.people,
  isCountSure: stay.isCountSure,
})

function without(all: readonly StaySketch[], others: readonly StaySketch[]): StaySketch[] {
  const same = new Set(others.map((one) => JSON.stringify(one)))
  return all.filter((one) => !same.has(JSON.stringify(one)))
}
