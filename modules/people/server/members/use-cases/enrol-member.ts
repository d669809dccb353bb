import type { output } from 'zod/v4/core'
import type { Role } from '#platform/contract/permissions.ts'
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { memberJoined } from '../../../contract/events.ts'
import type { Profile, profileBody } from '../../../contract/schemas.ts'
import { dayOf } from '../../rules.ts'
import * as repository from '../repository.ts'
import { withKeys } from '../rules.ts'

const fail = failOf(peopleErrors)

/** Somebody with an account becomes an active member; a record that an import made for them comes to life. */
export async function enrolMember(
  scope: Scope,
  entry: {
    readonly accountId: string
    readonly mail: string
    /** False: the record of somebody of this address is not theirs for the address alone. */
    readonly isMailProven?: boolean
    readonly profile: Profile
    readonly roles: readonly Role[]
    readonly organisationId: string | null
    readonly recordId?: string | null
    readonly by: 'invitation' | 'request'
  },
): Promise<string> {
  const today = dayOf(scope.clock.now())
  const current = await repository.listCurrent(scope, today, {
    accountIds: [entry.accountId],
    mails: entry.isMailProven === false ? [] : [entry.mail],
  })
  if (current.some((row) => row.account_id === entry.accountId)) fail('people.already_member')
  const record = (entry.recordId == null ? undefined : await repository.find(scope, entry.recordId, today)) ?? current[0]
  const member = {
    ...withKeys({ ...entry.profile, mail: entry.mail }),
    accountId: entry.accountId,
    organisationId: entry.organisationId,
    roles: [...entry.roles],
    status: 'active' as const,
    joinedOn: today,
  }
  let membershipId: string
  if (record !== undefined && record.status === 'invited') {
    membershipId = record.id
    await repository.update(scope, membershipId, { ...member, joinedOn: record.joined_on ?? today })
  } else {
    membershipId = await repository.insert(scope, member)
  }
  scope.emit(
    memberJoined,
    { membershipId, accountId: entry.accountId, organisationId: entry.organisationId, roles: member.roles, by: entry.by },
    { subjectId: membershipId },
  )
  return membershipId
}

/** What was left out of a form is none. */
export function profileFrom(body: output<typeof profileBody>): Profile {
  return {
    familyName: body.familyName,
    givenName: body.givenName,
    familyKana: body.familyKana ?? null,
    givenKana: body.givenKana ?? null,
    latinName: body.latinName ?? null,
    displayName: body.displayName ?? null,
    phone: body.phone ?? null,
    language: body.language,
  }
}
