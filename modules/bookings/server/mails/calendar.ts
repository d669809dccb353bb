/**
 * A booking for calendars: iTIP messages (RFC 5546) in mails, and a file to keep. Times are in UTC, which every
 * calendar shows in its reader's zone and which needs no definition of a zone beside it.
 */
import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, type ICalOrganizer } from 'ical-generator'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { HubRef, PlaceName } from '#modules/hubs/server/index.ts'
import type { BookingRow } from '../booking/repository.ts'
import { isActiveStatus } from '../../contract/rules.ts'
import { localName, sayIn } from './texts.ts'

export interface CalendarFacts {
  readonly row: BookingRow
  readonly place: PlaceName
  readonly hub: Pick<HubRef, 'address' | 'gettingIn'> | undefined
  /** Where the booking can be seen and changed. */
  readonly url: string
  readonly language: Language
}

/** `REQUEST` puts or moves it in the holder's calendar, `CANCEL` takes it out, `PUBLISH` is a file without an answer expected. */
export function calendarOf(scope: Scope, facts: CalendarFacts, method: 'REQUEST' | 'CANCEL' | 'PUBLISH'): string {
  const { row, place, hub, language } = facts
  const say = sayIn(language)
  const names = { place: localName(place.names, language), hub: localName(place.hubNames, language) }
  const isGone = !isActiveStatus(row.status)
  const calendar = ical({ prodId: { company: 'Hiroba', product: 'bookings', language: 'EN' }, method: ICalCalendarMethod[method] })
  calendar.createEvent({
    // the same for the life of the booking: a calendar finds its entry by it
    id: `${row.id}@${new URL(scope.publicUrl).hostname}`,
    sequence: row.sequence,
    stamp: dateOf(row.changedAt),
    start: dateOf(row.startsAt),
    end: dateOf(row.endsAt),
    summary: say('guestMail.event', names),
    location: hub === undefined ? names.hub : `${names.hub}, ${localName(hub.address, language)}`,
    description: [hub?.gettingIn === null || hub === undefined ? '' : localName(hub.gettingIn, language), facts.url]
      .filter((line) => line !== '')
      .join('\n\n'),
    url: facts.url,
    status: isGone ? ICalEventStatus.CANCELLED : row.status === 'confirmed' ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE,
    organizer: organizerOf(scope.mailFrom),
    ...(row.holderMail === null
      ? {}
      : {
          attendees: [
            { email: row.holderMail, name: row.holderName, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.ACCEPTED, rsvp: false },
          ],
        }),
  })
  return calendar.toString()
}

const dateOf = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds)

/** `Hiroba <hiroba@example.jp>` or a bare address. */
function organizerOf(mailFrom: string): ICalOrganizer {
  const match = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(mailFrom)
  return match === null
    ? { name: 'Hiroba', email: mailFrom.trim() }
    : { name: match[1] === '' ? 'Hiroba' : (match[1] ?? 'Hiroba'), email: match[2] ?? '' }
}
