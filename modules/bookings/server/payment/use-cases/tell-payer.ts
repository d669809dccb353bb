/** What the holder of a booking must know of its money: one mail a turn. */
import type { Scope } from '#platform/server/scope.ts'
import type { BookingRow } from '../../booking/repository.ts'

export type PayerTiding =
  | { readonly tiding: 'warning'; readonly balanceYen: number; readonly dueAt: string; readonly cancels: boolean }
  | { readonly tiding: 'refunded'; readonly amountYen: number; readonly reason: string }

export const mailPayerJob = 'bookings.mailPayer'
export type MailPayerPayload = PayerTiding & { readonly bookingId: string; readonly causedAt: string }

export function tellPayer(scope: Scope, row: BookingRow, what: PayerTiding): void {
  if (row.holderMail === null) return
  scope.enqueue({
    name: mailPayerJob,
    payload: { ...what, bookingId: row.id, causedAt: scope.clock.now().toString() } satisfies MailPayerPayload,
  })
}
