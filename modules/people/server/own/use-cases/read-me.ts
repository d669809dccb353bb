import type { output } from 'zod/v4/core'
import { failOf } from '#platform/server/errors.ts'
import type { AccountScope, PersonScope, Scope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { memberChanged, membershipChosen, profileChanged } from '../../../contract/events.ts'
import { displayNameOf } from '../../../contract/rules.ts'
import type { Me, Profile, profileBody } from '../../../contract/schemas.ts'
import * as members from '../../members/repository.ts'
import { profileOf } from '../../members/presenter.ts'
import { withKeys } from '../../members/rules.ts'
import { profileFrom } from '../../members/use-cases/enrol-member.ts'
import { chooseConsortium, isSetUp } from '../../repository.ts'
import { dayOf } from '../../rules.ts'
import { presentOwnMembership, presentOwnRequest, presentProfile } from '../presenter.ts'
import * as repository from '../repository.ts'

const fail = failOf(peopleErrors)

/** For pages that strangers see too: nobody is no failure there. */
export async function readSession(scope: Scope): Promise<{ me: Me | null; needsSetup: boolean }> {
  if (isPerson(scope)) return { me: await readMe(scope), needsSetup: false }
  return { me: null, needsSetup: !(await isSetUp(scope)) }
}

const isPerson = (scope: Scope): scope is PersonScope => scope.actor.kind === 'person'

export async function readMe(scope: PersonScope): Promise<Me> {
  const profile = await repository.findProfile(scope)
  return {
    accountId: scope.actor.accountId,
    mail: scope.actor.mail,
    name: scope.actor.name,
    profile: profile === undefined ? null : presentProfile(profile),
    memberships: (await repository.listMemberships(scope)).map(presentOwnMembership),
    activeMembershipId: scope.principal.active?.id ?? null,
    joinRequests: (await repository.listJoinRequests(scope)).map(presentOwnRequest),
  }
}

/** The own profile, and with it the record of every consortium where the person is a member. */
export async function updateProfile(scope: AccountScope, body: output<typeof profileBody>): Promise<Profile> {
  const profile = profileFrom(body)
  await repository.saveProfile(scope, withKeys(profile))
  await repository.renameAccount(scope, displayNameOf(profile))
  scope.emit(profileChanged, { accountId: scope.actor.accountId }, { subjectId: scope.actor.accountId })
  const today = dayOf(scope.clock.now())
  for (const consortiumId of scope.principal.recordedIn ?? []) {
    await scope.inOwnTenant(consortiumId, async (own) => {
      for (const row of await members.listCurrent(own, today, { accountIds: [scope.actor.accountId] })) {
        const old = profileOf(row)
        const fields = (Object.keys(profile) as (keyof Profile)[]).filter((field) => profile[field] !== old[field])
        if (fields.length === 0) continue
        await members.update(own, row.id, withKeys(profile))
        own.emit(memberChanged, { membershipId: row.id, fields }, { subjectId: row.id })
      }
    })
  }
  return profile
}

export async function chooseMembership(scope: AccountScope, consortiumId: string): Promise<void> {
  if (!(await chooseConsortium(scope, scope.principal.sessionId, consortiumId))) fail('people.not_a_member')
  scope.emit(membershipChosen, { accountId: scope.actor.accountId, consortiumId }, { subjectId: scope.actor.accountId })
}
