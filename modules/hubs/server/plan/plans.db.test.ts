/** Floor plans from the upload to the page that a stranger sees. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { changePlan, changeSpace, getHub, getOwnHub, removePlan, retireSpace } from '../../contract/endpoints.ts'
import type { FloorPlanSettings } from '../../contract/plan/schemas.ts'
import { createConsortium, createTestHub, type TestHub } from '../factory.ts'
import { hubs } from '../module.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs] })
})
afterAll(() => app.stop())

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')

async function upload(hub: TestHub, content: Uint8Array = png, cookie = hub.operator.cookie) {
  const answer = await app.request(`/api/v1/consortium/hubs/${hub.hub.id}/plans`, {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'image/png', 'hiroba-file-name': encodeURIComponent('1階.png') },
    body: content as never,
  })
  return { status: answer.status, body: (await answer.json()) as FloorPlanSettings & { code?: string } }
}

const withSpaces = () =>
  createTestHub(app, {
    spaces: [
      { kind: 'coworking', name: '共用室', seats: 3 },
      { kind: 'meeting-room', name: '会議室' },
    ],
    equipment: [{ name: '3Dプリンター', handling: 'bookable' }],
  })

test('places of rooms, seats and machines are shown to strangers, and what is out of use no longer', async () => {
  const hub = await withSpaces()
  const { call, spaces, equipment } = hub
  const { status, body: plan } = await upload(hub)
  expect([status, plan.spots, plan.names.ja]).toEqual([201, [], hub.hub.names.ja])
  const params = { hubId: hub.hub.id, planId: plan.id }
  const [first, , third] = spaces[0]?.units ?? []
  const spots = [
    { unitId: third?.id ?? '', x: 900, y: 900 },
    { unitId: first?.id ?? '', x: 100, y: 100 },
    { spaceId: spaces[1]?.id ?? '', x: 500, y: 100 },
    { unitId: equipment[0]?.units[0]?.id ?? '', x: 500, y: 900 },
  ]
  const changed = await call(changePlan, {
    params,
    body: { names: { ja: '1階 平面図', en: 'Ground floor' }, spots, version: plan.version },
  })
  // read as one reads a page
  expect(changed.spots.map((spot) => [spot.spaceId, spot.label, spot.x])).toEqual([
    [spaces[0]?.id, first?.label, 100],
    [spaces[1]?.id, null, 500],
    [null, equipment[0]?.units[0]?.label, 500],
    [spaces[0]?.id, third?.label, 900],
  ])

  const seen = async () => (await app.client()(getHub, { params: { hubId: hub.hubKey }, query: {} })).plans
  const [shown] = await seen()
  expect(shown).toMatchObject({ id: plan.id, names: { en: 'Ground floor' }, spots: changed.spots })
  expect((await app.request(shown?.href ?? '')).status).toBe(200)
  expect((await app.request(changed.href, { cookie: hub.operator.cookie })).status).toBe(200)

  await call(changeSpace, { params: { spaceId: spaces[0]?.id ?? '' }, body: { seats: 2, version: spaces[0]?.version ?? 0 } })
  await call(retireSpace, { params: { spaceId: spaces[1]?.id ?? '' }, body: { version: spaces[1]?.version ?? 0, reason: '改修' } })
  expect((await seen())[0]?.spots.map((spot) => spot.x)).toEqual([100, 500])

  await call(removePlan, { params })
  expect((await app.request(shown?.href ?? '')).status).toBe(404)
  expect((await call(getOwnHub, { params: { hubId: hub.hub.id } })).plans).toEqual([])
  expect(await app.sql('select 1 from hubs.plan_spot where plan_id = $1', [plan.id])).toEqual([])
})

test('a drawing with a script, a place off the paper, a seat twice or of another hub: nothing is stored', async () => {
  const hub = await withSpaces()
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  expect(await upload(hub, svg)).toMatchObject({ status: 415, body: { code: 'hubs.not_a_picture' } })
  const { body: plan } = await upload(hub)
  const params = { hubId: hub.hub.id, planId: plan.id }
  const unitId = hub.spaces[0]?.units[0]?.id ?? ''
  const attempt = (spots: { unitId: string; x: number; y: number }[], version = plan.version) =>
    hub.call(changePlan, { params, body: { spots, version } })
  await expect(attempt([{ unitId, x: 1001, y: 0 }])).rejects.toMatchObject({ status: 422 })
  await expect(attempt([0, 1].map((x) => ({ unitId, x, y: 0 })))).rejects.toMatchObject({ status: 422 })
  const neighbour = await createTestHub(app, {}, hub)
  await expect(attempt([{ unitId: neighbour.spaces[0]?.units[0]?.id ?? '', x: 1, y: 1 }])).rejects.toMatchObject({ status: 404 })
  await expect(attempt([{ unitId, x: 1, y: 1 }], plan.version + 1)).rejects.toMatchObject({ code: 'platform.changed_meanwhile' })
  expect((await attempt([{ unitId, x: 1, y: 1 }])).spots).toHaveLength(1)

  const stranger = await createConsortium(app)
  expect((await upload(hub, png, stranger.operator.cookie)).status).toBe(404)
  await expect(stranger.call(removePlan, { params })).rejects.toMatchObject({ status: 404 })
})
