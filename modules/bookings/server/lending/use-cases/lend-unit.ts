/** A piece goes out, comes back, or stays longer. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { findMember } from '#modules/people/server/index.ts'
import { bookableEquipment, requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { isActiveStatus } from '../../../contract/rules.ts'
import { lent, loanExtended, loanReturned } from '../../../contract/lending/events.ts'
import type { LendBody, LendingDesk, Loan } from '../../../contract/lending/schemas.ts'
import type { Holder } from '../../booking/repository.ts'
import { deleteOccupancies, findBooking } from '../../booking/repository.ts'
import { insertLoan, listLoanPage, listOut, occupyForLoan, updateLoan } from '../repository.ts'
import { remindWhenDue } from './remind-loan.ts'
import { factOf, presentLoans, presentOne, requireLoan } from './show-loans.ts'

const fail = failOf(bookingsErrors)
const mostOut = 500

export async function showLendingDesk(scope: MemberScope, hubId: string): Promise<LendingDesk> {
  const hub = await requireHub(scope, hubId)
  const rows = await listOut(scope, hubId, mostOut)
  const loanOf = new Map(rows.map((row) => [row.unitId, row.id]))
  return {
    hubId,
    timeZone: hub.zone,
    now: scope.clock.now().toString(),
    out: await presentLoans(scope, rows),
    lendable: (await bookableEquipment(scope, { hubId }))
      .filter((one) => one.handling === 'lendable')
      .map((one) => ({
        equipmentId: one.equipmentId,
        name: one.names,
        units: one.units.map((unit) => ({ id: unit.id, label: unit.label, loanId: loanOf.get(unit.id) ?? null })),
      })),
  }
}

export async function lendUnit(scope: MemberScope, hubId: string, body: LendBody): Promise<Loan> {
  await requireHub(scope, hubId)
  const equipment = (await bookableEquipment(scope, { hubId })).find((one) => one.units.some((unit) => unit.id === body.unitId))
  if (equipment === undefined) return fail('bookings.not_bookable')
  const now = scope.clock.now()
  const { holder, until } = await termsOf(scope, hubId, body)
  if (Temporal.Instant.compare(until, now) <= 0) fail('bookings.in_the_past')
  const row = await insertLoan(scope, {
    hubId,
    equipmentId: equipment.equipmentId,
    unitId: body.unitId,
    bookingId: body.bookingId ?? null,
    accountId: holder.accountId,
    holderName: holder.name,
    holderMail: holder.mail,
    holderPhone: holder.phone,
    holderLanguage: holder.language,
    outAt: now,
    outBy: scope.actor.accountId,
    dueAt: until,
    conditionOut: body.condition ?? '',
  })
  // on a booking its own occupancy keeps the piece
  if (body.bookingId === undefined && !(await occupyForLoan(scope, row, now, until)))
    fail('bookings.space_taken', { params: { alternatives: { times: [], spaces: [] } } })
  scope.emit(lent, { ...factOf(row), dueAt: until.toString() }, { subjectId: row.id })
  remindWhenDue(scope, row)
  return presentOne(scope, row)
}

async function termsOf(scope: MemberScope, hubId: string, body: LendBody): Promise<{ holder: Holder; until: Temporal.Instant }> {
  if (body.bookingId !== undefined) {
    const booking = await findBooking(scope, body.bookingId)
    if (booking === undefined || booking.hubId !== hubId) return failPlatform('platform.not_found')
    if (!isActiveStatus(booking.status)) fail('bookings.not_active')
    if (!booking.unitIds.includes(body.unitId)) fail('bookings.not_bookable')
    return {
      holder: {
        accountId: booking.accountId,
        name: booking.holderName,
        mail: booking.holderMail,
        phone: booking.holderPhone,
        language: booking.holderLanguage,
      },
      until: body.dueAt === undefined ? booking.endsAt : Temporal.Instant.from(body.dueAt),
    }
  }
  const { holder } = body
  const until = Temporal.Instant.from(body.dueAt ?? scope.clock.now().toString())
  if (holder === undefined) return failPlatform('platform.invalid_input', { fields: [{ path: 'body.holder', expected: 'a holder' }] })
  if (!('accountId' in holder))
    return {
      holder: { accountId: null, name: holder.name, mail: holder.mail ?? null, phone: holder.phone ?? null, language: holder.language },
      until,
    }
  const member = await findMember(scope, { accountId: holder.accountId })
  if (member === undefined)
    return failPlatform('platform.invalid_input', { fields: [{ path: 'body.holder.accountId', expected: 'an account of a member' }] })
  return { holder: { accountId: holder.accountId, name: member.name, mail: member.mail, phone: null, language: member.language }, until }
}

export async function returnLoan(
  scope: MemberScope,
  ref: { hubId: string; loanId: string },
  body: { version: number; condition?: string | undefined; isDamaged: boolean },
): Promise<Loan> {
  const row = await requireLoan(scope, ref.hubId, ref.loanId, body.version)
  const after = await updateLoan(scope, row, {
    backAt: scope.clock.now(),
    backBy: scope.actor.accountId,
    conditionBack: body.condition ?? '',
    isDamaged: body.isDamaged,
  })
  if (row.bookingId === null) await deleteOccupancies(scope, row.id)
  scope.emit(loanReturned, { ...factOf(row), isDamaged: body.isDamaged }, { subjectId: row.id })
  return presentOne(scope, after)
}

export async function extendLoan(
  scope: MemberScope,
  ref: { hubId: string; loanId: string },
  body: { version: number; dueAt: string },
): Promise<Loan> {
  const row = await requireLoan(scope, ref.hubId, ref.loanId, body.version)
  const until = Temporal.Instant.from(body.dueAt)
  if (Temporal.Instant.compare(until, scope.clock.now()) <= 0) fail('bookings.in_the_past')
  if (row.bookingId === null) {
    await deleteOccupancies(scope, row.id)
    if (!(await occupyForLoan(scope, row, row.outAt, until)))
      fail('bookings.space_taken', { params: { alternatives: { times: [], spaces: [] } } })
  }
  const after = await updateLoan(scope, row, { dueAt: until, remindedAt: null })
  scope.emit(loanExtended, { ...factOf(row), dueAt: until.toString() }, { subjectId: row.id })
  remindWhenDue(scope, after)
  return presentOne(scope, after)
}

export async function listLoans(
  scope: MemberScope,
  hubId: string,
  query: { limit: number; cursor?: string | undefined; equipmentId?: string | undefined },
): Promise<{ items: Loan[]; nextCursor: string | null }> {
  await requireHub(scope, hubId)
  const rows = await listLoanPage(scope, hubId, { limit: query.limit, before: readCursor(query.cursor), equipmentId: query.equipmentId })
  return { items: await presentLoans(scope, rows.slice(0, query.limit)), nextCursor: cursorOf(rows, query.limit) }
}
