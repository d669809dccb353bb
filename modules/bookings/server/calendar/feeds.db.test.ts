/** Calendars to subscribe to: whose bookings, told once, unchanged is 304, gone is cancelled, and the address can die. */
import { gunzipSync } from 'node:zlib'
import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import * as api from '../../contract/endpoints.ts'
import { createHub, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { listFeedsOfAccount, raiseFeeds, updateFeed } from './repository.ts'

let app: TestApp
let hub: TestHub
let there: TestHub

beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(), hasWorker: true })
  hub = await createHub(app, { hours: [0, 1440] })
  there = await createHub(app, { hours: [0, 1440] })
})
afterAll(() => app.stop())

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
/** In some days, so that the real clock of the worker never meets it. */
const at = (days: number, time: string) =>
  app.clock
    .now()
    .toZonedDateTimeISO('Asia/Tokyo')
    .toPlainDate()
    .add({ days })
    .toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: time })
    .toInstant()
    .toString()
const roomOn = (days: number, from: string, to: string) => ({
  what: { kind: 'space' as const, spaceId: hub.room.id },
  startsAt: at(days, from),
  endsAt: at(days, to),
  partySize: 2,
})
const seatOn = (days: number, from: string, to: string) => ({
  what: { kind: 'seat' as const, spaceId: hub.open.id },
  startsAt: at(days, from),
  endsAt: at(days, to),
})

const get = (url: string, headers: Record<string, string> = {}) => app.request(new URL(url).pathname, { headers })
async function eventsAt(url: string): Promise<ICAL.Component[]> {
  const response = await get(url)
  expect(response.status).toBe(200)
  return new ICAL.Component(ICAL.parse(await response.text()) as never).getAllSubcomponents('vevent')
}
const valueOf = (event: ICAL.Component | undefined, name: string): string => String(event?.getFirstPropertyValue(name) ?? '')
const entryOf = (events: readonly ICAL.Component[], id: string) => events.find((one) => valueOf(one, 'uid').startsWith(id))

test('a change while somebody is reading the calendar is in its next reading', async () => {
  const person = await createMember(app, { consortiumId: hub.consortiumId })
  await as(person)(api.makeOwnFeed, { body: {} })
  const inTenant = <T>(work: Parameters<typeof app.program.runInTenant<T>>[2]) =>
    app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, work)
  let letGo: () => void = () => {}
  const read = new Promise<void>((resolve) => (letGo = resolve))
  let raised: Promise<void> | undefined
  await inTenant(async (scope) => {
    const [feed] = await listFeedsOfAccount(scope, person.accountId)
    if (feed === undefined) return
    // a reading that notes itself holds the row
    await updateFeed(scope, feed, { fetchedBy: 'reader' })
    raised = inTenant((other) => raiseFeeds(other, { accountIds: [person.accountId], hubIds: [there.id], targetIds: [] })).finally(letGo)
    await Promise.race([read, new Promise((resolve) => setTimeout(resolve, 300))])
  })
  await raised
  expect(await app.sql('select version, fetched_by from bookings.feed where account_id = $1', [person.accountId])).toEqual([
    { version: '2', fetched_by: 'reader' },
  ])
})

test('Nextcloud calendar 7772: a calendar client that moves an event moves no booking: the feed can only be read, and the entry says where to change it', async () => {
  const person = await createMember(app, { consortiumId: hub.consortiumId })
  const { url } = await as(person)(api.makeOwnFeed, { body: {} })
  const own = await as(person)(api.bookSpace, { body: roomOn(12, '09:00', '10:00') })
  await app.settle()
  const path = new URL(url).pathname
  const before = await (await get(url)).text()
  const [entry] = new ICAL.Component(ICAL.parse(before) as never).getAllSubcomponents('vevent')
  if (entry === undefined) throw new Error('the feed has no entry')
  // what a client sends that takes the feed for a calendar of its own: the copy moved, deleted, answered to
  const start = /DTSTART:\d{8}T/.exec(before)?.[0] ?? ''
  const edited = before.replaceAll(start, 'DTSTART:20270101T').replace('SEQUENCE:0', 'SEQUENCE:9')
  const answers = ['REPLY', 'COUNTER', 'CANCEL'].map((method) => edited.replace('METHOD:PUBLISH', `METHOD:${method}`))
  const headers = { 'content-type': 'text/calendar; charset=utf-8' }
  for (const [method, body] of [
    ['PUT', edited],
    ...answers.map((answer) => ['POST', answer]),
    ['PATCH', edited],
    ['DELETE', undefined],
    ['PROPFIND', '<propfind xmlns="DAV:"/>'],
  ] as const) {
    const answer = await app.request(path, { method, headers, ...(body === undefined ? {} : { body }) })
    expect([method, answer.status < 500 && answer.status >= 400]).toEqual([method, true])
  }
  expect(await (await get(url)).text()).toBe(before)
  const now = await as(person)(api.getBooking, { params: { bookingId: own.id } })
  expect([now.startsAt, now.endsAt, now.status, now.version]).toEqual([own.startsAt, own.endsAt, 'confirmed', own.version])
  // published, not shared: no answer is expected, and it says where the booking is changed
  expect(before).toContain('METHOD:PUBLISH')
  expect(before).not.toMatch(/RSVP=TRUE|PARTSTAT=NEEDS-ACTION/)
  const description = valueOf(entry, 'description')
  expect(description).toMatch(/予約は変わりません|does not change the booking/)
  expect(description).toContain(`/me/bookings/${own.id}`)
  // and so does what the mail puts into the calendar
  const [mail] = await app.sql<{ content: string }>(
    `select attachments->'invitation'->>'content' as content from platform.mail where consortium_id = $1 and to_address = $2 order by id desc limit 1`,
    [hub.consortiumId, person.mail],
  )
  const invited = new ICAL.Component(ICAL.parse(mail?.content ?? '') as never).getFirstSubcomponent('vevent')
  expect(String(invited?.getFirstPropertyValue('description'))).toMatch(/予約は変わりません|does not change the booking/)
})

describe("a person's calendar", () => {
  test('subscriptions that do not refresh: it is told once, shows own bookings and those the desk made for them, and follows changes and cancellations', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    expect(await as(person)(api.getOwnFeed, {})).toEqual({ feed: null })
    const { url, feed } = await as(person)(api.makeOwnFeed, { body: {} })
    expect(url).toMatch(/^http:\/\/localhost:3000\/api\/v1\/feeds\/[\w-]{43}\.ics$/)
    expect(feed).toMatchObject({ kind: 'person', fetchedAt: null })
    expect(JSON.stringify(await app.sql('select * from bookings.feed where id = $1', [feed.id]))).not.toContain(url.slice(-47, -4))
    await expect(as(person)(api.makeOwnFeed, { body: {} })).rejects.toMatchObject({ code: 'platform.conflict' })

    const own = await as(person)(api.bookSpace, { body: roomOn(5, '09:00', '10:00') })
    const made = await as(hub.operator)(api.bookForSomebody, {
      params: { hubId: hub.id },
      body: { ...seatOn(6, '13:00', '15:00'), holder: { accountId: person.accountId } },
    })
    const foreign = await as(hub.other)(api.bookSpace, { body: seatOn(5, '09:00', '10:00') })
    await app.settle()

    const first = await get(url)
    const tag = first.headers.get('etag') ?? ''
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const text = await first.text()
    expect(text).toContain('\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n')
    const events = await eventsAt(url)
    expect(events).toHaveLength(2)
    // the very entry that the mail of the booking made
    expect(valueOf(entryOf(events, own.id), 'uid')).toBe(`${own.id}@localhost`)
    expect(valueOf(entryOf(events, own.id), 'status')).toBe('CONFIRMED')
    expect(entryOf(events, made.id)).toBeDefined()
    expect(entryOf(events, foreign.id)).toBeUndefined()

    for (const held of [tag, `W/${tag}`, `"else", ${tag}`]) {
      const again = await get(url, { 'if-none-match': held })
      expect(again.status).toBe(304)
      expect(await again.text()).toBe('')
    }
    expect((await as(person)(api.getOwnFeed, {})).feed?.fetchedAt).not.toBeNull()

    const moved = await as(person)(api.changeBooking, {
      params: { bookingId: own.id },
      body: { version: own.version, startsAt: at(5, '11:00'), endsAt: at(5, '12:00') },
    })
    await as(hub.operator)(api.cancelBooking, { params: { bookingId: made.id }, body: {} })
    await app.settle()
    const after = await get(url, { 'if-none-match': tag })
    expect(after.status).toBe(200)
    const now = new ICAL.Component(ICAL.parse(await after.text()) as never).getAllSubcomponents('vevent')
    expect(valueOf(entryOf(now, own.id), 'sequence')).toBe('1')
    expect(valueOf(entryOf(now, own.id), 'dtstart').replaceAll(/[-:]/g, '')).toBe(moved.startsAt.replaceAll(/[-:]/g, ''))
    // a subscription takes out what it is told is cancelled, not what is merely missing
    expect(valueOf(entryOf(now, made.id), 'status')).toBe('CANCELLED')
    expect(valueOf(entryOf(now, made.id), 'sequence')).toBe('1')
  })

  test('a series is one entry that repeats, with its moved and cancelled days, by the name that its mail gave it', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const { url } = await as(person)(api.makeOwnFeed, { body: {} })
    const startsOn = at(30, '12:00').slice(0, 10)
    // seven in the morning is the evening before in UTC
    const { id } = await as(person)(api.bookSeries, {
      body: {
        what: { kind: 'seat', spaceId: hub.open.id },
        rule: { startsOn, pattern: { kind: 'daily', every: 2 }, end: { count: 6 } },
        start: '07:00',
        end: '08:00',
      },
    })
    const daysNow = async () => (await as(person)(api.getSeries, { params: { seriesId: id } })).days.flatMap((day) => day.booking ?? [])
    const [, moved, , gone] = await daysNow()
    if (moved === undefined || gone === undefined) throw new Error('no days')
    const later = (instant: string) => Temporal.Instant.from(instant).add({ hours: 30 }).toString()
    await as(person)(api.changeBooking, {
      params: { bookingId: moved.id },
      body: { version: moved.version, startsAt: later(moved.startsAt), endsAt: later(moved.endsAt) },
    })
    await as(person)(api.cancelBooking, { params: { bookingId: gone.id }, body: {} })
    await app.settle()
    const calendar = new ICAL.Component(ICAL.parse(await (await get(url)).text()) as never)
    for (const block of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(block)
    const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
    expect(new Set(events.map((event) => event.uid))).toEqual(new Set([`${id}@localhost`]))
    const whole = events.find((event) => !event.isRecurrenceException())
    if (whole === undefined) throw new Error('no entry that repeats')
    for (const event of events) if (event.isRecurrenceException()) whole.relateException(event)
    const starts: string[] = []
    const iterator = whole.iterator()
    for (let next = iterator.next(); next != null; next = iterator.next()) {
      const { startDate } = whole.getOccurrenceDetails(next)
      starts.push(Temporal.Instant.fromEpochMilliseconds(startDate.toJSDate().getTime()).toString())
    }
    const grid = (await daysNow()).filter((booking) => booking.status === 'confirmed').map((booking) => booking.startsAt)
    expect(grid).toHaveLength(5)
    expect(starts.toSorted()).toEqual(grid.toSorted())
    const [mail] = await app.sql<{ content: string }>(
      `select attachments->'invitation'->>'content' as content from platform.mail where cause like 'bookings.series:' || $1 || '%' order by id desc limit 1`,
      [id],
    )
    expect(mail?.content).toContain(`UID:${id}@localhost`)
  })

  test('comes packed where the program can unpack it', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const { url } = await as(person)(api.makeOwnFeed, { body: {} })
    for (let day = 10; day < 16; day++) await as(person)(api.bookSpace, { body: seatOn(day, '09:00', '10:00') })
    const packed = await get(url, { 'accept-encoding': 'gzip, br' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('vary')).toBe('accept-encoding')
    const text = gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()
    expect(text).toBe(await (await get(url)).text())
  })

  test('the address dies when it is renewed or ended, and with the membership', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const { url, feed } = await as(person)(api.makeOwnFeed, { body: {} })
    expect((await get(url)).status).toBe(200)
    const renewed = await as(person)(api.renewFeed, { params: { feedId: feed.id } })
    expect((await get(url)).status).toBe(404)
    expect((await get(renewed.url)).status).toBe(200)
    await expect(as(hub.other)(api.revokeFeed, { params: { feedId: feed.id } })).rejects.toMatchObject({ status: 404 })
    await expect(as(hub.operator)(api.renewFeed, { params: { feedId: feed.id } })).rejects.toMatchObject({ status: 404 })
    await app.sql(`update people.membership set status = 'suspended' where account_id = $1`, [person.accountId])
    expect((await get(renewed.url)).status).toBe(404)
    await app.sql(`update people.membership set status = 'active' where account_id = $1`, [person.accountId])
    expect((await get(renewed.url)).status).toBe(200)
    await as(person)(api.revokeFeed, { params: { feedId: feed.id } })
    expect((await get(renewed.url)).status).toBe(404)
    const events = await app.sql<{ type: string }>('select type from platform.event where subject_id = $1 order by id', [feed.id])
    expect(events.map((event) => event.type)).toEqual(['bookings.feedMade', 'bookings.feedRenewed', 'bookings.feedRevoked'])
  })

  test('a made-up address leads nowhere', async () => {
    expect((await get(`http://localhost:3000/api/v1/feeds/${'x'.repeat(43)}.ics`)).status).toBe(404)
    expect((await get('http://localhost:3000/api/v1/feeds/short')).status).toBe(404)
  })
})

describe("the desk's calendar", () => {
  test('of a hub or one space, without names unless the desk asks for them', async () => {
    const one = await as(hub.member)(api.bookSpace, { body: roomOn(20, '09:00', '10:00') })
    const two = await as(hub.member)(api.bookSpace, { body: seatOn(20, '09:00', '10:00') })
    const make = (body: { targetId?: string; hasNames?: boolean }) => as(hub.operator)(api.makeHubFeed, { params: { hubId: hub.id }, body })
    const whole = await make({})
    const named = await make({ hasNames: true })
    const space = await make({ targetId: hub.room.id })
    expect((await get(whole.url)).headers.get('content-type')).toContain('text/calendar')
    const text = await (await get(whole.url)).text()
    expect(text).not.toContain('見本 花子')
    expect(text).not.toContain(hub.member.mail)
    expect(text).not.toContain('ATTENDEE')
    const events = await eventsAt(named.url)
    expect(valueOf(entryOf(events, two.id), 'summary')).toMatch(/^オープンスペース 席 \d+ 見本 花子$/)
    const ofSpace = await eventsAt(space.url)
    expect(entryOf(ofSpace, one.id)).toBeDefined()
    expect(entryOf(ofSpace, two.id)).toBeUndefined()

    const { items } = await as(hub.operator)(api.listHubFeeds, { params: { hubId: hub.id } })
    expect(items.map((item) => [item.kind, item.hasNames, item.targetName?.ja ?? null])).toEqual([
      ['hub', false, null],
      ['hub', true, null],
      ['space', false, '会議室'],
    ])
    await expect(as(hub.member)(api.makeHubFeed, { params: { hubId: hub.id }, body: {} })).rejects.toMatchObject({ status: 403 })
    await expect(as(there.operator)(api.makeHubFeed, { params: { hubId: hub.id }, body: {} })).rejects.toMatchObject({ status: 404 })
    await expect(as(hub.operator)(api.makeHubFeed, { params: { hubId: hub.id }, body: { targetId: there.room.id } })).rejects.toMatchObject(
      { status: 404 },
    )

    // a booking that moves to another space leaves this one's calendar; the program hears of it
    const tag = (await get(space.url)).headers.get('etag') ?? ''
    await app.settle()
    const fresh = (await get(space.url)).headers.get('etag') ?? tag
    await as(hub.operator)(api.changeBooking, {
      params: { bookingId: one.id },
      body: { version: one.version, what: { kind: 'space', spaceId: hub.studio.id } },
    })
    await app.settle()
    expect((await get(space.url, { 'if-none-match': fresh })).status).toBe(200)
    expect(entryOf(await eventsAt(space.url), one.id)).toBeUndefined()

    // who made it has left the desk: the address shows what its maker may see
    await app.sql(`update people.membership set roles = '{member}' where account_id = $1`, [hub.operator.accountId])
    expect((await get(named.url)).status).toBe(404)
    await app.sql(`update people.membership set roles = '{operator}' where account_id = $1`, [hub.operator.accountId])
  })
})
