/** Everything held about a guest's mail address in the seated consortium: told, taken along, forgotten. */
import { guestConsentsOf, tableOf } from '#modules/people/server/index.ts'
import { failOf } from '#platform/server/errors.ts'
import { forgetAnswersNaming } from '#platform/server/kept-answers.ts'
import { forgetMailsTo, mailsTo } from '#platform/server/mail.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { writeXlsx, xlsxType } from '#platform/server/sheets.ts'
import { recordsErrors } from '../../../contract/records/errors.ts'
import { guestForgotten, guestRecordsTaken } from '../../../contract/records/events.ts'
import { withPlaces } from '../../booking/presenter.ts'
import { findBooking, listBookingsHeldBy, type BookingRow } from '../../booking/repository.ts'
import { collectBookings, forgetHolder } from '../../booking/use-cases/forget-holder.ts'
import { forgetLeasesOfContact } from '../../lease/use-cases/forget-lease.ts'
import { listLoansHeldBy } from '../../lending/repository.ts'
import { collectLoans, forgetLoans } from '../../lending/use-cases/forget-loans.ts'
import { collectMoney } from '../../payment/use-cases/tell-money.ts'
import { storeRefusal } from '../../reminder/repository.ts'
import { whyNotCancel } from '../../rules.ts'
import { listWaitingHeldBy } from '../../waiting/repository.ts'
import { collectWaiting, forgetWaiting } from '../../waiting/use-cases/forget-waiting.ts'
import { readRecordsToken } from './records-token.ts'

const fail = failOf(recordsErrors)

/** The address that the caller's link was mailed to. */
async function requireMail(scope: Scope, recordsOf: string): Promise<{ mail: string; expiresSeconds: number }> {
  const row = await findBooking(scope, recordsOf)
  if (row === undefined || scope.actor.kind !== 'guest' || row.accountId !== null || row.holderMail === null)
    return fail('platform.not_found')
  const nowSeconds = Math.floor(scope.clock.now().epochMilliseconds / 1000)
  const expiresSeconds = readRecordsToken(scope, { id: row.id, mail: row.holderMail }, scope.actor.link, nowSeconds)
  return expiresSeconds === undefined ? fail('platform.not_found') : { mail: row.holderMail, expiresSeconds }
}

const isComing = (scope: Scope, row: BookingRow) =>
  (row.status === 'confirmed' || row.status === 'held' || row.status === 'requested') &&
  whyNotCancel(row, scope.clock.now().epochMilliseconds, true) === undefined

export async function readGuestRecords(scope: Scope, recordsOf: string) {
  const { mail, expiresSeconds } = await requireMail(scope, recordsOf)
  const placed = await withPlaces(scope, await listBookingsHeldBy(scope, { guestMail: mail }))
  return {
    mail,
    expiresAt: Temporal.Instant.fromEpochMilliseconds(expiresSeconds * 1000).toString(),
    bookings: placed.map(({ row, place }) => ({
      id: row.id,
      startsAt: row.startsAt.toString(),
      endsAt: row.endsAt.toString(),
      timeZone: place.zone,
      hubName: place.hubNames,
      targetName: place.names,
      status: row.status,
      isComing: isComing(scope, row),
    })),
    waiting: (await listWaitingHeldBy(scope, { guestMail: mail })).length,
    loans: (await listLoansHeldBy(scope, { guestMail: mail })).length,
    mails: (await mailsTo(scope, mail)).map(({ at, subject }) => ({ at: at.toString(), subject })),
  }
}

export async function exportGuestRecords(scope: Scope, recordsOf: string, format: 'json' | 'xlsx'): Promise<FileAnswer> {
  const { mail } = await requireMail(scope, recordsOf)
  const booked = await listBookingsHeldBy(scope, { guestMail: mail })
  const waited = await listWaitingHeldBy(scope, { guestMail: mail })
  const consents = await guestConsentsOf(
    scope,
    [...booked, ...waited].map((row) => row.id),
  )
  const records = {
    takenAt: scope.clock.now().toString(),
    mail,
    bookings: plain(await collectBookings(scope, { guestMail: mail })),
    consents: [...booked.map((row) => ({ bookingId: row.id })), ...waited.map((row) => ({ waitingId: row.id }))].flatMap((of) => {
      const consent = consents.get('bookingId' in of ? of.bookingId : of.waitingId)
      return consent === undefined ? [] : [{ ...of, ...consent }]
    }),
    waiting: plain(await collectWaiting(scope, { guestMail: mail })),
    loans: plain(await collectLoans(scope, { guestMail: mail })),
    ...(await collectMoney(scope, { guestMail: mail })),
    mails: plain(await mailsTo(scope, mail)),
  }
  scope.emit(guestRecordsTaken, { bookingId: recordsOf, format }, { subjectId: recordsOf })
  const name = `hiroba-${records.takenAt.slice(0, 10)}`
  if (format === 'json') return { name: `${name}.json`, mediaType: 'application/json', content: JSON.stringify(records, null, 2) }
  const tables = (['bookings', 'consents', 'waiting', 'loans', 'payments', 'receipts', 'mails'] as const).map((part) =>
    tableOf(part, records[part]),
  )
  return { name: `${name}.xlsx`, mediaType: xlsxType, content: await writeXlsx(tables) }
}

/** Instants as they travel. */
const plain = (data: unknown): unknown => JSON.parse(JSON.stringify(data))

/** All of it at once. Nobody is told by mail: the address is what goes. */
export async function forgetGuest(scope: Scope, recordsOf: string, typed: string) {
  const { mail } = await requireMail(scope, recordsOf)
  if (typed !== mail) fail('bookings.not_your_mail')
  const rows = await listBookingsHeldBy(scope, { guestMail: mail })
  const cancelled = rows.filter((row) => isComing(scope, row)).length
  const mails = (await mailsTo(scope, mail)).length
  await forgetHolder(scope, { guestMail: mail })
  await forgetWaiting(scope, { guestMail: mail })
  await forgetLoans(scope, { guestMail: mail })
  await forgetLeasesOfContact(scope, mail)
  await storeRefusal(scope, mail, true)
  await forgetMailsTo(scope, mail)
  await forgetAnswersNaming(scope, mail)
  scope.emit(guestForgotten, { bookingId: recordsOf, bookings: rows.length, cancelled }, { subjectId: recordsOf })
  return { bookings: rows.length, cancelled, mails }
}
