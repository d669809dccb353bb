/** What withdrawing costs: by the terms that were promised, on record with who, when and why. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { feeChanged } from '../../../contract/events.ts'
import { cancellationPercent, shareOf } from '../../../contract/policy/rules.ts'
import { updateBooking, type BookingRow } from '../../booking/repository.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { requireBooking } from '../../booking/use-cases/require-booking.ts'
import { refuseInvoiced } from '../../payment/use-cases/keep-bill.ts'
import { findTariff } from '../repository.ts'
import { daysBefore } from '../rules.ts'

const fail = failOf(bookingsErrors)

export interface CancellationCost {
  readonly feeYen: number
  readonly percent: number
}

/** At this moment. What was never confirmed costs nothing. */
export async function costOfCancelling(scope: Scope, row: BookingRow): Promise<CancellationCost> {
  if (row.status !== 'confirmed' || row.tariffId === null || row.feeYen === 0) return { feeYen: 0, percent: 0 }
  const tariff = await findTariff(scope, row.tariffId)
  if (tariff === undefined || tariff.terms.cancellation.steps.length === 0) return { feeYen: 0, percent: 0 }
  const hub = await requireHub(scope, row.hubId)
  const days = daysBefore(row.startsAt.epochMilliseconds, scope.clock.now().epochMilliseconds, hub.zone)
  const percent = cancellationPercent(tariff.terms, days)
  return { feeYen: shareOf(row.feeYen, percent), percent }
}

/** Who, when and why stand in the log, which nobody can change. */
export function recordFee(
  scope: Scope,
  row: BookingRow,
  change: { what: 'use' | 'cancellation'; wasYen: number; becameYen: number; reason?: string | undefined },
): void {
  const { reason, ...payload } = change
  scope.emit(
    feeChanged,
    { ...factOf(row), ...payload },
    { subjectId: row.id, ...(reason === undefined || reason === '' ? {} : { reason }) },
  )
}

/** The desk lets somebody off; why is on record. */
export async function waiveCancellationFee(scope: MemberScope, bookingId: string, reason: string): Promise<BookingRow> {
  const row = await requireBooking(scope, bookingId, { forChange: true })
  const wasYen = row.cancellationFeeYen ?? 0
  if (wasYen === 0) return row
  if (row.status !== 'cancelled' && row.status !== 'no-show') fail('bookings.not_active')
  await refuseInvoiced(scope, row.id)
  const after = await updateBooking(scope, row, { cancellationFeeYen: null })
  recordFee(scope, after, { what: 'cancellation', wasYen, becameYen: 0, reason })
  return after
}
