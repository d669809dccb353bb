/** Who of the organisation uses the room: named by the desk or by the organisation's manager, leaseholders while it runs. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { findMember } from '#modules/people/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { leaseMembersSet } from '../../../contract/lease/events.ts'
import type { StandingSource } from '../../policy/use-cases/find-standing.ts'
import { deleteMembers, findLease, insertMembers, isLeaseholder, listMembers, type LeaseRow } from '../repository.ts'
import { isOpenLease } from '../rules.ts'
import { requireLease } from './require-lease.ts'

const fail = failOf(bookingsErrors)

export async function setLeaseMembers(
  scope: MemberScope,
  of: { hubId: string; leaseId: string },
  accountIds: readonly string[],
): Promise<LeaseRow> {
  return setMembers(scope, await requireLease(scope, of, { forChange: true }), accountIds)
}

/** A lease of the manager's own organisation; every other one is not there. */
export async function setOurLeaseMembers(scope: MemberScope, leaseId: string, accountIds: readonly string[]): Promise<LeaseRow> {
  const row = await findLease(scope, leaseId, { forChange: true })
  const own = scope.membership.organisationId
  if (row === undefined || own === null || row.organisationId !== own || row.status === 'draft') return failPlatform('platform.not_found')
  return setMembers(scope, row, accountIds)
}

async function setMembers(scope: MemberScope, row: LeaseRow, accountIds: readonly string[]): Promise<LeaseRow> {
  if (!isOpenLease(row.status)) fail('bookings.lease_not_open')
  const before = new Set((await listMembers(scope, [row.id])).get(row.id) ?? [])
  const wanted = new Set(accountIds)
  const added = [...wanted].filter((id) => !before.has(id))
  const removed = [...before].filter((id) => !wanted.has(id))
  for (const accountId of added) {
    const member = await findMember(scope, { accountId })
    const isOther = row.organisationId !== null && member?.organisationId !== row.organisationId
    if (member === undefined || isOther) fail('bookings.lease_not_member')
  }
  await insertMembers(scope, row.id, added, scope.actor.accountId)
  if (removed.length > 0) await deleteMembers(scope, [row.id], removed)
  if (added.length + removed.length > 0)
    scope.emit(leaseMembersSet, { hubId: row.hubId, leaseId: row.id, added, removed }, { subjectId: row.id })
  return row
}

/** What the kernel is told: named in a lease that runs on the day of use. */
export const standingOfLeaseholder: StandingSource = async (scope, { accountId, memberOf }, at) =>
  accountId === null ? {} : { isLeaseholder: () => isLeaseholder(scope, { accountId, organisationId: memberOf }, at) }
