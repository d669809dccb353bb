/** Builders for tests: a hub with rooms, seats and tablets, people, and wishes on a free day. Each test has its own tenant. */
import { randomUUID } from 'node:crypto'
import type { TestApp } from '#platform/testkit/app.ts'
import { createMember, type TestMember } from '#modules/people/server/factory.ts'
import { groupsWithout } from './policy/rules.ts'
import type { Policy } from '../contract/rules.ts'

export interface TestSpace {
  readonly id: string
  readonly unitIds: readonly string[]
}

export interface TestHub {
  readonly consortiumId: string
  readonly id: string
  /** `<consortium>.<hub>`. */
  readonly key: string
  /** A meeting room for 8, taken whole. */
  readonly room: TestSpace
  /** An open space of 20 seats, taken by the seat. */
  readonly open: TestSpace
  /** A studio of 4 seats that is taken whole or by the seat. */
  readonly studio: TestSpace
  /** Two tablets to borrow. */
  readonly tablets: TestSpace
  readonly member: TestMember
  readonly other: TestMember
  readonly operator: TestMember
}

export interface HubOptions {
  readonly zone?: string
  /** Minutes from midnight, the same every day; default 9:00 to 18:00. */
  readonly hours?: readonly [opens: number, closes: number]
  readonly seats?: number
  readonly isPublished?: boolean
}

export async function createHub(app: TestApp, options: HubOptions = {}): Promise<TestHub> {
  const { zone = 'Asia/Tokyo', hours = [540, 1080], seats = 20, isPublished = true } = options
  const tenant = await app.createTenant()
  const consortiumId = tenant.id
  await app.sql(`insert into hubs.consortium (consortium_id, names) values ($1, '{"ja":"見本コンソーシアム","en":"Sample Consortium"}')`, [
    consortiumId,
  ])
  const [hub] = await app.sql<{ id: string }>(
    `insert into hubs.hub (consortium_id, slug, names, address, getting_in, phone, zone, published_at)
     values ($1, 'mihon', '{"ja":"見本拠点","en":"Sample Hub"}', '{"ja":"見本県例示町1-2","en":"1-2 Reiji, Mihon"}',
             '{"ja":"入口で画面をお見せください。","en":"Show this at the door."}', '+81-136-00-0000', $2, case when $3 then now() end) returning id`,
    [consortiumId, zone, isPublished],
  )
  const hubId = (hub as { id: string }).id
  await app.sql(
    `insert into hubs.opening_rule (consortium_id, hub_id, weekday, opens_minute, closes_minute) select $1, $2, d, $3, $4 from generate_series(1, 7) as d`,
    [consortiumId, hubId, ...hours],
  )
  const place = { app, consortiumId, hubId }
  return {
    consortiumId,
    id: hubId,
    key: `${tenant.slug}.mihon`,
    room: await createSpace(place, { name: '会議室', kind: 'meeting-room', bookableAs: 'whole', capacity: 8, units: 1 }),
    open: await createSpace(place, { name: 'オープンスペース', kind: 'coworking', bookableAs: 'seats', capacity: seats, units: seats }),
    studio: await createSpace(place, { name: 'スタジオ', kind: 'satellite-office', bookableAs: 'both', capacity: 4, units: 4 }),
    tablets: await createEquipment(place, 'タブレット', 2),
    member: await createMember(app, { consortiumId, familyName: '見本', givenName: '花子' }),
    other: await createMember(app, { consortiumId, familyName: '例示', givenName: '次郎' }),
    operator: await createMember(app, { consortiumId, roles: ['operator'], familyName: '架空', givenName: '実' }),
  }
}

interface Place {
  readonly app: TestApp
  readonly consortiumId: string
  readonly hubId: string
}

export async function createSpace(
  { app, consortiumId, hubId }: Place,
  space: { name: string; kind: string; bookableAs: 'whole' | 'seats' | 'both' | 'none'; capacity: number; units: number },
): Promise<TestSpace> {
  const [row] = await app.sql<{ id: string }>(
    `insert into hubs.space (consortium_id, hub_id, slug, kind, names, capacity_value, bookable_as) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [consortiumId, hubId, `s${randomUUID().slice(0, 8)}`, space.kind, { ja: space.name }, space.capacity, space.bookableAs],
  )
  const id = (row as { id: string }).id
  const units = await app.sql<{ id: string }>(
    `insert into hubs.unit (consortium_id, hub_id, space_id, kind, label, position)
     select $1, $2, $3, $4, i::text, i from generate_series(1, $5::int) as i returning id`,
    [consortiumId, hubId, id, space.bookableAs === 'whole' ? 'room' : 'seat', space.units],
  )
  return { id, unitIds: units.map((unit) => unit.id) }
}

export async function createEquipment({ app, consortiumId, hubId }: Place, name: string, count: number): Promise<TestSpace> {
  const [row] = await app.sql<{ id: string }>(
    `insert into hubs.equipment (consortium_id, hub_id, names, handling, item_count) values ($1, $2, $3, 'lendable', $4) returning id`,
    [consortiumId, hubId, { ja: name }, count],
  )
  const id = (row as { id: string }).id
  const units = await app.sql<{ id: string }>(
    `insert into hubs.unit (consortium_id, hub_id, equipment_id, kind, label, position)
     select $1, $2, $3, 'item', i::text, i from generate_series(1, $4::int) as i returning id`,
    [consortiumId, hubId, id, count],
  )
  return { id, unitIds: units.map((unit) => unit.id) }
}

/** A policy row of a space, a kind of equipment or the hub itself. */
export async function setPolicy(app: TestApp, hub: TestHub, targetId: string, policy: Partial<Policy>): Promise<void> {
  const names: Record<keyof Policy, string> = {
    bufferBeforeMinutes: 'buffer_before_minutes',
    bufferAfterMinutes: 'buffer_after_minutes',
    granularityMinutes: 'granularity_minutes',
    shortestMinutes: 'shortest_minutes',
    longestMinutes: 'longest_minutes',
    daysAhead: 'days_ahead',
    who: 'who',
    tariffs: '',
    quotasOver: '',
    quotas: 'quotas',
    needsApproval: 'needs_approval',
    approvalHours: 'approval_hours',
    releaseMinutes: 'release_minutes',
    deskMayOverride: 'desk_may_override',
    hourYen: 'hour_yen',
    dayYen: 'day_yen',
    holdMinutes: 'hold_minutes',
  }
  const given = Object.entries(policy) as [keyof Policy, unknown][]
  await app.sql(
    `insert into bookings.policy (consortium_id, hub_id, target_id, inherits${given.map(([key]) => `, ${names[key]}`).join('')})
     values ($1, $2, $3, $4${given.map((_, i) => `, $${i + 5}`).join('')})`,
    [
      hub.consortiumId,
      hub.id,
      targetId,
      groupsWithout(policy),
      ...given.map(([key, value]) => (key === 'quotas' ? JSON.stringify(value) : value)),
    ],
  )
}

/** A guest as they fill in the form. */
export const guestOf = (mail: string, language: 'ja' | 'en' | 'zh-Hans' | 'zh-Hant' | 'ko' = 'en') => ({
  name: 'Taro Mihon',
  mail,
  language,
})
