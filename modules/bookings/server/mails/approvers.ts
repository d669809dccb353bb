/** A request has come: those who may answer have the facts, until when, and a link to the decision. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findMembersWithRole } from '#modules/people/server/index.ts'
import { withPlace } from '../booking/presenter.ts'
import { findBooking } from '../booking/repository.ts'
import { spanOf } from '../rules.ts'
import { asHtml, asText, type Letter } from './tidings.ts'
import { localName, sayIn } from './texts.ts'
import { instantText, periodText } from './when.ts'

/** A consortium with more operators than this has a desk of its own for it. */
const mostApprovers = 50

export async function mailApprovers(scope: Scope, { bookingId, sequence }: { bookingId: string; sequence: number }): Promise<void> {
  const row = await findBooking(scope, bookingId)
  // answered or withdrawn meanwhile
  if (row?.status !== 'requested' || row.sequence !== sequence || row.holdExpiresAt === null) return
  const { place } = await withPlace(scope, row)
  const seen = new Set<string>()
  for (const member of await findMembersWithRole(scope, 'operator', mostApprovers)) {
    if (member.mail === null || seen.has(member.mail)) continue
    seen.add(member.mail)
    const language = member.language
    const say = sayIn(language === 'ja' ? 'ja' : 'en')
    const said = language === 'ja' ? 'ja' : 'en'
    const letter: Letter = {
      greeting: undefined,
      lead: say('approval.mail.lead'),
      facts: [
        [say('guestMail.when'), periodText(spanOf(row), place.zone, said)],
        [say('guestMail.place'), say('guestMail.event', { place: localName(place.names, said), hub: localName(place.hubNames, said) })],
        [say('approval.mail.who'), row.holderName],
        [say('guestMail.people'), say('guestMail.peopleCount', { count: row.partySize })],
        ...(row.purpose === '' ? [] : [[say('approval.mail.purpose'), row.purpose] as const]),
        ...(row.feeYen === 0 ? [] : [[say('guestMail.fee'), say('guestMail.yen', { yen: row.feeYen.toLocaleString('en') })] as const]),
      ],
      until: say('approval.mail.until', { until: instantText(row.holdExpiresAt.epochMilliseconds, place.zone, said) }),
      link: { url: `${scope.publicUrl}/operate/${place.hubKey}/bookings/${row.id}`, words: say('approval.mail.link') },
      wayIn: undefined,
      closing: undefined,
    }
    await postMail(scope, {
      cause: `bookings.request:${row.id}:${sequence}:${member.id}`,
      to: { name: member.name, address: member.mail },
      language: said,
      subject: say('approval.mail.subject', { hub: localName(place.hubNames, said), name: row.holderName }),
      text: asText(letter),
      html: asHtml(letter, said),
    })
  }
}
