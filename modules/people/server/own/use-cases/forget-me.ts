import { failOf } from '#platform/server/errors.ts'
import type { AccountScope, Scope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { accountForgotten, forgettingAsked } from '../../../contract/events.ts'
import { sayIn } from '../../mails/texts.ts'
import * as members from '../../members/repository.ts'
import { deleteOwnAccount, tenantsByIds } from '../../repository.ts'
import * as repository from '../repository.ts'

const fail = failOf(peopleErrors)

/** What is removed and what stays, in that order on the screen; the reasons are texts of the locales. */
const goes = ['profile', 'membership', 'invitations', 'signIn'] as const
const stays = ['audit', 'engagement', 'consents', 'money'] as const

/** Says what would happen and opens an hour in which to confirm it. */
export async function askToBeForgotten(scope: AccountScope) {
  await refuseLastAdmin(scope)
  const expiresAt = scope.clock.now().add({ hours: 1 })
  const id = await repository.insertForgetRequest(scope, expiresAt)
  scope.emit(forgettingAsked, { accountId: scope.actor.accountId }, { subjectId: scope.actor.accountId })
  const say = sayIn(scope.language)
  return {
    id,
    expiresAt: expiresAt.toString(),
    goes: goes.map((key) => say(`forgetting.goes.${key}`)),
    stays: stays.map((key) => ({ what: say(`forgetting.stays.${key}.what`), why: say(`forgetting.stays.${key}.why`) })),
  }
}

/** All consortia and the account in one transaction: a person is not half forgotten. */
export async function confirmForgetting(scope: AccountScope, id: string, mail: string): Promise<void> {
  const request = await repository.findForgetRequest(scope, id)
  if (request === undefined) return fail('platform.not_found')
  if (Temporal.Instant.compare(request.expiresAt, scope.clock.now()) <= 0) fail('people.forget_request_gone')
  if (mail !== scope.actor.mail.toLowerCase()) fail('people.not_confirmed')
  await refuseLastAdmin(scope)
  for (const consortiumId of scope.principal.recordedIn ?? []) {
    await scope.inOwnTenant(consortiumId, async (own) => {
      for (const part of scope.personalData) await part.forget(own, scope.actor.accountId)
    })
  }
  await repository.deleteProfile(scope)
  await deleteOwnAccount(scope)
  scope.emit(accountForgotten, { accountId: scope.actor.accountId }, { subjectId: scope.actor.accountId })
}

/** A consortium without an administrator could not be run: somebody else takes it over first. */
async function refuseLastAdmin(scope: AccountScope): Promise<void> {
  for (const { consortiumId, id, roles } of scope.principal.memberships) {
    if (!roles.includes('admin')) continue
    const others = await scope.inOwnTenant(consortiumId, async (own: Scope) =>
      (await members.lockAdmins(own)).filter((each) => each !== id),
    )
    if (others.length > 0) continue
    const consortium = (await tenantsByIds(scope, [consortiumId])).get(consortiumId)
    fail('people.last_admin', { params: { consortium: consortium?.name.ja ?? '' } })
  }
}
