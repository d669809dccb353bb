/** What an applicant must know, one mail a step, in the language of the application. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { nameOfConsortium } from '#modules/people/server/index.ts'
import { findRegistration, listSteps } from '../registration/repository.ts'
import type { MailApplicantPayload } from '../registration/use-cases/tell-applicant.ts'
import { letterHtml, letterText, type OfficeLetter } from './office-letter.ts'
import { sayIn } from './texts.ts'
import { dayText } from './when.ts'

export async function mailApplicant(scope: Scope, { registrationId, tiding, version }: MailApplicantPayload): Promise<void> {
  const row = await findRegistration(scope, registrationId)
  if (row === undefined || row.mail === null || row.forgottenAt !== null) return
  const { language } = row
  const say = sayIn(language)
  const step = (await listSteps(scope, row.id)).findLast((each) => each.kind === tiding)
  const isOpen = tiding === 'accepted' || tiding === 'renewed' || tiding === 'unblocked'
  const letter: OfficeLetter = {
    greeting: say('guestMail.greeting', { name: row.name }),
    lead: say(`guestMail.registration.${tiding}.lead`),
    facts: [
      [say('guestMail.registration.name'), row.name],
      ...(row.number === null ? [] : [[say('guestMail.registration.number'), String(row.number)] as const]),
      ...(isOpen && row.userClass !== null
        ? [[say('guestMail.registration.userClass'), say(`guestMail.registration.class.${row.userClass}`)] as const]
        : []),
      ...(isOpen && row.validUntil !== null
        ? [[say('guestMail.registration.validUntil'), dayText(row.validUntil, language)] as const]
        : []),
      ...(tiding === 'blocked' && row.blockedUntil !== null
        ? [[say('guestMail.registration.blockedUntil'), dayText(row.blockedUntil, language)] as const]
        : []),
      ...(step === undefined || step.reason === '' || tiding === 'withdrawn'
        ? []
        : [[say('guestMail.registration.reason'), step.reason] as const]),
    ],
    link:
      row.accountId === null
        ? undefined
        : { url: `${scope.publicUrl}/me/registration/${row.id}`, words: say('guestMail.registration.look') },
  }
  await postMail(scope, {
    cause: `bookings.registration.${tiding}:${row.id}:${version}`,
    to: { name: row.name, address: row.mail },
    language,
    subject: say(`guestMail.registration.${tiding}.subject`, { town: await nameOfConsortium(scope, language) }),
    text: letterText(letter),
    html: letterHtml(letter, language),
  })
}
