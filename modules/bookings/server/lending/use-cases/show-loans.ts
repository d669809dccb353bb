/** Loans with the names of their pieces, and one that is about to change. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { placeNames } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import type { Loan } from '../../../contract/lending/schemas.ts'
import { presentLoan } from '../presenter.ts'
import { listNextUses, lockLoan, type LoanRow } from '../repository.ts'

const fail = failOf(bookingsErrors)

export async function presentLoans(scope: Scope, rows: readonly LoanRow[]): Promise<Loan[]> {
  const places = await placeNames(
    scope,
    rows.map((row) => row.equipmentId),
  )
  const now = scope.clock.now()
  const next = await listNextUses(
    scope,
    rows.filter((row) => row.backAt === null).map((row) => row.unitId),
    now,
  )
  return rows.map((row) =>
    presentLoan(row, places.get(row.equipmentId), { now, nextBookingAt: row.backAt === null ? next.get(row.unitId) : undefined }),
  )
}

export const presentOne = async (scope: Scope, row: LoanRow): Promise<Loan> => (await presentLoans(scope, [row]))[0] as Loan

export const factOf = (row: LoanRow) => ({ hubId: row.hubId, loanId: row.id, equipmentId: row.equipmentId, unitId: row.unitId })

/** A loan of this hub, kept from others until the end, as it was on the screen. */
export async function requireLoan(scope: Scope, hubId: string, loanId: string, version?: number): Promise<LoanRow> {
  const row = await lockLoan(scope, loanId)
  if (row === undefined || row.hubId !== hubId) return failPlatform('platform.not_found')
  if (row.backAt !== null) fail('bookings.already_back')
  if (version !== undefined && row.version !== version) failPlatform('platform.changed_meanwhile')
  return row
}
