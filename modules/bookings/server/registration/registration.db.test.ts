/** Registration of users as a town's office expects it: examined, with class and term, asked back, refused with a reason, blocked; all on file. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QueryIn } from '#platform/contract/endpoint.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { photoOfTelephone, tracesOfTelephone } from '#platform/testkit/pictures.ts'
import { bookings } from '../module.ts'
import { hubs } from '#modules/hubs/server/module.ts'
import { people } from '#modules/people/server/module.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { bookForSomebody, bookSpace } from '../../contract/endpoints.ts'
import * as api from '../../contract/registration/endpoints.ts'
import type { RegistrationDecision } from '../../contract/registration/schemas.ts'
import { createHub, type TestHub } from '../factory.ts'
import { registrationOf } from './use-cases/registration-of.ts'

let app: TestApp
let hub: TestHub
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs, bookings], hasWorker: true, clock: testClock('2026-11-25T01:00:00Z') })
  hub = await createHub(app)
})
afterAll(() => app.stop())

const as = (cookie: string) => app.client({ cookie })
const group = {
  kind: 'group' as const,
  name: '見本合唱団',
  kana: 'みほんがっしょうだん',
  representative: '見本 花子',
  membersCount: 24,
  residentsCount: 20,
}
const decide = (cookie: string, file: { id: string; version: number }, decision: RegistrationDecision) =>
  as(cookie)(api.decideRegistration, { params: { registrationId: file.id }, body: { version: file.version, decision } })
const standing = (accountId: string, on?: string) =>
  app.program.runInTenant(hub.consortiumId, { name: 'test', requestId: 'test' }, (scope) => registrationOf(scope, accountId, on))
const mailsTo = async (mail: string) =>
  (
    await app.sql<{ subject: string; body_text: string }>(
      'select subject, body_text from platform.mail where to_address = $1 order by id',
      [mail],
    )
  ).map((one) => `${one.subject}\n${one.body_text}`)

describe('the office examines', () => {
  test('asked, asked back, answered, accepted: each step is on file and told; the class counts until its last day', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const file = await as(person.cookie)(api.askRegistration, {
      body: {
        kind: 'person',
        name: '見本 花子',
        kana: 'ﾐﾎﾝ ﾊﾅｺ',
        phone: '０９０ー１２３４ー５６７８',
        postalCode: '〒１２３－４５６７',
        residentsCount: 1,
      },
    })
    expect(file).toMatchObject({
      status: 'asked',
      kana: 'ミホン ハナコ',
      phone: '+819012345678',
      postalCode: '1234567',
      membersCount: 1,
      isValid: false,
    })
    expect((await standing(person.accountId)).state).toBe('none')

    const back = await decide(hub.operator.cookie, file, { kind: 'return', reason: '住所の証明をお願いします' })
    expect(back.status).toBe('returned')
    const answered = await as(person.cookie)(api.answerRegistration, {
      params: { registrationId: file.id },
      body: { ...group, kind: 'person', name: '見本 花子', kana: 'ミホン ハナコ', version: back.version, word: '送りました' },
    })
    expect(answered).toMatchObject({ status: 'asked', kind: 'person', membersCount: 1, residentsCount: 1 })
    const accepted = await decide(hub.operator.cookie, answered, { kind: 'accept', userClass: 'resident', validUntil: '2027-03-31' })
    expect(accepted).toMatchObject({ status: 'accepted', userClass: 'resident', validUntil: '2027-03-31', isValid: true })
    expect(accepted.number).toBeGreaterThan(0)
    expect(accepted.steps.map((step) => [step.kind, step.isOffice])).toEqual([
      ['asked', false],
      ['returned', true],
      ['answered', false],
      ['accepted', true],
    ])
    expect(await standing(person.accountId)).toMatchObject({ state: 'valid', userClass: 'resident', validUntil: '2027-03-31' })
    expect((await standing(person.accountId, '2027-03-31')).state).toBe('valid')
    expect((await standing(person.accountId, '2027-04-01')).state).toBe('none')

    await app.settle()
    const mails = await mailsTo(person.mail)
    expect(mails).toHaveLength(3)
    expect(mails.join('\n')).toContain('住所の証明をお願いします')
    expect(mails.join('\n')).toContain('2027年3月31日')
  })

  test('refused with its reason; a decision that does not fit the state, and an old screen, are refused', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const file = await as(person.cookie)(api.askRegistration, { body: group })
    await expect(decide(hub.operator.cookie, file, { kind: 'block', reason: 'まだ' })).rejects.toMatchObject({
      code: 'bookings.registration_decided',
    })
    await expect(decide(hub.operator.cookie, { ...file, version: 9 }, { kind: 'refuse', reason: '古い画面' })).rejects.toMatchObject({
      status: 412,
    })
    await expect(
      decide(hub.operator.cookie, file, { kind: 'accept', userClass: 'general', validUntil: '2026-11-24' }),
    ).rejects.toMatchObject({ code: 'bookings.validity_over' })
    const refused = await decide(hub.operator.cookie, file, { kind: 'refuse', reason: '営利の目的のため' })
    expect(refused).toMatchObject({ status: 'refused', number: null })
    await app.settle()
    expect((await mailsTo(person.mail)).join('\n')).toContain('営利の目的のため')
  })

  test('a block with a last day ends by itself, one without lasts until it is lifted', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const asked = await as(person.cookie)(api.askRegistration, { body: { kind: 'person', name: '例示 次郎' } })
    const accepted = await decide(hub.operator.cookie, asked, { kind: 'accept', userClass: 'member', validUntil: '2027-03-31' })
    const blocked = await decide(hub.operator.cookie, accepted, { kind: 'block', reason: '無断の不使用が続いたため', until: '2026-12-24' })
    expect(blocked).toMatchObject({ status: 'blocked', isValid: false })
    expect((await standing(person.accountId)).state).toBe('blocked')
    expect((await standing(person.accountId, '2026-12-25')).state).toBe('valid')
    const free = await decide(hub.operator.cookie, blocked, { kind: 'unblock', reason: '事情を聞いたため' })
    expect(free).toMatchObject({ status: 'accepted', isValid: true })
    expect((await standing(person.accountId)).state).toBe('valid')
  })

  test('whom the office has stopped books nothing, wherever members may; the desk still can', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const asked = await as(person.cookie)(api.askRegistration, { body: { kind: 'person', name: '例示 次郎' } })
    const accepted = await decide(hub.operator.cookie, asked, { kind: 'accept', userClass: 'member', validUntil: '2027-03-31' })
    const day = Temporal.PlainDate.from(app.clock.now().toZonedDateTimeISO('Asia/Tokyo').toPlainDate()).add({ days: 2 })
    const at = (time: string) => day.toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: time }).toInstant().toString()
    const body = { what: { kind: 'seat' as const, spaceId: hub.open.id }, startsAt: at('10:00'), endsAt: at('11:00') }
    await as(person.cookie)(bookSpace, { body })
    await decide(hub.operator.cookie, accepted, { kind: 'block', reason: '無断の不使用が続いたため' })
    await expect(as(person.cookie)(bookSpace, { body })).rejects.toMatchObject({ code: 'bookings.use_stopped' })
    await as(hub.operator.cookie)(bookForSomebody, {
      params: { hubId: hub.id },
      body: { ...body, holder: { accountId: person.accountId } },
    })
  })

  test('a renewal is asked for once and granted with a new term', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const asked = await as(person.cookie)(api.askRegistration, { body: { kind: 'person', name: '仮名 三郎' } })
    const accepted = await decide(hub.operator.cookie, asked, { kind: 'accept', userClass: 'general', validUntil: '2026-12-31' })
    const ask = () => as(person.cookie)(api.askRenewal, { params: { registrationId: accepted.id }, body: { version: accepted.version } })
    expect((await ask()).isRenewalAsked).toBe(true)
    const again = await ask()
    expect(again.steps.filter((step) => step.kind === 'renewal-asked')).toHaveLength(1)
    const open = await as(hub.operator.cookie)(api.listRegistrations, { query: { state: 'open', q: '仮名' } })
    expect(open.items.map((one) => one.id)).toContain(accepted.id)
    const renewed = await decide(hub.operator.cookie, again, { kind: 'renew', userClass: 'general', validUntil: '2027-12-31' })
    expect(renewed).toMatchObject({ validUntil: '2027-12-31', isRenewalAsked: false, number: accepted.number })
  })
})

test('a person is registered once, also when two windows ask at the same moment; groups may be several', async () => {
  const person = await createMember(app, { consortiumId: hub.consortiumId })
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, () => as(person.cookie)(api.askRegistration, { body: { kind: 'person', name: '模擬 五郎' } })),
  )
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  for (const one of results) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'bookings.already_registered' })
  for (let count = 0; count < 2; count++) await as(person.cookie)(api.askRegistration, { body: { ...group, name: `模擬の会 ${count}` } })
  expect((await as(person.cookie)(api.listMyRegistrations, {})).items).toHaveLength(3)
})

test('numbers are given one after another, none twice and none left out, however many are accepted at once', async () => {
  const files = []
  for (let count = 0; count < 12; count++)
    files.push(await as(hub.operator.cookie)(api.enterRegistration, { body: { ...group, name: `団体 ${count}` } }))
  const accepted = await Promise.all(
    files.map((file) => decide(hub.operator.cookie, file, { kind: 'accept', userClass: 'general', validUntil: '2027-03-31' })),
  )
  const numbers = accepted.map((file) => file.number ?? 0).toSorted((a, b) => a - b)
  expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at))
})

describe('the list', () => {
  test('is in the order of the readings, found by kana, name, number and telephone, a page at a time, and taken along', async () => {
    const other = await createHub(app)
    const enter = (name: string, kana: string, phone?: string) =>
      as(other.operator.cookie)(api.enterRegistration, { body: { kind: 'group', name, kana, ...(phone === undefined ? {} : { phone }) } })
    await enter('例示卓球部', 'レイジタッキュウブ', '0136-00-0001')
    const first = await enter('見本囲碁会', 'ミホンイゴカイ')
    await enter('架空将棋会', 'かくうしょうぎかい')
    const list = (query: QueryIn<typeof api.listRegistrations>) => as(other.operator.cookie)(api.listRegistrations, { query })
    const page = await list({ limit: 2 })
    expect(page.items.map((one) => one.name)).toEqual(['架空将棋会', '見本囲碁会'])
    expect((await list({ limit: 2, cursor: page.nextCursor ?? undefined })).items.map((one) => one.name)).toEqual(['例示卓球部'])
    expect((await list({ q: 'みほん' })).items.map((one) => one.name)).toEqual(['見本囲碁会'])
    expect((await list({ q: '0136000001' })).items.map((one) => one.name)).toEqual(['例示卓球部'])
    await decide(other.operator.cookie, first, { kind: 'accept', userClass: 'general', validUntil: '2027-03-31' })
    expect((await list({ q: '第1号' })).items.map((one) => one.name)).toEqual(['見本囲碁会'])
    expect((await list({ state: 'asked' })).items).toHaveLength(2)
    const csv = await app.request('/api/v1/registration-sheet?format=csv', { cookie: other.operator.cookie })
    expect(await csv.text()).toContain('ミホンイゴカイ')
  })

  test('a member sees the own file only; papers are for the applicant and the office', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const file = await as(person.cookie)(api.askRegistration, { body: group })
    const send = (content: string, cookie = person.cookie) =>
      app.request(`/api/v1/registrations/${file.id}/proofs`, {
        method: 'POST',
        cookie,
        headers: { 'content-type': 'application/pdf', 'hiroba-file-name': encodeURIComponent('名簿.pdf') },
        body: content,
      })
    expect((await send('<html>')).status).toBe(415)
    const sent = await send('%PDF-1.7 example')
    expect(sent.status).toBe(201)
    const { id } = (await sent.json()) as { id: string }
    const read = (cookie: string) => app.request(`/api/v1/registrations/${file.id}/proofs/${id}`, { cookie })
    expect((await read(person.cookie)).status).toBe(200)
    expect((await read(hub.operator.cookie)).status).toBe(200)
    expect((await read(hub.member.cookie)).status).toBe(404)
    expect((await as(hub.operator.cookie)(api.getRegistration, { params: { registrationId: file.id } })).proofs).toMatchObject([
      { name: '名簿.pdf' },
    ])
    await expect(as(hub.member.cookie)(api.getRegistration, { params: { registrationId: file.id } })).rejects.toMatchObject({ status: 404 })
    await expect(as(person.cookie)(api.listRegistrations, { query: {} })).rejects.toMatchObject({ status: 403 })
  })

  test('a paper that was shown at the counter is noted by the office alone, with what it was; nothing is kept of it', async () => {
    const file = await as(hub.operator.cookie)(api.enterRegistration, { body: { ...group, name: '窓口の会' } })
    const note = (cookie: string) =>
      as(cookie)(api.noteProofSeen, { params: { registrationId: file.id }, body: { what: '代表者の運転免許証' } })
    await expect(note(hub.member.cookie)).rejects.toMatchObject({ status: 403 })
    const noted = await note(hub.operator.cookie)
    expect(noted.proofs).toEqual([])
    expect(noted.steps.at(-1)).toMatchObject({ kind: 'proof-seen', reason: '代表者の運転免許証', isOffice: true })
    const accepted = await decide(hub.operator.cookie, noted, { kind: 'accept', userClass: 'resident', validUntil: '2027-03-31' })
    expect(accepted).toMatchObject({ status: 'accepted', isOnPaper: true })
  })

  test('a photo of a paper is kept without place and device; what only begins as a picture is refused', async () => {
    const person = await createMember(app, { consortiumId: hub.consortiumId })
    const file = await as(person.cookie)(api.askRegistration, { body: group })
    const send = (content: Uint8Array) =>
      app.request(`/api/v1/registrations/${file.id}/proofs`, {
        method: 'POST',
        cookie: person.cookie,
        headers: { 'content-type': 'image/jpeg', 'hiroba-file-name': encodeURIComponent('名簿.jpeg') },
        body: content as never,
      })
    const sent = await send(await photoOfTelephone(60, 40))
    expect(sent.status).toBe(201)
    const { id } = (await sent.json()) as { id: string }
    const read = await app.request(`/api/v1/registrations/${file.id}/proofs/${id}`, { cookie: hub.operator.cookie })
    const kept = Buffer.from(await read.arrayBuffer())
    for (const trace of tracesOfTelephone) expect(kept.includes(trace)).toBe(false)
    expect((await send(new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]))).status).toBe(415)
  })
})
