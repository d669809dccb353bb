/**
 * A country of hubs in a database of its own: so many hubs of about a third as many consortia, with spaces, hours,
 * members, guests and what three years of bookings leave behind, 1,000 a hub on the average. Written past the API by
 * statements over whole sets: 5,000 hubs and 5 million bookings take minutes. The same seed and day give the same rows.
 *
 * Hubs that are there already (the imported facts) get their bookings by the same rule, whatever the size of the country:
 * so the same hub with the same day can be drawn in a small and in a large one. Rows lie in the order in which they
 * would have been written, the bookings of a hub scattered among those of all others.
 *
 * Not written: mails (they are the texts of each booking, and go when a tenant says so), check-ins as events, receipts.
 * Days of use are written for the last two months, of the widest consortium and the facts for thirteen.
 */
import pg from 'pg'
import { loadBookings } from './country-bookings.ts'
import { families, givens, places, type NamePart } from './country-names.ts'
import { widestConsortium, type LoadStep } from './country-step.ts'

export interface CountryWish {
  /** In all, with those that are there. */
  readonly hubs: number
  readonly seed?: number
  /** How far back bookings go; three years where nothing is said. */
  readonly daysBack?: number
  /** The first day that is still to come. */
  readonly today?: string
  readonly say?: (line: string) => void
}

export interface Country {
  readonly hubs: number
  readonly consortia: number
  readonly members: number
  readonly guests: number
  readonly bookings: number
  readonly seconds: number
}

export async function loadCountry(databaseUrl: string, wish: CountryWish): Promise<Country> {
  const started = performance.now()
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const say = wish.say ?? (() => {})
  const step: LoadStep = {
    client,
    seed: wish.seed ?? 20_261_122,
    daysBack: wish.daysBack ?? 1_095,
    today: wish.today ?? Temporal.Now.plainDateISO('Asia/Tokyo').toString(),
    async run(what, text, values = [], on = client) {
      const before = performance.now()
      const { rowCount } = await on.query(text, [...values])
      const seconds = (performance.now() - before) / 1000
      if (seconds > 1) say(`${what}: ${rowCount ?? 0} rows, ${seconds.toFixed(1)} s`)
      return rowCount ?? 0
    },
  }
  try {
    // one statement a step, each row once: keys between tables hold by construction and are not looked up row by row
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; set work_mem = '512MB';
      set maintenance_work_mem = '1GB'; set timezone = 'Asia/Tokyo'`)
    await client.query(helpers)
    await loadPlaces(step, wish.hubs)
    await loadPeople(step)
    await loadBookings(step, databaseUrl)
    await client.query('set session_replication_role = origin')
    await step.run('vacuum and analyze', 'vacuum analyze')
    const count = async (text: string): Promise<number> => Number((await client.query<{ n: string }>(text)).rows[0]?.n)
    return {
      hubs: await count('select count(*) as n from hubs.hub'),
      consortia: await count('select count(*) as n from hubs.consortium'),
      members: await count('select count(*) as n from people.membership'),
      guests: await count('select count(*) as n from bookings.guest'),
      bookings: await count('select count(*) as n from bookings.booking'),
      seconds: (performance.now() - started) / 1000,
    }
  } finally {
    await client.end()
  }
}

/** Chance and ids out of a number and a name: the same each time, and no state that an order of rows could change. */
const helpers = `
create function pg_temp.chance(key int8, salt int8) returns float8 language sql immutable parallel safe
  return (hashint8extended(key, salt) & 9007199254740991)::float8 / 9007199254740992;
create function pg_temp.key_of(name text, salt int8) returns int8 language sql immutable parallel safe
  return hashtextextended(name, salt);
create function pg_temp.id_of(at timestamptz, name text) returns uuid language sql immutable parallel safe
  return (lpad(to_hex((extract(epoch from at) * 1000)::int8), 12, '0') || '7' || substr(md5(name), 1, 3) || '8' || substr(md5(name), 4, 15))::uuid;`

async function loadPlaces({ client, seed, run }: LoadStep, hubs: number): Promise<void> {
  await client.query(`
    create temp table c_consortium as
      select row_number() over (order by t.slug)::int as no, t.id, t.slug, true as is_known
      from hubs.consortium c join platform.tenant t on t.id = c.consortium_id`)
  const { rows } = await client.query<{ consortia: number; hubs: number }>(
    'select (select count(*)::int from c_consortium) as consortia, (select count(*)::int from hubs.hub) as hubs',
  )
  const known = rows[0] ?? { consortia: 0, hubs: 0 }
  const missing = Math.max(0, hubs - known.hubs)
  const wide = Math.min(40, Math.ceil(missing / 3))
  const made = missing === 0 ? 0 : Math.max(1, Math.min(places.length, Math.round(hubs * 0.32)) - known.consortia)
  await run(
    'consortia',
    `insert into c_consortium
     select $1 + i, pg_temp.id_of('2023-04-01'::timestamptz + i * interval '5 hours', 'consortium' || i || $2), case i when 1 then $3 else 'place-' || i end, false
     from generate_series(1, $4::int) i`,
    [known.consortia, seed, widestConsortium, made],
  )
  const names = places.slice(0, made)
  await run(
    'tenants',
    `insert into platform.tenant (id, slug, name)
     select c.id, c.slug, jsonb_build_object('ja', n.ja || case c.slug when $3 then '広域テレワーク推進協議会' else 'テレワーク推進協議会' end, 'en', n.en || ' Telework')
     from c_consortium c join unnest($1::text[], $2::text[]) with ordinality as n (ja, en, i) on c.no = $4 + n.i where not c.is_known`,
    [names.map((one) => one.ja), names.map((one) => one.en), widestConsortium, known.consortia],
  )
  await run(
    'consortia of hubs',
    `insert into hubs.consortium (consortium_id, names, project) select c.id, t.name, 'ふるさとテレワーク' from c_consortium c join platform.tenant t on t.id = c.id where not c.is_known`,
  )
  // each has one hub, the widest 40, and the rest falls to the first ones most
  await run(
    'hubs',
    `create temp table c_hub as
     with wanted as (
       select i, case when i <= $2::int then i when i <= $2::int + $3::int then 1 else 1 + floor(power(pg_temp.chance(i, $4), 1.5) * $2)::int end as nth
       from generate_series(1, $1::int) i
     )
     select pg_temp.id_of('2023-05-01'::timestamptz + i * interval '4 hours', 'hub' || i || $4) as id, c.id as consortium_id, 'hub-' || i as slug,
       pg_temp.key_of('hub-' || i, $4) as key, c.slug as consortium_slug, i as no, false as is_known
     from wanted w join c_consortium c on c.no = $5 + w.nth`,
    [missing, Math.min(made, missing), wide, seed, known.consortia],
  )
  await run(
    'hubs',
    `insert into hubs.hub (consortium_id, id, slug, names, address, municipality_code, municipality_names, opened_on, published_at, sort_order)
     select h.consortium_id, h.id, h.slug,
       jsonb_build_object('ja', p.short || (array['ワークセンター', 'テレワークセンター', 'サテライトオフィス', 'コワーキングスペース', '交流館'])[1 + mod(abs(h.key), 5)], 'en', p.en || ' Work Hub'),
       jsonb_build_object('ja', p.ja || '中央' || 1 + mod(h.no, 9) || '丁目' || 1 + mod(h.no, 23) || '番' || 1 + mod(h.no, 31) || '号'),
       lpad((1 + mod(h.no, 47))::text, 2, '0') || lpad((201 + mod(h.no, 600))::text, 3, '0'),
       jsonb_build_object('ja', p.ja, 'en', p.en), '2023-05-01', '2023-05-01', h.no
     from c_hub h join unnest($1::text[], $2::text[], $3::text[]) with ordinality as p (ja, short, en, i) on p.i = 1 + mod(h.no * 7, $4::int)`,
    [places.map((one) => one.ja), places.map((one) => one.short), places.map((one) => one.en), places.length],
  )
  await run(
    'hours',
    `insert into hubs.opening_rule (consortium_id, hub_id, weekday, opens_minute, closes_minute)
     select consortium_id, id, d, 540, 1080 from c_hub, generate_series(1, 7) d where d <= 5 or pg_temp.chance(key, 11) < 0.5`,
  )
  await run(
    'days closed each year',
    `insert into hubs.yearly_closure (consortium_id, hub_id, from_day, to_day, reason) select consortium_id, id, '12-29', '01-03', '{"ja":"年末年始","en":"New Year"}' from c_hub`,
  )
  // size: from a room with four seats to a house with thirty and a dozen rooms
  await run(
    'spaces',
    `create temp table c_space as
     select h.consortium_id, h.id as hub_id, pg_temp.id_of('2023-05-02'::timestamptz + h.no * interval '4 hours', 'space' || h.no || '/' || k.kind || '/' || n || '/' || $1) as id,
       k.kind || '-' || n as slug, k.kind, k.ja || case when n > 1 then n::text else '' end as ja, k.en || ' ' || n as en,
       case k.kind when 'coworking' then 4 + floor(26 * power(s.size, 2))::int else 1 end as units, k.capacity, row_number() over (partition by h.id order by k.sort, n)::int as sort_order
     from c_hub h, lateral (select case h.consortium_slug when $2 then 0.4 + 0.6 * pg_temp.chance(h.key, 12) else pg_temp.chance(h.key, 12) end as size) s,
       (values ('coworking', 'コワーキング', 'Coworking', null, 1), ('meeting-room', '会議室', 'Meeting room', 8, 2), ('booth', '個室ブース', 'Booth', 1, 3),
         ('satellite-office', 'サテライトオフィス', 'Office', 6, 4), ('event-space', '多目的室', 'Hall', 60, 5)) as k (kind, ja, en, capacity, sort),
       lateral generate_series(1, case k.kind when 'coworking' then 1 when 'meeting-room' then 1 + floor(4 * power(s.size, 2))::int when 'booth' then floor(5 * s.size)::int
         when 'satellite-office' then floor(4 * s.size - 1)::int else round(s.size - 0.2)::int end) n`,
    [seed, widestConsortium],
  )
  await run(
    'spaces',
    `insert into hubs.space (consortium_id, id, hub_id, slug, kind, names, capacity_value, bookable_as, sort_order)
     select consortium_id, id, hub_id, slug, kind, jsonb_build_object('ja', ja, 'en', en), coalesce(capacity, units), case kind when 'coworking' then 'seats' else 'whole' end, sort_order from c_space`,
  )
  await run(
    'units',
    `insert into hubs.unit (consortium_id, id, hub_id, space_id, kind, label, position)
     select consortium_id, pg_temp.id_of('2023-05-03', 'unit' || id || i), hub_id, id, case kind when 'coworking' then 'seat' else 'room' end, i::text, i from c_space, generate_series(1, units) i`,
  )
  await run(
    'policies',
    `insert into bookings.policy (consortium_id, target_id, hub_id, days_ahead) select consortium_id, id, id, 120 from c_hub`,
  )
  await client.query(`
    insert into c_hub select h.id, h.consortium_id, h.slug, pg_temp.key_of(t.slug || '.' || h.slug, ${seed}), t.slug, 100000 + row_number() over (order by t.slug, h.slug), true
      from hubs.hub h join platform.tenant t on t.id = h.consortium_id where not exists (select from c_hub made where made.id = h.id);
    create index on c_hub (id); analyze c_hub; analyze c_consortium; analyze c_space`)
}

/** As `searchTextOf` writes it. */
const searchText = `folded || E'\\n' || family_kana || given_kana || E'\\n' || phone || '0' || substr(phone, 4)`

async function loadPeople({ client, seed, run }: LoadStep): Promise<void> {
  // a place has some dozens of members a hub and half as many guests again; the widest has thousands
  await run(
    'how many people',
    `create temp table c_crowd as
     select c.id as consortium_id, c.no, c.slug, sum(members) over (order by c.no) - members as first_member, members,
       sum(guests) over (order by c.no) - guests as first_guest, guests
     from (select c.*, h.hubs, case c.slug when $1 then least(6000, 150 * h.hubs) else 20 + 36 * h.hubs + floor(40 * pg_temp.chance(pg_temp.key_of(c.slug, $2), 21))::int end as members from c_consortium c,
         (select consortium_id, count(*)::int as hubs from c_hub group by 1) h where h.consortium_id = c.id) c, lateral (select members * 3 / 2 as guests) g`,
    [widestConsortium, seed],
  )
  await run(
    'organisations',
    `insert into people.organisation (consortium_id, id, kind, name, sort_key)
     select consortium_id, pg_temp.id_of('2023-06-01', 'organisation' || no || '/' || i), case i when 0 then 'municipality' else 'company' end, '見本' || no || '-' || i || case i when 0 then '役場' else '株式会社' end, i::text
     from c_crowd, generate_series(0, 2 + members / 40) i`,
  )
  const list = (of: readonly NamePart[]) => [
    of.map((one) => one.written),
    of.map((one) => one.kana),
    of.map((one) => one.latin),
    of.map((one) => one.folded),
    of.map((one) => one.plain),
  ]
  await client.query(
    'create temp table c_name (kind text, i int, written text, kana text, latin text, folded text, plain text, primary key (kind, i))',
  )
  for (const [kind, of] of [
    ['family', families],
    ['given', givens],
  ] as const)
    await client.query(
      `insert into c_name select $1, i - 1, written, kana, latin, folded, plain from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) with ordinality as n (written, kana, latin, folded, plain, i)`,
      [kind, ...list(of)],
    )
  const named = (kind: string, salt: number): string => `
    join c_name f on f.kind = 'family' and f.i = floor(${families.length} * pg_temp.chance(${kind}, ${salt}))::int
    join c_name g on g.kind = 'given' and g.i = floor(${givens.length} * pg_temp.chance(${kind}, ${salt + 1}))::int`
  await run(
    'members',
    `create temp table c_member as
     select c.consortium_id, c.slug, m.no, m.i, pg_temp.id_of('2023-06-02'::timestamptz + m.no * interval '1 second', 'account' || m.no || '/' || $1) as account_id,
       pg_temp.id_of('2023-06-02'::timestamptz + m.no * interval '1 second', 'member' || m.no || '/' || $1) as id, f.written as family, g.written as given, f.kana as family_kana, g.kana as given_kana, f.folded || g.folded as folded,
       f.plain || ' ' || g.plain || chr(1) || f.kana || ' ' || g.kana as sort_key,
       lower(g.latin || '.' || f.latin) || m.no || '@example.jp' as mail, '+8190' || lpad((10000000 + mod(m.no * 7919, 90000000))::text, 8, '0') as phone
     from c_crowd c, lateral (select c.first_member + i as no, i from generate_series(0, c.members - 1) i) m ${named('m.no', 22)}`,
    [seed],
  )
  await run(
    'guests',
    `create temp table c_guest as
     select c.consortium_id, m.no, case when pg_temp.chance(m.no, 33) < 0.3 then f.kana || ' ' || g.kana else f.written || ' ' || g.written end as name,
       case when pg_temp.chance(m.no, 34) < 0.7 then lower(f.latin || '_' || g.latin) || m.no || '@visitor.example.com' end as mail,
       case when pg_temp.chance(m.no, 34) between 0.3 and 0.9 then '080-' || lpad(mod(m.no * 31 / 10000, 10000)::text, 4, '0') || '-' || lpad(mod(m.no * 31, 10000)::text, 4, '0') end as phone
     from c_crowd c, lateral (select c.first_guest + i as no from generate_series(0, c.guests - 1) i) m ${named('m.no', 31)}`,
  )
  await client.query('create index on c_member (no); create index on c_guest (no); analyze c_member; analyze c_guest; analyze c_crowd')
  await run(
    'accounts',
    `insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt") select account_id, family || ' ' || given, mail, true, '2023-06-02', '2023-06-02' from c_member`,
  )
  await run(
    'profiles',
    `insert into people.person (account_id, family_name, given_name, family_kana, given_kana, phone, search, sort_key)
     select account_id, family, given, family_kana, given_kana, phone, ${searchText}, sort_key from c_member`,
  )
  await run(
    'memberships',
    `insert into people.membership (consortium_id, id, account_id, organisation_id, roles, status, mail, family_name, given_name, family_kana, given_kana, phone, search, sort_key, joined_on)
     select m.consortium_id, m.id, m.account_id, case when pg_temp.chance(m.no, 41) < 0.4 then pg_temp.id_of('2023-06-01', 'organisation' || c.no || '/' || 1 + mod(m.i, 2 + c.members / 40)) end,
       case m.i when 0 then '{member,operator,admin}'::text[] else '{member}' end, 'active', m.mail, m.family, m.given, m.family_kana, m.given_kana, m.phone, ${searchText}, m.sort_key, '2023-06-02'
     from c_member m join c_crowd c on c.consortium_id = m.consortium_id`,
  )
  await run(
    'engagements',
    `insert into people.engagement (consortium_id, membership_id, type, origin, valid_from)
     select consortium_id, id, (array['A', 'B', 'C', 'D'])[1 + mod(no, 4)], (array['relocated', 'dispatched', 'hired', 'registered'])[1 + mod(no, 4)], '2023-06-02' from c_member where pg_temp.chance(no, 42) < 0.3`,
  )
}
