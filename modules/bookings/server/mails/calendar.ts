/**
 * Bookings for calendars: iTIP messages (RFC 5546) in mails, files to keep, and feeds to subscribe to. All of them write
 * a booking by `eventOf` and a series by `eventsOfSeries`, so that what a mail put into a calendar a feed knows by the
 * same name.
 */
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { HubRef, PlaceName } from '#modules/hubs/server/index.ts'
import { isActiveStatus } from '../../contract/rules.ts'
import type { SeriesRule } from '../../contract/series/rules.ts'
import type { BookingRow } from '../booking/repository.ts'
import { calendarText, type CalendarEvent, type Method, type Person } from '../calendar/rules.ts'
import { localName, sayIn } from './texts.ts'

export interface CalendarFacts {
  readonly row: BookingRow
  readonly place: PlaceName
  readonly hub: Pick<HubRef, 'address' | 'gettingIn'> | undefined
  /** Where the booking can be seen and changed. */
  readonly url: string
  readonly language: Language
  /** A day of a series is known by the series and the start that its rule gives it. */
  readonly series?: SeriesDay
  /** On the desk's calendar: whose it is stands in the title, or nobody's name does. */
  readonly forDesk?: { readonly hasNames: boolean }
}

export interface SeriesDay {
  readonly id: string
  /** That of the series, of which every message is one more. */
  readonly sequence: number
  readonly startsAt: Temporal.Instant
  readonly zone: string
}

export interface SeriesFacts {
  readonly id: string
  readonly sequence: number
  readonly changedAt: Temporal.Instant
  readonly rule: SeriesRule
  readonly zone: string
  /** Where all of its days can be seen. */
  readonly url: string
  /** The days in order with the times that the rule gives; without facts where the rule passes one over. */
  readonly days: readonly { readonly startsAt: Temporal.Instant; readonly endsAt: Temporal.Instant; readonly facts?: CalendarFacts }[]
}

/** `REQUEST` puts or moves it in the holder's calendar, `CANCEL` takes it out, `PUBLISH` is a file without an answer expected. */
export function calendarOf(scope: Scope, facts: CalendarFacts, method: Method): string {
  return calendarText({ method, events: [eventOf(scope, facts)] })
}

/** A whole series as one message. */
export function calendarOfSeries(scope: Scope, series: SeriesFacts, method: Method): string {
  return calendarText({ method, events: eventsOfSeries(scope, series) })
}

export function eventOf(scope: Scope, facts: CalendarFacts): CalendarEvent {
  const { row, place, hub, language, series, forDesk } = facts
  const say = sayIn(language)
  const labels = row.kind === 'space' ? [] : row.unitIds.flatMap((id) => place.units.find((unit) => unit.id === id)?.label ?? [])
  const names = { place: localName(place.names, language), hub: localName(place.hubNames, language) }
  const seats = labels.length === 0 ? '' : `${say(row.kind === 'seat' ? 'guestMail.seats' : 'guestMail.pieces')} ${labels.join(', ')}`
  const isNamed = forDesk?.hasNames === true && row.holderName !== ''
  return {
    uid: uidOf(scope, series?.id ?? row.id),
    sequence: series?.sequence ?? row.sequence,
    changedAt: row.changedAt,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    summary:
      forDesk === undefined ? say('guestMail.event', names) : [names.place, seats, isNamed ? row.holderName : ''].filter(Boolean).join(' '),
    location: hub === undefined ? names.hub : `${names.hub}, ${localName(hub.address, language)}`,
    description: [
      ...(seats === '' ? [] : [seats]),
      ...(forDesk === undefined ? [] : [say('guestMail.peopleCount', { count: row.partySize })]),
      ...(hub?.gettingIn == null || forDesk !== undefined ? [] : [localName(hub.gettingIn, language)]),
      // an entry that somebody moves in their own calendar is a copy: what they see of it says so
      `${say('guestMail.calendar.note')}\n${facts.url}`,
    ].join('\n\n'),
    url: facts.url,
    status: isActiveStatus(row.status) ? (row.status === 'confirmed' ? 'CONFIRMED' : 'TENTATIVE') : 'CANCELLED',
    ...(series === undefined ? {} : { insteadOf: { startsAt: series.startsAt, zone: series.zone } }),
    // a desk's calendar invites nobody
    ...(forDesk === undefined ? { organizer: organizerOf(scope.mailFrom) } : {}),
    ...(row.holderMail === null || forDesk !== undefined ? {} : { attendee: { name: row.holderName, mail: row.holderMail } }),
  }
}

/** One entry that repeats, and one for each day that is not as the rule says. */
export function eventsOfSeries(scope: Scope, series: SeriesFacts): CalendarEvent[] {
  const { rule, zone, days } = series
  const day = (one: (typeof days)[number]): SeriesDay => ({ id: series.id, sequence: series.sequence, startsAt: one.startsAt, zone })
  const active = days.flatMap((one) =>
    one.facts !== undefined && isActiveStatus(one.facts.row.status) ? [{ ...one, facts: { ...one.facts, series: day(one) } }] : [],
  )
  const [first] = days
  const last = days.at(-1)
  const model = active[0]?.facts ?? days.find((one) => one.facts !== undefined)?.facts
  if (first === undefined || last === undefined || model === undefined) return []
  const { insteadOf: _, ...usual } = eventOf(scope, model)
  const whole: CalendarEvent = {
    ...usual,
    uid: uidOf(scope, series.id),
    sequence: series.sequence,
    changedAt: series.changedAt,
    startsAt: first.startsAt,
    endsAt: first.endsAt,
    url: series.url,
    description: usual.description.replaceAll(usual.url, series.url),
    status: active.length === 0 ? 'CANCELLED' : usual.status,
    repeats: {
      rule,
      zone,
      lastAt: last.startsAt,
      starts: days.map((one) => one.startsAt),
      without:
        active.length === 0
          ? []
          : days.filter((one) => one.facts === undefined || !isActiveStatus(one.facts.row.status)).map((one) => one.startsAt),
    },
  }
  const isUsual = (one: (typeof active)[number], event: CalendarEvent): boolean =>
    event.startsAt.equals(one.startsAt) &&
    event.endsAt.equals(one.endsAt) &&
    event.summary === whole.summary &&
    event.status === whole.status &&
    one.facts.row.targetId === model.row.targetId &&
    one.facts.row.unitIds.join() === model.row.unitIds.join()
  return [
    whole,
    ...active.flatMap((one) => {
      const event = eventOf(scope, one.facts)
      return isUsual(one, event) ? [] : [event]
    }),
  ]
}

/** The same for the life of a booking or a series: a calendar finds its entry by it. */
export const uidOf = (scope: Scope, id: string): string => `${id}@${new URL(scope.publicUrl).hostname}`

/** `Hiroba <hiroba@example.jp>` or a bare address. */
export function organizerOf(mailFrom: string): Person {
  const match = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(mailFrom)
  return match === null
    ? { name: 'Hiroba', mail: mailFrom.trim() }
    : { name: match[1] === '' ? 'Hiroba' : (match[1] ?? 'Hiroba'), mail: match[2] ?? '' }
}
