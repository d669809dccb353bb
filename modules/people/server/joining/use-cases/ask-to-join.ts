import type { output } from 'zod/v4/core'
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { joinRequested } from '../../../contract/events.ts'
import type { joinRequestBody } from '../../../contract/schemas.ts'
import { listCurrent } from '../../members/repository.ts'
import { profileFrom } from '../../members/use-cases/enrol-member.ts'
import { dayOf } from '../../rules.ts'
import * as repository from '../repository.ts'

const fail = failOf(peopleErrors)

export const mailJoinRequestJob = 'people.mailJoinRequest'

/** By the address of a hub: who is signed in asks the consortium that runs it. */
export async function askToJoin(scope: Scope, body: output<typeof joinRequestBody>): Promise<{ id: string }> {
  const { actor } = scope
  if (actor.kind !== 'person') return fail('platform.sign_in_required')
  // who decides reads the address as the person's
  if (actor.isMailUnproven === true) fail('people.mail_unproven')
  const current = await listCurrent(scope, dayOf(scope.clock.now()), { accountIds: [actor.accountId] })
  if (current.length > 0) fail('people.already_member')
  const { latinName: _latin, displayName: _display, ...profile } = profileFrom(body.profile)
  const id = await repository.insert(scope, {
    ...profile,
    accountId: actor.accountId,
    mail: actor.mail,
    organisationName: body.organisationName || null,
    message: body.message || null,
  })
  scope.emit(joinRequested, { requestId: id, accountId: actor.accountId }, { subjectId: id })
  scope.enqueue({ name: mailJoinRequestJob, payload: { requestId: id } })
  return { id }
}
