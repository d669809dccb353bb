import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { stateOf } from '../invitations/presenter.ts'
import * as invitations from '../invitations/repository.ts'
import { invitationUrl } from '../invitations/rules.ts'
import { namesOf } from '../members/use-cases/names-of.ts'
import { sayIn } from './texts.ts'
import { dayAndTime, nameOfConsortium } from './layout.ts'

/** Of an invitation's newest link; a link that was renewed meanwhile is not mailed any more. */
export async function mailInvitation(
  scope: Scope,
  { invitationId, generation, again }: { invitationId: string; generation: number; again?: number },
): Promise<void> {
  const row = await invitations.find(scope, invitationId)
  if (row === undefined || row.generation !== generation || stateOf(row, scope.clock.now()) !== 'open') return
  const say = sayIn(row.language)
  const inviter = row.created_by === null ? undefined : (await namesOf(scope, [row.created_by])).get(row.created_by)
  const consortium = await nameOfConsortium(scope, row.language)
  const name = `${row.family_name} ${row.given_name}`.trim()
  const url = invitationUrl(scope, 'mailed', row)
  await postMail(scope, {
    cause: `people.invitation:${row.id}:${generation}${again === undefined ? '' : `:${again}`}`,
    to: { name, address: row.mail },
    language: row.language,
    subject: say('guestMail.invitation.subject', { consortium }),
    text: [
      ...(name === '' ? [] : [say('guestMail.greeting', { name }), '']),
      inviter === undefined
        ? say('guestMail.invitation.body', { consortium })
        : say('guestMail.invitation.bodyFrom', { consortium, inviter: inviter.name }),
      ...(row.message === null ? [] : ['', row.message]),
      '',
      say('guestMail.invitation.link'),
      url,
      '',
      say('guestMail.invitation.until', { until: dayAndTime(row.expires_at, row.language) }),
      say('guestMail.invitation.unexpected'),
    ].join('\n'),
    // it proves the address: nobody but its owner sees it
    secrets: [url],
  })
}
