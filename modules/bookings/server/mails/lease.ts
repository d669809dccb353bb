/** What the holder of a lease, the managers of its organisation and the office must know. One mail a person, in their language. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { Language } from '#platform/contract/texts.ts'
import { findMembersWithRole, membersOfOrganisation } from '#modules/people/server/index.ts'
import { withLeasePlaces, type PlacedLease } from '../lease/presenter.ts'
import { findLease } from '../lease/repository.ts'
import type { MailLeasePayload } from '../lease/use-cases/tell-lease.ts'
import { letterHtml, letterText, type OfficeLetter } from './office-letter.ts'
import { localName, sayIn } from './texts.ts'
import { dayText } from './when.ts'

const mostReaders = 50
/** What the office should see coming, or did not do itself. */
const toOffice: readonly MailLeasePayload['tiding'][] = ['ending', 'ended', 'lapsed']

interface Reader {
  readonly name: string
  readonly mail: string
  readonly language: Language
  readonly side: 'contact' | 'manager' | 'office'
}

export async function mailLease(scope: Scope, payload: MailLeasePayload): Promise<void> {
  const row = await findLease(scope, payload.leaseId)
  if (row === undefined || row.forgottenAt !== null) return
  const [placed] = await withLeasePlaces(scope, [row])
  if (placed === undefined) return
  for (const reader of await readersOf(scope, placed, payload)) await mailOne(scope, placed, payload, reader)
}

async function readersOf(scope: Scope, { row }: PlacedLease, { tiding }: MailLeasePayload): Promise<Reader[]> {
  const contact: Reader[] =
    row.contactMail === null
      ? []
      : [
          {
            name: row.contactName === '' ? row.holderName : row.contactName,
            mail: row.contactMail,
            language: row.language,
            side: 'contact',
          },
        ]
  const managers = row.organisationId === null ? [] : await membersOfOrganisation(scope, row.organisationId, mostReaders, 'manager')
  const office = toOffice.includes(tiding) ? await findMembersWithRole(scope, 'operator', mostReaders) : []
  const seen = new Set<string>()
  return [
    ...contact,
    ...[...managers.map((one) => ({ one, side: 'manager' as const })), ...office.map((one) => ({ one, side: 'office' as const }))].flatMap(
      ({ one, side }): Reader[] => (one.mail === null ? [] : [{ name: one.name, mail: one.mail, language: one.language, side }]),
    ),
  ].filter(({ mail }) => !seen.has(mail) && seen.add(mail) !== undefined)
}

async function mailOne(
  scope: Scope,
  { row, hub, place }: PlacedLease,
  { tiding, version, reason }: MailLeasePayload,
  reader: Reader,
): Promise<void> {
  const { language } = reader
  const say = sayIn(language)
  const room = localName(place?.names ?? { ja: '' }, language)
  const fee =
    row.feeKind === 'free'
      ? say('guestMail.lease.free')
      : say(`guestMail.lease.fee.${row.feeKind}`, { yen: row.feeYen.toLocaleString('en') })
  const letter: OfficeLetter = {
    greeting: say('guestMail.greeting', { name: reader.name }),
    lead: say(`guestMail.lease.${tiding}.lead`),
    facts: [
      [say('guestMail.lease.room'), say('guestMail.event', { place: room, hub: localName(hub.names, language) })],
      [say('guestMail.lease.kind'), say(`guestMail.lease.kinds.${row.kind}`)],
      [say('guestMail.lease.holder'), row.holderName],
      [say('guestMail.lease.from'), dayText(row.startsOn, language)],
      [say('guestMail.lease.until'), dayText(row.endsOn, language)],
      [say('guestMail.lease.feeName'), fee],
      ...(tiding === 'offered' && row.offerUntil !== null
        ? [[say('guestMail.lease.answerUntil'), dayText(row.offerUntil, language)] as const]
        : []),
      ...(reason === undefined ? [] : [[say('guestMail.reason'), reason] as const]),
    ],
    link:
      reader.side === 'office'
        ? { url: `${scope.publicUrl}/operate/${hub.key}/leases/${row.id}`, words: say('guestMail.lease.look') }
        : reader.side === 'manager'
          ? { url: `${scope.publicUrl}/me/rooms`, words: say('guestMail.lease.look') }
          : undefined,
    closing: tiding === 'offered' && hub.phone !== null ? say('guestMail.lease.answer', { phone: hub.phone }) : undefined,
  }
  await postMail(scope, {
    cause: `bookings.lease.${tiding}:${row.id}:${version}:${reader.mail}`,
    to: { name: reader.name, address: reader.mail },
    language,
    subject: say(`guestMail.lease.${tiding}.subject`, { hub: localName(hub.names, language), room }),
    text: letterText(letter),
    html: letterHtml(letter, language),
  })
}
