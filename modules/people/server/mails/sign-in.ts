/** Mails that sign-in asks for: proving an address, choosing a new password. Their links are better-auth's. */
import type { AuthMail } from '#platform/server/auth.ts'
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { createHash } from 'node:crypto'
import { sayIn } from './texts.ts'

export async function postAuthMail(scope: Scope, mail: AuthMail): Promise<void> {
  const say = sayIn(mail.language)
  // each asking has a link of its own; its hash tells one cause from the next without keeping the link twice
  const link = createHash('sha256').update(mail.url).digest('base64url').slice(0, 22)
  // until the address is proven, its owner may be somebody else than who typed the name, and the name an advertisement
  const name = mail.kind === 'verify' ? '' : mail.name
  await postMail(scope, {
    cause: `auth.${mail.kind}:${mail.accountId}:${link}`,
    to: { name, address: mail.to },
    language: mail.language,
    subject: say(`guestMail.${mail.kind}.subject`),
    text: [
      ...(name === '' ? [] : [say('guestMail.greeting', { name }), '']),
      say(`guestMail.${mail.kind}.body`),
      mail.url,
      '',
      say(`guestMail.${mail.kind}.until`),
      say(`guestMail.${mail.kind}.unexpected`),
    ].join('\n'),
  })
}
