/** The room that somebody has is closed for a time, or open again after all. One mail a person, in their language. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findClosure, listClosureLeases, markLeaseTold } from '../closure/repository.ts'
import type { MailClosureLeasesPayload } from '../closure/use-cases/tell-leases.ts'
import { withLeasePlaces } from '../lease/presenter.ts'
import { isOpenLease } from '../lease/rules.ts'
import { readersOf } from '../lease/use-cases/tell-lease.ts'
import { spanOf } from '../rules.ts'
import { closureMessage } from './closure-offer.ts'
import { letterHtml, letterText, type OfficeLetter } from './office-letter.ts'
import { localName, sayIn } from './texts.ts'
import { periodText } from './when.ts'

export async function mailClosureLeases(scope: Scope, { closureId, tiding }: MailClosureLeasesPayload): Promise<void> {
  const closure = await findClosure(scope, closureId, true)
  if (closure === undefined) return
  const told = await listClosureLeases(scope, closureId)
  // lifted before anybody was told of it: there is nothing to say
  const wanted = told.filter(({ mails }) => (tiding === 'closed' ? mails === null && closure.liftedAt === null : (mails ?? 0) > 0))
  const placed = await withLeasePlaces(
    scope,
    wanted.map(({ lease }) => lease),
  )
  for (const one of placed) {
    const { row, hub, place } = one
    const readers = isOpenLease(row.status) && row.forgottenAt === null ? await readersOf(scope, one) : []
    for (const reader of readers) {
      const { language } = reader
      const say = sayIn(language)
      const room = localName(place?.names ?? { ja: '' }, language)
      const letter: OfficeLetter = {
        greeting: say('guestMail.greeting', { name: reader.name }),
        lead: say(`guestMail.lease.${tiding}.lead`),
        facts: [
          [say('guestMail.lease.room'), say('guestMail.event', { place: room, hub: localName(hub.names, language) })],
          [say('guestMail.when'), periodText(spanOf(closure), hub.zone, language)],
          ...(tiding === 'closed' ? [[say('guestMail.reason'), localName(closure.reason, language)] as const] : []),
        ],
        link: reader.isMember ? { url: `${scope.publicUrl}/me/rooms`, words: say('guestMail.lease.look') } : undefined,
        closing: tiding === 'closed' ? closureMessage(closure.message, language) : undefined,
      }
      await postMail(scope, {
        cause: `bookings.closureLease.${tiding}:${closureId}:${row.id}:${reader.mail}`,
        to: { name: reader.name, address: reader.mail },
        language,
        subject: say(`guestMail.lease.${tiding}.subject`, { hub: localName(hub.names, language), room }),
        text: letterText(letter),
        html: letterHtml(letter, language),
      })
    }
    if (tiding === 'closed') await markLeaseTold(scope, { closureId, leaseId: row.id }, readers.length)
  }
}
