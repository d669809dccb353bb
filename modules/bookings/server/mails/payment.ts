/** What the holder of a booking must know of its money, in their language. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { withPlace } from '../booking/presenter.ts'
import { findBooking } from '../booking/repository.ts'
import { holderLinkOf } from '../booking/use-cases/require-booking.ts'
import { findRule } from '../money-rule/repository.ts'
import type { MailPayerPayload } from '../payment/use-cases/tell-payer.ts'
import { spanOf } from '../rules.ts'
import { letterHtml, letterText, type OfficeLetter } from './office-letter.ts'
import { localName, sayIn } from './texts.ts'
import { instantText, periodText } from './when.ts'

export async function mailPayer(scope: Scope, payload: MailPayerPayload): Promise<void> {
  const row = await findBooking(scope, payload.bookingId)
  if (row === undefined || row.holderMail === null) return
  if (payload.tiding === 'warning' && row.status !== 'confirmed') return
  const { place } = await withPlace(scope, row)
  const rule = await findRule(scope, row.hubId)
  const language = row.holderLanguage
  const say = sayIn(language)
  const yen = (amount: number): string => say('guestMail.yen', { yen: amount.toLocaleString('en') })
  const names = { place: localName(place.names, language), hub: localName(place.hubNames, language) }
  const letter: OfficeLetter = {
    greeting: say('guestMail.greeting', { name: row.holderName }),
    lead: say(`guestMail.payment.${payload.tiding}.lead`),
    facts: [
      [say('guestMail.when'), periodText(spanOf(row), place.zone, language)],
      [say('guestMail.place'), say('guestMail.event', names)],
      ...(payload.tiding === 'warning'
        ? ([
            [say('guestMail.payment.amount'), yen(payload.balanceYen)],
            [
              say('guestMail.payment.due'),
              // the last moment of a day reads as that day, not as the midnight after it
              instantText(Temporal.Instant.from(payload.dueAt).epochMilliseconds - 60_000, place.zone, language),
            ],
            ...(rule.bankAccount === '' ? [] : [[say('guestMail.payment.bank'), rule.bankAccount] as const]),
          ] as const)
        : ([
            [say('guestMail.payment.refund'), yen(payload.amountYen)],
            [say('guestMail.reason'), payload.reason],
          ] as const)),
    ],
    link: {
      url: holderLinkOf(scope, row, place.hubKey),
      words: say('guestMail.manage'),
    },
    closing: payload.tiding === 'warning' && payload.cancels ? say('guestMail.payment.warning.cancels') : undefined,
  }
  await postMail(scope, {
    cause: `bookings.${payload.tiding}:${row.id}:${payload.causedAt}`,
    to: { name: row.holderName, address: row.holderMail },
    language,
    subject: say(`guestMail.payment.${payload.tiding}.subject`, { hub: names.hub }),
    text: letterText(letter),
    html: letterHtml(letter, language),
  })
}
