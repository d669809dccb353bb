import type { FileAnswer } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { calendarOf } from '../../mails/calendar.ts'
import { withPlace } from '../presenter.ts'
import type { BookingRow } from '../repository.ts'
import { guestLinkOf, holderLinkOf } from './require-booking.ts'

/** The booking as a file for any calendar. A guest's file holds the guest's own link: it was asked for with it. */
export async function writeCalendar(scope: Scope, row: BookingRow): Promise<FileAnswer> {
  const { place } = await withPlace(scope, row)
  const hub = await requireHub(scope, row.hubId)
  const url = scope.actor.kind === 'guest' ? guestLinkOf(scope, row, place.hubKey) : holderLinkOf(scope, row, place.hubKey)
  return {
    name: 'booking.ics',
    mediaType: 'text/calendar; charset=utf-8',
    content: calendarOf(scope, { row, place, hub, url, language: scope.language }, 'PUBLISH'),
  }
}
