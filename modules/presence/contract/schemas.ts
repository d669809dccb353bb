/** Presence on the wire. */
import * as z from 'zod'
import { day, id, instant, line, localText, page, pageQuery, tenantKey } from '#platform/contract/schemas.ts'
import { fullness } from './rules.ts'

export const hubKeyParams = z.object({ hubKey: tenantKey })
export const hubParams = z.object({ hubId: id })
export const openingParams = z.object({ hubId: id, openingId: id })
export const subjectParams = z.object({ hubId: id, subjectId: id })

export const subjectKind = z.enum(['person', 'booking', 'visitor'])
export type SubjectKind = z.output<typeof subjectKind>

/** What anybody may know: a number and a word. */
export const occupancy = z.object({ people: z.int().nullable(), capacity: z.int().nullable(), word: z.enum(fullness) })
export type Occupancy = z.output<typeof occupancy>

export const stay = z.object({
  id,
  hubId: id,
  hubNames: localText,
  day,
  subjectKind,
  subjectId: id,
  /** Empty where the person has been forgotten or nobody knows the name. */
  name: z.string(),
  organisation: z.string().nullable(),
  spaceId: id.nullable(),
  spaceNames: localText.nullable(),
  enteredAt: instant,
  isEntryKnown: z.boolean(),
  leftAt: instant.nullable(),
  closedBy: z.enum(['exit', 'move', 'rule', 'correction']).nullable(),
  people: z.int(),
  isCountSure: z.boolean(),
  doubts: z.array(z.enum(['clock', 'seen-twice', 'entry-missed', 'closed-by-rule', 'count'])),
})
export type StayView = z.output<typeof stay>
export const stayPage = page(stay)
export const stayQuery = pageQuery.extend({ day: day.optional() })

export const opening = z.object({
  id,
  doorId: id,
  doorNames: localText.nullable(),
  openedAt: instant,
  closedAt: instant.nullable(),
  isForced: z.boolean(),
  isHeld: z.boolean(),
  isLeftOpen: z.boolean(),
})
export type OpeningView = z.output<typeof opening>

export const presenceRule = z.object({
  closesMinute: z.int().min(0).max(1439),
  capacity: z.int().min(1).max(100_000).nullable(),
  isPublic: z.boolean(),
  version: z.int(),
})
export type PresenceRule = z.output<typeof presenceRule>

export const presenceNow = z.object({
  at: instant,
  timeZone: z.string(),
  hubNames: localText,
  day,
  occupancy,
  /** Those whose group nobody has counted. */
  uncounted: z.int(),
  /** Times a door let in somebody nobody knows, since the last closing. */
  unnamed: z.int(),
  here: z.array(stay),
  /** Closed by the rule of the night and not seen since: they may be in, and are not counted. */
  mayBeHere: z.array(stay),
  spaces: z.array(z.object({ id: id.nullable(), names: localText.nullable(), people: z.int(), capacity: z.int().nullable() })),
  openings: z.array(opening),
  rule: presenceRule,
})
export type PresenceNow = z.output<typeof presenceNow>

const about = z.object({ subjectKind, subjectId: id, at: instant, reason: line(500) })
export const correctionBody = z.discriminatedUnion('kind', [
  about.extend({ kind: z.literal('entered'), spaceId: id.nullable().default(null) }),
  about.extend({ kind: z.literal('left') }),
  about.extend({ kind: z.literal('people'), people: z.int().min(1).max(1_000) }),
  about.extend({ kind: z.literal('void'), targetId: id }),
])
export type CorrectionBody = z.output<typeof correctionBody>
export const settleBody = z.object({ note: line(500) })

/** A stay in a word, as it was before a correction or is by it. */
export const staySketch = stay.pick({
  spaceNames: true,
  enteredAt: true,
  isEntryKnown: true,
  leftAt: true,
  closedBy: true,
  people: true,
  isCountSure: true,
})
export type StaySketch = z.output<typeof staySketch>

/** What the stays of a subject on a day were made of. */
export const traceEntry = z.object({
  id,
  source: z.enum(['door', 'desk']),
  kind: z.enum(['entered', 'left', 'people', 'void']),
  at: instant,
  quality: z.string().nullable(),
  spaceNames: localText.nullable(),
  people: z.int().nullable(),
  targetId: id.nullable(),
  /** A strike that puts back what another struck out. */
  isRestore: z.boolean(),
  isVoided: z.boolean(),
  reason: z.string().nullable(),
  by: z.string().nullable(),
  madeAt: instant.nullable(),
  /** By a correction: the stays that are no more and those there are instead. */
  change: z.object({ before: z.array(staySketch), after: z.array(staySketch) }).nullable(),
})
export type TraceEntry = z.output<typeof traceEntry>
export const trace = z.object({
  name: z.string(),
  /** From one night closing to the next. */
  from: instant,
  to: instant,
  stays: z.array(stay),
  entries: z.array(traceEntry),
})
export type Trace = z.output<typeof trace>
export const traceQuery = z.object({ day })

/** A correction of one's own stays. */
export const ownCorrection = traceEntry.extend({ hubId: id, hubNames: localText, day })
export type OwnCorrection = z.output<typeof ownCorrection>
export const ownCorrections = page(ownCorrection)

/** Somebody looked at a list that one was on, or at one's own stays. */
export const look = z.object({
  id,
  hubId: id,
  hubNames: localText,
  /** Who is in now, the stays of a day, one's own in parts, or the list on paper. */
  what: z.enum(['now', 'day', 'person', 'paper']),
  day,
  /** The first time in that hour. */
  at: instant,
  /** Null: forgotten. */
  by: z.string().nullable(),
})
export type LookView = z.output<typeof look>
export const looks = page(look)

/** A year's report with a month to spare. */
export const longestPeriodDays = 400
export const visitsQuery = z.object({ from: day, to: day, hubId: id.optional() })
export type VisitsQuery = z.output<typeof visitsQuery>
export const visitsFileQuery = visitsQuery.extend({ format: z.enum(['xlsx', 'csv']) })
export const visits = z.object({
  total: z.int(),
  persons: z.int(),
  days: z.array(z.object({ day, hubId: id, hubNames: localText, visits: z.int(), people: z.int(), isSure: z.boolean() })),
  engagements: z.array(z.object({ engagement: z.enum(['A', 'B', 'C', 'D']).nullable(), visits: z.int(), persons: z.int() })),
  organisations: z.array(z.object({ organisationId: id.nullable(), name: z.string(), visits: z.int(), persons: z.int() })),
})
export type Visits = z.output<typeof visits>
