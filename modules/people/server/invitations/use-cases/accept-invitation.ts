import type { output } from 'zod/v4/core'
import { failOf } from '#platform/server/errors.ts'
import type { InvitationScope } from '#platform/server/scope.ts'
import { displayNameOf } from '../../../contract/rules.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import type { acceptanceBody, Profile } from '../../../contract/schemas.ts'
import { enrolMember, profileFrom } from '../../members/use-cases/enrol-member.ts'
import { findOn } from '../../terms/repository.ts'
import { presentVersion } from '../../terms/presenter.ts'
import { recordConsent } from '../../terms/use-cases/accept-terms.ts'
import { findAccountByMail, tenantsByIds } from '../../repository.ts'
import { dayOf } from '../../rules.ts'
import { createAccount } from '../../own/use-cases/create-account.ts'
import { stateOf } from '../presenter.ts'
import * as repository from '../repository.ts'
import { requireInvitation } from './find-invitation.ts'

const fail = failOf(peopleErrors)

export async function readInvitation(scope: InvitationScope) {
  const { row, provesMail } = await requireInvitation(scope, { isLocked: false })
  const tenant = (await tenantsByIds(scope, [scope.consortiumId])).get(scope.consortiumId)
  const terms = await findOn(scope, dayOf(scope.clock.now()))
  return {
    state: stateOf(row, scope.clock.now()),
    consortium: tenant?.name ?? { ja: '' },
    organisation: row.organisation_name,
    mail: row.mail,
    familyName: row.family_name,
    givenName: row.given_name,
    roles: row.roles,
    expiresAt: row.expires_at.toString(),
    hasAccount: (provesMail || !scope.isMailConnected) && (await findAccountByMail(scope, row.mail)) !== undefined,
    needsMail: !provesMail && scope.isMailConnected,
    terms: terms === undefined ? null : presentVersion(terms),
  }
}

/**
 * The mailed link proves the address, the handed one does not. Who is signed in joins as themselves, whatever address the
 * invitation went to.
 */
export async function acceptInvitation(scope: InvitationScope, body: output<typeof acceptanceBody>) {
  const { row, provesMail } = await requireInvitation(scope, { isLocked: true })
  const state = stateOf(row, scope.clock.now())
  if (state !== 'open') fail('people.invitation_gone', { params: { state } })
  const terms = await findOn(scope, dayOf(scope.clock.now()))
  if (terms !== undefined && body.termsId !== terms.id)
    fail('platform.invalid_input', { fields: [{ path: 'body.termsId', expected: terms.id }] })

  const profile = body.profile === undefined ? namesInInvitation(row) : profileFrom(body.profile)
  if (profile === undefined)
    return fail('platform.invalid_input', { fields: [{ path: 'body.profile', expected: 'familyName, givenName' }] })
  const { accountId, mail, isNewAccount } = await accountFor(scope, { row, provesMail }, profile, body.password)

  const membershipId = await enrolMember(scope, {
    accountId,
    mail,
    isMailProven: provesMail || (scope.actor.kind === 'person' && scope.actor.isMailUnproven !== true),
    profile,
    roles: row.roles,
    organisationId: row.organisation_id,
    recordId: row.membership_id,
    by: 'invitation',
  })
  await repository.update(scope, row.id, { acceptedAt: scope.clock.now(), membershipId })
  if (terms !== undefined) await recordConsent(scope, accountId, terms.id)
  return { membershipId, consortiumId: scope.consortiumId, mail, isNewAccount }
}

async function accountFor(
  scope: InvitationScope,
  { row, provesMail }: { row: repository.InvitationRow; provesMail: boolean },
  profile: Profile,
  password: string | undefined,
): Promise<{ accountId: string; mail: string; isNewAccount: boolean }> {
  if (scope.actor.kind === 'person') return { accountId: scope.actor.accountId, mail: scope.actor.mail, isNewAccount: false }
  if (!provesMail && scope.isMailConnected) fail('people.mail_unproven')
  if ((await findAccountByMail(scope, row.mail)) !== undefined) fail('people.sign_in_to_accept')
  if (password === undefined) return fail('people.password_needed')
  const accountId = await createAccount(scope, { mail: row.mail, name: displayNameOf(profile), password, isProven: provesMail })
  return { accountId, mail: row.mail, isNewAccount: true }
}

function namesInInvitation(row: repository.InvitationRow): Profile | undefined {
  if (row.family_name === '' || row.given_name === '') return undefined
  return {
    familyName: row.family_name,
    givenName: row.given_name,
    familyKana: null,
    givenKana: null,
    latinName: null,
    displayName: null,
    phone: null,
    language: row.language,
  }
}
