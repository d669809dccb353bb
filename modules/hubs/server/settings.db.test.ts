import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMember } from '#modules/people/server/factory.ts'
import { people } from '#modules/people/server/module.ts'
import { ProblemError } from '#platform/contract/client.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import {
  addClosure,
  changeConsortium,
  changeEquipment,
  changeHub,
  changePhoto,
  changeSpace,
  createHub,
  createSpace,
  getConsortium,
  getHub,
  getOwnHub,
  listHubs,
  listOwnHubs,
  moveSpace,
  orderPhotos,
  publishHub,
  removeClosure,
  removePhoto,
  retireEquipment,
  retireSpace,
  setException,
  setOpeningRules,
  setYearlyClosures,
  unpublishHub,
} from '../contract/endpoints.ts'
import type { OpeningRule } from '../contract/rules.ts'
import { createConsortium, createTestHub } from './factory.ts'
import { beforeRetiringUnits } from './index.ts'
import { hubs } from './module.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [people, hubs] })
})
afterAll(() => app.stop())

async function refused(
  call: Promise<unknown>,
): Promise<{ code: string; status: number; detail: string; params: Readonly<Record<string, unknown>> }> {
  const error = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (!(error instanceof ProblemError)) throw new Error(`was not refused: ${String(error)}`)
  return { code: error.code, status: error.status, detail: error.problem.detail, params: error.params }
}

const unitsOf = (spaceId: string) =>
  app.sql<{ label: string; kind: string; retired: boolean }>(
    'select label, kind, retired_at is not null as retired from hubs.unit where space_id = $1 order by retired_at nulls first, position',
    [spaceId],
  )

/** What the set-up has just made. */
function the<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not there')
  return value
}

const rule = (on: OpeningRule['on'], opensMinute: number | null, closesMinute: number | null): OpeningRule => ({
  on,
  opensMinute,
  closesMinute,
  validFrom: null,
  validTo: null,
})

describe('a hub', () => {
  test('is made unpublished, and is in the directory once it has a space and hours', async () => {
    const { call, slug } = await createConsortium(app)
    const { id, version } = await call(createHub, { body: { key: 'mihon', names: { ja: '見本拠点', en: '' }, address: { ja: '見本町1' } } })
    expect(await refused(call(publishHub, { params: { hubId: id } }))).toMatchObject({
      code: 'hubs.not_ready_to_publish',
      params: { missing: ['spaces', 'opening'] },
    })
    await call(createSpace, { params: { hubId: id }, body: { kind: 'booth', names: { ja: '通話ブース' } } })
    await call(setOpeningRules, { params: { hubId: id }, body: { rules: [rule(1, 540, 1080)], version } })
    expect(await refused(app.client()(getHub, { params: { hubId: id }, query: {} }))).toMatchObject({ status: 404 })

    const published = await call(publishHub, { params: { hubId: id } })
    expect(published.publishedAt).not.toBeNull()
    const seen = await app.client()(getHub, { params: { hubId: `${slug}.mihon` }, query: {} })
    expect(seen).toMatchObject({ id, names: { ja: '見本拠点' }, spaces: [{ kind: 'booth', bookableAs: 'whole', unitCount: 1 }] })
    expect(seen.names).not.toHaveProperty('en')

    await call(unpublishHub, { params: { hubId: id } })
    expect(await refused(app.client()(getHub, { params: { hubId: id }, query: {} }))).toMatchObject({ status: 404 })
    expect((await call(listOwnHubs, {})).items).toMatchObject([{ id, publishedAt: null, spaceCount: 1 }])
    const events = await app.sql<{ type: string }>('select type from platform.event where subject_id = $1 order by id', [id])
    expect(events.map((event) => event.type)).toEqual([
      'hubs.changed',
      'hubs.unitsChanged',
      'hubs.openingChanged',
      'hubs.published',
      'hubs.unpublished',
    ])
  })

  test('keeps its address free of doubles', async () => {
    const { call } = await createConsortium(app)
    const body = { key: 'twice', names: { ja: '一つ目' }, address: { ja: '見本町1' } }
    await call(createHub, { body })
    expect(await refused(call(createHub, { body }))).toMatchObject({ code: 'hubs.slug_taken', status: 409 })
  })

  test('is not changed by somebody who read an older one, and says what is no longer assumed', async () => {
    const { call, hub } = await createTestHub(app)
    await app.sql(`update hubs.hub set assumed = '{description.ja,capacity,address.en}', description = '{"ja":"想定"}' where id = $1`, [
      hub.id,
    ])
    const changed = await call(changeHub, {
      params: { hubId: hub.id },
      body: { version: hub.version, description: { ja: '書き直しました' }, confirmed: ['capacity', 'names.ja'] },
    })
    expect(changed).toMatchObject({ description: { ja: '書き直しました' }, assumed: ['address.en'], version: hub.version + 1 })
    expect(
      await refused(call(changeHub, { params: { hubId: hub.id }, body: { version: hub.version, phone: '0136-00-0000' } })),
    ).toMatchObject({ code: 'platform.changed_meanwhile', status: 412 })
    expect((await call(getOwnHub, { params: { hubId: hub.id } })).phone).toBeNull()
    // nothing differs: nothing happens
    const same = await call(changeHub, {
      params: { hubId: hub.id },
      body: { version: changed.version, description: { ja: '書き直しました' } },
    })
    expect(same.version).toBe(changed.version)
    // full-width digits, as they come from a Japanese keyboard
    expect(
      (await call(changeHub, { params: { hubId: hub.id }, body: { version: changed.version, phone: '０１３６－００－００００' } })).phone,
    ).toBe('0136-00-0000')
  })
})

describe('spaces and their units', () => {
  test('seats are units: more make units, fewer retire the last ones, unless something stands on them', async () => {
    const { call, hub, spaces } = await createTestHub(app, { spaces: [{ kind: 'coworking', seats: 3 }] })
    const space = the(spaces[0])
    expect(space).toMatchObject({ bookableAs: 'seats', unitCount: 3 })
    const six = await call(changeSpace, { params: { spaceId: space.id }, body: { version: space.version, seats: 6 } })
    expect(six.units.map((unit) => unit.label)).toEqual(['1', '2', '3', '4', '5', '6'])

    const held = the(six.units[5]).id
    const until = app.clock.now().add({ hours: 3 })
    beforeRetiringUnits('test', async (_scope, unitIds) => (unitIds.includes(held) ? [{ unitId: held, until }] : []))
    const body = { version: six.version, seats: 5 }
    const problem = await refused(call(changeSpace, { params: { spaceId: space.id }, body }))
    expect(problem).toMatchObject({ code: 'hubs.space_in_use', params: { count: 1, untilAt: until.toString() } })
    expect(await unitsOf(space.id)).toHaveLength(6)
    beforeRetiringUnits('test', async () => [])
    expect((await call(changeSpace, { params: { spaceId: space.id }, body })).unitCount).toBe(5)
    expect((await unitsOf(space.id)).at(-1)).toEqual({ label: '6', kind: 'seat', retired: true })
    const changes = await app.sql<{ payload: { added: string[]; retired: string[] } }>(
      `select payload from platform.event where type = 'hubs.unitsChanged' and subject_id = $1 order by id`,
      [hub.id],
    )
    expect(changes.map(({ payload }) => [payload.added.length, payload.retired.length])).toEqual([
      [3, 0],
      [3, 0],
      [0, 1],
    ])
  })

  test('a hall is taken by seat and as a whole; as a whole only it is one unit', async () => {
    const { call, spaces } = await createTestHub(app, { spaces: [{ kind: 'coworking', capacity: 12 }, { kind: 'storage' }] })
    expect(spaces.map((space) => [space.bookableAs, space.unitCount])).toEqual([
      ['both', 12],
      ['none', 0],
    ])
    const hall = the(spaces[0])
    const whole = await call(changeSpace, { params: { spaceId: hall.id }, body: { version: hall.version, bookableAs: 'whole' } })
    expect(whole.units).toMatchObject([{ kind: 'room', label: '1' }])
    const seats = await call(changeSpace, { params: { spaceId: hall.id }, body: { version: whole.version, bookableAs: 'seats' } })
    expect(seats.unitCount).toBe(12)
  })

  test('a tree has no circles, and what holds others stays', async () => {
    const { call, hub } = await createTestHub(app, { spaces: [], isPublished: false })
    const make = (kind: 'floor' | 'booth' | 'meeting-room', parentId: string | null) =>
      call(createSpace, { params: { hubId: hub.id }, body: { kind, names: { ja: kind }, parentId } })
    const floor = await make('floor', null)
    const booth = await make('booth', floor.id)
    const room = await make('meeting-room', floor.id)
    expect([floor.key, booth.key, (await make('booth', floor.id)).key]).toEqual(['floor', 'booth', 'booth-2'])
    expect(
      await refused(
        call(moveSpace, { params: { spaceId: floor.id }, body: { parentId: booth.id, afterId: null, version: floor.version } }),
      ),
    ).toMatchObject({ code: 'hubs.space_under_itself' })
    expect(
      await refused(call(retireSpace, { params: { spaceId: floor.id }, body: { version: floor.version, reason: '改装' } })),
    ).toMatchObject({ code: 'hubs.space_has_children' })
    await call(moveSpace, { params: { spaceId: room.id }, body: { parentId: floor.id, afterId: null, version: room.version } })
    const order = async () =>
      (await call(getOwnHub, { params: { hubId: hub.id } })).spaces.filter((space) => space.parentId === floor.id).map((space) => space.key)
    expect(await order()).toEqual(['meeting-room', 'booth', 'booth-2'])
    await call(retireSpace, { params: { spaceId: booth.id }, body: { version: booth.version, reason: '撤去' } })
    expect(await order()).toEqual(['meeting-room', 'booth-2'])
    expect(await unitsOf(booth.id)).toEqual([{ label: '1', kind: 'room', retired: true }])
    const [event] = await app.sql<{ reason: string }>(
      `select reason from platform.event where type = 'hubs.changed' and subject_id = $1 order by id desc limit 1`,
      [booth.id],
    )
    expect(event?.reason).toBe('撤去')
  })

  test('things to borrow have a unit each', async () => {
    const { call, hub, equipment } = await createTestHub(app, {
      equipment: [
        { name: 'タブレット', handling: 'lendable', count: 3 },
        { name: 'Wi-Fi', handling: 'fixed' },
      ],
    })
    expect(equipment.map((one) => one.units.map((unit) => unit.kind))).toEqual([['item', 'item', 'item'], []])
    const tablets = the(equipment[0])
    const two = await call(changeEquipment, { params: { equipmentId: tablets.id }, body: { version: tablets.version, count: 2 } })
    expect(two.units.map((unit) => unit.label)).toEqual(['1', '2'])
    await call(retireEquipment, { params: { equipmentId: tablets.id }, body: { version: two.version, reason: '故障' } })
    expect((await call(getOwnHub, { params: { hubId: hub.id } })).equipment.map((one) => one.names.ja)).toEqual(['Wi-Fi'])
  })
})

describe('hours', () => {
  test('of a hub, of a space, closures and single days, as the public page shows them', async () => {
    const { call, hub, spaces } = await createTestHub(app, { weekdays: [1, 2, 3, 4, 5] })
    const spaceId = the(spaces[0]).id
    const params = { hubId: hub.id }
    const after = await call(setOpeningRules, {
      params,
      body: { spaceId, rules: [rule(1, 600, 1560), rule('holiday', null, null)], version: hub.version },
    })
    await call(setYearlyClosures, {
      params,
      body: { yearlyClosures: [{ fromDay: '12-29', toDay: '01-03', reason: { ja: '年末年始' } }], version: after.version },
    })
    await call(addClosure, { params, body: { closure: { startsOn: '2026-12-07', endsOn: '2026-12-08', reason: { ja: '工事' } } } })
    await call(setException, {
      params: { ...params, on: '2026-12-08' },
      body: { periods: [{ opensMinute: 780, closesMinute: 900 }], reason: { ja: '説明会' } },
    })
    const days = async (from: string) => {
      const seen = await app.client()(getHub, { params, query: { from, days: 2 } })
      const shown = (opening: typeof seen.opening) =>
        opening.map((day) => [day.reason, ...day.periods.map((period) => `${period.opensMinute}-${period.closesMinute}`)].join(' '))
      return [shown(seen.opening), shown(the(seen.spaces[0]).opening)]
    }
    expect(await days('2026-12-07')).toEqual([
      ['closure', 'exception 780-900'],
      ['closure', 'exception 780-900'],
    ])
    expect(await days('2026-11-23')).toEqual([
      ['rule 540-1080', 'rule 540-1080'],
      ['holiday', 'weekday'],
    ])
    expect(await days('2026-11-30')).toEqual([
      ['rule 540-1080', 'rule 540-1080'],
      ['rule 600-1560', 'weekday'],
    ])
    expect(await days('2026-12-28')).toEqual([
      ['rule 540-1080', 'yearly-closure'],
      ['rule 600-1560', 'yearly-closure'],
    ])

    const settings = await call(getOwnHub, { params })
    const closureId = the(settings.schedule.closures[0]).id
    await call(removeClosure, { params: { ...params, closureId } })
    await call(setException, { params: { ...params, on: '2026-12-08' }, body: { periods: null } })
    expect(await days('2026-12-07')).toEqual([
      ['rule 540-1080', 'rule 540-1080'],
      ['rule 600-1560', 'weekday'],
    ])
    expect(await refused(call(removeClosure, { params: { ...params, closureId } }))).toMatchObject({ status: 404 })
    const told = await app.sql<{ payload: { what: string; from?: string; to?: string } }>(
      `select payload from platform.event where type = 'hubs.openingChanged' and payload->>'hubId' = $1 and payload->>'what' = 'closure' order by id`,
      [hub.id],
    )
    expect(told.map(({ payload }) => [payload.from, payload.to])).toEqual([
      ['2026-12-07', '2026-12-08'],
      ['2026-12-07', '2026-12-08'],
    ])
  })

  test('that contradict themselves are refused, and nothing of them is stored', async () => {
    const { call, hub } = await createTestHub(app)
    const params = { hubId: hub.id }
    const set = (...rules: OpeningRule[]) => refused(call(setOpeningRules, { params, body: { rules, version: hub.version } }))
    expect(await set(rule(1, 540, 780), rule(1, 720, 1080))).toMatchObject({ code: 'hubs.hours_overlap', status: 422 })
    expect(await set(rule(1, 1080, 540))).toMatchObject({ code: 'hubs.end_before_start' })
    expect(await refused(call(addClosure, { params, body: { closure: { startsOn: '2026-12-08', endsOn: '2026-12-07' } } }))).toMatchObject({
      code: 'hubs.end_before_start',
    })
    expect(
      await refused(
        call(setException, { params: { ...params, on: '2026-12-08' }, body: { periods: [{ opensMinute: 600, closesMinute: 600 }] } }),
      ),
    ).toMatchObject({ code: 'hubs.end_before_start' })
    const now = await call(getOwnHub, { params })
    expect(now.schedule).toEqual(hub.schedule)
    expect(now.version).toBe(hub.version)
  })
})

describe('pictures', () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')

  test('are shown to strangers of a published hub, in order, until they are taken away', async () => {
    const { call, hub, hubKey, operator } = await createTestHub(app)
    const upload = (content: Uint8Array, name = '外観.png') =>
      app.request(`/api/v1/consortium/hubs/${hub.id}/photos`, {
        method: 'POST',
        cookie: operator.cookie,
        headers: { 'content-type': 'image/png', 'hiroba-file-name': encodeURIComponent(name) },
        body: content as never,
      })
    const page = await upload(new TextEncoder().encode('<script>alert(1)</script>'))
    expect([page.status, ((await page.json()) as { code: string }).code]).toEqual([415, 'hubs.not_a_picture'])
    const first = (await (await upload(png)).json()) as { id: string }
    const second = (await (await upload(png)).json()) as { id: string }
    await call(changePhoto, { params: { hubId: hub.id, photoId: second.id }, body: { alt: { ja: '入口', en: 'The entrance' } } })
    await call(orderPhotos, { params: { hubId: hub.id }, body: { photoIds: [second.id] } })

    const seen = await app.client()(getHub, { params: { hubId: hubKey }, query: {} })
    expect(seen.photos.map((photo) => photo.alt.en)).toEqual(['The entrance', undefined])
    const { items } = await app.client()(listHubs, { query: { q: hub.names.ja } })
    expect(items[0]?.photo?.id).toBe(second.id)
    const file = await app.request(the(seen.photos[0]).href)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/webp'])

    await call(removePhoto, { params: { hubId: hub.id, photoId: second.id } })
    expect((await app.request(the(seen.photos[0]).href)).status).toBe(404)
    expect((await call(getOwnHub, { params: { hubId: hub.id } })).photos.map((photo) => photo.id)).toEqual([first.id])
  })
})

describe('who may', () => {
  test('another consortium finds nothing, a member reads and changes nothing, and an officer reads', async () => {
    const one = await createTestHub(app)
    const other = await createConsortium(app)
    const params = { hubId: one.hub.id }
    for (const attempt of [
      () => other.call(getOwnHub, { params }),
      () => other.call(changeHub, { params, body: { version: 1, phone: null } }),
      () => other.call(createSpace, { params, body: { kind: 'booth', names: { ja: '侵入' } } }),
      () => other.call(retireSpace, { params: { spaceId: the(one.spaces[0]).id }, body: { version: 1, reason: '侵入' } }),
      () => other.call(addClosure, { params, body: { closure: { startsOn: '2026-12-01', endsOn: '2026-12-01' } } }),
    ]) {
      expect(await refused(attempt())).toMatchObject({ code: 'platform.not_found', status: 404 })
    }
    const member = await createMember(app, { consortiumId: one.consortiumId, roles: ['member'] })
    expect(await refused(app.client({ cookie: member.cookie })(getOwnHub, { params }))).toMatchObject({ status: 403 })
    const officer = app.client({ cookie: (await createMember(app, { consortiumId: one.consortiumId, roles: ['officer'] })).cookie })
    expect((await officer(getOwnHub, { params })).id).toBe(one.hub.id)
    expect(await refused(officer(changeHub, { params, body: { version: one.hub.version, phone: null } }))).toMatchObject({ status: 403 })
    expect((await one.call(getOwnHub, { params })).spaces).toHaveLength(1)
  })

  test('the database itself shows strangers published hubs and nothing of the others, and no facts', async () => {
    const shown = await createTestHub(app)
    const hidden = await createTestHub(app, { isPublished: false })
    const seen = await app.program.database.transaction(
      { consortiumId: '00000000-0000-0000-0000-000000000000' },
      { readOnly: true },
      async (transaction) => {
        const ids = [shown.hub.id, hidden.hub.id]
        const of = (text: string) =>
          transaction.prepared<{ id: string }>(text, `${text} = any($1)`, [ids]).then((rows) => rows.map((row) => row.id))
        return {
          hubs: await of('select id from hubs.directory_hub where id'),
          spaces: await of('select hub_id as id from hubs.directory_space where hub_id'),
          schedules: new Set(await of('select hub_id as id from hubs.directory_schedule where hub_id')),
          base: await of('select id from hubs.hub where id'),
        }
      },
    )
    expect(seen).toEqual({ hubs: [shown.hub.id], spaces: [shown.hub.id], schedules: new Set([shown.hub.id]), base: [] })
    const columns = await app.sql<{ column_name: string }>(
      `select column_name from information_schema.columns where table_schema = 'hubs' and table_name like 'directory%'`,
    )
    expect(columns.map((column) => column.column_name)).not.toContain('facts')
  })

  test('the own consortium is changed by who may, and its name follows everywhere', async () => {
    const { call, consortiumId } = await createConsortium(app)
    const before = await call(getConsortium, {})
    const after = await call(changeConsortium, {
      body: { version: before.version, names: { ja: '改称コンソーシアム' }, members: ['見本市'] },
    })
    expect(after).toMatchObject({ names: { ja: '改称コンソーシアム' }, members: ['見本市'], version: before.version + 1 })
    const [tenant] = await app.sql<{ name: { ja: string } }>('select name from platform.tenant where id = $1', [consortiumId])
    expect(tenant?.name.ja).toBe('改称コンソーシアム')
    expect(await refused(call(changeConsortium, { body: { version: before.version, lead: '別の市' } }))).toMatchObject({ status: 412 })
  })
})

test('an own consortium goes out as a file and comes in again by the screen: tried first, then stored', async () => {
  const { slug, hub, operator } = await createTestHub(app, {
    spaces: [{ kind: 'coworking', capacity: 12 }],
    equipment: [{ name: '3Dプリンター', handling: 'bookable', count: 2 }],
  })
  const answer = await app.request('/api/v1/consortium/facts', { cookie: operator.cookie })
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, `attachment; filename*=UTF-8''${slug}.json`])
  const file = await answer.text()
  expect(JSON.parse(file)).toMatchObject({
    consortia: [
      {
        id: slug,
        hubs: [
          {
            name: hub.names.ja,
            hours: { default: { open: '09:00', close: '18:00', days: 'every day' } },
            spaces: [{ capacity: 12 }],
            equipment: [{ bookable: true, count: 2 }],
          },
        ],
      },
    ],
  })
  const send = async (content: string, query: string) => {
    const response = await app.request(`/api/v1/consortium/facts${query}`, {
      method: 'POST',
      cookie: operator.cookie,
      headers: { 'content-type': 'application/json' },
      body: content,
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const withMunicipality = file.replace('"hubs": [', '"municipality": { "code": "01395", "name": "ニセコ町" },\n "hubs": [')
  const wider = withMunicipality.replace('"capacity": 12', '"capacity": 14')
  expect(await send(wider, '')).toMatchObject({ status: 200, body: { isDryRun: true } })
  const count = async () =>
    (
      await app.sql<{ count: number }>(
        `select count(*)::int as count from hubs.unit where hub_id = $1 and space_id is not null and retired_at is null`,
        [hub.id],
      )
    )[0]?.count
  expect(await count()).toBe(12)
  const stored = await send(wider, '?dryRun=false')
  expect(stored).toMatchObject({ status: 200, body: { isDryRun: false, created: 0 } })
  expect(await count()).toBe(14)
  expect(await send(wider, '?dryRun=false')).toMatchObject({ body: { changed: 0, created: 0 } })
  expect(await send(wider.replace(`"id": "${slug}"`, '"id": "another"'), '')).toMatchObject({
    status: 422,
    body: { code: 'hubs.consortium_not_in_file' },
  })
  const broken = await send(wider.replace('"capacity": 14', '"capacity": "many"'), '?dryRun=false')
  expect(broken).toMatchObject({
    status: 422,
    body: {
      code: 'hubs.file_refused',
      params: { count: 1, problems: [{ code: 'wrong_type', path: 'consortia[0].hubs[0].spaces[0].capacity' }] },
    },
  })
})

test('the directory is searched in any language, by prefecture and page by page', async () => {
  const { call } = await createConsortium(app)
  const make = async (key: string, code: string, town: string, en: string) => {
    const { id, version } = await call(createHub, {
      body: {
        key,
        names: { ja: `拠点${key}`, en: `Hub ${key}` },
        address: { ja: `${town}1` },
        municipalityCode: code,
        municipalityNames: { ja: town, en },
      },
    })
    await call(createSpace, { params: { hubId: id }, body: { kind: 'lab', names: { ja: '工房' } } })
    await call(setOpeningRules, { params: { hubId: id }, body: { rules: [rule(1, 540, 1080)], version } })
    await call(publishHub, { params: { hubId: id } })
    return id
  }
  const [okinawa, kochi] = [await make('okinawa-1', '47201', '那覇市', 'Naha'), await make('kochi-1', '39201', '高知市', 'Kochi')]
  const find = async (query: { q?: string; prefecture?: string; kind?: 'lab'; limit?: number; cursor?: string }) =>
    app.client()(listHubs, { query })
  const ids = async (query: Parameters<typeof find>[0]) => (await find(query)).items.map((hub) => hub.id)
  expect(await ids({ q: 'naha' })).toEqual([okinawa])
  expect(await ids({ q: '오키나와' })).toEqual([okinawa])
  expect(await ids({ q: '100%' })).toEqual([])
  expect(await ids({ prefecture: '39' })).toEqual([kochi])
  const firstPage = await find({ kind: 'lab', limit: 1 })
  expect(firstPage.items.map((hub) => hub.id)).toEqual([kochi])
  const secondPage = await find({ kind: 'lab', limit: 1, cursor: firstPage.nextCursor ?? '' })
  expect([secondPage.items.map((hub) => hub.id), secondPage.nextCursor]).toEqual([[okinawa], null])
  expect(firstPage.items[0]).toMatchObject({
    prefecture: { code: '39', names: { en: 'Kochi', ko: '고치현' } },
    today: { on: expect.any(String) as string },
  })
})
