/** Whose entry is it? What is not yours is not there. */
import { timingSafeEqual } from 'node:crypto'
import { fail } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { findMember } from '#modules/people/server/index.ts'
import type { DecideOptions } from '../../booking/use-cases/decide-wish.ts'
import { findWaiting, type WaitingRow } from '../repository.ts'

export async function requireOwnWaiting(scope: MemberScope, id: string, { forChange = false } = {}): Promise<WaitingRow> {
  const row = await findWaiting(scope, id, { forChange })
  if (row === undefined || row.accountId !== scope.actor.accountId) fail('platform.not_found')
  return row
}

/** The entry that the guest's link belongs to. */
export async function requireGuestWaiting(scope: Scope, id: string, { forChange = false } = {}): Promise<WaitingRow> {
  const row = await findWaiting(scope, id, { forChange })
  if (row === undefined || scope.actor.kind !== 'guest' || row.accountId !== null || !isSame(scope.actor.link, tokenOf(scope, row)))
    fail('platform.not_found')
  return row
}

export async function requireHubWaiting(scope: MemberScope, hubId: string, id: string, { forChange = false } = {}): Promise<WaitingRow> {
  const row = await findWaiting(scope, id, { forChange })
  if (row?.hubId !== hubId) fail('platform.not_found')
  return row
}

/** A signature over the entry and the number of its link, as a booking's: nothing of it is stored. */
function tokenOf(scope: Scope, row: Pick<WaitingRow, 'id' | 'linkNumber'>): string {
  return scope.sign('bookings.waiting-link', `${scope.consortiumId}/${row.id}/${row.linkNumber}`)
}

/** The page of the place in line and of the offer. The secret stands behind #: it reaches no server's log. */
export function waitingLinkOf(scope: Scope, row: Pick<WaitingRow, 'id' | 'linkNumber' | 'accountId'>, hubKey: string): string {
  return row.accountId === null
    ? `${scope.publicUrl}/hubs/${hubKey}/waiting/${row.id}#k=${tokenOf(scope, row)}`
    : `${scope.publicUrl}/me/waiting`
}

function isSame(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Whom an offer is decided for: who waits is not who acts when a place falls free. */
export async function bookerOfWaiting(
  scope: Scope,
  row: Pick<WaitingRow, 'accountId' | 'mail'>,
): Promise<NonNullable<DecideOptions['booker']>> {
  if (row.accountId === null) return { accountId: null, mail: row.mail, memberOf: null, isMember: false }
  const member = await findMember(scope, { accountId: row.accountId })
  return { accountId: row.accountId, mail: row.mail, memberOf: member?.organisationId ?? null, isMember: member !== undefined }
}
