/** A guest whose last use is longer ago than the consortium keeps names: forgotten as if they had asked for it. */
import { findMember } from '#modules/people/server/index.ts'
import { forgetAnswersNaming } from '#platform/server/kept-answers.ts'
import { forgetMailsTo } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { guestExpired } from '../../../contract/records/events.ts'
import { listBookingsById, listBookingsHeldBy, type BookingRow } from '../../booking/repository.ts'
import { forgetBookings } from '../../booking/use-cases/forget-holder.ts'
import { listLeasesOfContact } from '../../lease/repository.ts'
import { isOpenLease } from '../../lease/rules.ts'
import { forgetLeasesOfContact } from '../../lease/use-cases/forget-lease.ts'
import { listLoansHeldBy } from '../../lending/repository.ts'
import { forgetLoans } from '../../lending/use-cases/forget-loans.ts'
import { lockBills } from '../../payment/repository.ts'
import { listWaitingHeldBy } from '../../waiting/repository.ts'
import { forgetWaiting } from '../../waiting/use-cases/forget-waiting.ts'
import { findGuest, findRetention } from '../repository.ts'

/** Asked again whenever the round finds them: what they still owe, have lent or wait for keeps them. */
export async function expireGuest(scope: Scope, guestId: string): Promise<void> {
  const guest = await findGuest(scope, guestId)
  if (guest === undefined) return
  const { guestYears } = await findRetention(scope)
  const before = scope.clock.now().toZonedDateTimeISO('Asia/Tokyo').subtract({ years: guestYears }).toInstant()
  const isOld = (at: Temporal.Instant): boolean => Temporal.Instant.compare(at, before) < 0
  const rows = await bookingsOf(scope, guest)
  if (!rows.every((row) => isOld(row.endsAt))) return
  const ids = rows.map((row) => row.id)
  // who owes, or is owed, is written to about it
  if (ids.length > 0 && (await lockBills(scope, ids)).some((bill) => bill.balanceYen !== 0)) return
  if (guest.mail !== null) {
    const of = { guestMail: guest.mail }
    const loans = await listLoansHeldBy(scope, of)
    const waiting = await listWaitingHeldBy(scope, of)
    if (!loans.every((loan) => loan.backAt !== null && isOld(loan.backAt)) || !waiting.every((row) => isOld(row.toAt))) return
    const leases = await listLeasesOfContact(scope, guest.mail)
    if (!leases.every((lease) => !isOpenLease(lease.status) && isOld(lease.endsAt))) return
    await forgetLeasesOfContact(scope, guest.mail)
    await forgetLoans(scope, of)
    await forgetWaiting(scope, of)
    // whoever is a member by now keeps their mails; a lease's or an invoice's, of later, is not the guest's
    if ((await findMember(scope, { mail: guest.mail })) === undefined) await forgetMailsTo(scope, guest.mail, { before })
    await forgetAnswersNaming(scope, guest.mail)
  }
  await forgetBookings(scope, rows)
  scope.emit(guestExpired, { guestId, bookings: rows.length }, { subjectId: guestId })
}

async function bookingsOf(scope: Scope, guest: { mail: string | null; bookingIds: readonly string[] }): Promise<BookingRow[]> {
  const rows = new Map((await listBookingsById(scope, guest.bookingIds)).map((row) => [row.id, row]))
  if (guest.mail !== null) for (const row of await listBookingsHeldBy(scope, { guestMail: guest.mail })) rows.set(row.id, row)
  return [...rows.values()]
}
