/** The list of who is in, to take outside or to keep at the hub. */
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { evacuationPrinted } from '../../contract/events.ts'
import type { StayView } from '../../contract/schemas.ts'
import { writeEvacuation } from '../papers/evacuation.ts'
import { presentStays } from '../presenter.ts'
import { countUnnamed, findRule, listHere, listMayBeHere } from '../repository.ts'
import { instantOf, nightBefore, usualClosings, windowOf } from '../rules.ts'
import { localName, sayIn } from '../papers/words.ts'
import { recordLook } from '../look/use-cases/record-look.ts'

export interface ListedPerson {
  readonly subjectId: string
  readonly name: string
  readonly space: string
  readonly since: string
  readonly people: number
  readonly isCountSure: boolean
}

export interface EvacuationList {
  /** Another one: something has changed. */
  readonly version: string
  readonly madeAt: string
  readonly people: readonly ListedPerson[]
  /** Closed by the rule of the night and not seen since: they may be in, and are not counted as in. */
  readonly mayBeIn: readonly ListedPerson[]
  /** Times a door let in somebody nobody knows, since the last closing. */
  readonly unknown: number
}

export async function listForEvacuation(scope: Scope, hubId: string): Promise<EvacuationList> {
  const hub = await requireHub(scope, hubId)
  const rule = await findRule(scope, hubId)
  const now = scope.clock.now()
  const window = windowOf(now.epochMilliseconds, rule ?? usualClosings, hub.zone)
  const here = await presentStays(scope, await listHere(scope, hubId))
  const unknown = await countUnnamed(scope, hubId, { from: instantOf(window.from), to: instantOf(window.to) })
  const listed = (stay: StayView): ListedPerson => ({
    subjectId: stay.subjectId,
    name: stay.name,
    space: stay.spaceNames === null ? '' : localName(stay.spaceNames, scope.language),
    since: stay.enteredAt,
    people: stay.people,
    isCountSure: stay.isCountSure,
  })
  const people = here.map(listed)
  const closedByRule = await listMayBeHere(scope, hubId, nightBefore(now, rule ?? usualClosings, hub.zone))
  const mayBeIn = (await presentStays(scope, closedByRule)).map(listed)
  const version = scope.sign('evacuation', JSON.stringify([people, mayBeIn, unknown])).slice(0, 16)
  return { version, madeAt: now.toString(), people, mayBeIn, unknown }
}

interface EdgePerson {
  readonly subjectId: string
  readonly name: string
  readonly space: string
  readonly since: string
}

/** The same for the machine at the hub: names with how many where it is more than one. */
export async function listForEdge(
  scope: Scope,
  hubId: string,
): Promise<{ version: string; madeAt: string; people: EdgePerson[]; mayBeIn: EdgePerson[]; unknown: number }> {
  const { people, mayBeIn, ...list } = await listForEvacuation(scope, hubId)
  const say = sayIn(scope.language)
  const told = ({ subjectId, name, space, since, people: count, isCountSure }: ListedPerson): EdgePerson => ({
    subjectId,
    name: `${name === '' ? say('now.nameless') : name}${count > 1 || !isCountSure ? ` (${say(isCountSure ? 'now.people' : 'now.peopleUnsure', { count })})` : ''}`,
    space: space === '' ? say('now.hall') : space,
    since,
  })
  return { ...list, people: people.map(told), mayBeIn: mayBeIn.map(told) }
}

export async function takeOutList(scope: MemberScope, hubId: string): Promise<FileAnswer> {
  const hub = await requireHub(scope, hubId)
  const list = await listForEvacuation(scope, hubId)
  const say = sayIn(scope.language)
  const content = await writeEvacuation({ list, hub, language: scope.language === 'ja' ? 'ja' : 'en', takenBy: scope.actor.name })
  const rule = await findRule(scope, hubId)
  const { day } = windowOf(scope.clock.now().epochMilliseconds, rule ?? usualClosings, hub.zone)
  await recordLook(scope, { hubId, what: 'paper', day })
  scope.emit(evacuationPrinted, { hubId, people: list.people.length }, { subjectId: hubId })
  const time = Temporal.Instant.from(list.madeAt).toZonedDateTimeISO(hub.zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
  return {
    name: `${say('evacuation.title')}_${localName(hub.names, scope.language)}_${time.replaceAll(':', '')}.pdf`,
    mediaType: 'application/pdf',
    content,
    isInline: true,
  }
}
