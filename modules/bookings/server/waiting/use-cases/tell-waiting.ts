/** What is set off by somebody who waits: mails, and looking for what can be offered. */
import type { Scope } from '#platform/server/scope.ts'
import type { WaitingRow } from '../repository.ts'

export const mailWaitingJob = 'bookings.mailWaiting'
export const offerWaitingJob = 'bookings.offerWaiting'

export type WaitingTiding = 'asked' | 'offered' | 'removed'
export interface MailWaitingPayload {
  readonly waitingId: string
  readonly tiding: WaitingTiding
  readonly version: number
}

export function tellWaiting(scope: Scope, row: WaitingRow, tiding: WaitingTiding): void {
  if (row.mail === null) return
  scope.enqueue({ name: mailWaitingJob, payload: { waitingId: row.id, tiding, version: row.version } satisfies MailWaitingPayload })
}

/** Soon, and once for all that happened at a hub until then. */
export function offerSoon(scope: Scope, hubId: string): void {
  scope.enqueue({ name: offerWaitingJob, payload: { hubId }, key: `${offerWaitingJob}/${hubId}` })
}
