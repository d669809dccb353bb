/** The waiting list on the real database: asked, offered in turn, answered, left, told, forgotten; and its races. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/contract/client.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import * as api from '../../contract/endpoints.ts'
import type { Booking } from '../../contract/schemas.ts'
import type { Waiting } from '../../contract/waiting/schemas.ts'
import { createHub, guestOf, setPolicy, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'
import { lapseHold } from '../booking/use-cases/lapse-hold.ts'
import { ownWaiting } from './use-cases/forget-waiting.ts'

const rounds = Number(process.env['HIROBA_RACE_ROUNDS'] ?? 2)
let app: TestApp
let hub: TestHub
const noon = '2026-11-22T03:00:00Z'

beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(noon), poolSize: 12, hasWorker: true })
})
beforeEach(async () => {
  app.clock.set(noon)
  hub = await createHub(app)
})
afterAll(() => app.stop())

const at = (day: string, time: string) => Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime('Asia/Tokyo').toInstant().toString()
const day = '2026-11-24'
const call = (who: { cookie: string }) => app.client({ cookie: who.cookie, language: 'en' })
const room = () => ({ kind: 'space' as const, spaceId: hub.room.id })

const book = (who: TestMember, from = '10:00', to = '12:00', on = day): Promise<Booking> =>
  call(who)(api.bookSpace, { body: { what: room(), startsAt: at(on, from), endsAt: at(on, to) } })
const cancel = (who: TestMember, booking: Booking) => call(who)(api.cancelBooking, { params: { bookingId: booking.id }, body: {} })
const wait = (who: TestMember, more: { from?: string; to?: string; minutes?: number; on?: string } = {}): Promise<Waiting> =>
  call(who)(api.askToWait, {
    body: {
      hubId: hub.id,
      what: room(),
      from: at(more.on ?? day, more.from ?? '10:00'),
      to: at(more.on ?? day, more.to ?? '12:00'),
      ...(more.minutes === undefined ? {} : { minutes: more.minutes }),
    },
  })
const waitAsGuest = (mail: string, more: { from?: string; to?: string; minutes?: number } = {}): Promise<Waiting> =>
  app.client({ language: 'en' })(api.askToWaitAsGuest, {
    params: { hubKey: hub.key },
    body: {
      what: room(),
      from: at(day, more.from ?? '10:00'),
      to: at(day, more.to ?? '12:00'),
      ...(more.minutes === undefined ? {} : { minutes: more.minutes }),
      guest: guestOf(mail),
      consent: true,
    },
  })
const mine = async (who: TestMember): Promise<Waiting[]> => (await call(who)(api.listMyWaiting, {})).items
const statusOf = async (id: string): Promise<string | undefined> => {
  const [row] = await app.sql<{ status: string }>('select status from bookings.waiting where id = $1', [id])
  return row?.status
}
const mailsTo = (address: string) =>
  app.sql<{ subject: string; body_text: string }>(
    'select subject, body_text from platform.mail where consortium_id = $1 and to_address = $2 order by id',
    [hub.consortiumId, address],
  )
async function linkOf(mail: string): Promise<string> {
  await app.settle()
  const texts = (await mailsTo(mail)).map(({ body_text }) => body_text).join('\n')
  return /waiting\/[0-9a-f-]{36}#k=([\w-]+)/.exec(texts)?.[1] ?? ''
}
async function refusalOf(work: Promise<unknown>): Promise<ProblemError> {
  try {
    await work
  } catch (error) {
    if (error instanceof ProblemError) return error
    throw error
  }
  throw new Error('was not refused')
}
const inTenant = (work: Parameters<typeof app.program.runInTenant<void>>[2]): Promise<void> =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, work)
/** As the minute's round does. */
async function lapseDue(): Promise<void> {
  const due = await app.sql<{ id: string }>(`select id from bookings.booking where consortium_id = $1 and hold_expires_at <= $2`, [
    hub.consortiumId,
    app.clock.now().toString(),
  ])
  for (const { id } of due) await inTenant((scope) => lapseHold(scope, id))
}
/** What is stored hangs together: an offer is held by a booking with its units, and by nobody else's. */
async function expectWhole(): Promise<void> {
  const [row] = await app.sql<{ overlaps: number; orphans: number; loose: number }>(
    `select
       (select count(*)::int from bookings.occupancy a join bookings.occupancy b on b.consortium_id = a.consortium_id and b.unit_id = a.unit_id
          and b.source_id > a.source_id and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)) as overlaps,
       (select count(*)::int from bookings.occupancy o where not exists (select from bookings.booking b where b.id = o.source_id
          and b.status in ('held', 'requested', 'confirmed') and o.unit_id = any(b.unit_ids))) as orphans,
       (select count(*)::int from bookings.waiting w join bookings.booking b on b.id = w.booking_id
          where (w.status = 'offered' and b.status <> 'held') or (w.status = 'taken' and b.status <> 'confirmed')
             or (w.status in ('declined', 'missed') and b.status not in ('cancelled', 'lapsed'))) as loose`,
  )
  expect(row).toEqual({ overlaps: 0, orphans: 0, loose: 0 })
}

describe('in turn', () => {
  test('Indico 5786: a freed slot is offered to the first in line, really held, then to the next', async () => {
    const taken = await book(hub.member)
    const first = await wait(hub.other)
    app.clock.advance({ seconds: 1 })
    const second = await waitAsGuest('second@example.jp')
    expect([first.place, second.place, second.lineLength]).toEqual([1, 2, 2])
    await cancel(hub.member, taken)
    await app.settle()
    const [offered] = await mine(hub.other)
    expect(offered).toMatchObject({ status: 'offered', offer: { startsAt: at(day, '10:00'), expiresAt: '2026-11-22T03:30:01Z' } })
    // held: nobody else can have it
    expect((await refusalOf(book(hub.member))).code).toBe('bookings.space_taken')
    expect((await mailsTo(hub.other.mail)).map(({ subject }) => subject)).toEqual([
      '[Sample Hub] You are on the waiting list',
      '[Sample Hub] A place has become free (Sample Hub)',
    ])
    // nobody answers: the next in line
    app.clock.advance({ minutes: 31 })
    await lapseDue()
    await app.settle()
    expect(await statusOf(first.id)).toBe('missed')
    const link = await linkOf('second@example.jp')
    const guest = app.client({ link, language: 'en' })
    const params = { hubKey: hub.key, waitingId: second.id }
    expect(await guest(api.getGuestWaiting, { params })).toMatchObject({ status: 'offered' })
    const accepted = await guest(api.acceptGuestOffer, { params })
    expect(accepted.status).toBe('taken')
    expect(await guest(api.acceptGuestOffer, { params })).toMatchObject({ status: 'taken' })
    await app.settle()
    expect((await mailsTo('second@example.jp')).at(-1)?.subject).toContain('confirmed')
    await expectWhole()
  })

  test('who declines is passed over at once; who leaves is not asked', async () => {
    const taken = await book(hub.member)
    const third = await createMember(app, { consortiumId: hub.consortiumId, familyName: '仮名', givenName: '三郎' })
    const a = await wait(hub.other)
    app.clock.advance({ seconds: 1 })
    const b = await waitAsGuest('leaves@example.jp')
    app.clock.advance({ seconds: 1 })
    const c = await wait(third)
    expect((await mine(third))[0]?.place).toBe(3)
    const link = await linkOf('leaves@example.jp')
    await app.client({ link })(api.declineGuestOffer, { params: { hubKey: hub.key, waitingId: b.id } })
    expect(await statusOf(b.id)).toBe('left')
    expect((await mine(third))[0]?.place).toBe(2)
    await cancel(hub.member, taken)
    await app.settle()
    await call(hub.other)(api.declineOffer, { params: { waitingId: a.id } })
    await app.settle()
    expect([await statusOf(a.id), await statusOf(c.id)]).toEqual(['declined', 'offered'])
    const booking = await call(third)(api.acceptOffer, { params: { waitingId: c.id } })
    expect(booking).toMatchObject({ status: 'confirmed', startsAt: at(day, '10:00') })
    await expectWhole()
  })

  test('a flexible wish is offered the first time that fits; a shortened and a moved booking free time too', async () => {
    const taken = await book(hub.member, '09:00', '18:00')
    const flexible = await wait(hub.other, { from: '09:00', to: '18:00', minutes: 120 })
    await call(hub.member)(api.changeBooking, { params: { bookingId: taken.id }, body: { version: 1, endsAt: at(day, '16:30') } })
    await app.settle()
    expect(await statusOf(flexible.id)).toBe('waiting')
    await call(hub.member)(api.changeBooking, { params: { bookingId: taken.id }, body: { version: 2, endsAt: at(day, '15:30') } })
    await app.settle()
    expect((await mine(hub.other))[0]).toMatchObject({ status: 'offered', offer: { startsAt: at(day, '15:30'), endsAt: at(day, '17:30') } })
  })

  test('any space of a kind: whichever falls free', async () => {
    const taken = await book(hub.member)
    const any = await call(hub.other)(api.askToWait, {
      body: { hubId: hub.id, what: { kind: 'any', type: 'meeting-room' }, from: at(day, '10:00'), to: at(day, '12:00'), partySize: 4 },
    })
    expect(any).toMatchObject({ targetType: 'meeting-room', targetId: null, place: 1 })
    await cancel(hub.member, taken)
    await app.settle()
    expect((await mine(hub.other))[0]?.offer?.targetId).toBe(hub.room.id)
  })

  test('what is free already needs no waiting; twice the same is once; three entries of a stranger at most', async () => {
    expect(await refusalOf(wait(hub.other))).toMatchObject({ code: 'bookings.waiting_not_needed', params: { startsAt: at(day, '10:00') } })
    await book(hub.member, '09:00', '18:00')
    const once = await wait(hub.other)
    expect((await wait(hub.other)).id).toBe(once.id)
    for (const hour of ['10', '12', '14']) await waitAsGuest('many@example.jp', { from: `${hour}:00`, to: `${Number(hour) + 1}:00` })
    expect((await refusalOf(waitAsGuest('many@example.jp', { from: '16:00', to: '17:00' }))).code).toBe('bookings.waiting_too_many')
    expect((await refusalOf(wait(hub.other, { from: '05:00', to: '06:00' }))).code).toBe('bookings.outside_hours')
    await setPolicy(app, hub, hub.room.id, { who: 'members' })
    expect((await refusalOf(waitAsGuest('no-member@example.jp'))).code).toBe('bookings.members_only')
  })

  test('an offer never outlasts its start and says so; one that begins at once is not made; the night waits for the morning', async () => {
    const soon = await book(hub.member)
    await wait(hub.other)
    app.clock.set(at(day, '09:48'))
    await cancel(hub.member, soon)
    await app.settle()
    expect((await mine(hub.other))[0]?.offer?.expiresAt).toBe(at(day, '10:00'))
    const late = await book(hub.member, '14:00', '16:00')
    const missed = await wait(hub.other, { from: '14:00', to: '16:00' })
    app.clock.set(at(day, '13:57'))
    await cancel(hub.member, late)
    await app.settle()
    expect(await statusOf(missed.id)).toBe('waiting')
    app.clock.set(at(day, '23:00'))
    const next = '2026-11-25'
    const night = await book(hub.member, '10:00', '12:00', next)
    const waits = await wait(hub.other, { on: next })
    await cancel(hub.member, night)
    await app.settle()
    expect((await mine(hub.other)).find(({ id }) => id === waits.id)?.offer?.expiresAt).toBe(at(next, '08:30'))
  })
})

describe('the desk', () => {
  test('sees the line, moves only with a reason that stays, takes out and tells; a colleague of the line sees neither', async () => {
    await book(hub.member)
    const a = await wait(hub.other)
    app.clock.advance({ seconds: 1 })
    const b = await waitAsGuest('b@example.jp')
    const line = await call(hub.operator)(api.listHubWaiting, { params: { hubId: hub.id } })
    expect(line.items.map(({ id, holder }) => [id, holder.name])).toEqual([
      [a.id, expect.stringContaining('例示')],
      [b.id, 'Taro Mihon'],
    ])
    expect((await refusalOf(call(hub.other)(api.listHubWaiting, { params: { hubId: hub.id } }))).status).toBe(403)
    const params = { hubId: hub.id, waitingId: b.id }
    const empty = { version: b.version, before: a.id, reason: ' ' }
    expect((await refusalOf(call(hub.operator)(api.moveWaiting, { params, body: empty }))).status).toBe(422)
    const moved = await call(hub.operator)(api.moveWaiting, { params, body: { ...empty, reason: '車いすの方のため' } })
    expect(moved.place).toBe(1)
    expect((await mine(hub.other))[0]?.place).toBe(2)
    expect(await app.sql(`select reason from platform.event where subject_id = $1 and type = 'bookings.waitingMoved'`, [b.id])).toEqual([
      { reason: '車いすの方のため' },
    ])
    await call(hub.operator)(api.removeWaiting, { params, body: { reason: '電話で取りやめ' } })
    await app.settle()
    expect((await mailsTo('b@example.jp')).at(-1)?.subject).toContain('no longer')
  })

  test('closes the list, and sets how long an offer lasts', async () => {
    const params = { hubId: hub.id }
    const rule = await call(hub.operator)(api.getWaitingRule, { params })
    expect(rule).toEqual({ isOpen: true, offerMinutes: 30, quietFromMinute: 1260, quietToMinute: 480, version: 0 })
    const taken = await book(hub.member)
    await wait(hub.other)
    const longer = await call(hub.operator)(api.setWaitingRule, { params, body: { ...rule, offerMinutes: 120 } })
    expect((await refusalOf(call(hub.operator)(api.setWaitingRule, { params, body: rule }))).status).toBe(412)
    await cancel(hub.member, taken)
    await app.settle()
    expect((await mine(hub.other))[0]?.offer?.expiresAt).toBe('2026-11-22T05:00:00Z')
    await call(hub.operator)(api.setWaitingRule, { params, body: { ...longer, isOpen: false } })
    expect((await refusalOf(wait(hub.member))).code).toBe('bookings.waiting_closed')
  })
})

describe('whose it is', () => {
  test('another link and another member find nothing', async () => {
    await book(hub.member)
    const own = await wait(hub.other)
    const guests = await waitAsGuest('own@example.jp')
    await waitAsGuest('strange@example.jp')
    const strange = app.client({ link: await linkOf('strange@example.jp') })
    expect((await refusalOf(strange(api.getGuestWaiting, { params: { hubKey: hub.key, waitingId: guests.id } }))).status).toBe(404)
    expect((await refusalOf(call(hub.member)(api.declineOffer, { params: { waitingId: own.id } }))).status).toBe(404)
    expect(await mine(hub.member)).toEqual([])
  })

  test('forgotten: out of the line, without name and mail; what was offered is free', async () => {
    const taken = await book(hub.member)
    const own = await wait(hub.other)
    await cancel(hub.member, taken)
    await app.settle()
    const told: unknown[] = []
    await inTenant(async (scope) => void told.push(await ownWaiting.collect(scope, hub.other.accountId)))
    expect(told).toEqual([[expect.objectContaining({ id: own.id, mail: hub.other.mail })]])
    await inTenant((scope) => ownWaiting.forget(scope, hub.other.accountId))
    const [row] = await app.sql('select name, mail, status from bookings.waiting where id = $1', [own.id])
    expect(row).toEqual({ name: '', mail: null, status: 'declined' })
    expect((await book(hub.member)).status).toBe('confirmed')
  })
})

describe.each(Array.from({ length: rounds }, (_, i) => i))('round %i', (round) => {
  const on = '2026-11-26'
  /** All at once; what was refused is counted, anything else fails. */
  async function race(tries: readonly (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
    const outcomes = await Promise.allSettled(tries.map((attempt) => attempt()))
    for (const outcome of outcomes) if (outcome.status === 'rejected' && !(outcome.reason instanceof ProblemError)) throw outcome.reason
    return outcomes
  }

  test('an offer against a create: one has it, and the other is told', async () => {
    const taken = await book(hub.member, '10:00', '12:00', on)
    const waits = await wait(hub.other, { on })
    await cancel(hub.member, taken)
    const [created] = await race([() => book(hub.operator, '10:00', '12:00', on), () => app.settle()])
    await app.settle()
    const status = await statusOf(waits.id)
    if (created?.status === 'fulfilled') expect(status).toBe('waiting')
    else {
      expect(status).toBe('offered')
      expect((created as PromiseRejectedResult).reason).toMatchObject({ code: 'bookings.space_taken' })
    }
    await expectWhole()
  })

  test('two offers on one slot: one person has it', async () => {
    const early = await book(hub.member, '10:00', '11:00', on)
    const late = await book(hub.member, '11:00', '12:00', on)
    const a = await wait(hub.other, { on })
    app.clock.advance({ milliseconds: 5 })
    const b = await wait(hub.operator, { on })
    // two facts at once, each of which looks at the line
    await race([() => cancel(hub.member, early), () => cancel(hub.member, late)])
    await app.settle()
    expect([await statusOf(a.id), await statusOf(b.id)]).toEqual(['offered', 'waiting'])
    await expectWhole()
  })

  test('accepting against lapsing: one of them, said to both', async () => {
    const taken = await book(hub.member, '10:00', '12:00', on)
    const waits = await wait(hub.other, { on })
    await cancel(hub.member, taken)
    await app.settle()
    app.clock.advance({ minutes: 30 + (round % 2) })
    const [accepted] = await race([() => call(hub.other)(api.acceptOffer, { params: { waitingId: waits.id } }), () => lapseDue()])
    await app.settle()
    const status = await statusOf(waits.id)
    if (accepted?.status === 'fulfilled') expect(status).toBe('taken')
    else {
      expect(status).toBe('missed')
      expect((accepted as PromiseRejectedResult).reason).toMatchObject({ code: 'bookings.offer_over', status: 410 })
    }
    await expectWhole()
  })
})
