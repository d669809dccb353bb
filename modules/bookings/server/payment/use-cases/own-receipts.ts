/** Receipts for whom they were written for. */
import type { Scope } from '#platform/server/scope.ts'
import { listBookingsById, type BookingRow } from '../../booking/repository.ts'
import { listEntries, listEntriesOfReceipts, listReceiptsById, type ReceiptRow } from '../repository.ts'

/**
 * Those of a booking on which everything is its holder's. What was paid for several people together names the others, so
 * the desk hands it out. A guest's link proves one booking, and may have been passed on: of a guest the receipt is about
 * that booking alone.
 */
export async function listOwnReceipts(scope: Scope, row: BookingRow): Promise<ReceiptRow[]> {
  const ids = [...new Set((await listEntries(scope, [row.id])).flatMap((entry) => entry.receiptId ?? []))]
  if (ids.length === 0) return []
  const covered = await listEntriesOfReceipts(scope, ids)
  const others = [...new Set(covered.map((entry) => entry.bookingId))].filter((id) => id !== row.id)
  const own = new Set([row.id])
  if (row.accountId !== null && others.length > 0)
    for (const other of await listBookingsById(scope, others)) if (other.accountId === row.accountId) own.add(other.id)
  const foreign = new Set(covered.filter((entry) => !own.has(entry.bookingId)).map((entry) => entry.receiptId))
  return (await listReceiptsById(scope, ids)).filter((receipt) => !foreign.has(receipt.id))
}
