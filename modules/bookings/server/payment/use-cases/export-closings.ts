import { failOf } from '#platform/server/errors.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { writeCsv, writeXlsx, xlsxType, type SheetTable } from '#platform/server/sheets.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { paymentErrors } from '../../../contract/payment/errors.ts'
import { sayIn } from '../../mails/texts.ts'
import { clockTime, dayAt } from '../../rules.ts'
import { drawerYen, presentClosings, whoOf } from '../presenter.ts'
import { listClosings, listMovements, listReceiptsById, mostMovements } from '../repository.ts'

const fail = failOf(paymentErrors)

/** Closed days and every movement of money between two days: two sheets of one workbook, or the movements as CSV. */
export async function exportClosings(
  scope: MemberScope,
  hubId: string,
  { from, until, format }: { from: string; until: string; format: 'csv' | 'xlsx' },
): Promise<FileAnswer> {
  const { zone } = await requireHub(scope, hubId)
  const say = sayIn(scope.language)
  const closings = (await presentClosings(scope, await listClosings(scope, hubId, { limit: 1_000, from, until }))).toReversed()
  const movements = await listMovements(scope, hubId, { from, until, isCashOnly: false })
  if (movements.length > mostMovements) fail('bookings.too_many_movements', { params: { most: mostMovements.toLocaleString('en') } })
  const who = await whoOf(scope, movements)
  const receipts = new Map(
    (
      await listReceiptsById(
        scope,
        movements.flatMap((entry) => entry.receiptId ?? []),
      )
    ).map((receipt) => [receipt.id, receipt]),
  )
  const days: SheetTable = {
    name: say('payment.closings'),
    head: (
      ['businessDay', 'opening', 'cashIn', 'cashOut', 'expected', 'counted', 'difference', 'why', 'carried', 'deposit', 'who'] as const
    ).map((field) => say(`payment.sheet.${field}`)),
    rows: closings.map((one) => [
      one.businessDay,
      String(one.openingYen),
      String(one.cashInYen),
      String(one.cashOutYen),
      String(one.expectedYen),
      String(one.countedYen),
      String(one.differenceYen),
      one.reason,
      String(one.carriedYen),
      String(one.depositYen),
      one.who,
    ]),
  }
  const moves: SheetTable = {
    name: say('payment.movements'),
    head: (['businessDay', 'time', 'kind', 'method', 'receipt', 'amount', 'why', 'who', 'booking'] as const).map((field) =>
      say(`payment.sheet.${field}`),
    ),
    rows: movements.map((entry) => {
      const receipt = entry.receiptId === null ? undefined : receipts.get(entry.receiptId)
      const at = entry.at.epochMilliseconds
      return [
        entry.businessDay,
        clockTime(at, dayAt(at, zone), zone),
        say(entry.reversesId === null ? `payment.entry.${entry.kind}` : 'payment.entry.reversal'),
        entry.method === null ? '' : say(`payment.method.${entry.method}`),
        receipt === undefined ? '' : `${receipt.fiscalYear}-${receipt.number}`,
        String(drawerYen(entry)),
        entry.reason,
        who(entry.accountId),
        entry.bookingId,
      ]
    }),
  }
  const name = `${say('payment.closings')}-${from}-${until}`
  if (format === 'csv') return { name: `${name}.csv`, mediaType: 'text/csv', content: writeCsv(moves) }
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx([days, moves]) }
}
