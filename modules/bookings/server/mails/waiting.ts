/** Mails of the waiting list: the place in line with the link to leave it, and the offer with how long it is held. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import type { WaitingStatus } from '../../contract/waiting/schemas.ts'
import { findBooking } from '../booking/repository.ts'
import { spanOf } from '../rules.ts'
import { presentWaiting } from '../waiting/presenter.ts'
import { findWaiting } from '../waiting/repository.ts'
import { waitingLinkOf } from '../waiting/use-cases/require-waiting.ts'
import type { MailWaitingPayload, WaitingTiding } from '../waiting/use-cases/tell-waiting.ts'
import { localName, sayIn } from './texts.ts'
import { asHtml, asText, type Letter } from './tidings.ts'
import { instantText, periodText } from './when.ts'

export async function mailWaiting(scope: Scope, { waitingId, tiding, version }: MailWaitingPayload): Promise<void> {
  const row = await findWaiting(scope, waitingId)
  // it has gone on since: the mail of that turn says it all. Another place in the line is no such turn
  if (row === undefined || row.mail === null || !isStill[tiding].includes(row.status)) return
  const language = row.language
  const say = sayIn(language)
  const hub = await requireHub(scope, row.hubId)
  const [entry] = await presentWaiting(scope, [row])
  const booking = tiding === 'offered' && row.bookingId !== null ? await findBooking(scope, row.bookingId) : undefined
  if (entry === undefined || (tiding === 'offered' && booking === undefined)) return
  const targetId = booking?.targetId ?? row.targetId
  const place = targetId === null ? undefined : (await placeNames(scope, [targetId])).get(targetId)
  const hubName = localName(hub.names, language)
  const url = waitingLinkOf(scope, row, hub.key)
  const window = { from: row.fromAt.epochMilliseconds, to: row.toAt.epochMilliseconds }
  const until = booking?.holdExpiresAt == null ? '' : instantText(booking.holdExpiresAt.epochMilliseconds, hub.zone, language)
  const isFlexible = window.to - window.from > row.minutes * 60_000
  const letter: Letter = {
    greeting: row.name === '' ? undefined : say('guestMail.greeting', { name: row.name }),
    lead: say(`guestMail.waiting.${tiding}.lead`, { until, place: entry.place ?? 1 }),
    facts: [
      [say('guestMail.when'), periodText(booking === undefined ? window : spanOf(booking), hub.zone, language)],
      ...(booking === undefined && isFlexible
        ? [[say('guestMail.waiting.length'), say('guestMail.waiting.minutes', { count: row.minutes })] as const]
        : []),
      [
        say('guestMail.place'),
        place === undefined
          ? say('guestMail.waiting.anyPlace', { hub: hubName })
          : say('guestMail.event', { place: localName(place.names, language), hub: hubName }),
      ],
      [say('guestMail.people'), say('guestMail.peopleCount', { count: row.partySize })],
      ...(booking === undefined || booking.feeYen === 0
        ? []
        : [[say('guestMail.fee'), say('guestMail.yen', { yen: booking.feeYen.toLocaleString('en') })] as const]),
    ],
    until: tiding === 'offered' ? say('guestMail.waiting.offered.until', { until, url: declineLink(url) }) : undefined,
    link:
      tiding === 'removed'
        ? undefined
        : { url, words: say(tiding === 'offered' ? 'guestMail.waiting.offered.link' : 'guestMail.waiting.manage') },
    wayIn: undefined,
    closing: tiding === 'asked' ? say('guestMail.unexpected') : undefined,
  }
  await postMail(scope, {
    cause: `bookings.waiting-${tiding}:${row.id}:${version}`,
    to: { name: row.name, address: row.mail },
    language,
    subject: say(`guestMail.waiting.${tiding}.subject`, { hub: hubName }),
    text: asText(letter),
    html: asHtml(letter, language),
  })
}

/** What an entry must be for its mail to be true when it is sent. */
const isStill: Readonly<Record<WaitingTiding, readonly WaitingStatus[]>> = {
  asked: ['waiting'],
  offered: ['offered'],
  removed: ['left', 'declined'],
}

/** The same page, asking at once whether to let go: a link alone must not do it, since mail programs open links. */
const declineLink = (url: string): string => (url.includes('#') ? `${url}&do=decline` : url)
