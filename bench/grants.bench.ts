/**
 * A town of 10,000 members and its hub of 100 rooms, a door each and an entrance: 6,000 have a booking in the coming days, a
 * PIN and a card, 4,000 are named in leases and have a card. Somebody changes how long before a booking its doors open, and
 * all of it is recomputed; somebody books, and that alone is. Asked as an edge asks: what it is told next, and the rules.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { dayAfter, loadHub, type BenchHub } from './bookings-hub.ts'
import { openConnection, requestHead } from './connection.ts'
import { median, startBenchServer, type BenchContext, type Measurement } from './measure.ts'
import { looking, type Look } from './stored.ts'

const bookers = 6_000
const lessees = 4_000
const leases = 40
const changesOfOne = 10
const timeoutMilliseconds = 120_000

interface Seen {
  /** Grants recomputed a second: those of bookings and leases, changed or looked at. */
  readonly perSecond: number[]
  readonly allSeconds: number[]
  readonly oneSeconds: number[]
  readonly buildSeconds: number[]
  readonly changesBytes: number[]
  readonly bytes: number
  readonly packed: number
  readonly grants: number
  readonly credentials: number
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + timeoutMilliseconds
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > end) throw new Error(`waited two minutes for: ${what}`)
    await sleep(10)
  }
}

/** Past the API, as a town stands after years; what is measured follows from changes that go through it. */
async function seatTown(look: Look, { hubId, roomIds }: BenchHub): Promise<{ edgeBearer: string }> {
  const [hub] = await look<{ consortium_id: string }>('select consortium_id from hubs.hub where id = $1', [hubId])
  const tenant = hub?.consortium_id
  await look('delete from bookings.occupancy where consortium_id = $1', [tenant])
  await look('delete from bookings.booking where consortium_id = $1', [tenant])
  await look(
    `with person as (
       insert into auth."user" (name, email, "emailVerified", "createdAt", "updatedAt")
       select '架空 実', 'member-' || i || '-' || substr($1::text, 1, 8) || '@example.jp', true, now(), now() from generate_series(1, $2::int) i returning id)
     insert into people.membership (consortium_id, account_id, roles, status, family_name, given_name, search, sort_key)
     select $1::uuid, id, '{member}', 'active', '架空', '実', '', '' from person`,
    [tenant, bookers + lessees],
  )
  await look(`insert into access.hub (consortium_id, hub_id, changed_at) values ($1, $2, now()) on conflict do nothing`, [tenant, hubId])
  await look(
    `insert into access.door (consortium_id, hub_id, names, inside_space_id, unlock_seconds, held_open_seconds, needs_passkey, near_counts, created_at)
     select $1, $2, '{"ja":"扉","en":"Door"}', s.id, 5, 60, false, false, now() from (select null::uuid union all select unnest($3::uuid[])) s (id)`,
    [tenant, hubId, roomIds],
  )
  // each at an hour of its own: 100 rooms, 10 hours a day, six days
  await look(
    `with member as (select account_id, row_number() over (order by account_id) - 1 as n from people.membership where consortium_id = $1 and roles = '{member}'),
     made as (
       insert into bookings.booking (consortium_id, id, hub_id, kind, target_id, unit_ids, starts_at, ends_at, status, party_size, holder_name, holder_mail, holder_language, account_id, fee_yen, created_at, changed_at)
       select u.consortium_id, uuidv7(), u.hub_id, 'space', u.space_id, array[u.id], d.at, d.at + interval '45 minutes', 'confirmed', 2, '架空 実', 'member@example.jp', 'ja', m.account_id, 0, now(), now()
       from member m
       join (select *, row_number() over (order by space_id) - 1 as r from hubs.unit where hub_id = $2) u on u.r = m.n % 100
       cross join lateral (select ($3::date + time '08:00') at time zone 'Asia/Tokyo' + (m.n / 100 % 10) * interval '1 hour' + (m.n / 1000) * interval '1 day' as at) d
       where m.n < $4
       returning consortium_id, id, unit_ids, starts_at, ends_at)
     insert into bookings.occupancy (consortium_id, unit_id, source_id, source_kind, starts_at, ends_at) select consortium_id, unit_ids[1], id, 'booking', starts_at, ends_at from made`,
    [tenant, hubId, dayAfter(2), bookers],
  )
  await look(
    `with member as (select account_id, row_number() over (order by account_id) - 1 as n from people.membership where consortium_id = $1 and roles = '{member}'),
     made as (
       insert into bookings.lease (consortium_id, hub_id, kind, status, target_id, unit_ids, holder_name, is_company, language, starts_on, ends_on, starts_at, ends_at, fee_kind, fee_yen, admits_members, created_at, changed_at)
       select u.consortium_id, u.hub_id, 'lease', 'active', u.space_id, array[u.id], '見本産業', true, 'ja', current_date - 30, current_date + 300, now() - interval '30 days', now() + interval '300 days', 'free', 0, false, now(), now()
       from hubs.unit u where u.hub_id = $2 order by u.space_id limit $3 returning id),
     numbered as (select id, row_number() over (order by id) - 1 as l from made)
     insert into bookings.lease_member (consortium_id, lease_id, account_id, added_at)
     select $1, l.id, m.account_id, now() from member m join numbered l on l.l = m.n % $3 where m.n >= $4`,
    [tenant, hubId, leases, bookers],
  )
  await look(
    `insert into access.credential (consortium_id, hub_id, kind, subject_kind, subject_id, hash, created_at, changed_at)
     select $1, $2, 'card', 'person', account_id, encode(sha256(account_id::text::bytea), 'base64'), now(), now()
     from people.membership where consortium_id = $1 and roles = '{member}'`,
    [tenant, hubId],
  )
  const edge = { id: randomUUID(), password: randomBytes(24).toString('base64url') }
  await look(
    `insert into devices.device (consortium_id, id, hub_id, name, kind, config, status, secret_hash, created_at, changed_at)
     values ($1, $2, $3, 'edge', 'edge', '{}', 'active', $4, now(), now())`,
    [tenant, edge.id, hubId, createHash('sha256').update(edge.password).digest('base64url')],
  )
  await look('analyze')
  return { edgeBearer: `${edge.id}.${edge.password}` }
}

async function measure({ runs }: BenchContext): Promise<Seen> {
  const server = await startBenchServer()
  try {
    const hub = await loadHub(server)
    return await looking(server.databaseUrl, async (look) => {
      const { edgeBearer } = await seatTown(look, hub)
      const headOf = (method: string, path: string, fields: Readonly<Record<string, string>>) =>
        requestHead(server.url, { method, path: `/api/v1${path}`, fields })
      const person = { cookie: hub.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
      const rules = headOf('PUT', `/hubs/${hub.hubId}/door-rules`, person)
      const create = headOf('POST', '/bookings', person)
      const asks = headOf('GET', '/edge/commands', { authorization: `Bearer ${edgeBearer}` })
      const takes = headOf('GET', '/edge/snapshot', { authorization: `Bearer ${edgeBearer}` })
      const takesSince = (version: number) => headOf('GET', `/edge/snapshot?since=${version}`, { authorization: `Bearer ${edgeBearer}` })
      const ask = async (head: string, body?: object, status = 200): Promise<Buffer> => {
        const connection = await openConnection(server.url)
        const answer = await connection.send(head, body === undefined ? undefined : JSON.stringify(body))
        connection.end()
        if (answer.status !== status) throw new Error(`${answer.status} ${answer.body.toString().slice(0, 300)}`)
        return answer.body
      }
      const versionNow = async () => (JSON.parse((await ask(asks)).toString()) as { snapshotVersion: number }).snapshotVersion
      const isDone = async (minutes: number): Promise<true | undefined> => {
        const [row] = await look<{ count: number }>(
          `select count(*)::int as count from access.door_grant g join bookings.booking b on b.consortium_id = g.consortium_id and b.id = g.source_id
           where g.source_kind = 'booking' and g.hub_id = $1 and g.from_at = b.starts_at - make_interval(mins => $2)`,
          [hub.hubId, minutes],
        )
        return row?.count === 2 * bookers ? true : undefined
      }
      const seen: Omit<Seen, 'bytes' | 'packed' | 'grants' | 'credentials'> = {
        perSecond: [],
        allSeconds: [],
        oneSeconds: [],
        buildSeconds: [],
        changesBytes: [],
      }
      let minutes = 20
      await ask(rules, { minutesBefore: minutes, reason: '計測' })
      await until('the first grants', () => isDone(minutes))
      for (let run = 0; run < runs; run++) {
        await sleep(1_000)
        minutes++
        const started = performance.now()
        await ask(rules, { minutesBefore: minutes, reason: '計測' })
        await until('all grants', () => isDone(minutes))
        const seconds = (performance.now() - started) / 1_000
        seen.perSecond.push((2 * bookers + lessees) / seconds)
        await ask(takes)
        seen.allSeconds.push((performance.now() - started) / 1_000)
      }
      for (let one = 0; one < changesOfOne; one++) {
        await sleep(1_500)
        const before = await versionNow()
        // each in a room of its own
        const at = new Date(`${dayAfter(10)}T01:00:00Z`)
        const started = performance.now()
        const made = JSON.parse(
          (
            await ask(
              create,
              {
                what: { kind: 'space', spaceId: hub.roomIds[one] ?? '' },
                startsAt: at.toISOString(),
                endsAt: new Date(at.getTime() + 1_800_000).toISOString(),
                partySize: 2,
              },
              201,
            )
          ).toString(),
        ) as { id: string }
        await until('a newer version', async () => ((await versionNow()) > before ? true : undefined))
        const changes = await ask(takesSince(before))
        seen.oneSeconds.push((performance.now() - started) / 1_000)
        seen.changesBytes.push(changes.length)
        if (!(JSON.parse(changes.toString()) as { isChanges: boolean }).isChanges) throw new Error('the whole came, not what changed')
        const built = performance.now()
        await ask(takes)
        seen.buildSeconds.push((performance.now() - built) / 1_000)
        const [row] = await look<{ count: number }>('select count(*)::int as count from access.door_grant where source_id = $1', [made.id])
        if (row?.count !== 2) throw new Error('the version rose without the grants of the booking')
      }
      const body = await ask(takes)
      const { signed } = JSON.parse(body.toString()) as { signed: { payload: string } }
      const rulesOf = JSON.parse(Buffer.from(signed.payload, 'base64url').toString()) as { grants: unknown[]; credentials: unknown[] }
      return {
        ...seen,
        bytes: body.length,
        packed: Math.min(gzipSync(body).length, brotliCompressSync(body, { params: {} }).length),
        grants: rulesOf.grants.length,
        credentials: rulesOf.credentials.length,
      }
    })
  } finally {
    await server.stop()
  }
}

let seen: Seen | undefined
const see = async (context: BenchContext): Promise<Seen> => (seen ??= await measure(context))
const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`

export const measurements: readonly Measurement[] = [
  {
    name: 'access.grants_per_s',
    unit: '/s',
    goal: 'none given: all of a town of 10,000 members, from the change to the last grant',
    spent: () =>
      seen === undefined
        ? 'not run'
        : `all ${2 * bookers + lessees} grants new and the rules taken by the edge after ${median(seen.allSeconds).toFixed(1)} s`,
    run: async (context) => (await see(context)).perSecond,
  },
  {
    name: 'access.one_change_s',
    unit: 's',
    goal: '2 or less: from the booking to the rules at the edge, in that town',
    spent: () => (seen === undefined ? 'not run' : `what changed travels as ${Math.round(median(seen.changesBytes) / 1_000)} kB`),
    run: async (context) => (await see(context)).oneSeconds,
  },
  {
    name: 'access.snapshot_s',
    unit: 's',
    goal: 'none given: the rules of that town read, signed and handed over',
    spent: () =>
      seen === undefined
        ? 'not run'
        : `${seen.grants} grants, ${seen.credentials} credentials: ${megabytes(seen.bytes)}, packed ${megabytes(seen.packed)}`,
    run: async (context) => (await see(context)).buildSeconds,
  },
]
