/** Terms that strangers read, and which version a guest agreed to by booking. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askToWaitAsGuest, bookAsGuest } from '#modules/bookings/contract/endpoints.ts'
import { createHub, guestOf, type TestHub } from '#modules/bookings/server/factory.ts'
import { listTerms, publishTerms, readHubTerms } from '#modules/people/contract/endpoints.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { modules } from './modules.ts'

let app: TestApp
let hub: TestHub
beforeAll(async () => {
  app = await createTestApp({ modules, clock: testClock('2026-11-22T03:00:00Z') })
  hub = await createHub(app)
})
afterAll(() => app.stop())

const book = (hour: string, termsId?: string) =>
  app.client()(bookAsGuest, {
    params: { hubKey: hub.key },
    body: {
      what: { kind: 'seat', spaceId: hub.open.id },
      startsAt: Temporal.ZonedDateTime.from(`2026-11-24T${hour}:00[Asia/Tokyo]`).toInstant().toString(),
      endsAt: Temporal.ZonedDateTime.from(`2026-11-24T${hour}:30[Asia/Tokyo]`).toInstant().toString(),
      guest: guestOf(`guest-${hour}@example.jp`),
      consent: true,
      ...(termsId === undefined ? {} : { termsId }),
    },
  })
const consentOf = (bookingId: string) =>
  app.sql<{ version: number }>(
    'select t.version from people.guest_consent g join people.terms t on t.id = g.terms_id where g.subject_id = $1',
    [bookingId],
  )

test('a guest reads what they agree to, in each language that was written, and the version stays with the booking', async () => {
  const params = { hubKey: hub.key }
  const staff = app.client({ cookie: hub.operator.cookie })
  expect((await app.client()(readHubTerms, { params })).terms).toBeNull()
  const before = await book('10')
  expect(await consentOf(before.id)).toEqual([])

  const text = { ja: '席はゆずり合ってください。', en: 'Please share the seats.', ko: '자리를 서로 양보해 주세요.' }
  const privacy = { ja: '氏名とメールを予約のために預かります。', en: 'We keep your name and mail for the booking.' }
  const { id } = await staff(publishTerms, { body: { text, privacy, validFrom: '2026-11-01' } })
  await staff(publishTerms, { body: { text: { ja: '来年から', en: 'From next year' }, validFrom: '2027-01-01' } })
  expect((await app.client()(readHubTerms, { params })).terms).toMatchObject({ version: 1, text, privacy })
  expect(await consentOf((await book('11', id)).id)).toEqual([{ version: 1 }])

  const pages = []
  for (let cursor: string | undefined, n = 0; n < 2; n++) {
    const page = await staff(listTerms, { query: { limit: 1, ...(cursor === undefined ? {} : { cursor }) } })
    pages.push(...page.items.map(({ version, accepted, acceptedByGuests }) => ({ version, accepted, acceptedByGuests })))
    cursor = page.nextCursor ?? undefined
  }
  expect(pages).toEqual([
    { version: 2, accepted: 0, acceptedByGuests: 0 },
    { version: 1, accepted: 0, acceptedByGuests: 1 },
  ])
})

test('a version that was not on the screen is agreed to by nobody: a form that stood open is told, and the new one counts', async () => {
  const { terms } = await app.client()(readHubTerms, { params: { hubKey: hub.key } })
  await expect(book('12')).rejects.toMatchObject({ status: 409, code: 'people.terms_changed' })
  const newer = await app.client({ cookie: hub.operator.cookie })(publishTerms, {
    body: { text: { ja: '改めた規約', en: 'Newer terms' }, validFrom: '2026-11-20' },
  })
  await expect(book('12', terms?.id)).rejects.toMatchObject({ code: 'people.terms_changed' })
  expect(await consentOf((await book('12', newer.id)).id)).toEqual([{ version: newer.version }])
  const { open } = hub
  const ask = (termsId: string | undefined) =>
    app.client()(askToWaitAsGuest, {
      params: { hubKey: hub.key },
      body: {
        what: { kind: 'seat', spaceId: open.id, count: 1 },
        from: '2026-11-24T06:00:00Z',
        to: '2026-11-24T07:00:00Z',
        partySize: 1,
        guest: guestOf('waits@example.jp'),
        consent: true,
        ...(termsId === undefined ? {} : { termsId }),
      },
    })
  await expect(ask(terms?.id)).rejects.toMatchObject({ code: 'people.terms_changed' })
})

test('the terms of a hub that is not there, and a notice in one language only, are refused', async () => {
  await expect(app.client()(readHubTerms, { params: { hubKey: 'no.hub' } })).rejects.toMatchObject({ status: 404 })
  await expect(
    app.client({ cookie: hub.operator.cookie })(publishTerms, {
      body: { text: { ja: '規約', en: 'Terms' }, privacy: { ja: '日本語だけ' } as never, validFrom: '2028-01-01' },
    }),
  ).rejects.toMatchObject({ status: 422 })
  await expect(
    app.client({ cookie: hub.member.cookie })(publishTerms, { body: { text: { ja: '規約', en: 'Terms' }, validFrom: '2028-01-01' } }),
  ).rejects.toMatchObject({ status: 403 })
})
