import type { Scope } from '#platform/server/scope.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import type { Invoice, InvoiceState } from '../../contract/payment/schemas.ts'
import type { InvoiceRow } from './repository.ts'

const stateOf = (row: InvoiceRow, today: string): InvoiceState => {
  if (row.kind === 'credit') return 'credit'
  if (row.correctedById !== null) return 'corrected'
  if (row.paidOn !== null) return 'paid'
  return row.dueOn < today ? 'overdue' : 'open'
}

export async function presentInvoices(scope: Scope, rows: readonly InvoiceRow[], today: string): Promise<Invoice[]> {
  const names = await organisationsByIds(
    scope,
    rows.map((row) => row.organisationId),
  )
  return rows.map((row) => ({
    id: row.id,
    hubId: row.hubId,
    organisationId: row.organisationId,
    organisationName: names.get(row.organisationId)?.name ?? '',
    kind: row.kind,
    state: stateOf(row, today),
    fiscalYear: row.fiscalYear,
    number: row.number,
    month: row.month.slice(0, 7),
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    totalYen: row.totalYen,
    lineCount: row.lineCount,
    reason: row.reason,
    correctsId: row.correctsId,
    correctedById: row.correctedById,
    paidOn: row.paidOn,
    mailedAt: row.mailedAt?.toString() ?? null,
    remindedAt: row.remindedAt?.toString() ?? null,
    mailFailedAt: row.mailFailedAt?.toString() ?? null,
  }))
}
