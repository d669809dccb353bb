/** Invoices and credits with their lines: inserted once. */
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { DB } from '#database/types.ts'
import { accountIdOf, type Scope } from '#platform/server/scope.ts'
import type { InvoiceMailing } from '../../contract/payment/schemas.ts'
import type { RentLine } from '../lease/use-cases/invoice-rent.ts'

type Row = Selectable<DB['bookings.invoice']>
/** With what became of it. */
export type InvoiceRow = Omit<Row, 'kind'> & {
  kind: 'invoice' | 'credit'
  lineCount: number
  correctedById: string | null
  paidOn: string | null
  mailedAt: Temporal.Instant | null
  remindedAt: Temporal.Instant | null
  mailFailedAt: Temporal.Instant | null
}

const select = (scope: Scope) =>
  scope
    .db('bookings')
    .selectFrom('bookings.invoice as i')
    .selectAll('i')
    .select((eb) => [
      eb
        .selectFrom('bookings.invoiceLine as l')
        .select((line) => line.fn.countAll<number>().as('count'))
        .whereRef('l.consortiumId', '=', 'i.consortiumId')
        .whereRef('l.invoiceId', '=', 'i.id')
        .as('lineCount'),
      eb
        .selectFrom('bookings.invoice as c')
        .select('c.id')
        .whereRef('c.consortiumId', '=', 'i.consortiumId')
        .whereRef('c.correctsId', '=', 'i.id')
        .as('correctedById'),
      eb
        .selectFrom('bookings.invoicePayment as p')
        .select((payment) => payment.case().when('p.amountYen', '>', 0).then(payment.ref('p.receivedOn')).end().as('paidOn'))
        .whereRef('p.consortiumId', '=', 'i.consortiumId')
        .whereRef('p.invoiceId', '=', 'i.id')
        // a payment that was taken back has a row of minus the sum after it
        .orderBy('p.turn', 'desc')
        .limit(1)
        .as('paidOn'),
      ...(['invoice', 'reminder'] as const).map((kind) =>
        eb
          .selectFrom('bookings.invoiceMailing as m')
          .select((mailing) => mailing.fn.max('m.at').as('at'))
          .whereRef('m.consortiumId', '=', 'i.consortiumId')
          .whereRef('m.invoiceId', '=', 'i.id')
          .where('m.kind', '=', kind)
          .where('m.failedAt', 'is', null)
          .as(kind === 'invoice' ? 'mailedAt' : 'remindedAt'),
      ),
      // of the last one only: what went out later has mended it
      eb
        .selectFrom('bookings.invoiceMailing as m')
        .select('m.failedAt')
        .whereRef('m.consortiumId', '=', 'i.consortiumId')
        .whereRef('m.invoiceId', '=', 'i.id')
        .orderBy('m.id', 'desc')
        .limit(1)
        .as('mailFailedAt'),
    ])
    .where('i.consortiumId', '=', scope.consortiumId)

export async function findInvoice(scope: Scope, id: string): Promise<InvoiceRow | undefined> {
  return (await select(scope).where('i.id', '=', id).executeTakeFirst()) as InvoiceRow | undefined
}

/** Of a hub, unpaid after their day, and nobody was asked for the money yet; the longest due first. */
export async function listOverdue(scope: Scope, hubId: string, today: string, limit: number): Promise<InvoiceRow[]> {
  const rows = await scope
    .db('bookings')
    .selectFrom(select(scope).where('i.hubId', '=', hubId).where('i.kind', '=', 'invoice').where('i.dueOn', '<', today).as('unpaid'))
    .selectAll()
    .where('paidOn', 'is', null)
    .where('correctedById', 'is', null)
    .where('remindedAt', 'is', null)
    .orderBy('dueOn')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows as unknown as InvoiceRow[]
}

/** Of a hub, or to an organisation whatever the hub; the latest first, one more than asked for where there are more. */
export async function listInvoices(
  scope: Scope,
  of: { readonly hubId: string } | { readonly organisationId: string },
  page: { limit: number; before: string | null },
): Promise<InvoiceRow[]> {
  const rows = await (
    'hubId' in of ? select(scope).where('i.hubId', '=', of.hubId) : select(scope).where('i.organisationId', '=', of.organisationId)
  )
    .$if(page.before !== null, (query) => query.where('i.id', '<', page.before as string))
    .orderBy('i.id', 'desc')
    .limit(page.limit + 1)
    .execute()
  return rows as InvoiceRow[]
}

export interface NewInvoice {
  readonly hubId: string
  readonly organisationId: string
  readonly kind: 'invoice' | 'credit'
  readonly correctsId: string | null
  readonly fiscalYear: number
  readonly number: number
  readonly month: string
  readonly issuedOn: string
  readonly dueOn: string
  readonly totalYen: number
  readonly reason: string
  readonly paper: object
  readonly lines: readonly { readonly bookingId: string; readonly amountYen: number }[]
  /** Months of leases, after the bookings. */
  readonly rents: readonly RentLine[]
}

export async function insertInvoice(scope: Scope, { lines, rents, ...invoice }: NewInvoice): Promise<string> {
  const { id } = await scope
    .db('bookings')
    .insertInto('bookings.invoice')
    .values({
      ...invoice,
      paper: JSON.stringify(invoice.paper),
      consortiumId: scope.consortiumId,
      accountId: accountIdOf(scope.actor),
      issuedAt: scope.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await scope
    .db('bookings')
    .insertInto('bookings.invoiceLine')
    .values([...lines, ...rents].map((line, at) => ({ ...line, consortiumId: scope.consortiumId, invoiceId: id, position: at + 1 })))
    .execute()
  return id
}

/** Lines that are bookings. */
export async function listLines(scope: Scope, invoiceId: string): Promise<{ bookingId: string; amountYen: number }[]> {
  return scope
    .db('bookings')
    .selectFrom('bookings.invoiceLine')
    .select(['bookingId', 'amountYen'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('invoiceId', '=', invoiceId)
    .where('bookingId', 'is not', null)
    .orderBy('position')
    .$castTo<{ bookingId: string; amountYen: number }>()
    .execute()
}

/** Lines that are months of leases. */
export async function listRents(scope: Scope, invoiceId: string): Promise<RentLine[]> {
  return scope
    .db('bookings')
    .selectFrom('bookings.invoiceLine')
    .select(['leaseId', 'leaseMonth', 'amountYen'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('invoiceId', '=', invoiceId)
    .where('leaseId', 'is not', null)
    .orderBy('position')
    .$castTo<RentLine>()
    .execute()
}

export async function insertInvoicePayment(scope: Scope, invoiceId: string, of: { receivedOn: string; amountYen: number }): Promise<void> {
  await scope
    .db('bookings')
    .insertInto('bookings.invoicePayment')
    .values((eb) => ({
      ...of,
      consortiumId: scope.consortiumId,
      invoiceId,
      turn: eb
        .selectFrom('bookings.invoicePayment as other')
        .select((all) => all.fn.coalesce(all(all.fn.max('other.turn'), '+', 1), all.val(1)).as('turn'))
        .where('other.consortiumId', '=', scope.consortiumId)
        .where('other.invoiceId', '=', invoiceId),
      accountId: accountIdOf(scope.actor),
      at: scope.clock.now(),
    }))
    .execute()
}

/** Answers its id: each time it is mailed is a mailing of its own. */
export async function insertMailing(
  scope: Scope,
  invoiceId: string,
  of: { readonly kind: InvoiceMailing; readonly recipients: number },
): Promise<string> {
  const { id } = await scope
    .db('bookings')
    .insertInto('bookings.invoiceMailing')
    .values({ ...of, consortiumId: scope.consortiumId, invoiceId, accountId: accountIdOf(scope.actor), at: scope.clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** It went to nobody. False: that was noted before. */
export async function markMailingFailed(scope: Scope, mailingId: string): Promise<boolean> {
  const { numUpdatedRows } = await scope
    .db('bookings')
    .updateTable('bookings.invoiceMailing')
    .set({ failedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', mailingId)
    .where('failedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** One at a time for an invoice: paid against corrected. */
export async function lockInvoice(scope: Scope, invoiceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bookings.invoice/${invoiceId}`}, 0))`.execute(scope.db('bookings'))
}
