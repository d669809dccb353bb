/** A fee that is not paid: a warning first, then, where the hub's rule says so, the booking is cancelled and the place is free. */
import type { Scope } from '#platform/server/scope.ts'
import { unpaidWarned } from '../../../contract/payment/events.ts'
import { cancel } from '../../booking/use-cases/cancel-booking.ts'
import { lockBooking } from '../../booking/repository.ts'
import { sayIn } from '../../mails/texts.ts'
import { updateBill } from '../repository.ts'
import { followUnpaidJob, keepBill } from './keep-bill.ts'
import { tellPayer } from './tell-payer.ts'

/** Between a warning that came late and the cancellation that it warns of. */
const graceHours = 24

/** Runs by its jobs and by the minute's round; whatever is due is done once. */
export async function followUnpaid(scope: Scope, bookingId: string): Promise<void> {
  const row = await lockBooking(scope, bookingId)
  const kept = row === undefined ? undefined : await keepBill(scope, row)
  if (row === undefined || kept === undefined || row.status !== 'confirmed') return
  const { bill } = kept
  if (bill.balanceYen <= 0 || bill.dueAt === null || bill.invoiceId !== null) return
  const now = scope.clock.now()
  const isPast = (at: Temporal.Instant | null): boolean => at !== null && Temporal.Instant.compare(at, now) <= 0
  if (bill.warnedAt === null && isPast(bill.warnAt)) {
    // the program was down when the warning was due: nobody is cancelled without a day to pay in
    const least = now.add({ hours: graceHours })
    const isLate = bill.cancelsUnpaid && Temporal.Instant.compare(bill.dueAt, least) < 0
    const isPossible = Temporal.Instant.compare(least, row.startsAt) < 0
    const dueAt = isLate && isPossible ? least : bill.dueAt
    const cancelsUnpaid = bill.cancelsUnpaid && (!isLate || isPossible)
    await updateBill(scope, bookingId, { warnedAt: now, dueAt, cancelsUnpaid })
    if (cancelsUnpaid && isLate) scope.enqueue({ name: followUnpaidJob, payload: { bookingId }, runAt: dueAt })
    scope.emit(unpaidWarned, { hubId: row.hubId, paidBookingId: bookingId, amountYen: bill.balanceYen }, { subjectId: bookingId })
    tellPayer(scope, row, { tiding: 'warning', balanceYen: bill.balanceYen, dueAt: dueAt.toString(), cancels: cancelsUnpaid })
    return
  }
  if (!bill.cancelsUnpaid || bill.warnedAt === null || !isPast(bill.dueAt)) return
  // who has paid a part has not forgotten, and what has begun is used: that is for the desk to see to
  if (bill.paidYen > 0 || isPast(row.startsAt)) {
    await updateBill(scope, bookingId, { cancelsUnpaid: false })
    return
  }
  const after = await cancel(scope, row, { reason: sayIn(row.holderLanguage)('guestMail.payment.unpaidReason'), isDesk: true })
  await keepBill(scope, after)
}
