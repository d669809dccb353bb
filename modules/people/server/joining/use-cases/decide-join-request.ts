import type { output } from 'zod/v4/core'
import { failOf } from '#platform/server/errors.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { joinDecided } from '../../../contract/events.ts'
import type { decisionBody } from '../../../contract/schemas.ts'
import { enrolMember } from '../../members/use-cases/enrol-member.ts'
import { namesOf } from '../../members/use-cases/names-of.ts'
import { requireOpenOrganisation } from '../../organisations/use-cases/require-organisation.ts'
import { mayGiveRoles } from '../../rules.ts'
import { presentJoinRequest } from '../presenter.ts'
import * as repository from '../repository.ts'

const fail = failOf(peopleErrors)

export const mailJoinDecisionJob = 'people.mailJoinDecision'

export async function listJoinRequests(scope: MemberScope, query: { isDecided: boolean; limit: number; cursor?: string | undefined }) {
  const list = query.isDecided ? repository.listDecided : repository.listWaiting
  const rows = await list(scope, { limit: query.limit + 1, after: readCursor(query.cursor) })
  const names = await namesOf(
    scope,
    rows.flatMap((row) => row.decided_by ?? []),
  )
  return {
    items: rows
      .slice(0, query.limit)
      .map((row) => presentJoinRequest(row, row.decided_by === null ? null : (names.get(row.decided_by)?.name ?? null))),
    nextCursor: cursorOf(rows, query.limit),
    total: await repository.count(scope, query),
  }
}

export async function decideJoinRequest(scope: MemberScope, id: string, body: output<typeof decisionBody>) {
  const request = await repository.lock(scope, id)
  if (request === undefined) return fail('platform.not_found')
  if (request.status !== 'pending') fail('people.request_decided')
  const reason = body.reason || null
  let membershipId: string | null = null
  if (body.decision === 'approved') {
    const roles = body.roles ?? ['member']
    if (!mayGiveRoles(scope.membership.roles, [], roles)) fail('people.roles_beyond_own')
    if (body.organisationId != null) await requireOpenOrganisation(scope, body.organisationId)
    if (request.mail === null) return fail('platform.not_found')
    membershipId = await enrolMember(scope, {
      accountId: request.account_id,
      mail: request.mail,
      profile: {
        familyName: request.family_name,
        givenName: request.given_name,
        familyKana: request.family_kana,
        givenKana: request.given_kana,
        latinName: null,
        displayName: null,
        phone: request.phone,
        language: request.language,
      },
      roles,
      organisationId: body.organisationId ?? null,
      by: 'request',
    })
  } else if (reason === null) {
    // the person is told why
    fail('people.reason_needed')
  }
  await repository.decide(scope, id, {
    status: body.decision,
    decidedBy: scope.actor.accountId,
    decidedAt: scope.clock.now(),
    reason,
    membershipId,
  })
  scope.emit(
    joinDecided,
    { requestId: id, accountId: request.account_id, decision: body.decision },
    { subjectId: id, ...(reason === null ? {} : { reason }) },
  )
  scope.enqueue({ name: mailJoinDecisionJob, payload: { requestId: id } })
  const row = await repository.find(scope, id)
  if (row === undefined) return fail('platform.not_found')
  return presentJoinRequest(row, scope.actor.name)
}
