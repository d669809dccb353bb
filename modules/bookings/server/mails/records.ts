/** The link to everything held about a guest, to their address alone. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { withPlace } from '../booking/presenter.ts'
import { findBooking } from '../booking/repository.ts'
import { recordsUrl, type MailRecordsPayload } from '../records/use-cases/ask-for-records.ts'
import { localName, sayIn } from './texts.ts'
import { instantText } from './when.ts'

export async function mailRecords(scope: Scope, payload: MailRecordsPayload): Promise<void> {
  const row = await findBooking(scope, payload.bookingId)
  if (row === undefined || row.accountId !== null || row.holderMail === null) return
  const { place } = await withPlace(scope, row)
  const language = row.holderLanguage
  const say = sayIn(language)
  const url = recordsUrl(scope, { ...payload, mail: row.holderMail })
  await postMail(scope, {
    cause: `bookings.records:${row.id}:${payload.expiresSeconds}`,
    to: { name: row.holderName, address: row.holderMail },
    language,
    subject: say('guestMail.records.subject', { hub: localName(place.hubNames, language) }),
    text: [
      ...(row.holderName === '' ? [] : [say('guestMail.greeting', { name: row.holderName }), '']),
      say('guestMail.records.lead'),
      url,
      '',
      say('guestMail.records.until', { until: instantText(payload.expiresSeconds * 1000, place.zone, language) }),
      say('guestMail.records.unexpected'),
    ].join('\n'),
    secrets: [url],
  })
}
