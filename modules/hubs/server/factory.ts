/** Builders for tests of any module: a published hub with a space, made as a person of the consortium would make it. */
import { randomUUID } from 'node:crypto'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import type { Call } from '#platform/contract/client.ts'
import type { TestApp } from '#platform/testkit/app.ts'
import { createEquipment, createHub, createSpace, publishHub, setOpeningRules } from '../contract/endpoints.ts'
import { minuteOf, type OpeningRule } from '../contract/rules.ts'
import type { EquipmentSettings, HubSettings, SpaceKind, SpaceSettings } from '../contract/schemas.ts'

export interface TestConsortium {
  readonly consortiumId: string
  readonly slug: string
  readonly operator: TestMember
  /** The client of the operator, who is also an administrator. */
  readonly call: Call
}

export async function createConsortium(app: TestApp): Promise<TestConsortium> {
  const tenant = await app.createTenant()
  await app.sql('insert into hubs.consortium (consortium_id, names) values ($1, $2)', [
    tenant.id,
    { ja: `見本コンソーシアム ${tenant.slug}` },
  ])
  const operator = await createMember(app, { consortiumId: tenant.id, roles: ['admin', 'operator'] })
  return { consortiumId: tenant.id, slug: tenant.slug, operator, call: app.client({ cookie: operator.cookie }) }
}

export interface HubWish {
  /** `09:00`-`18:00` each day where absent. */
  readonly opens?: string
  readonly closes?: string
  /** 1 Monday to 7 Sunday. */
  readonly weekdays?: readonly number[]
  readonly spaces?: readonly { kind: SpaceKind; name?: string; seats?: number; capacity?: number }[]
  readonly equipment?: readonly { name: string; handling: 'fixed' | 'bookable' | 'lendable'; count?: number }[]
  readonly isPublished?: boolean
}

export interface TestHub extends TestConsortium {
  readonly hub: HubSettings
  readonly hubKey: string
  readonly spaces: readonly SpaceSettings[]
  readonly equipment: readonly EquipmentSettings[]
}

export async function createTestHub(app: TestApp, wish: HubWish = {}, consortium?: TestConsortium): Promise<TestHub> {
  const of = consortium ?? (await createConsortium(app))
  const key = `h${randomUUID().slice(0, 8)}`
  const { id, version } = await of.call(createHub, {
    body: { key, names: { ja: `見本拠点 ${key}` }, address: { ja: '北海道見本町1番地' } },
  })
  const spaces: SpaceSettings[] = []
  for (const { kind, name, seats, capacity } of wish.spaces ?? [{ kind: 'coworking', seats: 4 }]) {
    const body = {
      kind,
      names: { ja: name ?? `区画 ${spaces.length + 1}` },
      ...(seats === undefined ? {} : { seats }),
      ...(capacity === undefined ? {} : { capacity: { value: capacity } }),
    }
    spaces.push(await of.call(createSpace, { params: { hubId: id }, body }))
  }
  const equipment: EquipmentSettings[] = []
  for (const { name, handling, count } of wish.equipment ?? []) {
    equipment.push(
      await of.call(createEquipment, {
        params: { hubId: id },
        body: { names: { ja: name }, handling, ...(count === undefined ? {} : { count }) },
      }),
    )
  }
  const rules: OpeningRule[] = (wish.weekdays ?? [1, 2, 3, 4, 5, 6, 7]).map((on) => ({
    on,
    opensMinute: minuteOf(wish.opens ?? '09:00') ?? 0,
    closesMinute: minuteOf(wish.closes ?? '18:00') ?? 0,
    validFrom: null,
    validTo: null,
  }))
  const opened = await of.call(setOpeningRules, { params: { hubId: id }, body: { rules, version } })
  const hub = wish.isPublished === false ? opened : await of.call(publishHub, { params: { hubId: id } })
  return { ...of, hub, hubKey: hub.key, spaces, equipment }
}
