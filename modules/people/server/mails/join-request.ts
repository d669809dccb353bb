import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { displayNameOf } from '../../contract/rules.ts'
import { presentJoinRequest } from '../joining/presenter.ts'
import * as joining from '../joining/repository.ts'
import * as members from '../members/repository.ts'
import { nameOf } from '../members/presenter.ts'
import { dayOf } from '../rules.ts'
import { nameOfConsortium } from './layout.ts'
import { sayIn } from './texts.ts'

/** Most consortia have one or two people at the desk; nobody wants a hundred mails. */
const mostReaders = 10

/** To those who may decide it. */
export async function mailJoinRequest(scope: Scope, { requestId }: { requestId: string }): Promise<void> {
  const row = await joining.find(scope, requestId)
  if (row === undefined || row.status !== 'pending') return
  const request = presentJoinRequest(row, null)
  const on = dayOf(scope.clock.now())
  const readers = [
    ...(await members.list(scope, { on, role: 'operator', statuses: ['active'] }, { limit: mostReaders })),
    ...(await members.list(scope, { on, role: 'admin', statuses: ['active'] }, { limit: mostReaders })),
  ]
  const told = new Set<string>()
  for (const reader of readers) {
    if (reader.mail === null || told.has(reader.id) || told.size >= mostReaders) continue
    told.add(reader.id)
    const say = sayIn(reader.language)
    await postMail(scope, {
      cause: `people.joinRequested:${row.id}:${reader.id}`,
      to: { name: nameOf(reader), address: reader.mail },
      language: reader.language,
      subject: say('mail.joinRequest.subject', { name: request.name }),
      text: [
        say('mail.joinRequest.body', { name: request.name, organisation: row.organisation_name ?? say('mail.joinRequest.noOrganisation') }),
        ...(row.message === null ? [] : ['', row.message]),
        '',
        say('mail.joinRequest.link'),
        `${scope.publicUrl}/settings/join-requests`,
      ].join('\n'),
    })
  }
}

/** To the person who asked. */
export async function mailJoinDecision(scope: Scope, { requestId }: { requestId: string }): Promise<void> {
  const row = await joining.find(scope, requestId)
  if (row === undefined || row.status === 'pending' || row.status === 'withdrawn' || row.mail === null) return
  const say = sayIn(row.language)
  const consortium = await nameOfConsortium(scope, row.language)
  const name = displayNameOf({ familyName: row.family_name, givenName: row.given_name })
  await postMail(scope, {
    cause: `people.joinDecided:${row.id}`,
    to: { name, address: row.mail },
    language: row.language,
    subject: say(`guestMail.${row.status}.subject`, { consortium }),
    text: [
      say('guestMail.greeting', { name }),
      '',
      say(`guestMail.${row.status}.body`, { consortium }),
      ...(row.reason === null ? [] : ['', say('guestMail.reason', { reason: row.reason })]),
      ...(row.status === 'approved' ? ['', `${scope.publicUrl}/me`] : []),
    ].join('\n'),
  })
}
