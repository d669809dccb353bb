/** Whoever was last here longer ago than the consortium keeps names, without an account: forgotten as if they had asked for it. */
import { findMember } from '#modules/people/server/index.ts'
import { forgetAnswersNaming } from '#platform/server/kept-answers.ts'
import { forgetMailsTo } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { guestExpired, nameExpired } from '../../../contract/records/events.ts'
import { listBookingsById, listBookingsHeldBy, type BookingRow } from '../../booking/repository.ts'
import { forgetBookings } from '../../booking/use-cases/forget-holder.ts'
import { listLeasesOfContact } from '../../lease/repository.ts'
import { isOpenLease } from '../../lease/rules.ts'
import { forgetLeasesOfContact } from '../../lease/use-cases/forget-lease.ts'
import { listLoansHeldBy, lockLoan } from '../../lending/repository.ts'
import { forgetLoan, forgetLoans } from '../../lending/use-cases/forget-loans.ts'
import { lockBills } from '../../payment/repository.ts'
import { findWaiting, listWaitingHeldBy } from '../../waiting/repository.ts'
import { forgetWaiting, forgetWaitingOne } from '../../waiting/use-cases/forget-waiting.ts'
import { findGuest, findRetention, type ExpiredName } from '../repository.ts'

/** Asked again whenever the round finds them: what they still owe, have lent or wait for keeps them. */
export async function expireGuest(scope: Scope, guestId: string): Promise<void> {
  const guest = await findGuest(scope, guestId)
  if (guest === undefined) return
  const bookings = await forgetIfOld(scope, guest)
  if (bookings !== undefined) scope.emit(guestExpired, { guestId, bookings }, { subjectId: guestId })
}

/**
 * Whoever only borrowed something or waited is no guest whom the desk finds, and their names stand in these rows alone. By
 * their mail all that is theirs goes together, once all of it is old; what has no mail goes by itself.
 */
export async function expireName(scope: Scope, { of, id }: Pick<ExpiredName, 'of' | 'id'>): Promise<void> {
  const isOld = await isOldIn(scope)
  if (of === 'loan') {
    const loan = await lockLoan(scope, id)
    if (loan === undefined || loan.accountId !== null || loan.forgottenAt !== null || loan.backAt === null || !isOld(loan.backAt)) return
    if (loan.holderMail === null) await forgetLoan(scope, loan)
    else if ((await forgetIfOld(scope, { mail: loan.holderMail, bookingIds: [] })) === undefined) return
  } else {
    const row = await findWaiting(scope, id, { forChange: true })
    if (row === undefined || row.accountId !== null || row.forgottenAt !== null || !isOld(row.toAt)) return
    if (row.mail === null) await forgetWaitingOne(scope, id)
    else if ((await forgetIfOld(scope, { mail: row.mail, bookingIds: [] })) === undefined) return
  }
  scope.emit(nameExpired, { of, id }, { subjectId: id })
}

/** Names of guests whose last use was before are to go. */
export async function namesKeptSince(scope: Scope): Promise<Temporal.Instant> {
  const { guestYears } = await findRetention(scope)
  return scope.clock.now().toZonedDateTimeISO('Asia/Tokyo').subtract({ years: guestYears }).toInstant()
}

async function isOldIn(scope: Scope): Promise<((at: Temporal.Instant) => boolean) & { readonly before: Temporal.Instant }> {
  const before = await namesKeptSince(scope)
  return Object.assign((at: Temporal.Instant): boolean => Temporal.Instant.compare(at, before) < 0, { before })
}

/** The number of their bookings; undefined: something of them is not old, or not settled, and all of it stays. */
async function forgetIfOld(scope: Scope, guest: { mail: string | null; bookingIds: readonly string[] }): Promise<number | undefined> {
  const isOld = await isOldIn(scope)
  const rows = await bookingsOf(scope, guest)
  if (!rows.every((row) => isOld(row.endsAt))) return undefined
  const ids = rows.map((row) => row.id)
  // who owes, or is owed, is written to about it
  if (ids.length > 0 && (await lockBills(scope, ids)).some((bill) => bill.balanceYen !== 0)) return undefined
  if (guest.mail !== null) {
    const of = { guestMail: guest.mail }
    const loans = await listLoansHeldBy(scope, of)
    const waiting = await listWaitingHeldBy(scope, of)
    if (!loans.every((loan) => loan.backAt !== null && isOld(loan.backAt)) || !waiting.every((row) => isOld(row.toAt))) return undefined
    const leases = await listLeasesOfContact(scope, guest.mail)
    if (!leases.every((lease) => !isOpenLease(lease.status) && isOld(lease.endsAt))) return undefined
    await forgetLeasesOfContact(scope, guest.mail)
    await forgetLoans(scope, of)
    await forgetWaiting(scope, of)
    // whoever is a member by now keeps their mails; a lease's or an invoice's, of later, is not the guest's
    if ((await findMember(scope, { mail: guest.mail })) === undefined) await forgetMailsTo(scope, guest.mail, { before: isOld.before })
    await forgetAnswersNaming(scope, guest.mail)
  }
  await forgetBookings(scope, rows)
  return rows.length
}

async function bookingsOf(scope: Scope, guest: { mail: string | null; bookingIds: readonly string[] }): Promise<BookingRow[]> {
  const rows = new Map((await listBookingsById(scope, guest.bookingIds)).map((row) => [row.id, row]))
  if (guest.mail !== null) for (const row of await listBookingsHeldBy(scope, { guestMail: guest.mail })) rows.set(row.id, row)
  return [...rows.values()]
}
