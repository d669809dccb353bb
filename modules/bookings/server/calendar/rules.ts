/**
 * iCalendar (RFC 5545) as text: lines folded at 75 bytes, texts escaped, times in UTC or, for what repeats, on the clock
 * of the place. Written by hand: a desk's calendar has thousands of entries, and a fold in the middle of a letter of
 * three bytes is what calendars stumble over.
 */
import type { SeriesRule } from '../../contract/series/rules.ts'

export type Method = 'REQUEST' | 'CANCEL' | 'PUBLISH'

export interface CalendarEvent {
  readonly uid: string
  readonly sequence: number
  /** When the booking was changed last: what calendars compare of two messages of the same sequence. */
  readonly changedAt: Temporal.Instant
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly summary: string
  readonly location: string
  readonly description: string
  readonly url: string
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  readonly organizer?: Person
  readonly attendee?: Person
  /** The whole of what repeats. */
  readonly repeats?: Repetition
  /** One of what repeats, as it differs: the start that the rule gives it. */
  readonly insteadOf?: { readonly startsAt: Temporal.Instant; readonly zone: string }
}

export interface Person {
  readonly name: string
  readonly mail: string
}

export interface Repetition {
  readonly rule: SeriesRule
  readonly zone: string
  /** Start of the last one. */
  readonly lastAt: Temporal.Instant
  /** All starts that the rule gives, in order: where no rule can be written they stand one by one. */
  readonly starts: readonly Temporal.Instant[]
  /** Starts that the rule gives and that do not take place. */
  readonly without: readonly Temporal.Instant[]
}

export interface CalendarText {
  readonly method: Method
  readonly events: readonly CalendarEvent[]
  /** What a subscription is called, and how often it asks: of a feed, not of a mail. */
  readonly feed?: { readonly name: string; readonly hours: number }
}

export function calendarText({ method, events, feed }: CalendarText): string {
  const zones = [...new Set(events.flatMap((event) => event.repeats?.zone ?? event.insteadOf?.zone ?? []))]
  const blocks = new Map(zones.map((zone) => [zone, zoneLines(zone, events)]))
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Hiroba//bookings//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    ...(feed === undefined
      ? []
      : [
          `NAME:${escaped(feed.name)}`,
          `X-WR-CALNAME:${escaped(feed.name)}`,
          `REFRESH-INTERVAL;VALUE=DURATION:PT${feed.hours}H`,
          `X-PUBLISHED-TTL:PT${feed.hours}H`,
        ]),
    ...[...blocks.values()].flatMap((block) => block ?? []),
    ...events.flatMap((event) => eventLines(event, (zone) => blocks.get(zone) !== undefined)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent, isWritten: (zone: string) => boolean): string[] {
  const zone = event.repeats?.zone ?? event.insteadOf?.zone
  /** On the clock of the place where what repeats keeps to it, else in UTC, which needs no definition beside it. */
  const time = (name: string, ...instants: readonly Temporal.Instant[]): string =>
    zone !== undefined && isWritten(zone)
      ? `${name};TZID=${zone}:${instants.map((instant) => localTime(instant, zone)).join(',')}`
      : `${name}:${instants.map(utcTime).join(',')}`
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utcTime(event.changedAt)}`,
    `LAST-MODIFIED:${utcTime(event.changedAt)}`,
    ...(event.insteadOf === undefined ? [] : [time('RECURRENCE-ID', event.insteadOf.startsAt)]),
    time('DTSTART', event.startsAt),
    time('DTEND', event.endsAt),
    ...(event.repeats === undefined ? [] : repetitionLines(event.repeats, { time, hasZone: isWritten(event.repeats.zone) })),
    `SUMMARY:${escaped(event.summary)}`,
    ...(event.location === '' ? [] : [`LOCATION:${escaped(event.location)}`]),
    ...(event.description === '' ? [] : [`DESCRIPTION:${escaped(event.description)}`]),
    `URL:${event.url}`,
    `STATUS:${event.status}`,
    // what is cancelled takes nobody's time
    `TRANSP:${event.status === 'CANCELLED' ? 'TRANSPARENT' : 'OPAQUE'}`,
    ...(event.organizer === undefined ? [] : [`ORGANIZER;CN=${quoted(event.organizer.name)}:mailto:${event.organizer.mail}`]),
    ...(event.attendee === undefined
      ? []
      : [`ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN=${quoted(event.attendee.name)}:mailto:${event.attendee.mail}`]),
    'END:VEVENT',
  ]
}

function repetitionLines(
  repeats: Repetition,
  { time, hasZone }: { time: (name: string, ...instants: readonly Temporal.Instant[]) => string; hasZone: boolean },
): string[] {
  // where the clocks change, a rule in UTC would move with them: the days stand one by one. The first of them too, which
  // some readers else forget
  const rule = hasZone ? ruleText(repeats.rule, repeats.lastAt) : undefined
  const dates = rule === undefined ? [time('RDATE', ...repeats.starts)] : [`RRULE:${rule}`]
  return [...dates, ...(repeats.without.length === 0 ? [] : [time('EXDATE', ...repeats.without)])]
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const weekdayOf = (weekday: number): string => weekdays[weekday - 1] ?? 'MO'

/**
 * The rule of a series as calendars repeat it. Holidays that 平日 passes over are left out one by one, since no calendar
 * knows them. Undefined: it takes a rule that half of the calendars read wrongly (BYSETPOS).
 */
export function ruleText(rule: SeriesRule, lastAt: Temporal.Instant): string | undefined {
  const { pattern } = rule
  const every = 'every' in pattern && pattern.every > 1 ? [`INTERVAL=${pattern.every}`] : []
  const until = `UNTIL=${utcTime(lastAt)}`
  switch (pattern.kind) {
    case 'daily':
      return ['FREQ=DAILY', ...every, until].join(';')
    case 'weekly':
      return ['FREQ=WEEKLY', ...every, 'WKST=MO', `BYDAY=${pattern.weekdays.map(weekdayOf).join(',')}`, until].join(';')
    case 'weekdays':
      return ['FREQ=WEEKLY', 'WKST=MO', 'BYDAY=MO,TU,WE,TH,FR', until].join(';')
    case 'monthly-weekday':
      return ['FREQ=MONTHLY', ...every, `BYDAY=${pattern.nth}${weekdayOf(pattern.weekday)}`, until].join(';')
    case 'monthly-date': {
      const isPlain = pattern.whenShort === 'skip' || pattern.date <= 28
      if (!isPlain && pattern.date !== 31) return undefined
      return ['FREQ=MONTHLY', ...every, `BYMONTHDAY=${isPlain ? pattern.date : -1}`, until].join(';')
    }
  }
}

/** A zone whose clocks stay as they are over these events, as all of Japan's do; undefined: they change. */
function zoneLines(zone: string, events: readonly CalendarEvent[]): string[] | undefined {
  const instants = events.flatMap((event) => [event.startsAt, event.endsAt, ...(event.repeats?.starts ?? [])])
  const offsets = new Set(instants.map((instant) => instant.toZonedDateTimeISO(zone).offset))
  const [offset] = offsets
  if (offset === undefined || offsets.size > 1) return undefined
  const plain = offset.replace(':', '')
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    'BEGIN:STANDARD',
    'DTSTART:19700101T000000',
    `TZOFFSETFROM:${plain}`,
    `TZOFFSETTO:${plain}`,
    ...(zone === 'Asia/Tokyo' ? ['TZNAME:JST'] : []),
    'END:STANDARD',
    'END:VTIMEZONE',
  ]
}

const compact = (text: string): string => text.replaceAll(/[-:]/g, '')
const utcTime = (instant: Temporal.Instant): string => compact(instant.toString({ smallestUnit: 'second' }))
const localTime = (instant: Temporal.Instant, zone: string): string =>
  compact(instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' }))

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '')
}

/** A parameter's value: there is no escape for a quote in it. */
const quoted = (text: string): string => `"${text.replaceAll('"', "'").replaceAll(/\p{Cc}+/gu, ' ')}"`

const mostBytes = 75

/** At 75 bytes at most, never within a letter. */
function folded(line: string): string {
  // most lines are short, and one byte a letter at least
  if (line.length * 3 <= mostBytes) return line
  let out = ''
  let width = 0
  for (const letter of line) {
    const code = letter.codePointAt(0) ?? 0
    const bytes = code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4
    if (width + bytes > mostBytes) {
      out += '\r\n '
      width = 1
    }
    out += letter
    width += bytes
  }
  return out
}
