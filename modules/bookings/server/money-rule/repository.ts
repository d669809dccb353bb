import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import { accountIdOf, type Scope } from '#platform/server/scope.ts'
import type { MoneyRule, TaxKind } from '../../contract/payment/schemas.ts'

type Row = Selectable<DB['bookings.moneyRule']>
export type RuleRow = Omit<Row, 'consortiumId' | 'due' | 'taxKind' | 'changedAt'> & { due: MoneyRule['due']; taxKind: TaxKind }

/** What holds where nobody has decided: paid on the day of use, nothing is cancelled, papers without an issuer. */
export const usualRule = (hubId: string): RuleRow => ({
  hubId,
  due: 'day-of-use',
  dueDays: 0,
  warnDays: 3,
  cancelsUnpaid: false,
  taxKind: 'standard',
  issuerName: '',
  issuerTitle: '',
  issuerAddress: '',
  issuerPhone: '',
  invoiceNumber: null,
  sealText: '',
  permitPrefix: '',
  permitConditions: '',
  permitConditionsEn: '',
  bankAccount: '',
  invoiceDueDays: 30,
  version: 0,
})

export async function findRule(scope: Scope, hubId: string, { isLocked = false } = {}): Promise<RuleRow> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.moneyRule')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .$if(isLocked, (query) => query.forUpdate())
    .executeTakeFirst()
  if (row === undefined) return usualRule(hubId)
  const { consortiumId: _tenant, changedAt: _at, ...rule } = row
  return rule as RuleRow
}

/** Undefined: somebody else was faster. */
export async function saveRule(scope: Scope, rule: RuleRow): Promise<RuleRow | undefined> {
  const { hubId, version, ...values } = rule
  const changedAt = scope.clock.now()
  const row =
    version === 0
      ? await scope
          .db('bookings')
          .insertInto('bookings.moneyRule')
          .values({ ...values, hubId, consortiumId: scope.consortiumId, changedAt })
          .onConflict((conflict) => conflict.columns(['consortiumId', 'hubId']).doNothing())
          .returningAll()
          .executeTakeFirst()
      : await scope
          .db('bookings')
          .updateTable('bookings.moneyRule')
          .set({ ...values, version: version + 1, changedAt })
          .where('consortiumId', '=', scope.consortiumId)
          .where('hubId', '=', hubId)
          .where('version', '=', version)
          .returningAll()
          .executeTakeFirst()
  if (row === undefined) return undefined
  const { consortiumId: _tenant, changedAt: _at, ...saved } = row
  return saved as RuleRow
}

export interface RateRow {
  readonly kind: TaxKind
  readonly validFrom: string
  readonly percent: number
  readonly source: string
  readonly isOwn: boolean
}

/** Rates by law and those that the office added, by kind and day; of the same day the office's own comes last and holds. */
export async function listRates(scope: Scope): Promise<RateRow[]> {
  const rows = await scope.prepared<{ kind: TaxKind; valid_from: string; percent: number; source: string; is_own: boolean }>(
    'bookings_tax_rates',
    `select kind, valid_from, percent, source, false as is_own from bookings.tax_rate
     union all select kind, valid_from, percent, source, true from bookings.own_tax_rate where consortium_id = $1
     order by kind, valid_from, is_own`,
    [scope.consortiumId],
  )
  return rows.map((row) => ({ kind: row.kind, validFrom: row.valid_from, percent: row.percent, source: row.source, isOwn: row.is_own }))
}

export async function insertRate(scope: Scope, rate: { kind: string; validFrom: string; percent: number; source: string }): Promise<void> {
  await scope
    .db('bookings')
    .insertInto('bookings.ownTaxRate')
    .values({
      ...rate,
      consortiumId: scope.consortiumId,
      addedBy: accountIdOf(scope.actor),
      addedAt: scope.clock.now(),
    })
    .execute()
}
