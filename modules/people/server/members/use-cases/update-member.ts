import type { output } from 'zod/v4/core'
import type { MemberScope } from '#platform/server/scope.ts'
import { failOf } from '#platform/server/errors.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { memberChanged, organisationChanged } from '../../../contract/events.ts'
import type { MemberDetail, memberPatch } from '../../../contract/schemas.ts'
import { requireOpenOrganisation } from '../../organisations/use-cases/require-organisation.ts'
import { mayGiveRoles } from '../../rules.ts'
import { profileOf } from '../presenter.ts'
import * as repository from '../repository.ts'
import { withKeys } from '../rules.ts'
import { readMember, requireMember } from './require-member.ts'

const fail = failOf(peopleErrors)

/** Corrects the consortium's own record. A person's own change of profile later comes over it. */
export async function updateMember(scope: MemberScope, id: string, patch: output<typeof memberPatch>): Promise<MemberDetail> {
  await repository.lock(scope, id)
  const before = await requireMember(scope, id)
  if (!mayGiveRoles(scope.membership.roles, before.roles, before.roles)) fail('people.roles_beyond_own')
  if (before.forgotten_at !== null) fail('platform.not_found')
  const { reason, organisationId, mail, ...names } = patch
  // with an account the mail is the one the person signs in with
  const canChangeMail = mail !== undefined && mail !== before.mail && before.account_id === null
  if (mail !== undefined && mail !== before.mail && before.account_id !== null) fail('platform.not_allowed')

  const old = { ...profileOf(before), mail: before.mail }
  const next = { ...old, ...definedOf(names), ...(canChangeMail ? { mail } : {}) }
  const fields = (Object.keys(next) as (keyof typeof next)[]).filter((field) => next[field] !== old[field])
  if (fields.length > 0) {
    await repository.update(scope, id, withKeys(next))
    scope.emit(memberChanged, { membershipId: id, fields }, { subjectId: id, reason })
  }
  if (organisationId !== undefined && organisationId !== before.organisation_id) {
    if (organisationId !== null) await requireOpenOrganisation(scope, organisationId)
    await repository.update(scope, id, { organisationId })
    scope.emit(organisationChanged, { membershipId: id, from: before.organisation_id, to: organisationId }, { subjectId: id, reason })
  }
  return readMember(scope, id)
}

function definedOf<T extends object>(given: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}
