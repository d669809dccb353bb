import { failOf } from '#platform/server/errors.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { peopleErrors } from '../../../contract/errors.ts'
import { invitationLinkTaken, invitationRenewed, invitationRevoked } from '../../../contract/events.ts'
import { namesOf } from '../../members/use-cases/names-of.ts'
import { mayGiveRoles } from '../../rules.ts'
import { presentInvitation, stateOf } from '../presenter.ts'
import * as repository from '../repository.ts'
import { invitationUrl } from '../rules.ts'
import { hashesOf } from './find-invitation.ts'
import { mailInvitationJob, presentWithLink } from './invite-person.ts'

const fail = failOf(peopleErrors)
const renewedDays = 14

export async function listInvitations(scope: MemberScope, query: { limit: number; cursor?: string | undefined }) {
  const rows = await repository.list(scope, { limit: query.limit + 1, after: readCursor(query.cursor) })
  const names = await namesOf(
    scope,
    rows.flatMap((row) => row.created_by ?? []),
  )
  const now = scope.clock.now()
  return {
    items: rows
      .slice(0, query.limit)
      .map((row) => presentInvitation(row, { now, invitedBy: row.created_by === null ? null : (names.get(row.created_by)?.name ?? null) })),
    nextCursor: cursorOf(rows, query.limit),
  }
}

/** The link to be handed over by other means than mail. Who took it is recorded. */
export async function readInvitationLink(scope: MemberScope, id: string) {
  const row = await repository.find(scope, id)
  if (row === undefined) return fail('platform.not_found')
  const state = stateOf(row, scope.clock.now())
  if (state !== 'open') fail('people.invitation_gone', { params: { state } })
  // the link of an administrator makes its holder one
  if (!mayGiveRoles(scope.membership.roles, [], row.roles)) fail('platform.not_allowed')
  const { handedHash } = hashesOf(scope, id, row.generation)
  // sent before there were two links
  if (row.handed_hash === null) await repository.update(scope, id, { handedHash })
  scope.emit(invitationLinkTaken, { invitationId: id }, { subjectId: row.membership_id ?? id })
  return { url: invitationUrl(scope, 'handed', row), expiresAt: row.expires_at.toString() }
}

export async function renewInvitation(scope: MemberScope, id: string) {
  const row = await lockWaiting(scope, id)
  if (!mayGiveRoles(scope.membership.roles, [], row.roles)) fail('people.roles_beyond_own')
  const generation = row.generation + 1
  await repository.update(scope, id, {
    generation,
    ...hashesOf(scope, id, generation),
    expiresAt: scope.clock.now().add({ hours: 24 * renewedDays }),
  })
  scope.emit(invitationRenewed, { invitationId: id }, { subjectId: row.membership_id ?? id })
  scope.enqueue({ name: mailInvitationJob, payload: { invitationId: id, generation } })
  return presentWithLink(scope, id)
}

export async function revokeInvitation(scope: MemberScope, id: string): Promise<void> {
  const row = await lockWaiting(scope, id)
  if (!mayGiveRoles(scope.membership.roles, [], row.roles)) fail('people.roles_beyond_own')
  await repository.update(scope, id, { revokedAt: scope.clock.now() })
  scope.emit(invitationRevoked, { invitationId: id }, { subjectId: row.membership_id ?? id })
}

/** Neither accepted nor withdrawn; it may be past its day. */
async function lockWaiting(scope: MemberScope, id: string): Promise<repository.InvitationRow> {
  const row = await repository.lock(scope, id)
  if (row === undefined) return fail('platform.not_found')
  const state = stateOf(row, scope.clock.now())
  if (state === 'accepted' || state === 'revoked') fail('people.invitation_gone', { params: { state } })
  return row
}
