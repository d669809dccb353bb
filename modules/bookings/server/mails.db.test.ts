/** What reaches a mailbox: words in five languages, a link that works, invitations that a calendar takes over and lets go. */
import ICAL from 'ical.js'
import type { ParsedMail } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { languages } from '#platform/contract/texts.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { openMailbox, type Mailbox } from '#platform/testkit/mailbox.ts'
import * as api from '../contract/endpoints.ts'
import { createHub, guestOf, type TestHub } from './factory.ts'
import { bookings } from './module.ts'

let app: TestApp
let mailbox: Mailbox
let hub: TestHub

beforeAll(async () => {
  mailbox = await openMailbox()
  app = await createTestApp({ modules: [people, hubs, bookings], clock: testClock(), hasWorker: true, smtpUrl: mailbox.url })
  hub = await createHub(app, { hours: [0, 1440] })
})
afterAll(async () => {
  await app.stop()
  await mailbox.stop()
})

/** In two days, so that the real clock of the worker never meets it. */
const at = (time: string) =>
  app.clock
    .now()
    .toZonedDateTimeISO('Asia/Tokyo')
    .toPlainDate()
    .add({ days: 2 })
    .toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: time })
    .toInstant()
    .toString()
const seatAt = (from: string, to: string) => ({ what: { kind: 'seat' as const, spaceId: hub.open.id }, startsAt: at(from), endsAt: at(to) })

function linkIn(mail: ParsedMail): { bookingId: string; link: string } {
  const match = /http:\/\/localhost:3000\/hubs\/([\w.-]+)\/bookings\/([0-9a-f-]{36})#k=([\w-]{43})/.exec(mail.text ?? '')
  if (match === null) throw new Error(`no link in ${mail.text}`)
  expect(match[1]).toBe(hub.key)
  return { bookingId: match[2] as string, link: match[3] as string }
}

/** The invitation as a calendar reads it: the alternative part with its method, and the attached file, say the same. */
function invitationIn(mail: ParsedMail): { method: string; event: ICAL.Event; component: ICAL.Component } {
  const part = mail.attachments.find(
    (attachment) => attachment.contentType === 'text/calendar' || attachment.contentType === 'application/ics',
  )
  if (part === undefined)
    throw new Error(`no invitation in "${mail.subject}": ${mail.attachments.map((each) => each.contentType).join(', ')}`)
  const calendar = new ICAL.Component(ICAL.parse(part.content.toString('utf8')) as never)
  const component = calendar.getFirstSubcomponent('vevent') as ICAL.Component
  return { method: String(calendar.getFirstPropertyValue('method')), event: new ICAL.Event(component), component }
}
const instantOf = (time: ICAL.Time): string => Temporal.Instant.fromEpochMilliseconds(time.toJSDate().getTime()).toString()

describe('a guest', () => {
  test('invitations that are not real: a guest gets a link, confirms, moves and cancels; the calendar follows', async () => {
    const to = 'taro@example.jp'
    const made = await app.client({ language: 'en' })(api.bookAsGuest, {
      params: { hubKey: hub.key },
      body: { ...seatAt('10:00', '12:00'), guest: guestOf(to), consent: true },
    })
    const held = await mailbox.waitFor(to, (mail) => mail.subject?.includes('please confirm') === true)
    expect(held.attachments).toEqual([])
    expect(held.text).toContain('Open the link below to confirm it.')
    expect(held.html).toContain('Confirm the booking')
    const { bookingId, link } = linkIn(held)
    expect(bookingId).toBe(made.id)
    const guest = app.client({ language: 'en', link })
    const params = { hubKey: hub.key, bookingId }

    const confirmed = await guest(api.confirmGuestBooking, { params })
    const request = await mailbox.waitFor(to, (mail) => mail.subject?.includes('is confirmed') === true)
    expect(linkIn(request)).toEqual({ bookingId, link })
    expect(request.text).toContain('Show this at the door.')
    const first = invitationIn(request)
    expect(first.method).toBe('REQUEST')
    expect(first.event).toMatchObject({
      uid: `${made.id}@localhost`,
      sequence: 1,
      summary: 'オープンスペース, Sample Hub',
      location: 'Sample Hub, 1-2 Reiji, Mihon',
    })
    expect([instantOf(first.event.startDate), instantOf(first.event.endDate)]).toEqual([made.startsAt, made.endsAt])
    expect(first.component.getFirstPropertyValue('status')).toBe('CONFIRMED')
    expect(String(first.component.getFirstPropertyValue('organizer'))).toBe('mailto:hiroba@example.jp')
    expect(first.event.attendees.map((one) => String(one.getFirstValue()).toLowerCase())).toEqual([`mailto:${to}`])

    const moved = await guest(api.changeGuestBooking, {
      params,
      body: { version: confirmed.version, startsAt: at('22:00'), endsAt: at('23:30') },
    })
    const second = invitationIn(await mailbox.waitFor(to, (mail) => mail.subject?.includes('has changed') === true))
    expect(second.method).toBe('REQUEST')
    expect(second.event).toMatchObject({ uid: first.event.uid, sequence: 2 })
    expect([instantOf(second.event.startDate), instantOf(second.event.endDate)]).toEqual([moved.startsAt, moved.endsAt])

    await guest(api.cancelGuestBooking, { params, body: { reason: 'my own' } })
    const gone = await mailbox.waitFor(to, (mail) => mail.subject?.includes('is cancelled') === true)
    expect(gone.text).not.toContain('my own')
    const third = invitationIn(gone)
    expect(third.method).toBe('CANCEL')
    expect(third.event).toMatchObject({ uid: first.event.uid, sequence: 3 })
    expect(third.component.getFirstPropertyValue('status')).toBe('CANCELLED')
  })

  test.each(languages)('is written to in %s, in words and in times', async (language) => {
    const to = `${language.toLowerCase()}@example.jp`
    await app.client({ language })(api.bookAsGuest, {
      params: { hubKey: hub.key },
      body: { ...seatAt('13:00', '14:00'), guest: { ...guestOf(to, language), name: '見本 <花子>' }, consent: true },
    })
    const mail = await mailbox.waitFor(to)
    expect(`${mail.subject}\n${mail.text}`).not.toMatch(/\{\w+\}|guestMail|undefined/)
    expect(mail.text).toContain('13:00–14:00')
    expect(mail.html).toContain(`lang="${language}"`)
    expect(mail.html).toContain('見本 &lt;花子&gt;')
    linkIn(mail)
  })

  test('who cancels a hold, or lets it lapse, is told so without an entry for a calendar', async () => {
    const hold = async (to: string) => {
      await app.client({ language: 'en' })(api.bookAsGuest, {
        params: { hubKey: hub.key },
        body: { ...seatAt('15:00', '16:00'), guest: guestOf(to), consent: true },
      })
      return linkIn(await mailbox.waitFor(to))
    }
    const first = await hold('jiro@example.jp')
    await app.client({ link: first.link })(api.cancelGuestBooking, { params: { hubKey: hub.key, bookingId: first.bookingId }, body: {} })
    expect((await mailbox.waitFor('jiro@example.jp', (mail) => mail.subject?.includes('cancelled') === true)).attachments).toEqual([])
    const second = await hold('saburo@example.jp')
    await app.sql(`update bookings.booking set hold_expires_at = now() - interval '1 minute' where id = $1`, [second.bookingId])
    app.clock.advance({ seconds: 1 })
    await app.program.sweeper?.runAll()
    const lapsed = await mailbox.waitFor('saburo@example.jp', (mail) => mail.subject?.includes('not confirmed') === true)
    expect(lapsed.attachments).toEqual([])
    expect(lapsed.text).not.toContain('#k=')
  })
})

describe('a member', () => {
  test('gets one mail a turn, also where a job runs twice, and the reason of the desk', async () => {
    const me = app.client({ cookie: hub.member.cookie })
    const desk = app.client({ cookie: hub.operator.cookie })
    const made = await me(api.bookSpace, {
      body: { what: { kind: 'space', spaceId: hub.room.id }, startsAt: at('09:00'), endsAt: at('23:00') },
    })
    const to = hub.member.mail
    const mail = await mailbox.waitFor(to)
    expect(mail.text).toContain(`http://localhost:3000/me/bookings/${made.id}`)
    expect(mail.text).not.toContain('#k=')
    expect(invitationIn(mail)).toMatchObject({ method: 'REQUEST', event: { sequence: 0 } })
    await desk(api.changeBooking, {
      params: { bookingId: made.id },
      body: { version: 1, startsAt: at('10:00'), reason: '午前は清掃のため' },
    })
    const changed = await mailbox.waitFor(to, (one) => one.subject?.includes('変更') === true)
    expect(changed.text).toContain('午前は清掃のため')
    await app.settle()
    const { mailHolder } = await import('./mails/tidings.ts')
    await app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) =>
      mailHolder(scope, { bookingId: made.id, tiding: 'changed', sequence: 1 }),
    )
    await app.settle()
    const sent = mailbox.mails.filter((one) => [one.to].flat().some((address) => address?.value.some((each) => each.address === to)))
    expect(sent).toHaveLength(2)
  })

  test('takes the booking to a calendar as a file', async () => {
    const made = await app.client({ cookie: hub.other.cookie })(api.bookSpace, {
      body: { what: { kind: 'space', spaceId: hub.studio.id }, startsAt: at('00:00'), endsAt: at('23:45') },
    })
    const answer = await app.request(`/api/v1/bookings/${made.id}/calendar`, { cookie: hub.other.cookie })
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const event = new ICAL.Event(
      new ICAL.Component(ICAL.parse(await answer.text()) as never).getFirstSubcomponent('vevent') as ICAL.Component,
    )
    expect([instantOf(event.startDate), instantOf(event.endDate)]).toEqual([made.startsAt, made.endsAt])
  })
})
