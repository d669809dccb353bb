/** What somebody was asked to pay, has paid, and the receipts of it. The law keeps it; names on receipts go with the bookings. */
import type { PersonalData } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listBookingsHeldBy } from '../../booking/repository.ts'
import { presentReceipts } from '../presenter.ts'
import { listEntries, listReceiptsById } from '../repository.ts'

type HolderRef = { accountId: string } | { guestMail: string }

export async function collectMoney(scope: Scope, holder: HolderRef): Promise<{ payments: unknown[]; receipts: unknown[] }> {
  const rows = await listBookingsHeldBy(scope, holder)
  const entries = await listEntries(
    scope,
    rows.map((row) => row.id),
  )
  const receipts = await listReceiptsById(
    scope,
    entries.flatMap((entry) => entry.receiptId ?? []),
  )
  return {
    payments: entries.map(({ id, bookingId, kind, amountYen, method, reason, businessDay, at }) => ({
      id,
      bookingId,
      kind,
      amountYen,
      method,
      reason,
      businessDay,
      at: at.toString(),
    })),
    receipts: await presentReceipts(scope, receipts),
  }
}

/** Empty where nothing was ever due. */
const sectionOf = async (scope: Scope, accountId: string): Promise<unknown> => {
  const money = await collectMoney(scope, { accountId })
  return money.payments.length === 0 ? [] : money
}

export const ownMoney: PersonalData = {
  section: 'payments',
  collect: sectionOf,
  // accounts are kept for years, by law; they name nobody
  forget: async () => {},
}
