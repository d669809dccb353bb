/** A hub of 100 rooms and a member who books there, written past the API: what is measured is the booking, not the setting up. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import type { BenchServer } from './measure.ts'

export const rooms = 100

export interface BenchHub {
  readonly server: BenchServer
  readonly hubId: string
  readonly roomIds: readonly string[]
  readonly cookie: string
  /** The day with 30 bookings in each room. */
  readonly fullDay: string
}

export const dayAfter = (days: number): string => Temporal.Now.plainDateISO('Asia/Tokyo').add({ days }).toString()

export async function loadHub(server: BenchServer): Promise<BenchHub> {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  const one = async (text: string, values: readonly unknown[] = []): Promise<string> =>
    String((await client.query<{ id: string }>(text, [...values])).rows[0]?.id)
  const tenant = await one(`insert into platform.tenant (slug) values ('b' || substr(md5(random()::text), 1, 8)) returning id`)
  await client.query(`insert into hubs.consortium (consortium_id, names) values ($1, '{"ja":"計測"}')`, [tenant])
  const hubId = await one(
    `insert into hubs.hub (consortium_id, slug, names, address, published_at) values ($1, 'hub', '{"ja":"計測拠点","en":"Bench"}', '{"ja":"見本町1"}', now()) returning id`,
    [tenant],
  )
  await client.query(
    `insert into hubs.opening_rule (consortium_id, hub_id, weekday, opens_minute, closes_minute) select $1, $2, d, 540, 1080 from generate_series(1, 7) d`,
    [tenant, hubId],
  )
  const { rows: spaces } = await client.query<{ id: string }>(
    `insert into hubs.space (consortium_id, hub_id, slug, kind, names, capacity_value, bookable_as)
     select $1, $2, 'room-' || i, 'meeting-room', jsonb_build_object('ja', '会議室' || i, 'en', 'Room ' || i), 8, 'whole' from generate_series(1, ${rooms}) i returning id`,
    [tenant, hubId],
  )
  await client.query(
    `insert into hubs.unit (consortium_id, hub_id, space_id, kind, label, position) select $1, $2, id, 'room', '1', 1 from unnest($3::uuid[]) as t (id)`,
    [tenant, hubId, spaces.map((space) => space.id)],
  )
  const fullDay = dayAfter(80)
  // rooms that are open longer would be one more rule; the day itself does not care about its bookings' hours
  await client.query(
    `with made as (
       insert into bookings.booking (consortium_id, id, hub_id, kind, target_id, unit_ids, starts_at, ends_at, status, party_size, holder_name, holder_mail, holder_language, fee_yen, created_at, changed_at)
       select u.consortium_id, uuidv7(), u.hub_id, 'space', u.space_id, array[u.id], d.at + i * interval '30 minutes', d.at + (i + 1) * interval '30 minutes', 'confirmed', 2, '見本 花子', 'hanako@example.jp', 'ja', 0, now(), now()
       from hubs.unit u, generate_series(0, 29) i, (select ($2::date + time '06:00') at time zone 'Asia/Tokyo' as at) d where u.consortium_id = $1
       returning consortium_id, id, unit_ids, starts_at, ends_at)
     insert into bookings.occupancy (consortium_id, unit_id, source_id, source_kind, starts_at, ends_at) select consortium_id, unit_ids[1], id, 'booking', starts_at, ends_at from made`,
    [tenant, fullDay],
  )
  const accountId = await one(
    `insert into auth."user" (name, email, "emailVerified", "createdAt", "updatedAt") values ('架空 実', $1, true, now(), now()) returning id`,
    [`${randomUUID()}@example.jp`],
  )
  await client.query(
    `insert into people.membership (consortium_id, account_id, roles, status, family_name, given_name, search, sort_key) values ($1, $2, '{member,operator}', 'active', '架空', '実', '', '')`,
    [tenant, accountId],
  )
  const token = randomBytes(24).toString('base64url')
  await client.query(
    `insert into auth.session ("userId", token, "expiresAt", "createdAt", "updatedAt") values ($1, $2, now() + interval '1 day', now(), now())`,
    [accountId, token],
  )
  await client.query('analyze')
  await client.end()
  const signature = createHmac('sha256', server.secret).update(token).digest('base64')
  return {
    server,
    hubId,
    roomIds: spaces.map((space) => space.id),
    cookie: `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`,
    fullDay,
  }
}
