/** Says it once: the mail, the jobs for the devices and "it was said" are stored together or not at all. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHub, type HubRef, type PlaceName } from '#modules/hubs/server/index.ts'
import { withPlace } from '../../booking/presenter.ts'
import { findBooking, type BookingRow } from '../../booking/repository.ts'
import { holderLinkOf, linkTokenOf } from '../../booking/use-cases/require-booking.ts'
import { bookingCode } from '../../kiosk/use-cases/codes.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { asHtml, asText, type Letter } from '../../mails/tidings.ts'
import { periodText } from '../../mails/when.ts'
import { spanOf } from '../../rules.ts'
import { findSetting, isRefused, listDevices, markReminded, takeReminder } from '../repository.ts'
import { pushTo } from './push-news.ts'

export async function sendReminder(scope: Scope, bookingId: string): Promise<void> {
  if (!(await takeReminder(scope, bookingId))) return
  const row = await findBooking(scope, bookingId)
  const isDue = row !== undefined && row.status === 'confirmed' && Temporal.Instant.compare(row.startsAt, scope.clock.now()) > 0
  // ended or begun meanwhile, and the plan has not heard of it yet
  if (!isDue) return markReminded(scope, bookingId, null)
  await (row.accountId === null ? remindGuest(scope, row) : remindMember(scope, row, row.accountId))
  await markReminded(scope, bookingId, row.startsAt)
}

async function remindMember(scope: Scope, row: BookingRow, accountId: string): Promise<void> {
  const setting = await findSetting(scope, accountId)
  const devices = setting.hasPush ? await listDevices(scope, accountId) : []
  for (const device of devices) pushTo(scope, device, { news: 'reminder', bookingId: row.id, startsAt: row.startsAt.toString() })
  // on the devices alone, and there is none any more: better by mail than not at all
  if (setting.hasMail || devices.length === 0) await mail(scope, row, undefined)
}

async function remindGuest(scope: Scope, row: BookingRow): Promise<void> {
  if (row.holderMail === null || (await isRefused(scope, row.holderMail))) return
  await mail(scope, row, (place) => `${scope.publicUrl}/hubs/${place.hubKey}/bookings/${row.id}/reminders#k=${linkTokenOf(scope, row)}`)
}

async function mail(scope: Scope, row: BookingRow, stopLink: ((place: PlaceName) => string) | undefined): Promise<void> {
  if (row.holderMail === null) return
  const { place } = await withPlace(scope, row)
  const hub = await requireHub(scope, row.hubId)
  const language = row.holderLanguage
  const say = sayIn(language)
  const url = holderLinkOf(scope, row, place.hubKey)
  const letter: Letter = {
    greeting: row.holderName === '' ? undefined : say('guestMail.greeting', { name: row.holderName }),
    lead: say('guestMail.reminder.lead'),
    facts: factsOf(scope, row, place, hub),
    until: undefined,
    link: { url, words: say('guestMail.manage') },
    wayIn: hub.gettingIn === null ? undefined : { title: say('guestMail.wayIn'), text: localName(hub.gettingIn, language) },
    closing: say('guestMail.reminder.stop', { url: stopLink?.(place) ?? `${scope.publicUrl}/me/notices` }),
  }
  await postMail(scope, {
    // once for each start
    cause: `bookings.reminder:${row.id}:${row.startsAt.epochMilliseconds}`,
    to: { name: row.holderName, address: row.holderMail },
    language,
    subject: say('guestMail.reminder.subject', {
      hub: localName(place.hubNames, language),
      when: periodText(spanOf(row), place.zone, language),
    }),
    text: asText(letter),
    html: asHtml(letter, language),
  })
}

function factsOf(scope: Scope, row: BookingRow, place: PlaceName, hub: HubRef): Letter['facts'] {
  const language = row.holderLanguage
  const say = sayIn(language)
  const labels = row.kind === 'space' ? [] : row.unitIds.flatMap((id) => place.units.find((unit) => unit.id === id)?.label ?? [])
  return [
    [say('guestMail.when'), periodText(spanOf(row), place.zone, language)],
    [say('guestMail.place'), say('guestMail.event', { place: localName(place.names, language), hub: localName(place.hubNames, language) })],
    ...(labels.length === 0 ? [] : [[say(row.kind === 'seat' ? 'guestMail.seats' : 'guestMail.pieces'), labels.join(', ')] as const]),
    [say('guestMail.address'), localName(hub.address, language)],
    ...(hub.phone === null ? [] : [[say('guestMail.phone'), hub.phone] as const]),
    [say('guestMail.desk.code'), bookingCode(scope, row.id)],
  ]
}
