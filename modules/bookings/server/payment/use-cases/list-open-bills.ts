import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import type { OpenBill } from '../../../contract/payment/schemas.ts'
import { withPlaces } from '../../booking/presenter.ts'
import { listBookingsById } from '../../booking/repository.ts'
import { listOpenBills as list } from '../repository.ts'

/** Unsettled bookings by day of use. The cursor is day and booking of the last one. */
export async function listOpenBills(
  scope: MemberScope,
  hubId: string,
  query: { show: 'due' | 'back'; limit: number; cursor?: string | undefined },
): Promise<{ items: OpenBill[]; nextCursor: string | null }> {
  await requireHub(scope, hubId)
  const match = /^(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})$/.exec(query.cursor ?? '')
  const bills = await list(scope, hubId, {
    show: query.show,
    limit: query.limit,
    after: match === null ? undefined : { usedOn: match[1] as string, bookingId: match[2] as string },
  })
  const shown = bills.slice(0, query.limit)
  const last = bills.length > query.limit ? shown.at(-1) : undefined
  const rows = await listBookingsById(
    scope,
    shown.map((bill) => bill.bookingId),
  )
  const placed = new Map((await withPlaces(scope, rows)).map((one) => [one.row.id, one]))
  const organisations = await organisationsByIds(
    scope,
    shown.flatMap((bill) => bill.organisationId ?? []),
  )
  const now = scope.clock.now()
  return {
    items: shown.flatMap((bill): OpenBill[] => {
      const one = placed.get(bill.bookingId)
      if (one === undefined) return []
      const { row, place } = one
      return [
        {
          bookingId: row.id,
          hubId,
          holderName: row.holderName,
          targetName: place.names,
          startsAt: row.startsAt.toString(),
          endsAt: row.endsAt.toString(),
          status: row.status,
          organisationName: bill.organisationId === null ? null : (organisations.get(bill.organisationId)?.name ?? null),
          chargedYen: bill.chargedYen,
          paidYen: bill.paidYen,
          balanceYen: bill.balanceYen,
          dueAt: bill.dueAt?.toString() ?? null,
          isOverdue: bill.balanceYen > 0 && bill.dueAt !== null && Temporal.Instant.compare(bill.dueAt, now) < 0,
          invoiceId: bill.invoiceId,
        },
      ]
    }),
    nextCursor: last === undefined ? null : `${last.usedOn}_${last.bookingId}`,
  }
}
