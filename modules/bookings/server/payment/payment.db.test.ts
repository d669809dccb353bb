/** Money at the desk on the real database: nothing lost, nothing twice, numbers without gaps, closed days closed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOrganisation } from '#modules/people/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { addReduction, bookSpace, cancelBooking, setReduction } from '../../contract/endpoints.ts'
import * as api from '../../contract/payment/endpoints.ts'
import type { MoneyRuleBody } from '../../contract/payment/schemas.ts'
import { createHub, setPolicy, type TestHub } from '../factory.ts'
import { forgetHolder } from '../booking/use-cases/forget-holder.ts'
import { bookings } from '../module.ts'
import { followUnpaid } from './use-cases/follow-unpaid.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], hasWorker: true, clock: testClock('2026-11-25T01:00:00Z'), poolSize: 20 })
})
afterAll(() => app.stop())

const as = (cookie: string) => app.client({ cookie })

async function paidHub(): Promise<TestHub> {
  const hub = await createHub(app)
  for (const place of [hub.room, hub.open, hub.studio]) await setPolicy(app, hub, place.id, { hourYen: 1_000, daysAhead: 90 })
  return hub
}

/** A booking of an hour of a seat: ¥1,000. */
async function book(hub: TestHub, day = '2026-12-10', hour = 10, hours = 1): Promise<string> {
  const at = (plus: number): string => `${day}T${String(hour + plus).padStart(2, '0')}:00:00+09:00`
  const booking = await as(hub.member.cookie)(bookSpace, {
    body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at(0), endsAt: at(hours) },
  })
  return booking.id
}

const desk = (hub: TestHub) => as(hub.operator.cookie)
const take = (hub: TestHub, bookingId: string, amountYen: number, more: { givenYen?: number; method?: 'cash' | 'transfer' } = {}) =>
  desk(hub)(api.takePayment, { params: { hubId: hub.id }, body: { items: [{ bookingId, amountYen }], method: 'cash', ...more } })
const paymentOf = (hub: TestHub, bookingId: string) => desk(hub)(api.getPayment, { params: { bookingId } })
const till = (hub: TestHub) => desk(hub)(api.getTill, { params: { hubId: hub.id } })
const close = (hub: TestHub, expectedYen: number, more: object = {}) =>
  desk(hub)(api.closeDay, {
    params: { hubId: hub.id },
    body: { businessDay: '2026-11-25', counts: { '1': expectedYen }, expectedYen, carriedYen: 0, ...more },
  })
const setRule = (hub: TestHub, rule: Partial<MoneyRuleBody>) =>
  desk(hub)(api.setMoneyRule, {
    params: { hubId: hub.id },
    body: {
      due: 'day-of-use',
      dueDays: 0,
      warnDays: 3,
      cancelsUnpaid: false,
      taxKind: 'standard',
      issuerName: '見本町長　例示 次郎',
      issuerTitle: '',
      issuerAddress: '',
      issuerPhone: '',
      invoiceNumber: 'Ｔ７００００１２０５０００２',
      sealText: '',
      permitPrefix: '見町公',
      permitConditions: '',
      permitConditionsEn: '',
      bankAccount: '',
      invoiceDueDays: 30,
      version: 0,
      ...rule,
    },
  })
const sumsAgree = async (hub: TestHub): Promise<void> => {
  const rows = await app.sql<{ booking_id: string }>(
    `select b.booking_id from bookings.bill b left join lateral (
       select coalesce(sum(amount_yen), 0) as sum from bookings.ledger_entry e where e.consortium_id = b.consortium_id and e.booking_id = b.booking_id) e on true
     where b.consortium_id = $1 and b.balance_yen <> e.sum`,
    [hub.consortiumId],
  )
  expect(rows).toEqual([])
}

describe('a fee at the desk', () => {
  test('is owed with the booking, paid in cash with change and a receipt, and taken back by a counter-entry', async () => {
    const hub = await paidHub()
    const bookingId = await book(hub)
    await app.settle()
    expect(await paymentOf(hub, bookingId)).toMatchObject({ state: 'open', balanceYen: 1_000 })
    await expect(take(hub, bookingId, 1_001)).rejects.toMatchObject({ code: 'bookings.more_than_due' })
    await expect(take(hub, bookingId, 1_000, { givenYen: 900 })).rejects.toMatchObject({ code: 'bookings.not_enough_given' })
    const taken = await take(hub, bookingId, 1_000, { givenYen: 5_000 })
    expect(taken).toMatchObject({ receiptNumber: 1, changeYen: 4_000, businessDay: '2026-11-25' })
    const settled = await paymentOf(hub, bookingId)
    expect(settled).toMatchObject({ state: 'settled', balanceYen: 0, paidYen: 1_000 })
    expect(settled.entries.map((entry) => [entry.kind, entry.amountYen, entry.method])).toEqual([
      ['charge', 1_000, null],
      ['payment', -1_000, 'cash'],
    ])
    await expect(take(hub, bookingId, 1)).rejects.toMatchObject({ code: 'bookings.more_than_due' })

    const receiptId = taken.receiptId ?? ''
    const voidIt = () => desk(hub)(api.voidReceipt, { params: { receiptId }, body: { reason: '金額の間違い' } })
    const results = await Promise.allSettled([voidIt(), voidIt(), voidIt()])
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await paymentOf(hub, bookingId)).toMatchObject({ state: 'open', balanceYen: 1_000, paidYen: 0 })
    // the number stays used
    expect((await take(hub, bookingId, 1_000)).receiptNumber).toBe(2)
    await sumsAgree(hub)
  })

  test('a waiver needs a reason and the right; a cancelled booking gives back what was paid, and no waiver as money', async () => {
    const hub = await paidHub()
    const bookingId = await book(hub)
    const waive = (cookie: string) =>
      as(cookie)(api.waiveFee, { params: { bookingId }, body: { amountYen: 400, reason: '町の共催のため' } })
    await expect(waive(hub.member.cookie)).rejects.toMatchObject({ status: 403 })
    expect(await waive(hub.operator.cookie)).toMatchObject({ chargedYen: 600 })
    await take(hub, bookingId, 600)
    await desk(hub)(cancelBooking, { params: { bookingId }, body: {} })
    await app.settle()
    const after = await paymentOf(hub, bookingId)
    expect(after).toMatchObject({ state: 'over', balanceYen: -600 })
    const refund = (amountYen: number) =>
      desk(hub)(api.refundPayment, { params: { bookingId }, body: { amountYen, method: 'cash', reason: '取消のため' } })
    await expect(refund(601)).rejects.toMatchObject({ code: 'bookings.more_than_paid' })
    expect(await refund(600)).toMatchObject({ state: 'settled', balanceYen: 0 })
    await app.settle()
    expect(
      (await app.sql(`select 1 from platform.mail where consortium_id = $1 and subject like '%返金%'`, [hub.consortiumId])).length,
    ).toBe(1)
    await sumsAgree(hub)
  })

  test('one payment for several bookings is one receipt; open amounts leave the list when they are paid', async () => {
    const hub = await paidHub()
    const ids = [await book(hub, '2026-12-10'), await book(hub, '2026-12-09')]
    await app.settle()
    const list = () => desk(hub)(api.listOpenBills, { params: { hubId: hub.id }, query: {} })
    expect((await list()).items.map((bill) => bill.bookingId)).toEqual(ids.toReversed())
    const paid = await desk(hub)(api.takePayment, {
      params: { hubId: hub.id },
      body: {
        items: ids.map((bookingId) => ({ bookingId, amountYen: 1_000 })),
        method: 'cash',
        addressee: '見本合唱団',
        isOrganisation: true,
      },
    })
    expect(paid.totalYen).toBe(2_000)
    expect((await list()).items).toEqual([])
    const [receipt] = (await desk(hub)(api.listReceipts, { params: { hubId: hub.id }, query: {} })).items
    expect(receipt).toMatchObject({ totalYen: 2_000, addressee: '見本合唱団', prints: 0, isVoid: false })
  })

  test('rows of money cannot be changed or deleted by the program, whatever it does', async () => {
    const hub = await paidHub()
    await take(hub, await book(hub), 1_000)
    for (const statement of [
      'update bookings.ledger_entry set amount_yen = 1',
      'delete from bookings.ledger_entry',
      'delete from bookings.receipt',
    ])
      await expect(app.sql(`set role hiroba_app; ${statement}`)).rejects.toThrow(/permission denied/)
    await app.sql('reset role')
  })
})

describe('taken back', () => {
  const refund = (hub: TestHub, bookingId: string, amountYen: number) =>
    desk(hub)(api.refundPayment, { params: { bookingId }, body: { amountYen, method: 'cash', reason: '取消のため' } })

  test('a receipt whose money was given back is not voided as well: the drawer pays once', async () => {
    const hub = await paidHub()
    const [kept, returned] = [await book(hub), await book(hub)]
    const receipts = [(await take(hub, kept, 1_000)).receiptId ?? '', (await take(hub, returned, 1_000)).receiptId ?? '']
    await desk(hub)(cancelBooking, { params: { bookingId: returned }, body: {} })
    await refund(hub, returned, 1_000)
    const voidIt = (receiptId: string) => desk(hub)(api.voidReceipt, { params: { receiptId }, body: { reason: '金額の間違い' } })
    await expect(voidIt(receipts[1] ?? '')).rejects.toMatchObject({ code: 'bookings.given_back' })
    expect((await till(hub)).expectedYen).toBe(1_000)
    await voidIt(receipts[0] ?? '')
    expect((await till(hub)).expectedYen).toBe(0)
    await sumsAgree(hub)
  })

  test('a transfer noted for the wrong booking is taken back once, with a reason, and noted anew; cash goes by its receipt', async () => {
    const hub = await paidHub()
    const [wrong, right] = [await book(hub), await book(hub)]
    await take(hub, wrong, 1_000, { method: 'transfer' })
    const cash = await take(hub, right, 400)
    const entryOf = async (bookingId: string, method: string) =>
      (await paymentOf(hub, bookingId)).entries.find((entry) => entry.method === method)
    const voidIt = (cookie: string, entryId = '') =>
      as(cookie)(api.voidPayment, { params: { entryId }, body: { reason: '別の予約の入金' } })
    const transfer = await entryOf(wrong, 'transfer')
    const receipted = await entryOf(right, 'cash')
    expect([transfer?.canVoid, receipted?.canVoid, receipted?.receiptId]).toEqual([true, false, cash.receiptId])
    await expect(voidIt(hub.operator.cookie, receipted?.id)).rejects.toMatchObject({ code: 'bookings.void_elsewhere' })
    await expect(voidIt(hub.member.cookie, transfer?.id)).rejects.toMatchObject({ status: 403 })
    const results = await Promise.allSettled([1, 2, 3].map(() => voidIt(hub.operator.cookie, transfer?.id)))
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const after = await paymentOf(hub, wrong)
    expect(after).toMatchObject({ state: 'open', balanceYen: 1_000, paidYen: 0 })
    expect(after.entries.map((entry) => [entry.amountYen, entry.isReversal, entry.isReversed, entry.canVoid, entry.reason])).toEqual([
      [1_000, false, false, false, ''],
      [-1_000, false, true, false, ''],
      [1_000, true, false, false, '別の予約の入金'],
    ])
    await take(hub, right, 600, { method: 'transfer' })
    expect((await paymentOf(hub, right)).state).toBe('settled')
    await sumsAgree(hub)
  })
})

describe('races', () => {
  test('50 payments at once: receipts numbered 1 to 50, none twice, none missing', async () => {
    const hub = await paidHub()
    const ids: string[] = []
    for (let day = 1; day <= 10; day++)
      for (let hour = 10; hour < 15; hour++) ids.push(await book(hub, `2026-12-${String(day).padStart(2, '0')}`, hour))
    const taken = await Promise.all(ids.map((id) => take(hub, id, 1_000)))
    expect(taken.map((one) => one.receiptNumber ?? 0).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
    expect((await till(hub)).expectedYen).toBe(50_000)
    await sumsAgree(hub)
  }, 60_000)

  test('a receipt that is rolled back leaves no gap, and one without its predecessor is refused by the database', async () => {
    const hub = await paidHub()
    const [first, second] = [await book(hub), await book(hub)]
    await take(hub, first, 1_000)
    await expect(take(hub, second, 5_000)).rejects.toMatchObject({ code: 'bookings.more_than_due' })
    expect((await take(hub, second, 1_000)).receiptNumber).toBe(2)
    await expect(
      app.sql(
        `insert into bookings.receipt (consortium_id, hub_id, fiscal_year, number, business_day, issued_at, method, total_yen, given_yen, change_yen, addressee, language, paper)
         values ($1, $2, 2026, 4, '2026-11-25', now(), 'cash', 1, 1, 0, '', 'ja', '{}')`,
        [hub.consortiumId, hub.id],
      ),
    ).rejects.toThrow(/receipt_no_gap/)
  })

  test('ten clerks take the same fee: one does', async () => {
    const hub = await paidHub()
    const bookingId = await book(hub)
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => take(hub, bookingId, 1_000)))
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect((await till(hub)).expectedYen).toBe(1_000)
  })

  test('closing against payments, 20 rounds: each payment is in the closed day or in the next one, and the drawer agrees', async () => {
    for (let round = 0; round < 20; round++) {
      const hub = await paidHub()
      const ids = [await book(hub, '2026-12-10', 10), await book(hub, '2026-12-10', 11), await book(hub, '2026-12-10', 12)]
      await take(hub, ids[0] ?? '', 1_000)
      const [closed, ...taken] = await Promise.allSettled([close(hub, 1_000), ...ids.slice(1).map((id) => take(hub, id, 1_000))])
      expect(taken.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled'])
      const [sum] = await app.sql<{ closed: string; later: string }>(
        `select coalesce(-sum(amount_yen) filter (where business_day <= '2026-11-25'), 0) as closed, coalesce(-sum(amount_yen) filter (where business_day > '2026-11-25'), 0) as later
         from bookings.ledger_entry where consortium_id = $1 and method = 'cash'`,
        [hub.consortiumId],
      )
      const now = await till(hub)
      if (closed?.status === 'fulfilled') {
        // who counted 1,000 closed exactly 1,000
        expect(sum).toEqual({ closed: '1000', later: '2000' })
        expect(now).toMatchObject({ closedUntil: '2026-11-25', businessDay: '2026-11-26', expectedYen: 2_000 })
      } else {
        expect(closed).toMatchObject({ reason: { code: 'platform.changed_meanwhile' } })
        expect(sum).toEqual({ closed: '3000', later: '0' })
        expect(now.expectedYen).toBe(3_000)
      }
    }
  }, 120_000)
})

describe("the day's closing", () => {
  test('agrees, or says why not; a closed day is never opened; the float goes on', async () => {
    const hub = await paidHub()
    const bookingId = await book(hub, '2026-12-10', 10, 3)
    await take(hub, bookingId, 3_000, { givenYen: 10_000 })
    const expected = 10_000 + 3_000
    const count = (yen: number, more: object = {}) => close(hub, expected, { openingYen: 10_000, counts: { '1': yen }, ...more })
    await expect(count(12_990)).rejects.toMatchObject({ code: 'bookings.difference_unexplained' })
    await expect(close(hub, 5, { openingYen: 10_000 })).rejects.toMatchObject({ status: 412 })
    await expect(count(expected, { carriedYen: expected + 1 })).rejects.toMatchObject({ code: 'bookings.carried_too_much' })
    await expect(count(expected, { businessDay: '2026-11-26' })).rejects.toMatchObject({ code: 'bookings.day_not_come' })
    const closed = await count(12_990, { reason: '10円玉を落としたため', carriedYen: 10_000 })
    expect(closed).toMatchObject({ differenceYen: -10, depositYen: 2_990, expectedYen: expected })
    await expect(count(12_990, { reason: 'もう一度' })).rejects.toMatchObject({ code: 'bookings.day_closed' })
    const [receipt] = (await desk(hub)(api.listReceipts, { params: { hubId: hub.id }, query: {} })).items
    await desk(hub)(api.voidReceipt, { params: { receiptId: receipt?.id ?? '' }, body: { reason: '返却のため' } })
    const now = await till(hub)
    expect(now).toMatchObject({ openingYen: 10_000, businessDay: '2026-11-26', cashOutYen: 3_000, expectedYen: 7_000 })
    // another amount to begin with than what was carried is a difference, and says why
    app.clock.set('2026-11-26T01:00:00Z')
    const next = (expectedYen: number, more: object = {}) =>
      close(hub, expectedYen, { businessDay: '2026-11-26', openingYen: 9_000, counts: { '1': 6_000 }, ...more })
    await expect(next(6_000)).rejects.toMatchObject({ status: 412 })
    await expect(next(7_000)).rejects.toMatchObject({ code: 'bookings.difference_unexplained' })
    expect(await next(7_000, { reason: '両替のため1,000円を出した' })).toMatchObject({ openingYen: 10_000, differenceYen: -1_000 })
    app.clock.set('2026-11-25T01:00:00Z')
    // the closed day is as it was
    expect((await desk(hub)(api.listClosings, { params: { hubId: hub.id }, query: {} })).items).toMatchObject([
      { businessDay: '2026-11-26' },
      { id: closed.id, countedYen: 12_990 },
    ])
    const sheet = await app.request(`/api/v1/hubs/${hub.id}/closing-sheet?from=2026-11-25&until=2026-11-26&format=csv`, {
      cookie: hub.operator.cookie,
    })
    expect((await sheet.text()).trim().split('\r\n')).toHaveLength(3)
  })
})

test('a day with more movements than a file holds is closed all the same; the file asks for fewer days instead of leaving some out', async () => {
  const hub = await paidHub()
  const bookingId = await book(hub)
  await take(hub, bookingId, 1_000)
  const sheet = () =>
    app.request(`/api/v1/hubs/${hub.id}/closing-sheet?from=2026-11-25&until=2026-11-25&format=csv`, { cookie: hub.operator.cookie })
  expect((await sheet()).status).toBe(200)
  // in and out, so many times
  await app.sql(
    `insert into bookings.ledger_entry (consortium_id, hub_id, booking_id, kind, amount_yen, method, reason, business_day, actor_kind, at)
     select $1, $2, $3, kind, yen, 'cash', '両替', '2026-11-25', 'system', now()
     from generate_series(1, 10000), (values ('payment', -10), ('refund', 10)) as e (kind, yen)`,
    [hub.consortiumId, hub.id, bookingId],
  )
  expect(await (await sheet()).json()).toMatchObject({ status: 422, code: 'bookings.too_many_movements' })
  expect(await till(hub)).toMatchObject({ cashInYen: 101_000, cashOutYen: 100_000, expectedYen: 1_000 })
  expect(await close(hub, 1_000)).toMatchObject({ cashInYen: 101_000, differenceYen: 0 })
})

describe('unpaid', () => {
  const follow = (hub: TestHub, bookingId: string) =>
    app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => followUnpaid(scope, bookingId))

  test('is warned first, then cancelled where the hub says so; the place is free and the holder is told why', async () => {
    const hub = await paidHub()
    await setRule(hub, { due: 'after-confirmation', dueDays: 5, warnDays: 2, cancelsUnpaid: true })
    const [bookingId, paidId] = [await book(hub, '2026-12-20'), await book(hub, '2026-12-20')]
    await app.settle()
    await take(hub, paidId, 1_000)
    const due = await paymentOf(hub, bookingId)
    expect(due).toMatchObject({ cancelsUnpaid: true, dueAt: '2026-11-30T15:00:00Z' })
    const status = async (id: string) =>
      (await app.sql<{ status: string }>('select status from bookings.booking where id = $1', [id]))[0]?.status
    // the deadline has passed, but nobody has been warned: the warning comes, and a day to pay in
    app.clock.set('2026-12-02T00:00:00Z')
    await follow(hub, bookingId)
    await follow(hub, bookingId)
    await app.settle()
    expect(await status(bookingId)).toBe('confirmed')
    app.clock.set('2026-12-03T00:00:01Z')
    await Promise.all([follow(hub, bookingId), follow(hub, bookingId), follow(hub, paidId)])
    expect([await status(bookingId), await status(paidId)]).toEqual(['cancelled', 'confirmed'])
    await app.settle()
    const mails = await app.sql<{ subject: string; body_text: string }>(
      'select subject, body_text from platform.mail where consortium_id = $1',
      [hub.consortiumId],
    )
    expect(mails.filter((mail) => mail.subject.includes('お支払いをお待ち'))).toHaveLength(1)
    expect(await paymentOf(hub, bookingId)).toMatchObject({ state: 'settled', balanceYen: 0 })
    expect((await app.sql('select 1 from bookings.occupancy where source_id = $1', [bookingId])).length).toBe(0)
    app.clock.set('2026-11-25T01:00:00Z')
    await sumsAgree(hub)
  })

  test('paid at the very moment of the deadline: paid and kept, or cancelled and never paid', async () => {
    const hub = await paidHub()
    await setRule(hub, { due: 'after-confirmation', dueDays: 5, warnDays: 2, cancelsUnpaid: true })
    for (let round = 0; round < 10; round++) {
      const bookingId = await book(hub, `2026-12-${15 + round}`)
      await app.settle()
      await app.sql(`update bookings.bill set warned_at = '2026-11-24', due_at = '2026-11-25', used_on = used_on where booking_id = $1`, [
        bookingId,
      ])
      const [paid] = await Promise.allSettled([take(hub, bookingId, 1_000), follow(hub, bookingId)])
      const [row] = await app.sql<{ status: string }>('select status from bookings.booking where id = $1', [bookingId])
      expect(row?.status).toBe(paid.status === 'fulfilled' ? 'confirmed' : 'cancelled')
      await sumsAgree(hub)
    }
  })
})

describe('invoices to organisations', () => {
  test('a month is invoiced once, with tax rounded once; a credit takes it back; a transfer pays every booking on it', async () => {
    const hub = await paidHub()
    const organisationId = await createOrganisation(app, hub.consortiumId, '見本商店株式会社')
    const ids = [await book(hub, '2026-11-26'), await book(hub, '2026-11-27'), await book(hub, '2026-12-01')]
    await app.settle()
    await app.sql('update bookings.booking set organisation_id = $1, fee_yen = 105 where id = any($2)', [organisationId, ids])
    for (const id of ids)
      await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => followUnpaid(scope, id))
    app.clock.set('2026-12-05T01:00:00Z')
    const issue = () => desk(hub)(api.issueInvoice, { params: { hubId: hub.id }, body: { organisationId, month: '2026-11' } })
    await expect(issue()).rejects.toMatchObject({ code: 'bookings.issuer_missing' })
    expect((await setRule(hub, {})).invoiceNumber).toBe('T7000012050002')
    const candidates = await desk(hub)(api.listInvoiceCandidates, { params: { hubId: hub.id }, query: { month: '2026-11' } })
    expect(candidates.items).toEqual([{ organisationId, organisationName: '見本商店株式会社', bookings: 2, totalYen: 210 }])
    const results = await Promise.allSettled([issue(), issue(), issue()])
    const issued = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(issued).toHaveLength(1)
    const invoice = issued[0]
    if (invoice === undefined) return
    expect(invoice).toMatchObject({ number: 1, totalYen: 210, state: 'open', lineCount: 2, dueOn: '2027-01-04' })
    const [stored] = await app.sql<{ paper: { taxes: unknown } }>('select paper from bookings.invoice where id = $1', [invoice.id])
    expect(stored?.paper.taxes).toEqual([{ percent: 10, totalYen: 210, taxYen: 19 }])
    await expect(take(hub, ids[0] ?? '', 105)).rejects.toMatchObject({ code: 'bookings.on_invoice' })

    const credit = await desk(hub)(api.correctInvoice, { params: { invoiceId: invoice.id }, body: { reason: '宛名の間違い' } })
    expect(credit).toMatchObject({ kind: 'credit', number: 2, totalYen: -210 })
    const pay = (invoiceId: string) => desk(hub)(api.payInvoice, { params: { invoiceId }, body: { receivedOn: '2026-12-05' } })
    await expect(pay(invoice.id)).rejects.toMatchObject({ code: 'bookings.invoice_corrected' })
    const second = await issue()
    const paid = await Promise.allSettled([pay(second.id), pay(second.id)])
    expect(paid.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await paymentOf(hub, ids[0] ?? '')).toMatchObject({ state: 'settled', balanceYen: 0 })
    await expect(desk(hub)(api.correctInvoice, { params: { invoiceId: second.id }, body: { reason: '遅い' } })).rejects.toMatchObject({
      code: 'bookings.invoice_paid',
    })
    // of another invoice after all: taken back whole, with a reason, once; then paid
    const takeBack = () => desk(hub)(api.voidInvoicePayment, { params: { invoiceId: second.id }, body: { reason: '別の請求書の入金' } })
    await expect(
      desk(hub)(api.voidInvoicePayment, { params: { invoiceId: invoice.id }, body: { reason: '入金がない' } }),
    ).rejects.toMatchObject({ code: 'bookings.invoice_unpaid' })
    const backs = await Promise.allSettled([takeBack(), takeBack()])
    expect(backs.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await paymentOf(hub, ids[0] ?? '')).toMatchObject({ state: 'open', balanceYen: 105, invoiceId: second.id })
    await sumsAgree(hub)
    expect(await pay(second.id)).toMatchObject({ state: 'paid', paidOn: '2026-12-05' })
    const list = await desk(hub)(api.listInvoices, { params: { hubId: hub.id }, query: {} })
    expect(list.items.map((one) => [one.number, one.state])).toEqual([
      [3, 'paid'],
      [2, 'credit'],
      [1, 'corrected'],
    ])
    app.clock.set('2026-11-25T01:00:00Z')
    await sumsAgree(hub)
  })
})

describe('what is due while an invoice waits', () => {
  async function invoiced() {
    const hub = await paidHub()
    await setRule(hub, { due: 'after-confirmation', dueDays: 0, warnDays: 0, cancelsUnpaid: true })
    const organisationId = await createOrganisation(app, hub.consortiumId, '模擬建設株式会社')
    const bookingId = await book(hub, '2026-11-27')
    await app.sql('update bookings.booking set organisation_id = $1 where id = $2', [organisationId, bookingId])
    await app.settle()
    const { receiptId } = await take(hub, bookingId, 400)
    app.clock.set('2026-12-05T01:00:00Z')
    const invoice = await desk(hub)(api.issueInvoice, { params: { hubId: hub.id }, body: { organisationId, month: '2026-11' } })
    return { hub, bookingId, invoice, receiptId: receiptId ?? '' }
  }
  const pay = (hub: TestHub, invoiceId: string) => desk(hub)(api.payInvoice, { params: { invoiceId }, body: { receivedOn: '2026-12-05' } })

  test('stays as it is, and is free again when the invoice is paid or taken back', async () => {
    const { hub, bookingId, invoice, receiptId } = await invoiced()
    expect(invoice.totalYen).toBe(600)
    const rules = await desk(hub)(addReduction, {
      params: { hubId: hub.id },
      body: {
        names: { ja: '町の共催' },
        percent: 50,
        yen: null,
        needsProof: false,
        isDeskOnly: true,
        validFrom: '2026-12-05',
        reason: '要綱',
      },
    })
    const [reduction] = rules.reductions
    const reduce = () =>
      desk(hub)(setReduction, { params: { bookingId }, body: { reductionId: reduction?.id ?? null, reason: '共催のため' } })
    const voidIt = () => desk(hub)(api.voidReceipt, { params: { receiptId }, body: { reason: '金額の間違い' } })
    await expect(reduce()).rejects.toMatchObject({ code: 'bookings.fee_invoiced' })
    await expect(voidIt()).rejects.toMatchObject({ code: 'bookings.fee_invoiced' })
    await pay(hub, invoice.id)
    expect(await paymentOf(hub, bookingId)).toMatchObject({ state: 'settled', invoiceId: null })
    expect(await reduce()).toMatchObject({ feeYen: 500 })
    await app.settle()
    // paid more than is due now: to be given back
    expect(await paymentOf(hub, bookingId)).toMatchObject({ state: 'over', balanceYen: -500 })
    await desk(hub)(api.refundPayment, { params: { bookingId }, body: { amountYen: 500, method: 'transfer', reason: '共催のため' } })
    // 600 of the invoice would be taken back, of which 100 and the receipt's 400 are left
    await expect(
      desk(hub)(api.voidInvoicePayment, { params: { invoiceId: invoice.id }, body: { reason: '別の請求書' } }),
    ).rejects.toMatchObject({ code: 'bookings.given_back' })
    app.clock.set('2026-11-25T01:00:00Z')
    await sumsAgree(hub)
  })

  test('who is invoiced by the month is neither warned nor cancelled; the same booking of a person is', async () => {
    const hub = await paidHub()
    await setRule(hub, { due: 'after-confirmation', dueDays: 5, warnDays: 2, cancelsUnpaid: true })
    const organisationId = await createOrganisation(app, hub.consortiumId, '架空工業株式会社')
    const [ofCompany, ofPerson] = [await book(hub, '2026-12-20'), await book(hub, '2026-12-20')]
    const paidInPart = await book(hub, '2026-12-20')
    await take(hub, paidInPart, 300)
    await app.sql('update bookings.booking set organisation_id = $1 where id = $2', [organisationId, ofCompany])
    await app.settle()
    const follow = () =>
      Promise.all(
        [ofCompany, ofPerson, paidInPart].map((id) =>
          app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => followUnpaid(scope, id)),
        ),
      )
    await follow()
    app.clock.set('2026-12-01T00:00:00Z')
    await follow()
    app.clock.set('2026-12-03T00:00:00Z')
    await follow()
    const rows = await app.sql<{ status: string; warned: boolean; due: boolean }>(
      `select b.status, l.warned_at is not null as warned, l.cancels_unpaid or (l.warned_at is null and l.warn_at is not null) as due
       from bookings.booking b join bookings.bill l on l.booking_id = b.id where b.id = any($1) order by array_position($1, b.id)`,
      [[ofCompany, ofPerson, paidInPart]],
    )
    // what is cancelled does not stay on the list of what is due either
    expect(rows).toEqual([
      { status: 'confirmed', warned: false, due: false },
      { status: 'cancelled', warned: true, due: false },
      { status: 'confirmed', warned: true, due: false },
    ])
    app.clock.set('2026-11-25T01:00:00Z')
  })
})

describe('papers', () => {
  const read = (path: string, cookie: string) => app.request(`/api/v1${path}`, { cookie })
  const isPdf = async (response: Response): Promise<void> => {
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(bytes.subarray(-6).toString().trim()).toBe('%%EOF')
    // letters, not a picture of them
    expect(bytes.toString('latin1')).toContain('/ToUnicode')
  }

  test('permit, receipt and closing are real PDFs; the second print of a receipt is one issued again', async () => {
    const hub = await paidHub()
    await setRule(hub, {})
    const bookingId = await book(hub)
    await isPdf(await read(`/bookings/${bookingId}/permit`, hub.member.cookie))
    await isPdf(await read(`/bookings/${bookingId}/permit?language=en`, hub.operator.cookie))
    expect((await read(`/bookings/${bookingId}/permit`, hub.other.cookie)).status).toBe(404)
    expect(await app.sql('select number from bookings.permit where booking_id = $1', [bookingId])).toEqual([{ number: 1 }])
    const { receiptId } = await take(hub, bookingId, 1_000)
    for (const prints of [1, 2]) {
      await isPdf(await read(`/receipts/${receiptId}/paper`, hub.operator.cookie))
      expect((await desk(hub)(api.listReceipts, { params: { hubId: hub.id }, query: {} })).items[0]?.prints).toBe(prints)
    }
    const closed = await close(hub, 1_000)
    await isPdf(await read(`/closings/${closed.id}/paper`, hub.operator.cookie))
    await desk(hub)(cancelBooking, { params: { bookingId }, body: {} })
    expect((await read(`/bookings/${bookingId}/permit`, hub.member.cookie)).status).toBe(409)
  })
})

test('why a booking was cancelled stands in the mail and its history, also where a fee is taken back with it', async () => {
  const hub = await paidHub()
  const bookingId = await book(hub)
  await app.settle()
  await desk(hub)(cancelBooking, { params: { bookingId }, body: { reason: '雪で閉めるため' } })
  await app.settle()
  const mails = await app.sql<{ body_text: string }>(
    `select body_text from platform.mail where consortium_id = $1 and subject like '%取り消し%'`,
    [hub.consortiumId],
  )
  expect(mails.map((mail) => mail.body_text.includes('雪で閉めるため'))).toEqual([true])
  const events = await app.sql<{ type: string }>(`select type from platform.event where subject_id = $1 order by id`, [bookingId])
  expect(events.map((event) => event.type)).toEqual(['bookings.booked', 'bookings.charged', 'bookings.cancelled', 'bookings.charged'])
})

test('a person who is forgotten leaves the receipt, not the name on it', async () => {
  const hub = await paidHub()
  const bookingId = await book(hub)
  await take(hub, bookingId, 1_000)
  await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
    forgetHolder(scope, { accountId: hub.member.accountId }),
  )
  expect(await app.sql('select number, total_yen, addressee from bookings.receipt where consortium_id = $1', [hub.consortiumId])).toEqual([
    { number: 1, total_yen: 1_000, addressee: '' },
  ])
})
