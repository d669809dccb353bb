/**
 * The facts format: published facts of consortia as one JSON file. Tolerant of what it does not know (kept, and
 * exported again as it was), strict about the types of what it does: a refused file names place and reason.
 */
import * as z from 'zod'
import { minuteOf } from '../../contract/rules.ts'
import { spaceKinds, type ImportProblem } from '../../contract/schemas.ts'
import { lineOfSyntaxError, pathText, placesOf, type JsonPlaces } from './json-places.ts'

type Code = ImportProblem['code']

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'bad_id' satisfies Code)
  .max(60, 'bad_id' satisfies Code)
const text = z
  .string()
  .trim()
  .min(1, 'missing' satisfies Code)
const count = z.int().min(0, 'negative_number' satisfies Code)
const size = z.number().min(0, 'negative_number' satisfies Code)
const municipalityCode = z.string().regex(/^(0[1-9]|[1-3]\d|4[0-7])\d{3}$/, 'bad_municipality_code' satisfies Code)
const day = z.string().refine(isDay, 'bad_day' satisfies Code)
const time = z.string().refine((given) => minuteOf(given) !== undefined, 'bad_time' satisfies Code)
const monthDay = z.string().refine((given) => isDay(`2024-${given}`), 'bad_day' satisfies Code)
const capacityIs = z.enum(['exact', 'about', 'at least', 'at most'], 'unknown_kind' satisfies Code)

/** `every day`, or Monday to Friday without public holidays, as Japanese offices mean "weekdays". */
export const daysOf = z.enum(['every day', 'weekdays only'], 'unknown_days' satisfies Code)

const hoursEntry = z
  .looseObject({ label: text.optional(), open: time.optional(), close: time.optional(), days: daysOf.optional() })
  .superRefine(({ open, close, days, rules }, context) => {
    if (rules !== undefined) return
    for (const [name, value] of Object.entries({ open, close, days })) {
      if (value === undefined) context.addIssue({ code: 'custom', path: [name], message: 'missing' satisfies Code })
    }
    const [opens, closes] = [minuteOf(open ?? ''), minuteOf(close ?? '')]
    if (opens !== undefined && closes !== undefined && closes <= opens)
      context.addIssue({ code: 'custom', path: ['close'], message: 'end_before_start' satisfies Code })
  })

/** Hours that do not fit "open, close, days": one line each. Written by our own export; `open` null: closed. */
export const weekRule = z
  .object({
    on: z.union([z.int().min(1).max(7), z.literal('holiday')], 'unknown_days' satisfies Code),
    open: time.nullable(),
    close: time.nullable(),
    from: day.optional(),
    to: day.optional(),
  })
  .superRefine(({ open, close }, context) => {
    if ((open === null) !== (close === null)) context.addIssue({ code: 'custom', path: ['close'], message: 'missing' satisfies Code })
    else if (open !== null && close !== null && (minuteOf(close) ?? 0) <= (minuteOf(open) ?? 0))
      context.addIssue({ code: 'custom', path: ['close'], message: 'end_before_start' satisfies Code })
  })

const hours = z.record(z.string(), hoursEntry.and(z.looseObject({ rules: z.array(weekRule).optional() })))

/** A number, or as the file's legend allows: at least, about, at most, from-to. */
export const looseCount = z.union([
  count,
  z.object({ atLeast: count }),
  z.object({ about: count }),
  z.object({ atMost: count }),
  z.object({ min: count, max: count }).refine(({ min, max }) => min <= max, 'min_above_max' satisfies Code),
])

/** Japanese alone as a text; more languages by their codes. */
const reason = z.union([text, z.looseObject({ ja: text }).catchall(z.string())])

/** Days that return each year: `12-29` to `01-03`. */
const yearlyClosures = z.array(z.object({ from: monthDay, to: monthDay, reason: reason.optional() }))

const instant = z.string().refine(isInstant, 'bad_time' satisfies Code)
/** Whole days, both ends included, or a span of time with its offset. */
const closures = z.array(
  z
    .looseObject({
      from: day.optional(),
      to: day.optional(),
      startsAt: instant.optional(),
      endsAt: instant.optional(),
      reason: reason.optional(),
    })
    .superRefine(({ from, to, startsAt, endsAt }, context) => {
      const [start, end, first, last] =
        startsAt === undefined && endsAt === undefined ? [from, to, 'from', 'to'] : [startsAt, endsAt, 'startsAt', 'endsAt']
      if (start === undefined) context.addIssue({ code: 'custom', path: [first ?? ''], message: 'missing' satisfies Code })
      if (end === undefined) context.addIssue({ code: 'custom', path: [last ?? ''], message: 'missing' satisfies Code })
      if (start === undefined || end === undefined) return
      const isWrong = first === 'from' ? end < start : isInstant(start) && isInstant(end) && Date.parse(end) <= Date.parse(start)
      if (isWrong) context.addIssue({ code: 'custom', path: [last ?? ''], message: 'end_before_start' satisfies Code })
    }),
)

/** One day's own hours; without periods it is closed. */
const exceptions = z.array(
  z.object({
    on: day,
    periods: z.array(
      z.object({ open: time, close: time }).refine(({ open, close }) => (minuteOf(close) ?? 0) > (minuteOf(open) ?? 0), {
        path: ['close'],
        message: 'end_before_start' satisfies Code,
      }),
    ),
    reason: reason.optional(),
  }),
)

const spaceFacts = z
  .looseObject({
    id,
    name: text,
    nameEn: text.optional(),
    kind: z.enum(spaceKinds, 'unknown_kind' satisfies Code),
    floor: text.optional(),
    room: text.optional(),
    capacity: looseCount.optional(),
    capacityIs: capacityIs.optional(),
    minCapacity: count.optional(),
    byType: z.record(z.enum(['A', 'B', 'C', 'D'], 'unknown_kind' satisfies Code), count.optional()).optional(),
    areaM2: size.optional(),
    access: text.optional(),
    uses: z.array(text).optional(),
    hours: z.string().optional(),
    yearlyClosures: yearlyClosures.optional(),
    closures: closures.optional(),
    exceptions: exceptions.optional(),
  })
  .refine(({ capacity, minCapacity }) => typeof capacity !== 'number' || minCapacity === undefined || minCapacity <= capacity, {
    path: ['minCapacity'],
    message: 'min_above_max' satisfies Code,
  })
  .superRefine((space, context) => addDuplicates(space.exceptions ?? [], 'on', 'exceptions', context))

const equipmentFacts = z.looseObject({
  name: text,
  nameEn: text.optional(),
  bookable: z.boolean().optional(),
  lendable: z.boolean().optional(),
  count: count.optional(),
})

const hubFacts = z
  .looseObject({
    id,
    name: text,
    nameEn: text.optional(),
    address: text,
    // null: not even that of its consortium
    municipalityCode: municipalityCode.nullable().optional(),
    opened: day.optional(),
    provisionalOpening: day.optional(),
    capacityStated: count.optional(),
    capacityStatedIs: capacityIs.optional(),
    areaM2: size.optional(),
    audience: text.optional(),
    phone: text.optional(),
    hours: hours.optional(),
    yearlyClosures: yearlyClosures.optional(),
    closures: closures.optional(),
    exceptions: exceptions.optional(),
    spaces: z.array(spaceFacts),
    equipment: z.array(equipmentFacts).optional(),
  })
  .superRefine((hub, context) => {
    addDuplicates(hub.spaces, 'id', 'spaces', context)
    addDuplicates(hub.equipment ?? [], 'name', 'equipment', context)
    addDuplicates(hub.exceptions ?? [], 'on', 'exceptions', context)
    const named = new Set(hub.spaces.flatMap((space) => space.hours ?? []))
    for (const [index, space] of hub.spaces.entries()) {
      if (space.hours !== undefined && hub.hours?.[space.hours] === undefined) {
        context.addIssue({ code: 'custom', path: ['spaces', index, 'hours'], message: 'unknown_hours' satisfies Code })
      }
    }
    for (const key of Object.keys(hub.hours ?? {})) {
      if (key !== 'default' && !named.has(key))
        context.addIssue({ code: 'custom', path: ['hours', key], message: 'unused_hours' satisfies Code })
    }
  })

const consortiumFacts = z
  .looseObject({
    id,
    project: text.optional(),
    projectAlso: text.optional(),
    consortium: text,
    // a consortium that was founded here may not have said its town yet
    municipality: z.looseObject({ code: municipalityCode.optional(), prefecture: text.optional(), name: text.optional() }).optional(),
    members: z.array(text).optional(),
    lead: text.optional(),
    operator: text.optional(),
    workKinds: z.array(text).optional(),
    notes: z.array(text).optional(),
    hubs: z.array(hubFacts),
  })
  .superRefine((consortium, context) => addDuplicates(consortium.hubs, 'id', 'hubs', context))

const factsDocument = z
  .looseObject({ consortia: z.array(consortiumFacts, 'wrong_shape' satisfies Code) }, 'wrong_shape' satisfies Code)
  .superRefine((document, context) => addDuplicates(document.consortia, 'id', 'consortia', context))

export type FactsDocument = z.output<typeof factsDocument>
export type ConsortiumFacts = FactsDocument['consortia'][number]
export type HubFacts = ConsortiumFacts['hubs'][number]
export type SpaceFacts = HubFacts['spaces'][number]
export type EquipmentFacts = NonNullable<HubFacts['equipment']>[number]
export type HoursFacts = NonNullable<HubFacts['hours']>[string]

/** Keys that have a field here; the rest of an object is kept as it is and told as not understood. */
export const understood = {
  document: new Set(['source', 'engagementTypes', 'spaceKinds', 'reading', 'consortia']),
  consortium: new Set(Object.keys(consortiumFacts.shape)),
  hub: new Set(Object.keys(hubFacts.shape)),
  space: new Set(Object.keys(spaceFacts.shape)),
  equipment: new Set(Object.keys(equipmentFacts.shape)),
} as const

export type ReadFacts = { readonly document: FactsDocument; readonly places: JsonPlaces } | { readonly problems: readonly ImportProblem[] }

/** Reads a file of facts, or says everything that is wrong with it. The document is as written: nothing trimmed or added. */
export function readFacts(content: Uint8Array | string): ReadFacts {
  let written: string
  try {
    written = (typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content)).replace(/^\uFEFF/, '')
  } catch {
    return { problems: [{ path: '', line: 1, code: 'not_json', found: '' }] }
  }
  let value: unknown
  try {
    value = JSON.parse(written)
  } catch (error) {
    const line = lineOfSyntaxError(error, written)
    return { problems: [{ path: '', line, code: 'not_json', found: shortened(written.split('\n')[line - 1]?.trim()) }] }
  }
  const places = placesOf(written)
  const problems: ImportProblem[] = places.duplicateKeys.map(({ path, line }) => ({
    path,
    line,
    code: 'duplicate_key',
    found: path.split('.').at(-1) ?? '',
  }))
  const result = factsDocument.safeParse(value, { error: (issue) => (issue.input === undefined ? 'missing' : 'wrong_type') })
  for (const issue of result.error?.issues ?? []) {
    const path = pathText(issue.path)
    problems.push({ path, line: places.lineOf(path), code: codeOf(issue.message), found: shortened(valueAt(value, issue.path)) })
  }
  return problems.length > 0 || !result.success ? { problems } : { document: value as FactsDocument, places }
}

const codes: ReadonlySet<string> = new Set<Code>([
  'not_json',
  'wrong_shape',
  'missing',
  'wrong_type',
  'duplicate_id',
  'bad_id',
  'negative_number',
  'unknown_kind',
  'bad_time',
  'end_before_start',
  'min_above_max',
  'unknown_hours',
  'unused_hours',
  'bad_municipality_code',
  'bad_day',
  'unknown_days',
  'duplicate_key',
])

function codeOf(message: string): Code {
  return codes.has(message) ? (message as Code) : 'wrong_type'
}

function addDuplicates(rows: readonly Record<string, unknown>[], key: string, list: string, context: z.RefinementCtx): void {
  const seen = new Set<unknown>()
  for (const [index, row] of rows.entries()) {
    if (seen.has(row[key])) context.addIssue({ code: 'custom', path: [list, index, key], message: 'duplicate_id' satisfies Code })
    seen.add(row[key])
  }
}

function isDay(given: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return false
  const instant = Date.parse(`${given}T00:00:00Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(given)
}

/** With its offset: a time of day alone would be another one in another zone. */
function isInstant(given: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(given) &&
    isDay(given.slice(0, 10)) &&
    !Number.isNaN(Date.parse(given))
  )
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], value)
}

function shortened(value: unknown): string {
  const written = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  return written.length > 60 ? `${written.slice(0, 57)}…` : written
}
