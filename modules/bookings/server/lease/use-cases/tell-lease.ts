/** What is set off by a lease: mails to its holder and the organisation's managers, and to the office before it ends. */
import type { Scope } from '#platform/server/scope.ts'
import type { LeaseRow } from '../repository.ts'

export const mailLeaseJob = 'bookings.mailLease'

export type LeaseTiding = 'offered' | 'active' | 'changed' | 'ending' | 'ended' | 'withdrawn' | 'lapsed'
export interface MailLeasePayload {
  readonly leaseId: string
  readonly tiding: LeaseTiding
  readonly version: number
  readonly reason?: string
}

/** Of a lease, in its events. */
export const factOf = ({ hubId, id, targetId, startsOn, endsOn }: LeaseRow) => ({ hubId, leaseId: id, targetId, startsOn, endsOn })

export function tellLease(scope: Scope, row: LeaseRow, tiding: LeaseTiding, reason?: string): void {
  scope.enqueue({
    name: mailLeaseJob,
    payload: { leaseId: row.id, tiding, version: row.version, ...(reason === undefined ? {} : { reason }) } satisfies MailLeasePayload,
  })
}
