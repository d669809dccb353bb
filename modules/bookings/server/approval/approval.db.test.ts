/** The office's yes or no: asked for, answered once, told to both sides; the races of answers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { openMailbox, type Mailbox } from '#platform/testkit/mailbox.ts'
import * as api from '../../contract/endpoints.ts'
import type { Booking } from '../../contract/schemas.ts'
import { lapseHold } from '../booking/use-cases/lapse-hold.ts'
import { createHub, guestOf, setPolicy, type TestHub } from '../factory.ts'
import { bookings } from '../module.ts'

let app: TestApp
let mailbox: Mailbox
let hub: TestHub
const rounds = 20

beforeAll(async () => {
  mailbox = await openMailbox()
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(), hasWorker: true, smtpUrl: mailbox.url })
  hub = await createHub(app, { hours: [0, 1440] })
  await setPolicy(app, hub, hub.room.id, { needsApproval: true, approvalHours: 24 })
})
afterAll(async () => {
  await app.stop()
  await mailbox.stop()
})

const as = (who: { cookie: string }) => app.client({ cookie: who.cookie })
const desk = () => as(hub.operator)
/** Days from now, so that the real clock of the worker never meets it. */
const at = (time: string, days = 3) =>
  app.clock
    .now()
    .toZonedDateTimeISO('Asia/Tokyo')
    .toPlainDate()
    .add({ days })
    .toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: time })
    .toInstant()
    .toString()
const roomAt = (from: string, to: string, days?: number) => ({
  what: { kind: 'space' as const, spaceId: hub.room.id },
  startsAt: at(from, days),
  endsAt: at(to, days),
  purpose: '町内会の会合',
})
const ask = (from: string, to: string, days?: number) => as(hub.member)(api.bookSpace, { body: roomAt(from, to, days) })
const read = (booking: Pick<Booking, 'id'>) => desk()(api.getDeskBooking, { params: { hubId: hub.id, bookingId: booking.id } })
const occupancies = (id: string) =>
  app.sql<{ source_kind: string }>('select source_kind from bookings.occupancy where source_id = $1', [id])

describe('a request', () => {
  test('Cal.com 10789: a pending request is visible to availability: it holds its place, and the next one is refused with other times', async () => {
    const request = await ask('09:00', '10:00')
    expect(request).toMatchObject({ status: 'requested', holdExpiresAt: expect.any(String), checkInCode: null })
    expect(await occupancies(request.id)).toEqual([{ source_kind: 'hold' }])
    const day = request.startsAt
    const refusal = await as(hub.other)(api.bookSpace, { body: roomAt('09:30', '10:30') }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'bookings.space_taken', params: { alternatives: { times: expect.any(Array) } } })
    const local = Temporal.Instant.from(day).toZonedDateTimeISO('Asia/Tokyo').toPlainDate().toString()
    const seen = await app.client()(api.getAvailability, {
      params: { hubKey: hub.key },
      query: { from: local, day: local, start: '09:00', end: '10:00' },
    })
    expect(seen.choice?.spaces.find((space) => space.targetId === hub.room.id)).toMatchObject({
      state: 'full',
      rules: { needsApproval: true, approvalHours: 24 },
    })
    const grid = await desk()(api.getDayGrid, { params: { hubId: hub.id }, query: { day: local } })
    expect(grid.rows.flatMap((row) => row.bookings).find((one) => one.id === request.id)).toMatchObject({ status: 'requested' })
  })

  test('seatsurfing 1020: the approver wants a mail with a link: it has the facts, the time for the answer and the way to the decision; the holder is told each turn', async () => {
    const request = await ask('11:00', '12:00')
    const operatorMail = await app.sql<{ mail: string }>('select mail from people.membership where account_id = $1', [
      hub.operator.accountId,
    ])
    const to = operatorMail[0]?.mail as string
    const asked = await mailbox.waitFor(to, (mail) => mail.text?.includes(request.id) === true)
    expect(asked.text).toContain(`/operate/${hub.key}/bookings/${request.id}`)
    expect(asked.text).toContain('町内会の会合')
    const approved = await desk()(api.approveRequest, { params: { bookingId: request.id }, body: { reason: 'どうぞ' } })
    expect(approved).toMatchObject({ status: 'confirmed', holdExpiresAt: null })
    expect(await occupancies(request.id)).toEqual([{ source_kind: 'booking' }])
    const memberMail = await app.sql<{ mail: string }>('select mail from people.membership where account_id = $1', [hub.member.accountId])
    const mine = memberMail[0]?.mail as string
    await mailbox.waitFor(mine, (mail) => mail.subject?.includes('受け付けました') === true)
    const yes = await mailbox.waitFor(mine, (mail) => mail.subject?.includes('承認されました') === true)
    expect(yes.text).toContain('どうぞ')
    expect(yes.attachments.map((one) => one.contentType)).toContain('text/calendar')
  })

  test('declined with a reason: the place is free, the holder reads why; nothing is answered twice', async () => {
    const request = await ask('13:00', '14:00')
    const params = { bookingId: request.id }
    await expect(as(hub.member)(api.approveRequest, { params, body: {} })).rejects.toMatchObject({ status: 403 })
    expect(await desk()(api.declineRequest, { params, body: { reason: '改修工事のため' } })).toMatchObject({ status: 'declined' })
    await expect(desk()(api.approveRequest, { params, body: {} })).rejects.toMatchObject({ code: 'bookings.not_requested' })
    await expect(as(hub.member)(api.cancelBooking, { params, body: {} })).rejects.toMatchObject({ code: 'bookings.not_active' })
    expect(await occupancies(request.id)).toEqual([])
    await ask('13:00', '14:00')
    const [row] = await app.sql<{ mail: string }>('select mail from people.membership where account_id = $1', [hub.member.accountId])
    const no = await mailbox.waitFor(row?.mail as string, (mail) => mail.subject?.includes('お受けできません') === true)
    expect(no.text).toContain('改修工事のため')
  })

  test('Indico 4129: accepting says which others it refuses: those who wait for the same place and time, and what the holder has besides', async () => {
    const request = await ask('15:00', '16:00')
    await app.sql(
      `insert into bookings.waiting (consortium_id, hub_id, kind, target_id, count, party_size, from_at, to_at, minutes, name, language, status, place_in_line, asked_at, changed_at)
       values ($1, $2, 'space', $3, 1, 2, $4, $5, 60, '仮名 三郎', 'ja', 'waiting', 1, now(), now())`,
      [hub.consortiumId, hub.id, hub.room.id, at('15:00'), at('17:00')],
    )
    const decision = await desk()(api.getDecision, { params: { bookingId: request.id } })
    expect(decision).toMatchObject({ booking: { id: request.id }, refuses: [{ name: '仮名 三郎' }] })
    expect(decision.others.length).toBeGreaterThan(0)
    expect(decision.others.map((one) => one.id)).not.toContain(request.id)
  })

  test('what the office said yes to the holder makes shorter, not other; the desk moves it', async () => {
    const request = await ask('17:00', '19:00')
    const params = { bookingId: request.id }
    await desk()(api.approveRequest, { params, body: {} })
    const later = as(hub.member)(api.changeBooking, { params, body: { version: 2, startsAt: at('18:00'), endsAt: at('20:00') } })
    await expect(later).rejects.toMatchObject({ code: 'bookings.change_needs_office' })
    const shorter = await as(hub.member)(api.changeBooking, { params, body: { version: 2, endsAt: at('18:30') } })
    expect(shorter).toMatchObject({ status: 'confirmed', endsAt: at('18:30') })
    expect(await desk()(api.changeBooking, { params, body: { version: 3, endsAt: at('20:00') } })).toMatchObject({ status: 'confirmed' })
  })

  test('a guest presses the link first, then the office answers; the desk can settle both at once', async () => {
    const hold = async (mail: string, from: string, to: string) =>
      app.client()(api.bookAsGuest, {
        params: { hubKey: hub.key },
        body: { ...roomAt(from, to, 4), guest: guestOf(mail, 'zh-Hant'), consent: true },
      })
    const first = await hold('wait@example.jp', '09:00', '10:00')
    const link = await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, async (scope) =>
      scope.sign('bookings.link', `${hub.consortiumId}/${first.id}/1`),
    )
    const asked = await app.client({ link })(api.confirmGuestBooking, { params: { hubKey: hub.key, bookingId: first.id } })
    expect(asked.status).toBe('requested')
    const told = await mailbox.waitFor('wait@example.jp', (mail) => mail.subject?.includes('預約申請') === true)
    expect(told.text).toContain('核准')
    await desk()(api.approveRequest, { params: { bookingId: first.id }, body: {} })
    await mailbox.waitFor('wait@example.jp', (mail) => mail.subject?.includes('已獲核准') === true)
    const second = await hold('counter@example.jp', '11:00', '12:00')
    expect(await desk()(api.confirmHold, { params: { bookingId: second.id } })).toMatchObject({ status: 'confirmed' })
    // booked at the desk is the office's own yes
    const own = await desk()(api.bookForSomebody, {
      params: { hubId: hub.id },
      body: { ...roomAt('13:00', '14:00', 4), holder: { name: '模擬 五郎' } },
    })
    expect(own.status).toBe('confirmed')
  })

  test('not answered in time it lapses, frees the place and says so', async () => {
    const request = await ask('20:00', '21:00')
    await app.sql(`update bookings.booking set hold_expires_at = now() - interval '1 hour' where id = $1`, [request.id])
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => lapseHold(scope, request.id))
    expect(await read(request)).toMatchObject({ status: 'lapsed' })
    const [row] = await app.sql<{ mail: string }>('select mail from people.membership where account_id = $1', [hub.member.accountId])
    await mailbox.waitFor(row?.mail as string, (mail) => mail.subject?.includes('お返事の期限') === true)
    expect(await occupancies(request.id)).toEqual([])
  })

  test('Today shows it among what needs the desk, soonest first', async () => {
    const request = await ask('22:00', '23:00')
    const today = await desk()(api.getDeskToday, { params: { hubId: hub.id } })
    expect(today.needsMe.find((need) => need.booking.id === request.id)).toMatchObject({ kind: 'request', dueAt: request.holdExpiresAt })
  })
})

describe.each(Array.from({ length: rounds }, (_, i) => i))('race %i', (round) => {
  const day = 10 + round
  const settle = async (tries: readonly (() => Promise<Booking>)[]) => {
    const results = await Promise.allSettled(tries.map((attempt) => attempt()))
    return {
      won: results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
      lost: results.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: string }] : [])),
    }
  }

  test('approve against create: the request has it, each create is told so', async () => {
    const request = await ask('09:00', '10:00', day)
    const approve = () => desk()(api.approveRequest, { params: { bookingId: request.id }, body: {} })
    const creates = Array.from({ length: 6 }, () => () => as(hub.other)(api.bookSpace, { body: roomAt('09:30', '10:30', day) }))
    const { won, lost } = await settle([...creates.slice(0, 3), approve, ...creates.slice(3)])
    expect(won.map((one) => [one.id, one.status])).toEqual([[request.id, 'confirmed']])
    expect(lost.map((one) => one.code)).toEqual(Array.from({ length: 6 }, () => 'bookings.space_taken'))
  })

  test('Helsinki tilavarauspalvelu 1291: two approvals: one of them says yes, the other hears that it was said', async () => {
    const request = await ask('11:00', '12:00', day)
    const approve = () => desk()(api.approveRequest, { params: { bookingId: request.id }, body: {} })
    const { won, lost } = await settle([approve, approve])
    expect(won).toHaveLength(1)
    expect(lost.map((one) => one.code)).toEqual(['bookings.not_requested'])
    const events = await app.sql<{ type: string }>(`select type from platform.event where subject_id = $1 and type = 'bookings.approved'`, [
      request.id,
    ])
    expect(events).toHaveLength(1)
  })

  test('yes against no, against withdrawing, against the lapse: one outcome, and the place is as it says', async () => {
    const request = await ask('13:00', '14:00', day)
    const params = { bookingId: request.id }
    await app.sql(`update bookings.booking set hold_expires_at = now() - interval '1 minute' where id = $1`, [request.id])
    const lapse = async (): Promise<Booking> => {
      await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => lapseHold(scope, request.id))
      return { id: 'lapse' } as Booking
    }
    await settle([
      () => desk()(api.approveRequest, { params, body: {} }),
      () => desk()(api.declineRequest, { params, body: { reason: '重複' } }),
      () => as(hub.member)(api.cancelBooking, { params, body: {} }),
      lapse,
    ])
    const { status } = await read(request)
    const events = await app.sql<{ type: string }>(
      `select type from platform.event where subject_id = $1 and type in ('bookings.approved', 'bookings.declined', 'bookings.cancelled', 'bookings.lapsed') order by id`,
      [request.id],
    )
    // a yes may be followed by its holder's cancelling; nothing follows any other
    expect(['confirmed', 'declined', 'cancelled', 'lapsed']).toContain(status)
    expect(events.map((one) => one.type)).toEqual(
      status === 'confirmed'
        ? ['bookings.approved']
        : status === 'cancelled'
          ? expect.arrayContaining(['bookings.cancelled'])
          : [`bookings.${status}`],
    )
    expect(await occupancies(request.id)).toEqual(status === 'confirmed' ? [{ source_kind: 'booking' }] : [])
  })
})
