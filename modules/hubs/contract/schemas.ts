/** What the API says and takes about hubs. Times of day are minutes from local midnight; see `rules.ts`. */
import * as z from 'zod'
import { day, id, instant, line, localText, paragraphs } from '#platform/contract/schemas.ts'
import { changePlanSpots, floorPlan, floorPlanSettings } from './plan/schemas.ts'

/** The kinds of DOMAIN, and the two that only hold others. */
export const spaceKinds = [
  'satellite-office',
  'coworking',
  'telework-center',
  'meeting-room',
  'booth',
  'lab',
  'storage',
  'security-room',
  'event-space',
  'floor',
  'building',
] as const
export type SpaceKind = (typeof spaceKinds)[number]

/** How a space is taken: as a room, seat by seat, both ways, or not at all. */
export const bookableAs = z.enum(['whole', 'seats', 'both', 'none'])
export type BookableAs = z.output<typeof bookableAs>

export const capacityIs = z.enum(['exact', 'about', 'at-least', 'at-most'])

/** People a place holds, as exactly as it is known. `min`: from how many on it is meant (8-20). */
export const capacity = z.object({
  value: z.int().min(0).max(100_000),
  is: capacityIs.default('exact'),
  min: z.int().min(0).nullable().default(null),
})
export type Capacity = z.output<typeof capacity>

export const handling = z.enum(['fixed', 'bookable', 'lendable'])

const minuteOfDay = z.int().min(0).max(1439)
const minuteToNextDay = z.int().min(1).max(2880)
export const minutePeriod = z.object({ opensMinute: minuteOfDay, closesMinute: minuteToNextDay })

export const openingRule = z.object({
  on: z.union([z.int().min(1).max(7), z.literal('holiday')]).describe('1 Monday to 7 Sunday, or public holidays'),
  opensMinute: minuteOfDay.nullable(),
  closesMinute: minuteToNextDay.nullable(),
  validFrom: day.nullable().default(null),
  validTo: day.nullable().default(null),
})

export const openingException = z.object({ on: day, periods: z.array(minutePeriod).max(6), reason: localText.nullable().default(null) })

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
export const yearlyClosure = z.object({ fromDay: monthDay, toDay: monthDay, reason: localText.nullable().default(null) })

const closureOfDays = z.object({ startsOn: day, endsOn: day, reason: localText.nullable().default(null) })
const closureOfInstants = z.object({ startsAt: instant, endsAt: instant, reason: localText.nullable().default(null) })
/** Whole days, both ends closed, or instants, half-open. */
export const closureInput = z.union([closureOfDays.strict(), closureOfInstants.strict()])
export const closure = z.union([closureOfDays.extend({ id }), closureOfInstants.extend({ id })])

export const schedule = z.object({
  rules: z.array(openingRule),
  exceptions: z.array(openingException),
  closures: z.array(closure),
  yearlyClosures: z.array(yearlyClosure),
})

export const dayOpening = z.object({
  on: day,
  periods: z.array(minutePeriod),
  reason: z.enum(['rule', 'weekday', 'holiday', 'exception', 'closure', 'yearly-closure', 'unknown']),
  label: localText.nullable().describe('Name of the holiday, or the reason given'),
})

export const holiday = z.object({ on: day, names: localText })

/** Fields whose value nobody published: it was assumed for a demonstration. `names.en`, `capacity`, `opening`. */
const assumed = z.array(z.string()).describe('Fields that are assumed, not published')

export const photo = z.object({
  id,
  href: z.string().describe('Path of the picture'),
  alt: localText,
  spaceId: id.nullable(),
})

export const prefecture = z.object({
  code: z
    .string()
    .regex(/^\d{2}$/)
    .describe('JIS X 0401'),
  names: localText,
})
const municipality = z.object({ code: z.string(), names: localText })

const hubCore = z.object({
  id,
  key: z.string().describe('`<consortium>.<hub>`, as in the address of its page'),
  consortium: z.object({ id, key: z.string(), names: localText }),
  names: localText,
  address: localText,
  prefecture: prefecture.nullable(),
  municipality: municipality.nullable(),
  zone: z.string(),
  openedOn: day.nullable(),
  provisionalOpeningOn: day.nullable(),
  capacity: capacity.nullable().describe('Of the whole hub, as published'),
  assumed,
})

export const hubSummary = hubCore.extend({
  kinds: z.array(z.enum(spaceKinds)),
  spaceCount: z.int(),
  unitCount: z.int().describe('Seats and rooms that can be booked'),
  photo: photo.nullable(),
  today: dayOpening,
  isOpenNow: z.boolean(),
})
export type HubSummary = z.output<typeof hubSummary>

export const space = z.object({
  id,
  key: z.string().describe('Unique within the hub'),
  parentId: id.nullable(),
  kind: z.enum(spaceKinds),
  names: localText,
  floor: z.string().nullable(),
  room: z.string().nullable(),
  capacity: capacity.nullable(),
  areaM2: z.number().nullable(),
  accessKind: z.string().nullable().describe('How one gets in: `card-key`, `smart-lock`, `controlled`'),
  uses: z.array(localText),
  bookableAs,
  unitCount: z.int(),
  schedule: schedule.nullable().describe('Its own hours; null: those of its parent or the hub'),
  assumed,
})
export type Space = z.output<typeof space>

export const spaceWithOpening = space.extend({ opening: z.array(dayOpening) })

export const equipment = z.object({
  id,
  spaceId: id.nullable(),
  names: localText,
  handling,
  count: z.int(),
  assumed,
})

export const hubDetail = hubCore.extend({
  areaM2: z.number().nullable(),
  audience: localText.nullable(),
  description: localText.nullable(),
  gettingIn: localText.nullable().describe('How one finds and enters the place'),
  phone: z.string().nullable(),
  photos: z.array(photo),
  plans: z.array(floorPlan),
  schedule,
  opening: z.array(dayOpening).describe('The days asked for, by the hours of the hub itself'),
  isOpenNow: z.boolean(),
  holidays: z.array(holiday).describe('Public holidays of the days asked for and the year around'),
  spaces: z.array(spaceWithOpening),
  equipment: z.array(equipment),
})
export type HubDetail = z.output<typeof hubDetail>

// — settings: what the consortium's own people read and change —

const version = z.int().min(1).describe('As read; another change meanwhile is refused with 412')
const confirmed = z.array(z.string().max(60)).max(60).default([]).describe('Assumed fields that are right as they stand')
const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const text = (max: number) => paragraphs(max)
/** Japanese always; an empty text in another language removes it. */
const texts = (max: number) =>
  z
    .object({
      ja: text(max),
      en: z.string().max(max).optional(),
      'zh-Hans': z.string().max(max).optional(),
      'zh-Hant': z.string().max(max).optional(),
      ko: z.string().max(max).optional(),
    })
    .transform(
      (given) =>
        Object.fromEntries(
          Object.entries(given).flatMap(([key, value]) => (value === undefined || value.trim() === '' ? [] : [[key, value.trim()]])),
        ) as z.output<typeof localText>,
    )
const area = z.number().positive().max(1_000_000).nullable()
const zone = z.string().refine((name) => Intl.supportedValuesOf('timeZone').includes(name), 'a zone of the IANA list')
const phone = z
  .string()
  .transform((given) => given.normalize('NFKC').trim())
  .pipe(z.string().regex(/^[+\d][\d ()-]{5,20}$/))
  .nullable()
const municipalityCode = z
  .string()
  .regex(/^\d{5}$/)
  .nullable()

export const consortiumSettings = z.object({
  id,
  key: z.string(),
  names: localText,
  project: z.string().nullable(),
  projectAlso: z.string().nullable(),
  municipalityCode,
  municipalityNames: localText.nullable(),
  lead: z.string().nullable(),
  operator: z.string().nullable(),
  members: z.array(z.string()),
  workKinds: z.array(z.string()),
  notes: z.array(z.string()),
  assumed,
  version,
})
export type ConsortiumSettings = z.output<typeof consortiumSettings>

export const changeConsortiumBody = z
  .object({
    names: texts(200),
    project: text(300).nullable(),
    projectAlso: text(300).nullable(),
    municipalityCode,
    municipalityNames: texts(100).nullable(),
    lead: text(200).nullable(),
    operator: text(200).nullable(),
    members: z.array(text(200)).max(200),
    workKinds: z.array(text(200)).max(200),
    notes: z.array(text(2_000)).max(100),
  })
  .partial()
  .extend({ version })

const hubFields = z.object({
  names: texts(200),
  address: texts(300),
  municipalityCode,
  municipalityNames: texts(100).nullable(),
  zone,
  openedOn: day.nullable(),
  provisionalOpeningOn: day.nullable(),
  capacity: capacity.nullable(),
  areaM2: area,
  audience: texts(500).nullable(),
  description: texts(4_000).nullable(),
  gettingIn: texts(4_000).nullable(),
  phone,
})

export const createHubBody = hubFields.partial().extend({ key: slug, names: texts(200), address: texts(300) })
export const changeHubBody = hubFields.partial().extend({ version, confirmed })

const spaceFields = z.object({
  kind: z.enum(spaceKinds),
  names: texts(200),
  floor: text(20).nullable(),
  room: text(40).nullable(),
  capacity: capacity.nullable(),
  areaM2: area,
  accessKind: text(60).nullable(),
  uses: z.array(texts(200)).max(50),
  bookableAs,
  seats: z.int().min(1).max(2_000).describe('Seats that can be booked one by one; a room taken as a whole is one unit'),
})

export const createSpaceBody = spaceFields.partial().extend({
  key: slug.optional().describe('Made from the kind where absent'),
  kind: z.enum(spaceKinds),
  names: texts(200),
  parentId: id.nullable().default(null),
})
export const changeSpaceBody = spaceFields.partial().extend({ version, confirmed })
export const moveSpaceBody = z.object({
  parentId: id.nullable(),
  /** Comes after this sibling; null: first. */
  afterId: id.nullable(),
  version,
})
export const retireBody = z.object({ version, reason: line(500) })

const equipmentFields = z.object({ names: texts(200), handling, count: z.int().min(0).max(1_000), spaceId: id.nullable() })
export const createEquipmentBody = equipmentFields.partial().extend({ names: texts(200) })
export const changeEquipmentBody = equipmentFields.partial().extend({ version, confirmed })

export const unit = z.object({ id, kind: z.enum(['seat', 'room', 'machine', 'item']), label: z.string(), position: z.int() })
export type Unit = z.output<typeof unit>

export const spaceSettings = space.extend({ units: z.array(unit), version })
export type SpaceSettings = z.output<typeof spaceSettings>
export const equipmentSettings = equipment.extend({ units: z.array(unit), version })
export type EquipmentSettings = z.output<typeof equipmentSettings>

export const hubSettings = hubCore.extend({
  areaM2: z.number().nullable(),
  audience: localText.nullable(),
  description: localText.nullable(),
  gettingIn: localText.nullable(),
  phone: z.string().nullable(),
  publishedAt: instant.nullable(),
  photos: z.array(photo),
  plans: z.array(floorPlanSettings),
  schedule,
  holidays: z.array(holiday).describe('From last year to the year after next'),
  usualYearlyClosures: z.array(yearlyClosure).describe('What offices usually close for each year, named in every language'),
  spaces: z.array(spaceSettings),
  equipment: z.array(equipmentSettings),
  version,
})
export type HubSettings = z.output<typeof hubSettings>

export const hubListItem = z.object({
  id,
  key: z.string(),
  names: localText,
  address: localText,
  zone: z.string(),
  publishedAt: instant.nullable(),
  spaceCount: z.int(),
  today: dayOpening,
  assumed,
})
export type HubListItem = z.output<typeof hubListItem>

/** Weekly rules as one list: a week is read and changed as a whole. Empty for a space: it follows its parent or the hub. */
export const setOpeningRulesBody = z.object({ spaceId: id.nullable().default(null), rules: z.array(openingRule).max(100), version })
export const setYearlyClosuresBody = z.object({
  spaceId: id.nullable().default(null),
  yearlyClosures: z.array(yearlyClosure).max(50),
  version,
})
export const addClosureBody = z.object({ spaceId: id.nullable().default(null), closure: closureInput })
/** Null periods take the exception away; empty ones close the day. */
export const setExceptionBody = z.object({
  spaceId: id.nullable().default(null),
  periods: z.array(minutePeriod).max(6).nullable(),
  reason: texts(300).nullable().default(null),
})

export const changePhotoBody = z.object({ alt: texts(300), spaceId: id.nullable() }).partial()
export const changePlanBody = z
  .object({ names: texts(100), spaceId: id.nullable(), spots: changePlanSpots })
  .partial()
  .extend({ version })
export const orderPhotosBody = z.object({ photoIds: z.array(id).max(30) })

// — import and export of the facts format —

/** One row of the file: what became of it. */
export const importRow = z.object({
  path: z.string().describe('JSON path: `consortia[1].hubs[0].spaces[2]`'),
  line: z.int().describe('Line of the file where it begins'),
  kind: z.enum(['document', 'consortium', 'hub', 'space', 'equipment']),
  key: z.string().describe('`niseko.denpun.open`'),
  outcome: z.enum(['created', 'changed', 'unchanged']),
  fields: z.array(z.string()).describe('What was changed'),
  kept: z.array(z.string()).describe('Fields the file gives otherwise than they stand, because somebody edited them here since'),
  notUnderstood: z.array(z.string()).describe('Keys that this program has no field for; they are kept and exported again'),
})
export type ImportRow = z.output<typeof importRow>

export const importProblem = z.object({
  path: z.string(),
  line: z.int(),
  code: z.enum([
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
  ]),
  /** What stands there, shortened. */
  found: z.string(),
})
export type ImportProblem = z.output<typeof importProblem>

export const importReport = z.object({
  isDryRun: z.boolean(),
  rows: z.array(importRow),
  read: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  notUnderstood: z.int(),
})
export type ImportReport = z.output<typeof importReport>
