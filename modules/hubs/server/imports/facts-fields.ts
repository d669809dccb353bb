/** The fields of each kind of row in the facts format. */
import type { LocalText } from '#platform/contract/schemas.ts'
import {
  clockTime,
  minuteOf,
  type Closure,
  type OpeningException,
  type OpeningRule,
  type Schedule,
  type YearlyClosure,
} from '../../contract/rules.ts'
import type { Capacity } from '../../contract/schemas.ts'
import type { ConsortiumValues } from '../consortium/repository.ts'
import type { EquipmentValues } from '../equipment/repository.ts'
import type { HubValues } from '../hub/repository.ts'
import type { SpaceValues } from '../space/repository.ts'
import { same } from '../rules.ts'
import type { ConsortiumFacts, EquipmentFacts, HoursFacts, HubFacts, SpaceFacts } from './facts-format.ts'
import { column, put, textFields, type Field } from './fields.ts'

export interface DraftHours {
  readonly opening: readonly OpeningRule[]
  readonly yearlyClosures: readonly YearlyClosure[]
  readonly closures: readonly Closure[]
  readonly exceptions: readonly OpeningException[]
}
/** The hours of a place as they stand, to be compared with a file. */
export function draftHours(schedule: Schedule | undefined): DraftHours {
  return {
    opening: schedule?.rules ?? [],
    yearlyClosures: schedule?.yearlyClosures ?? [],
    closures: schedule?.closures ?? [],
    exceptions: schedule?.exceptions ?? [],
  }
}

type WithHours<V> = V & { assumed: string[] } & DraftHours
type Rows<V> = { -readonly [K in keyof V]: V[K] } & Record<string, unknown>

export type ConsortiumDraft = Rows<ConsortiumValues> & { assumed: string[] }
export type HubDraft = Rows<WithHours<HubValues>>
export type SpaceDraft = Rows<WithHours<SpaceValues>>
export type EquipmentDraft = Rows<EquipmentValues> & { assumed: string[] }

/** The facts of a hub, and the municipality of its consortium, which holds where the hub names none. */
export interface HubFactsInConsortium {
  readonly hub: HubFacts
  readonly consortium: ConsortiumFacts
}

/** The facts of a space, and the hours of its hub that it may name. */
export interface SpaceFactsInHub {
  readonly space: SpaceFacts
  readonly hub: HubFacts
}

const list = (read: readonly string[] | undefined) => (read === undefined || read.length === 0 ? null : read)

export const consortiumFields: readonly Field<ConsortiumFacts, ConsortiumDraft>[] = [
  ...textFields<ConsortiumFacts, ConsortiumDraft>('names', { ja: 'consortium' }),
  column('project', 'project'),
  column('projectAlso', 'projectAlso'),
  {
    ...column<ConsortiumFacts, ConsortiumDraft>('municipalityCode', 'municipality', (facts) => facts.municipality?.code ?? null),
    write: (facts, value: string | null) => putTown(facts, 'code', value),
  },
  ...textFields<ConsortiumFacts, ConsortiumDraft>('municipalityNames', {}, (facts) => facts.municipality?.name ?? null).map((field) =>
    field.name === 'municipalityNames.ja'
      ? {
          ...field,
          write: (facts: Record<string, unknown>, value: never) => putTown(facts, 'name', value),
        }
      : field,
  ),
  column('members', 'members', (facts) => list(facts.members)),
  column('lead', 'lead'),
  column('operator', 'operator'),
  column('workKinds', 'workKinds', (facts) => list(facts.workKinds)),
  column('notes', 'notes', (facts) => list(facts.notes)),
]

function putTown(facts: Record<string, unknown>, key: 'code' | 'name', value: string | null): void {
  const town: Record<string, unknown> = { ...(facts['municipality'] as object | undefined) }
  put(town, key, value)
  put(facts, 'municipality', Object.keys(town).length === 0 ? null : town)
}

const inHub = (read: (facts: HubFacts) => unknown) => (facts: HubFactsInConsortium) => read(facts.hub) ?? null

export const hubFields: readonly Field<HubFactsInConsortium, HubDraft>[] = [
  ...textFields<HubFactsInConsortium, HubDraft>(
    'names',
    { ja: 'name', en: 'nameEn' },
    inHub((hub) => hub.name),
    inHub((hub) => hub.nameEn),
  ),
  ...textFields<HubFactsInConsortium, HubDraft>(
    'address',
    { ja: 'address' },
    inHub((hub) => hub.address),
  ),
  {
    ...column<HubFactsInConsortium, HubDraft>('municipalityCode', 'municipalityCode', ({ hub, consortium }) =>
      hub.municipalityCode === undefined ? (consortium.municipality?.code ?? null) : hub.municipalityCode,
    ),
    write: (facts, value) => void (facts['municipalityCode'] = value),
  },
  // a hub with a code of its own may lie in one of several towns of its consortium: the facts do not name it
  ...textFields<HubFactsInConsortium, HubDraft>('municipalityNames', {}, ({ hub, consortium }) =>
    hub.municipalityCode === undefined ? (consortium.municipality?.name ?? null) : null,
  ),
  column(
    'openedOn',
    'opened',
    inHub((hub) => hub.opened),
  ),
  column(
    'provisionalOpeningOn',
    'provisionalOpening',
    inHub((hub) => hub.provisionalOpening),
  ),
  capacityField<HubFactsInConsortium, HubDraft>(
    ({ hub }) => capacity(hub.capacityStated, hub.capacityStatedIs),
    (facts, value) => {
      put(facts, 'capacityStated', value?.value ?? null)
      put(facts, 'capacityStatedIs', value === null || value.is === 'exact' ? null : value.is.replaceAll('-', ' '))
    },
  ),
  column(
    'areaM2',
    'areaM2',
    inHub((hub) => hub.areaM2),
  ),
  ...textFields<HubFactsInConsortium, HubDraft>(
    'audience',
    { ja: 'audience' },
    inHub((hub) => hub.audience),
  ),
  ...textFields<HubFactsInConsortium, HubDraft>('description', {}),
  ...textFields<HubFactsInConsortium, HubDraft>('gettingIn', {}),
  column(
    'phone',
    'phone',
    inHub((hub) => hub.phone),
  ),
  {
    name: 'opening',
    read: ({ hub }) => openingOf(hub.hours?.['default']),
    get: (draft) => (draft.opening.length === 0 ? null : draft.opening),
    set: (draft, value) => void (draft.opening = value ?? []),
    write: (facts, value: readonly OpeningRule[] | null) => writeHours(facts, 'default', value),
  },
  ...datedFields<HubFactsInConsortium, HubDraft>(({ hub }) => hub),
]

const inSpace = (read: (facts: SpaceFacts) => unknown) => (facts: SpaceFactsInHub) => read(facts.space) ?? null

export const spaceFields: readonly Field<SpaceFactsInHub, SpaceDraft>[] = [
  ...textFields<SpaceFactsInHub, SpaceDraft>(
    'names',
    { ja: 'name', en: 'nameEn' },
    inSpace((space) => space.name),
    inSpace((space) => space.nameEn),
  ),
  column(
    'kind',
    'kind',
    inSpace((space) => space.kind),
  ),
  column(
    'floor',
    'floor',
    inSpace((space) => space.floor),
  ),
  column(
    'room',
    'room',
    inSpace((space) => space.room),
  ),
  capacityField<SpaceFactsInHub, SpaceDraft>(
    ({ space }) => capacityOfSpace(space),
    (facts, value) => {
      put(facts, 'capacity', value?.value ?? null)
      put(facts, 'capacityIs', value === null || value.is === 'exact' ? null : value.is.replaceAll('-', ' '))
      put(facts, 'minCapacity', value?.min ?? null)
    },
  ),
  column(
    'capacityByType',
    'byType',
    inSpace((space) => space.byType),
  ),
  column(
    'areaM2',
    'areaM2',
    inSpace((space) => space.areaM2),
  ),
  {
    ...column<SpaceFactsInHub, SpaceDraft>(
      'accessKind',
      'access',
      inSpace((space) => space.access?.replaceAll(' ', '-')),
    ),
    write: (facts, value: string | null) => put(facts, 'access', value?.replaceAll('-', ' ') ?? null),
  },
  {
    name: 'uses',
    read: ({ space }) => list(space.uses),
    get: (draft) => list((draft.uses ?? []).map((use) => use.ja)),
    // a use that stays keeps its translations
    set: (draft, value: string[] | null) =>
      void (draft.uses = (value ?? []).map((ja) => draft.uses?.find((use) => use.ja === ja) ?? { ja })),
    write: (facts, value) => put(facts, 'uses', value),
  },
  {
    name: 'uses.translations',
    read: () => null,
    get: (draft) => ((draft.uses ?? []).some((use) => Object.keys(use).length > 1) ? translationsOf(draft.uses ?? []) : null),
    set: (draft, value: readonly Omit<LocalText, 'ja'>[]) =>
      void (draft.uses = (draft.uses ?? []).map((use, index) => ({ ja: use.ja, ...value[index] }))),
  },
  {
    name: 'opening',
    read: ({ space, hub }) => openingOf(space.hours === undefined ? undefined : hub.hours?.[space.hours]),
    get: (draft) => (draft.opening.length === 0 ? null : draft.opening),
    set: (draft, value) => void (draft.opening = value ?? []),
  },
  ...datedFields<SpaceFactsInHub, SpaceDraft>(({ space }) => space),
]

export const equipmentFields: readonly Field<EquipmentFacts, EquipmentDraft>[] = [
  ...textFields<EquipmentFacts, EquipmentDraft>('names', { ja: 'name', en: 'nameEn' }),
  {
    ...column<EquipmentFacts, EquipmentDraft>('handling', 'handling', (facts) =>
      facts.lendable === true ? 'lendable' : facts.bookable === true ? 'bookable' : 'fixed',
    ),
    write: (facts, value: string | null) => {
      put(facts, 'bookable', value === 'bookable' ? true : null)
      put(facts, 'lendable', value === 'lendable' ? true : null)
    },
  },
  {
    name: 'count',
    read: (facts) => facts.count ?? null,
    // one of what stays where it is says nothing
    get: (draft) => (draft.handling === 'fixed' && draft.itemCount === 1 ? null : (draft.itemCount ?? null)),
    set: (draft, value) => void (draft.itemCount = value),
    write: (facts, value) => put(facts, 'count', value),
  },
]

type DraftOfHours = { -readonly [K in keyof DraftHours]: DraftHours[K] } & Record<string, unknown>

export function translationsOf(uses: readonly LocalText[]): Omit<LocalText, 'ja'>[] {
  return uses.map(({ ja: _, ...others }) => others)
}

/** Two columns, one value. */
function capacityField<
  F,
  D extends { capacityValue?: number | null; capacityIs?: string; capacityMin?: number | null } & Record<string, unknown>,
>(read: (facts: F) => Capacity | null, write: (facts: Record<string, unknown>, value: Capacity | null) => void): Field<F, D> {
  return {
    name: 'capacity',
    read,
    get: (draft) =>
      draft.capacityValue == null ? null : { value: draft.capacityValue, is: draft.capacityIs ?? 'exact', min: draft.capacityMin ?? null },
    set: (draft, value: Capacity | null) => {
      draft.capacityValue = value?.value ?? null
      draft.capacityIs = value?.is ?? 'exact'
      // hubs have no least number
      if ('capacityMin' in draft || value?.min != null) draft.capacityMin = value?.min ?? null
    },
    write,
  }
}

function capacity(value: number | undefined, is: string | undefined, min?: number): Capacity | null {
  return value === undefined ? null : { value, is: (is ?? 'exact').replaceAll(' ', '-') as Capacity['is'], min: min ?? null }
}

/** Where only the split by engagement type is published, its sum. */
function capacityOfSpace({ capacity: given, capacityIs, minCapacity, byType }: SpaceFacts): Capacity | null {
  if (given === undefined) {
    const counts = Object.values(byType ?? {}).flatMap((count) => count ?? [])
    return counts.length === 0
      ? null
      : capacity(
          counts.reduce((sum, count) => sum + count, 0),
          undefined,
        )
  }
  if (typeof given === 'number') return capacity(given, capacityIs, minCapacity)
  if ('atLeast' in given) return capacity(given.atLeast, 'at least')
  if ('atMost' in given) return capacity(given.atMost, 'at most')
  if ('about' in given) return capacity(given.about, 'about')
  return capacity(given.max, undefined, given.min)
}

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const weekdays = [1, 2, 3, 4, 5]

/** The week that a line of hours means. */
export function openingOf(hours: HoursFacts | { open: string; close: string; days: string } | undefined): OpeningRule[] | null {
  if (hours === undefined) return null
  if ('rules' in hours && Array.isArray(hours.rules)) {
    return inOrder(
      hours.rules?.map((rule) => ({
        on: rule.on,
        opensMinute: rule.open === null ? null : (minuteOf(rule.open) ?? null),
        closesMinute: rule.close === null ? null : (minuteOf(rule.close) ?? null),
        validFrom: rule.from ?? null,
        validTo: rule.to ?? null,
      })) ?? [],
    )
  }
  const period = {
    opensMinute: minuteOf(hours.open ?? '') ?? null,
    closesMinute: minuteOf(hours.close ?? '') ?? null,
    validFrom: null,
    validTo: null,
  }
  if (hours.days === 'every day') return everyDay.map((on) => ({ on, ...period }))
  return [
    ...weekdays.map((on) => ({ on, ...period })),
    { on: 'holiday', opensMinute: null, closesMinute: null, validFrom: null, validTo: null },
  ]
}

/** The order in which the database gives them back. */
export function inOrder(rules: readonly OpeningRule[]): OpeningRule[] {
  const place = (rule: OpeningRule) => [rule.on === 'holiday' ? 8 : rule.on, rule.opensMinute ?? 9_999, rule.validFrom ?? '9999']
  return rules.toSorted((a, b) => {
    const [left, right] = [place(a), place(b)]
    for (const [index, value] of left.entries()) {
      const other = right[index] ?? value
      if (value !== other) return value < other ? -1 : 1
    }
    return 0
  })
}

type ReasonFacts = string | { readonly ja: string } | undefined

const reasonOf = (given: ReasonFacts): LocalText | null => (given === undefined ? null : typeof given === 'string' ? { ja: given } : given)
/** Japanese alone stays a plain text. */
const reasonFacts = (reason: LocalText | null): { reason?: string | LocalText } =>
  reason === null ? {} : { reason: Object.keys(reason).length === 1 ? reason.ja : reason }
/** An order that does not depend on who wrote them down first. */
const ordered = <V>(values: readonly V[], key: (value: V) => string): V[] | null =>
  values.length === 0 ? null : values.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))

export function closuresOf(closures: readonly { from: string; to: string; reason?: ReasonFacts }[] | undefined): YearlyClosure[] | null {
  return orderedYearly((closures ?? []).map(({ from, to, reason }) => ({ fromDay: from, toDay: to, reason: reasonOf(reason) })))
}

const orderedYearly = (closures: readonly YearlyClosure[]) => ordered(closures, ({ fromDay, toDay }) => `${fromDay} ${toDay}`)

const firstOf = (closure: Closure) =>
  'startsOn' in closure ? `${closure.startsOn} ${closure.endsOn}` : `${closure.startsAt} ${closure.endsAt}`

/** What identifies a closure is when and why, not the row that holds it; instants are written one way. */
export const plainClosures = (closures: readonly Closure[]): Closure[] | null =>
  ordered(
    closures.map((closure) =>
      'startsOn' in closure
        ? { startsOn: closure.startsOn, endsOn: closure.endsOn, reason: closure.reason }
        : { startsAt: plainInstant(closure.startsAt), endsAt: plainInstant(closure.endsAt), reason: closure.reason },
    ),
    firstOf,
  )

const plainInstant = (given: string) => Temporal.Instant.from(given).toString()

interface DatedFacts {
  readonly yearlyClosures?: readonly { from: string; to: string; reason?: ReasonFacts }[] | undefined
  readonly closures?:
    | readonly {
        from?: string | undefined
        to?: string | undefined
        startsAt?: string | undefined
        endsAt?: string | undefined
        reason?: ReasonFacts
      }[]
    | undefined
  readonly exceptions?: readonly { on: string; periods: readonly { open: string; close: string }[]; reason?: ReasonFacts }[] | undefined
}

/** Closed days of each year, closures of a date, single days with hours of their own: alike in hubs and in spaces. */
function datedFields<F, D extends DraftOfHours>(read: (facts: F) => DatedFacts): Field<F, D>[] {
  return [
    {
      name: 'yearlyClosures',
      read: (facts) => closuresOf(read(facts).yearlyClosures),
      get: (draft) => orderedYearly(draft.yearlyClosures),
      set: (draft, value: readonly YearlyClosure[] | null) => void (draft.yearlyClosures = value ?? []),
      write: (facts, value: readonly YearlyClosure[] | null) =>
        put(
          facts,
          'yearlyClosures',
          value?.map(({ fromDay, toDay, reason }) => ({ from: fromDay, to: toDay, ...reasonFacts(reason) })) ?? null,
        ),
    },
    {
      name: 'closures',
      read: (facts) =>
        plainClosures(
          (read(facts).closures ?? []).map(({ from = '', to = '', startsAt, endsAt, reason }) =>
            startsAt === undefined || endsAt === undefined
              ? { startsOn: from, endsOn: to, reason: reasonOf(reason) }
              : { startsAt, endsAt, reason: reasonOf(reason) },
          ),
        ),
      get: (draft) => plainClosures(draft.closures),
      set: (draft, value: readonly Closure[] | null) => void (draft.closures = value ?? []),
      write: (facts, value: readonly Closure[] | null) => put(facts, 'closures', value?.map(closureFacts) ?? null),
    },
    {
      name: 'exceptions',
      read: (facts) =>
        ordered(
          (read(facts).exceptions ?? []).map(({ on, periods, reason }) => ({
            on,
            periods: periods.map(({ open, close }) => ({ opensMinute: minuteOf(open) ?? 0, closesMinute: minuteOf(close) ?? 0 })),
            reason: reasonOf(reason),
          })),
          ({ on }) => on,
        ),
      get: (draft) => ordered(draft.exceptions, ({ on }) => on),
      set: (draft, value: readonly OpeningException[] | null) => void (draft.exceptions = value ?? []),
      write: (facts, value: readonly OpeningException[] | null) =>
        put(
          facts,
          'exceptions',
          value?.map(({ on, periods, reason }) => ({
            on,
            periods: periods.map(({ opensMinute, closesMinute }) => ({ open: clockTime(opensMinute), close: clockTime(closesMinute) })),
            ...reasonFacts(reason),
          })) ?? null,
        ),
    },
  ]
}

function closureFacts(closure: Closure) {
  return 'startsOn' in closure
    ? { from: closure.startsOn, to: closure.endsOn, ...reasonFacts(closure.reason) }
    : { startsAt: closure.startsAt, endsAt: closure.endsAt, ...reasonFacts(closure.reason) }
}

/** As short as the format can say it. */
export function writeHours(facts: Record<string, unknown>, key: string, rules: readonly OpeningRule[] | null): void {
  const { [key]: old, ...others } = (facts['hours'] as Record<string, object> | undefined) ?? {}
  if (rules === null) {
    put(facts, 'hours', Object.keys(others).length === 0 ? null : others)
    return
  }
  const { open: _open, close: _close, days: _days, rules: _rules, ...around } = (old ?? {}) as Record<string, unknown>
  const first = rules[0]
  const short =
    first?.opensMinute == null || first.closesMinute == null
      ? undefined
      : (['every day', 'weekdays only'] as const)
          .map((days) => ({ open: clockTime(first.opensMinute ?? 0), close: clockTime(first.closesMinute ?? 0), days }))
          .find((hours) => same(openingOf(hours), rules))
  const written =
    short ??
    ({
      rules: rules.map((rule) => ({
        on: rule.on,
        open: rule.opensMinute === null ? null : clockTime(rule.opensMinute),
        close: rule.closesMinute === null ? null : clockTime(rule.closesMinute),
        ...(rule.validFrom === null ? {} : { from: rule.validFrom }),
        ...(rule.validTo === null ? {} : { to: rule.validTo }),
      })),
    } as const)
  facts['hours'] = { ...(facts['hours'] as object | undefined), [key]: { ...around, ...written } }
}
