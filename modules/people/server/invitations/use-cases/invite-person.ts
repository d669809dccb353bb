import type { output } from 'zod/v4/core'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { failOf } from '#platform/server/errors.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { memberInvited } from '../../../contract/events.ts'
import type { invitationBody } from '../../../contract/schemas.ts'
import { listCurrent } from '../../members/repository.ts'
import { requireOpenOrganisation } from '../../organisations/use-cases/require-organisation.ts'
import { dayOf, mayGiveRoles } from '../../rules.ts'
import { presentInvitation } from '../presenter.ts'
import * as repository from '../repository.ts'
import { hashesOf } from './find-invitation.ts'
import { invitationUrl } from '../rules.ts'

const fail = failOf(peopleErrors)

/** Job of `jobs.ts`: names here, so that use cases and jobs do not import one another. */
export const mailInvitationJob = 'people.mailInvitation'

export async function invitePerson(scope: MemberScope, body: output<typeof invitationBody>) {
  if (!mayGiveRoles(scope.membership.roles, [], body.roles)) fail('people.roles_beyond_own')
  if (body.organisationId != null) await requireOpenOrganisation(scope, body.organisationId)
  const [known] = await listCurrent(scope, dayOf(scope.clock.now()), { mails: [body.mail] })
  if (known !== undefined && known.status !== 'invited') fail('people.already_member')
  const id = await storeInvitation(scope, {
    mail: body.mail,
    familyName: body.familyName ?? known?.family_name ?? '',
    givenName: body.givenName ?? known?.given_name ?? '',
    roles: body.roles,
    organisationId: body.organisationId === undefined ? (known?.organisation_id ?? null) : body.organisationId,
    membershipId: known?.id ?? null,
    language: body.language,
    message: body.message || null,
    validDays: body.validDays,
    createdBy: scope.actor.accountId,
  })
  return presentWithLink(scope, id)
}

export async function storeInvitation(
  scope: Scope,
  invitation: Omit<repository.NewInvitation, 'id' | 'tokenHash' | 'handedHash' | 'expiresAt'> & { readonly validDays: number },
): Promise<string> {
  const { validDays, ...fields } = invitation
  await repository.revokeExpired(scope, [invitation.mail])
  const id = await repository.newId(scope)
  await repository.insert(scope, {
    ...fields,
    id,
    ...hashesOf(scope, id, 1),
    expiresAt: scope.clock.now().add({ hours: 24 * validDays }),
  })
  scope.emit(
    memberInvited,
    { invitationId: id, roles: [...invitation.roles], organisationId: invitation.organisationId },
    { subjectId: invitation.membershipId ?? id },
  )
  scope.enqueue({ name: mailInvitationJob, payload: { invitationId: id, generation: 1 } })
  return id
}

export async function presentWithLink(scope: MemberScope, id: string) {
  const row = await repository.find(scope, id)
  if (row === undefined) return fail('platform.not_found')
  return {
    ...presentInvitation(row, { now: scope.clock.now(), invitedBy: scope.actor.name }),
    url: invitationUrl(scope, 'handed', row),
  }
}
