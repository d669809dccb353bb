/** Papers for whom they are about: receipts for the holder and the guest, invoices for the manager; another's is not there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMember, createOrganisation, type TestMember } from '#modules/people/server/factory.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { updateOrganisation } from '#modules/people/contract/endpoints.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { bookAsGuest, bookSpace, confirmGuestBooking } from '../../contract/endpoints.ts'
import * as api from '../../contract/payment/endpoints.ts'
import { createHub, guestOf, setPolicy, type TestHub } from '../factory.ts'
import { mailInvoiceTo } from '../mails/invoice.ts'
import { bookings } from '../module.ts'
import { followUnpaid } from './use-cases/follow-unpaid.ts'

let app: TestApp
let hub: TestHub
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], hasWorker: true, clock: testClock('2026-11-25T01:00:00Z') })
  hub = await createHub(app)
  await setPolicy(app, hub, hub.open.id, { hourYen: 1_000, daysAhead: 90 })
})
afterAll(() => app.stop())

const as = (cookie: string) => app.client({ cookie })
const at = (hour: number, day = '2026-11-26') => `${day}T${String(hour).padStart(2, '0')}:00:00+09:00`
const book = async (cookie: string, hour: number, day?: string): Promise<string> =>
  (
    await as(cookie)(bookSpace, {
      body: { what: { kind: 'seat', spaceId: hub.open.id }, startsAt: at(hour, day), endsAt: at(hour + 1, day) },
    })
  ).id
const take = async (...bookingIds: string[]): Promise<string> => {
  const { receiptId } = await as(hub.operator.cookie)(api.takePayment, {
    params: { hubId: hub.id },
    body: { items: bookingIds.map((bookingId) => ({ bookingId, amountYen: 1_000 })), method: 'cash' },
  })
  return receiptId ?? ''
}
const read = async (path: string, headers: { cookie?: string; link?: string }): Promise<{ status: number; isPdf: boolean }> => {
  const answer = await app.request(`/api/v1${path}`, {
    ...(headers.cookie === undefined ? {} : { cookie: headers.cookie }),
    headers: headers.link === undefined ? {} : { 'hiroba-link': headers.link },
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, isPdf: bytes.subarray(0, 5).toString() === '%PDF-' }
}
const printsOf = async (receiptId: string) =>
  (await app.sql<{ count: number }>('select count(*)::int as count from bookings.receipt_print where receipt_id = $1', [receiptId]))[0]
    ?.count

describe('a receipt', () => {
  test('is fetched by the holder; each print counts, whoever prints, and none is the first twice', async () => {
    const bookingId = await book(hub.member.cookie, 9)
    const receiptId = await take(bookingId)
    const path = `/bookings/${bookingId}/receipts/${receiptId}`
    const several = await Promise.all([1, 2, 3].map(() => read(path, { cookie: hub.member.cookie })))
    for (const one of several) expect(one).toEqual({ status: 200, isPdf: true })
    expect((await read(`/receipts/${receiptId}/paper`, { cookie: hub.operator.cookie })).status).toBe(200)
    expect(await printsOf(receiptId)).toBe(4)
    const payment = await as(hub.member.cookie)(api.getPayment, { params: { bookingId } })
    expect(payment.receipts).toMatchObject([{ id: receiptId, prints: 4 }])
  })

  test("of another person is not there, nor under one's own booking", async () => {
    const [theirs, mine] = [await book(hub.member.cookie, 10), await book(hub.other.cookie, 10)]
    const receiptId = await take(theirs)
    for (const path of [`/bookings/${theirs}/receipts/${receiptId}`, `/bookings/${mine}/receipts/${receiptId}`])
      expect((await read(path, { cookie: hub.other.cookie })).status).toBe(404)
    expect((await read(`/receipts/${receiptId}/paper`, { cookie: hub.member.cookie })).status).toBe(403)
    expect((await read(`/bookings/${theirs}/receipts/${receiptId}`, {})).status).toBe(401)
    expect(await printsOf(receiptId)).toBe(0)
    expect((await read(`/bookings/${theirs}/receipts/${receiptId}`, { cookie: hub.member.cookie })).status).toBe(200)
  })

  test('for two people together names both, so the desk hands it out; for two bookings of one it is theirs', async () => {
    const [one, other] = [await book(hub.member.cookie, 11), await book(hub.other.cookie, 11)]
    const shared = await take(one, other)
    expect((await read(`/bookings/${one}/receipts/${shared}`, { cookie: hub.member.cookie })).status).toBe(404)
    expect((await as(hub.member.cookie)(api.getPayment, { params: { bookingId: one } })).receipts).toEqual([])
    const [first, second] = [await book(hub.member.cookie, 12), await book(hub.member.cookie, 13)]
    const own = await take(first, second)
    for (const id of [first, second])
      expect((await read(`/bookings/${id}/receipts/${own}`, { cookie: hub.member.cookie })).status).toBe(200)
  })

  test('of a guest comes by the link of that booking, and by no other', async () => {
    const guestBooking = async (hour: number) => {
      const made = await app.client()(bookAsGuest, {
        params: { hubKey: hub.key },
        body: {
          what: { kind: 'seat', spaceId: hub.open.id },
          startsAt: at(hour),
          endsAt: at(hour + 1),
          guest: guestOf('papers@visitor.example.com', 'ja'),
          consent: true,
        },
      })
      const link = await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, async (scope) =>
        scope.sign('bookings.link', `${hub.consortiumId}/${made.id}/1`),
      )
      await app.client({ link })(confirmGuestBooking, { params: { hubKey: hub.key, bookingId: made.id } })
      return { id: made.id, link }
    }
    const [one, other] = [await guestBooking(14), await guestBooking(15)]
    const before = await app.client({ link: one.link })(api.getGuestPayment, { params: { hubKey: hub.key, bookingId: one.id } })
    expect(before).toMatchObject({ state: 'open', balanceYen: 1_000, receipts: [] })
    const receiptId = await take(one.id)
    const after = await app.client({ link: one.link })(api.getGuestPayment, { params: { hubKey: hub.key, bookingId: one.id } })
    expect(after).toMatchObject({ state: 'settled', balanceYen: 0, receipts: [{ id: receiptId, totalYen: 1_000 }] })
    const pathOf = (id: string) => `/hubs/${hub.key}/guest-bookings/${id}/guest-receipts/${receiptId}`
    expect(await read(pathOf(one.id), { link: one.link })).toEqual({ status: 200, isPdf: true })
    for (const [id, link] of [
      [one.id, other.link],
      [other.id, other.link],
    ] as const)
      expect((await read(pathOf(id), { link })).status).toBe(404)
    // the same mail, but a link may have been passed on: what names both bookings stays at the desk
    const both = await take(other.id, (await guestBooking(16)).id)
    expect((await read(`/hubs/${hub.key}/guest-bookings/${other.id}/guest-receipts/${both}`, { link: other.link })).status).toBe(404)
  })
})

describe('an invoice', () => {
  let organisationId: string
  let manager: TestMember
  let invoiceId: string
  beforeAll(async () => {
    organisationId = await createOrganisation(app, hub.consortiumId, '見本商店株式会社')
    manager = await createMember(app, { consortiumId: hub.consortiumId, organisationId, roles: ['member', 'manager'] })
    const ids = [await book(hub.member.cookie, 9, '2026-11-27'), await book(hub.member.cookie, 9, '2026-11-28')]
    await app.settle()
    await app.sql('update bookings.booking set organisation_id = $1 where id = any($2)', [organisationId, ids])
    await as(hub.operator.cookie)(api.setMoneyRule, {
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
        issuerPhone: '0278-00-0000',
        invoiceNumber: 'T7000012050002',
        sealText: '',
        permitPrefix: '',
        permitConditions: '',
        permitConditionsEn: '',
        bankAccount: '見本銀行 本店 普通 0000000',
        invoiceDueDays: 30,
        version: 0,
      },
    })
    for (const id of ids)
      await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => followUnpaid(scope, id))
    app.clock.set('2026-12-05T01:00:00Z')
  })

  test('is mailed to the managers when it is issued; the office sees to whom and when', async () => {
    const params = { organisationId }
    expect(await as(hub.operator.cookie)(api.getBillingAddress, { params })).toMatchObject({
      name: '見本商店株式会社',
      mails: [manager.mail],
    })
    const invoice = await as(hub.operator.cookie)(api.issueInvoice, {
      params: { hubId: hub.id },
      body: { organisationId, month: '2026-11', isMailed: true },
    })
    invoiceId = invoice.id
    expect(invoice.mailedAt).not.toBeNull()
    await app.settle()
    const [mail, ...more] = await mailsAbout('【')
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to_address: manager.mail, language: 'ja' })
    expect(mail?.subject).toContain('2026-0001')
    expect(mail?.body_text).toContain('見本商店株式会社 御中')
    expect(mail?.body_text).toContain('見本銀行')
    expect(mail?.pdf).toBe('JVBERi')
  })

  test('is read by the manager of the organisation, and by nobody else but the office', async () => {
    const { items } = await as(manager.cookie)(api.listOwnInvoices, { query: {} })
    expect(items.map((item) => item.id)).toEqual([invoiceId])
    const path = `/own-invoices/${invoiceId}/paper`
    expect(await read(path, { cookie: manager.cookie })).toEqual({ status: 200, isPdf: true })
    const elsewhere = await createOrganisation(app, hub.consortiumId, '例示工業株式会社')
    const stranger = await createMember(app, { consortiumId: hub.consortiumId, organisationId: elsewhere, roles: ['manager'] })
    const nowhere = await createMember(app, { consortiumId: hub.consortiumId, roles: ['manager'] })
    for (const one of [stranger, nowhere]) {
      expect((await as(one.cookie)(api.listOwnInvoices, { query: {} })).items).toEqual([])
      expect((await read(path, { cookie: one.cookie })).status).toBe(404)
    }
    expect((await read(path, { cookie: hub.member.cookie })).status).toBe(403)
  })

  test('goes to the address for invoices once there is one, in its language, as often as the office sends it', async () => {
    await as(hub.operator.cookie)(updateOrganisation, {
      params: { id: organisationId },
      body: {
        postalCode: '〒３７９-１６１７',
        address: '群馬県みなかみ町1-1',
        billingDepartment: '総務部',
        billingContact: '架空 実',
        billingMail: 'billing@mihon.example.jp',
        billingLanguage: 'en',
      },
    })
    expect(await as(hub.operator.cookie)(api.getBillingAddress, { params: { organisationId } })).toMatchObject({
      postalCode: '3791617',
      department: '総務部',
      contact: '架空 実',
      mails: ['billing@mihon.example.jp'],
    })
    const send = () => as(hub.operator.cookie)(api.mailInvoice, { params: { invoiceId }, body: { kind: 'invoice' } })
    await send()
    await send()
    await app.settle()
    const mails = await mailsAbout('[')
    expect(mails).toHaveLength(2)
    for (const mail of mails) expect(mail).toMatchObject({ to_address: 'billing@mihon.example.jp', language: 'en' })
  })

  test('is asked for once it is overdue: it stands on the list until then, and a paid one is not asked for', async () => {
    const remind = () => as(hub.operator.cookie)(api.mailInvoice, { params: { invoiceId }, body: { kind: 'reminder' } })
    const overdue = async () =>
      (await as(hub.operator.cookie)(api.listInvoices, { params: { hubId: hub.id }, query: { show: 'overdue' } })).items.map(
        (item) => item.id,
      )
    await expect(remind()).rejects.toMatchObject({ code: 'bookings.invoice_not_due' })
    expect(await overdue()).toEqual([])
    app.clock.set('2027-01-05T01:00:00Z')
    expect(await overdue()).toEqual([invoiceId])
    expect((await remind()).remindedAt).not.toBeNull()
    expect(await overdue()).toEqual([])
    await app.settle()
    expect((await mailsAbout('[')).at(-1)).toMatchObject({ subject: expect.stringContaining('reminder'), pdf: 'JVBERi' })
    await as(hub.operator.cookie)(api.payInvoice, { params: { invoiceId }, body: { receivedOn: '2027-01-05' } })
    await expect(remind()).rejects.toMatchObject({ code: 'bookings.invoice_paid' })
    await expect(as(hub.member.cookie)(api.mailInvoice, { params: { invoiceId }, body: { kind: 'invoice' } })).rejects.toMatchObject({
      status: 403,
    })
  })

  test('whose address goes before its turn comes is noted as not mailed', async () => {
    await as(hub.operator.cookie)(updateOrganisation, { params: { id: organisationId }, body: { billingMail: '' } })
    await app.sql(`update people.membership set status = 'ended' where id = $1`, [manager.membershipId])
    const before = await mailsAbout('')
    const shown = async () =>
      (await as(hub.operator.cookie)(api.listInvoices, { params: { hubId: hub.id }, query: {} })).items.find((one) => one.id === invoiceId)
    const sent = await shown()
    const mailingId = 'ffffffff-0000-7000-8000-000000000001'
    const mailing = (id: string) =>
      app.sql(
        `insert into bookings.invoice_mailing (consortium_id, id, invoice_id, kind, recipients, at) values ($1, $2, $3, 'invoice', 1, $4)`,
        [hub.consortiumId, id, invoiceId, app.clock.now()],
      )
    const run = (id: string) =>
      app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
        mailInvoiceTo(scope, { invoiceId, mailingId: id, kind: 'invoice' }),
      )
    app.clock.set('2027-01-06T01:00:00Z')
    await mailing(mailingId)
    // the job comes twice
    await run(mailingId)
    await run(mailingId)
    expect(await mailsAbout('')).toEqual(before)
    // it was mailed before, and that day stays; this time it was not, and the list says so until it goes out
    expect(await shown()).toMatchObject({ mailedAt: sent?.mailedAt, mailFailedAt: '2027-01-06T01:00:00Z' })
    const again = 'ffffffff-0000-7000-8000-000000000002'
    await mailing(again)
    expect(await shown()).toMatchObject({ mailedAt: '2027-01-06T01:00:00Z', mailFailedAt: null })
    await app.sql(`update bookings.invoice_mailing set failed_at = at where id = $1`, [again])
    expect(
      await app.sql(`select subject_id, payload ->> 'mailingId' as mailing from platform.event where type = 'bookings.invoiceNotMailed'`),
    ).toEqual([{ subject_id: invoiceId, mailing: mailingId }])
  })

  test('to whom nobody is known is issued, and says that there is nobody to mail it to', async () => {
    await as(hub.operator.cookie)(updateOrganisation, { params: { id: organisationId }, body: { billingMail: '' } })
    await app.sql(`update people.membership set status = 'ended' where id = $1`, [manager.membershipId])
    await expect(as(hub.operator.cookie)(api.mailInvoice, { params: { invoiceId }, body: { kind: 'invoice' } })).rejects.toMatchObject({
      code: 'bookings.no_billing_address',
    })
  })
})

const mailsAbout = (begin: string) =>
  app.sql<{ to_address: string; language: string; subject: string; body_text: string; pdf: string }>(
    `select to_address, language, subject, body_text, left(attachments #>> '{files,0,content}', 6) as pdf from platform.mail
     where consortium_id = $1 and cause like 'bookings.invoice:%' and subject like $2 || '%' order by id`,
    [hub.consortiumId, begin],
  )
