/** A guest without an account sees, takes along and has removed what is held about their address, by a link mailed to it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listMails, readMail } from '#platform/contract/endpoints.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { publishTerms, readHubTerms } from '#modules/people/contract/endpoints.ts'
import { people } from '#modules/people/server/module.ts'
import type { Language } from '#platform/contract/texts.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { openMailbox, type Mailbox } from '#platform/testkit/mailbox.ts'
import * as api from '../../contract/endpoints.ts'
import { takePayment } from '../../contract/payment/endpoints.ts'
import { createHub, guestOf, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'

let app: TestApp
let mailbox: Mailbox
let hub: TestHub
beforeAll(async () => {
  mailbox = await openMailbox()
  app = await createTestApp({
    modules: [people, hubs, bookings],
    hasWorker: true,
    smtpUrl: mailbox.url,
    clock: testClock('2026-11-22T03:00:00Z'),
  })
  hub = await createHub(app)
})
afterAll(async () => {
  await app.stop()
  await mailbox.stop()
})

// the counters by address are not what is looked at here
beforeEach(() => app.sql('truncate platform.rate_window'))

const at = (time: string, day = '2026-11-24') => Temporal.ZonedDateTime.from(`${day}T${time}[Asia/Tokyo]`).toInstant().toString()
const linkOf = (bookingId: string) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, async (scope) =>
    scope.sign('bookings.link', `${hub.consortiumId}/${bookingId}/1`),
  )
async function book(mail: string, hour: string, language: Language = 'ja') {
  const { terms } = await app.client()(readHubTerms, { params: { hubKey: hub.key } })
  const made = await app.client()(api.bookAsGuest, {
    params: { hubKey: hub.key },
    body: {
      what: { kind: 'seat', spaceId: hub.open.id },
      startsAt: at(`${hour}:00`),
      endsAt: at(`${hour}:30`),
      guest: { ...guestOf(mail), name: '仮名 三郎', phone: '+819012345678', language },
      purpose: '秘密の打合せ',
      consent: true,
      ...(terms === null ? {} : { termsId: terms.id }),
    },
    idempotencyKey: `key-of-${mail}-${hour}`.replaceAll(/[^\w-]/g, '-').padEnd(16, '-'),
  })
  const link = await linkOf(made.id)
  await app.client({ link })(api.confirmGuestBooking, { params: { hubKey: hub.key, bookingId: made.id } })
  return { id: made.id, link }
}
const ask = (booking: { id: string; link: string }, link = booking.link) =>
  app.client({ link })(api.askForRecords, { params: { hubKey: hub.key, bookingId: booking.id }, body: {} })
/** Something borrowed at the desk, and a fee paid there. */
async function borrowAndPay(booking: { id: string }, mail: string, unit: number) {
  const desk = app.client({ cookie: hub.operator.cookie })
  const unitId = hub.tablets.unitIds[unit] ?? ''
  await desk(api.lendUnit, {
    params: { hubId: hub.id },
    body: { unitId, holder: { name: '仮名 三郎', mail }, dueAt: at('10:00', '2026-11-23') },
  })
  await app.sql('update bookings.booking set fee_yen = 800 where id = $1', [booking.id])
  await desk(takePayment, { params: { hubId: hub.id }, body: { items: [{ bookingId: booking.id, amountYen: 800 }], method: 'cash' } })
}
async function mailedLink(mail: string) {
  await app.settle()
  const sent = await mailbox.waitFor(mail, (one) => one.text?.includes('/records/') === true)
  const [, recordsOf = '', link = ''] = /\/records\/([0-9a-f-]{36})#k=(\S+)/.exec(sent.text ?? '') ?? []
  return { params: { hubKey: hub.key, recordsOf }, guest: app.client({ link }), sent }
}

describe('by the link mailed to the address', () => {
  test('everything is read and taken along: bookings, mails, to which terms they agreed; nothing of anybody else', async () => {
    await app.client({ cookie: hub.operator.cookie })(publishTerms, {
      body: { text: { ja: '規約', en: 'Terms' }, validFrom: '2026-01-01' },
    })
    const mail = 'saburo@example.jp'
    const first = await book(mail, '10')
    await book(mail, '11')
    await borrowAndPay(first, mail, 0)
    await book('somebody-else@example.jp', '12')
    expect(await ask(first)).toEqual({ mail, url: null })
    const { params, guest } = await mailedLink(mail)
    const records = await guest(api.readGuestRecords, { params })
    expect(records).toMatchObject({
      mail,
      waiting: 0,
      loans: 1,
      bookings: [
        { status: 'confirmed', isComing: true },
        { status: 'confirmed', isComing: true },
      ],
    })
    expect(records.mails.length).toBeGreaterThanOrEqual(3)
    const file = await app.request(`/api/v1/hubs/${hub.key}/guest-records/${params.recordsOf}/file?format=json`, {
      headers: { 'hiroba-link': (await mailedLink(mail)).sent.text?.match(/#k=(\S+)/)?.[1] ?? '' },
    })
    const text = await file.text()
    for (const word of [mail, '仮名 三郎', '+819012345678', '秘密の打合せ', '"version": 1']) expect(text).toContain(word)
    expect(text).not.toContain('somebody-else')
    const taken = JSON.parse(text) as { loans: unknown[]; payments: { kind: string; amountYen: number }[]; receipts: unknown[] }
    expect([taken.loans.length, taken.receipts.length]).toEqual([1, 1])
    expect(taken.payments).toMatchObject([
      { kind: 'charge', amountYen: 800 },
      { kind: 'payment', amountYen: -800 },
    ])
    expect(
      await app.sql(`select from platform.event where type = 'bookings.guestRecordsTaken' and subject_id = $1`, [first.id]),
    ).toHaveLength(1)
  })

  test('they are removed once the address is typed: names, mails, kept answers; what is to come is cancelled; the use stays without a name', async () => {
    const mail = 'forget-me@example.jp'
    const [one, two] = [await book(mail, '13'), await book(mail, '14')]
    const other = await book('stays@example.jp', '15')
    await borrowAndPay(one, mail, 1)
    await ask(one)
    const { params, guest } = await mailedLink(mail)
    await expect(guest(api.forgetGuest, { params, body: { mail: 'forget-you@example.jp' } })).rejects.toMatchObject({
      status: 422,
      code: 'bookings.not_your_mail',
    })
    expect((await guest(api.readGuestRecords, { params })).bookings).toHaveLength(2)
    const done = await guest(api.forgetGuest, { params, body: { mail: ' Forget-Me@example.jp ' } })
    expect(done).toMatchObject({ bookings: 2, cancelled: 2 })
    await app.settle()

    const tables = await app.sql<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid where c.relkind = 'r' and a.attname = 'consortium_id'`,
    )
    for (const { name } of tables) {
      const [row] = await app.sql<{ held: string | null }>(
        `select string_agg(t::text, ' ') as held from ${name} t where t::text ilike '%forget-me@%' or (t::text like '%秘密の打合せ%' and t::text like any($1))`,
        [[`%${one.id}%`, `%${two.id}%`]],
      )
      expect([name, row?.held ?? null]).toEqual([name, null])
    }
    const rows = await app.sql<{ status: string; holder_name: string; hour: string }>(
      `select status, holder_name, to_char(starts_at at time zone 'Asia/Tokyo', 'HH24') as hour from bookings.booking where id = any($1) order by starts_at`,
      [[one.id, two.id]],
    )
    expect(rows).toEqual([
      { status: 'cancelled', holder_name: '', hour: '13' },
      { status: 'cancelled', holder_name: '', hour: '14' },
    ])
    expect(await app.sql('select from bookings.occupancy where source_id = any($1)', [[one.id, two.id]])).toEqual([])
    expect(await app.sql('select total_yen, addressee from bookings.receipt where addressee = $1', [''])).toEqual([
      { total_yen: 800, addressee: '' },
    ])
    // nobody else was touched, and the link leads nowhere any more
    expect(await app.sql('select holder_mail from bookings.booking where id = $1', [other.id])).toEqual([
      { holder_mail: 'stays@example.jp' },
    ])
    await expect(guest(api.readGuestRecords, { params })).rejects.toMatchObject({ status: 404 })
    expect(
      await app.sql(
        `select payload->>'cancelled' as cancelled from platform.event where type = 'bookings.guestForgotten' and subject_id = $1`,
        [one.id],
      ),
    ).toEqual([{ cancelled: '2' }])
  })

  test.each(['ja', 'en', 'zh-Hans', 'zh-Hant', 'ko'] as const)('the mail is written in %s', async (language) => {
    const mail = `reader-${language.toLowerCase()}@example.jp`
    await ask(await book(mail, '16', language))
    const { sent, guest, params } = await mailedLink(mail)
    expect(sent.text).not.toContain('guestMail')
    expect(sent.subject?.length).toBeGreaterThan(5)
    expect((await guest(api.readGuestRecords, { params })).bookings).toHaveLength(1)
  })
})

describe('by nothing else', () => {
  test('not by the link of the booking, which may have been passed on, and not by what the desk reads in its mails', async () => {
    const mail = 'passed-on@example.jp'
    const booking = await book(mail, '17')
    const params = { hubKey: hub.key, recordsOf: booking.id }
    await expect(app.client({ link: booking.link })(api.readGuestRecords, { params })).rejects.toMatchObject({ status: 404 })
    await expect(app.client({ link: booking.link })(api.forgetGuest, { params, body: { mail } })).rejects.toMatchObject({ status: 404 })
    expect(await ask(booking)).toEqual({ mail, url: null })
    const { guest, sent } = await mailedLink(mail)
    expect((await guest(api.readGuestRecords, { params })).mail).toBe(mail)
    const desk = app.client({ cookie: hub.operator.cookie })
    const { items } = await desk(listMails, { query: { q: mail } })
    expect(items.map((one) => one.subject)).toContain(sent.subject)
    for (const { id } of items) expect((await desk(readMail, { params: { mailId: id } })).text).not.toContain('/records/')
  })

  test("not with another's link, not a day later, not after the address was corrected", async () => {
    const [mine, others] = [await book('mine@example.jp', '09', 'en'), await book('others@example.jp', '09', 'en')]
    await expect(ask(mine, others.link)).rejects.toMatchObject({ status: 404 })
    await ask(mine)
    await ask(others)
    const [own, other] = [await mailedLink('mine@example.jp'), await mailedLink('others@example.jp')]
    await expect(other.guest(api.readGuestRecords, { params: own.params })).rejects.toMatchObject({ status: 404 })
    expect((await own.guest(api.readGuestRecords, { params: own.params })).mail).toBe('mine@example.jp')
    await app.sql(`update bookings.booking set holder_mail = 'corrected@example.jp' where id = $1`, [others.id])
    await expect(other.guest(api.readGuestRecords, { params: other.params })).rejects.toMatchObject({ status: 404 })
    app.clock.advance({ hours: 25 })
    await expect(own.guest(api.readGuestRecords, { params: own.params })).rejects.toMatchObject({ status: 404 })
  })
})

test('without a mail server the link is given at once: nothing else could bring it', async () => {
  const plain = await createTestApp({ modules: [people, hubs, bookings], clock: testClock('2026-11-22T03:00:00Z') })
  try {
    const own = await createHub(plain)
    const made = await plain.client()(api.bookAsGuest, {
      params: { hubKey: own.key },
      body: {
        what: { kind: 'seat', spaceId: own.open.id },
        startsAt: at('10:00'),
        endsAt: at('10:30'),
        guest: guestOf('plain@example.jp'),
        consent: true,
      },
    })
    const link = await plain.program.runInTenant(own.consortiumId, { name: 'test', requestId: 'test' }, async (scope) =>
      scope.sign('bookings.link', `${own.consortiumId}/${made.id}/1`),
    )
    const { url } = await plain.client({ link })(api.askForRecords, { params: { hubKey: own.key, bookingId: made.id }, body: {} })
    const token = /#k=(\S+)/.exec(url ?? '')?.[1] ?? ''
    const records = await plain.client({ link: token })(api.readGuestRecords, { params: { hubKey: own.key, recordsOf: made.id } })
    expect(records.mail).toBe('plain@example.jp')
  } finally {
    await plain.stop()
  }
})
