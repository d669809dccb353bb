/** What a lottery sets off later: mails, one a person, and the drawing at its time. */
import type { Scope } from '#platform/server/scope.ts'
import type { ApplicationRow, LotteryRow } from '../repository.ts'

export const mailApplicationJob = 'bookings.mailLotteryApplication'
export const drawLotteryJob = 'bookings.drawLottery'

export type LotteryTiding = 'applied' | 'changed' | 'withdrawn' | 'won' | 'lost' | 'called_off'
export interface MailApplicationPayload {
  readonly applicationId: string
  readonly tiding: LotteryTiding
  readonly reason?: string
}

export function tellApplicant(scope: Scope, row: Pick<ApplicationRow, 'id' | 'mail'>, tiding: LotteryTiding, reason?: string): void {
  if (row.mail === null) return
  scope.enqueue({
    name: mailApplicationJob,
    payload: { applicationId: row.id, tiding, ...(reason === undefined ? {} : { reason }) } satisfies MailApplicationPayload,
  })
}

/** The minute's round finds what this misses. */
export function drawWhenDue(scope: Scope, row: Pick<LotteryRow, 'id' | 'drawsAt'>): void {
  scope.enqueue({ name: drawLotteryJob, payload: { lotteryId: row.id }, runAt: row.drawsAt, key: `${drawLotteryJob}/${row.id}` })
}
