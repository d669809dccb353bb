/** Stays of a person between two night closings, written anew from passages and corrections. */
import type { Scope } from '#platform/server/scope.ts'
import { engagementsOn } from '#modules/people/server/index.ts'
import { foldStays, struckOut, type Stay } from '../../contract/rules.ts'
import {
  insertRule,
  keepVisitSecret,
  findRule,
  listCorrections,
  listOpenOf,
  listPassages,
  listSubjectStays,
  lockSubject,
  replaceStays,
  type CorrectionRow,
  type PassageRow,
  type RuleRow,
  type Subject,
} from '../repository.ts'
import { instantOf, usualClosings, windowOf, type Window } from '../rules.ts'
import { subjectsByIds } from './name-subjects.ts'

export interface WatchedHub {
  readonly id: string
  readonly zone: string
}

/** The hub's rule; the first passage makes the usual one. */
export async function ruleOf(scope: Scope, hub: WatchedHub): Promise<RuleRow> {
  const found = await findRule(scope, hub.id)
  if (found !== undefined) return found
  await keepVisitSecret(scope)
  const next = windowOf(scope.clock.now().epochMilliseconds, usualClosings, hub.zone).to
  return (await insertRule(scope, hub.id, instantOf(next))) ?? ((await findRule(scope, hub.id)) as RuleRow)
}

export interface Moment {
  readonly subject: Subject
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Folds anew whatever these moments touch; each person's window once. */
export async function foldMoments(scope: Scope, hub: WatchedHub, moments: readonly Moment[]): Promise<void> {
  if (moments.length === 0) return
  const rule = await ruleOf(scope, hub)
  const todo = new Map<string, { subject: Subject; window: Window }>()
  const put = (subject: Subject, at: number): void => {
    const window = windowOf(at, rule, hub.zone)
    todo.set(`${subject.id}/${window.from}`, { subject, window })
  }
  // in one order for everybody, so that two transactions with the same people never wait for each other
  const subjects = [...new Map(moments.map(({ subject }) => [subject.id, subject])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  for (const subject of subjects) {
    await lockSubject(scope, hub.id, subject.id)
    // one whose night is over is closed before another begins
    for (const open of await listOpenOf(scope, hub.id, subject.id)) put(subject, open.enteredAt.epochMilliseconds)
  }
  for (const { subject, at } of moments) put(subject, at)
  for (const { subject, window } of [...todo.values()].toSorted((a, b) => a.window.from - b.window.from))
    await foldWindow(scope, hub, subject, window)
}

/** What passages and corrections of one window make: to be stored, or to show what a correction changed. */
export function staysFrom(of: {
  passages: readonly PassageRow[]
  corrections: readonly CorrectionRow[]
  window: Window
  isClosed: boolean
  subjectKind: Subject['kind']
}): readonly Stay[] {
  // whoever holds a booking that is nobody's here: one of them, by its PIN
  const isGroup = of.subjectKind === 'booking'
  return foldStays({
    moves: [
      ...of.passages.map((row) => ({
        id: row.id,
        at: row.at.epochMilliseconds,
        to: row.isOut ? 'outside' : row.spaceId,
        isDoubtful: row.timeQuality === 'doubtful',
        isCorrection: false,
        isShared: row.isShared || isGroup,
      })),
      ...of.corrections
        .filter(({ kind }) => kind === 'entered' || kind === 'left')
        .map((row) => ({
          id: row.id,
          at: row.at.epochMilliseconds,
          to: row.kind === 'left' ? 'outside' : row.spaceId,
          isDoubtful: false,
          isCorrection: true,
          isShared: isGroup,
        })),
    ],
    counts: of.corrections
      .filter(({ kind }) => kind === 'people')
      .map((row) => ({ id: row.id, at: row.at.epochMilliseconds, people: row.people ?? 1 })),
    voided: [...struckBy(of.corrections)],
    closesAt: of.window.to,
    isClosed: of.isClosed,
  })
}

export const struckBy = (corrections: readonly CorrectionRow[]): ReadonlySet<string> =>
  struckOut(corrections.flatMap(({ id, targetId }) => (targetId === null ? [] : [{ id, targetId }])))

async function foldWindow(scope: Scope, hub: WatchedHub, subject: Subject, window: Window): Promise<void> {
  const between = { from: instantOf(window.from), to: instantOf(window.to) }
  const folded = staysFrom({
    passages: await listPassages(scope, hub.id, subject.id, between),
    corrections: await listCorrections(scope, hub.id, subject.id, between),
    window,
    isClosed: scope.clock.now().epochMilliseconds >= window.to,
    subjectKind: subject.kind,
  })
  const who = (await subjectsByIds(scope, [subject])).get(subject.id)
  const accountId = who?.accountId ?? null
  const engagement = accountId === null ? undefined : (await engagementsOn(scope, [accountId], window.day)).get(accountId)
  // a word that comes months later is about the organisation of then
  const [known] = await listSubjectStays(scope, hub.id, subject.id, between)
  const organisationId = known === undefined ? (who?.organisationId ?? null) : known.organisationId
  await replaceStays(
    scope,
    { hubId: hub.id, subjectId: subject.id, between },
    folded.map((stay) => ({
      id: stay.id,
      hubId: hub.id,
      day: window.day,
      subjectKind: subject.kind,
      subjectId: subject.id,
      spaceId: stay.spaceId,
      enteredAt: instantOf(stay.enteredAt),
      isEntryKnown: stay.isEntryKnown,
      leftAt: stay.leftAt === null ? null : instantOf(stay.leftAt),
      closedBy: stay.closedBy,
      people: stay.people,
      isCountSure: stay.isCountSure,
      doubts: [...stay.doubts],
      organisationId,
      engagement: engagement ?? null,
    })),
  )
}
