/** Three years of bookings of a country's hubs and four months to come, and what each left in other tables. */
import pg from 'pg'
import { widestConsortium, type LoadStep } from './country-step.ts'

const daysAhead = 119
/** Bookings a day that a line (a seat, or a room whole) has where a hub is neither liked nor avoided: 1,000 a hub come of it. */
const aLine = 0.07
/** Days of use of all hubs, counted from today backwards; of the facts and the widest consortium more than a year. */
const useDays = 62
const useDaysOfSome = 400

/** Tables that are filled without their indexes; those are made once the rows are there. */
const large = [
  'bookings.booking',
  'bookings.occupancy',
  'bookings.guest',
  'bookings.guest_key',
  'bookings.guest_booking',
  'bookings.use_day',
  'bookings.use_visit',
  'bookings.bill',
  'bookings.ledger_entry',
  'platform.event',
  'people.member_key',
]

export async function loadBookings(step: LoadStep, databaseUrl: string): Promise<void> {
  const { client, today, run } = step
  await makeLines(step)
  const back = await dropIndexes(client)
  await makeBookings(step)
  await run(
    'keys of members',
    `insert into people.member_key (consortium_id, key, membership_id)
     select consortium_id, key, id from people.membership m, people.member_keys(m.search, m.mail, m.phone) as key where not exists (select from people.member_key k where k.membership_id = m.id)`,
  )
  await run('bookings', bookingText, [today])
  await run('occupancies', occupancyText)
  await run('events', eventText)
  await loadGuests(step)
  await run('bills', billText, [today])
  await run('charges', ledgerText('charge'))
  await run('payments', ledgerText('payment'))
  await run('reminders', reminderText, [today])
  await run('visits', visitText, [today])
  await loadUseDays(step)
  await client.query('drop table c_made, c_hour')
  await makeIndexes(step, databaseUrl, back)
}

/** What can be booked at a time: a seat, a room whole, a piece of equipment. A larger hub's last one is let for days on end. */
async function makeLines({ client, run }: LoadStep): Promise<void> {
  await run(
    'lines',
    `create temp table c_line as
     select hub_id, (row_number() over (partition by hub_id order by sort, slug, position) - 1)::int as no, target_id, kind, unit_ids, capacity from (
       select s.hub_id, s.id as target_id, 'space' as kind, array_agg(u.id order by u.id) as unit_ids, coalesce(s.capacity_value, 4) as capacity, s.sort_order as sort, s.slug, 0 as position
       from hubs.space s join hubs.unit u on u.consortium_id = s.consortium_id and u.space_id = s.id where s.bookable_as = 'whole' and s.retired_at is null and u.retired_at is null group by 1, 2, 5, 6, 7
       union all
       select s.hub_id, s.id, 'seat', array[u.id], 1, s.sort_order, s.slug, u.position
       from hubs.space s join hubs.unit u on u.consortium_id = s.consortium_id and u.space_id = s.id where s.bookable_as in ('seats', 'both') and s.retired_at is null and u.retired_at is null
       union all
       select e.hub_id, e.id, 'equipment', array[u.id], 1, 1000 + e.sort_order, e.names->>'ja', u.position
       from hubs.equipment e join hubs.unit u on u.consortium_id = e.consortium_id and u.equipment_id = e.id where e.handling = 'bookable' and e.retired_at is null and u.retired_at is null
     ) as line`,
  )
  await client.query('create index on c_line (hub_id, no); analyze c_line')
  await run(
    'how busy each hub is',
    `create temp table c_busy as
     select h.id as hub_id, h.consortium_id, h.key, c.first_member, c.members, c.first_guest, c.guests, l.lines - case when l.lines >= 8 then 1 else 0 end as lines, l.lines >= 8 as has_long,
       l.lines * ${aLine} * least(6, -ln(1 - pg_temp.chance(h.key, 43))) as rate, pg_temp.chance(h.key, 44) < 0.1 as has_fee
     from c_hub h join c_crowd c on c.consortium_id = h.consortium_id, (select hub_id, count(*)::int as lines from c_line group by 1) l where l.hub_id = h.id`,
  )
  await client.query('analyze c_busy')
}

/**
 * One row a booking, in the order of their making. Two of a day never meet: each takes another of the day's cells (a
 * line in one of three parts of the day), by steps of a prime larger than their number.
 */
async function makeBookings({ run, today, daysBack }: LoadStep): Promise<void> {
  const statusOf = (fate: string): string => `case
    when ${fate} < 0.06 then 'cancelled' when starts_at >= $1::date then case when ${fate} < 0.064 then 'requested' else 'confirmed' end
    when ${fate} < 0.09 then 'no-show' when ${fate} < 0.1 and not is_member then 'lapsed' else 'confirmed' end`
  await run(
    'bookings, drawn',
    `create temp table c_made as
     with cell as (
       select h.*, h.key # (d.no * 65536 + i) as seed, d.day, mod(floor(h.lines * 3 * pg_temp.chance(h.key # d.no, 52))::int + i * 7919, h.lines * 3) as cell
       from c_busy h, (select day::date as day, ahead::int8 + 5000 as no,
           (array[0.5, 1, 1, 1, 1, 1, 0.6])[1 + extract(dow from day)::int] * case when ahead < 0 then 0.6 + 0.5 * (${daysBack} + ahead) / ${daysBack} else 1.1 * exp(-ahead / 40.0) end as factor
         from generate_series(-${daysBack}, ${daysAhead}) ahead, lateral (select $1::date + ahead as day) as at) d,
         lateral generate_series(0, least(h.lines * 3, floor(h.rate * d.factor + pg_temp.chance(h.key # d.no, 51))::int) - 1) i
     ), short as (
       select *, case mod(cell, 3) when 0 then 540 when 1 then 780 else 930 end + from_minutes as begins, from_minutes, case mod(cell, 3) when 0 then 180 else 150 end - from_minutes - 60 as rest
       from cell, lateral (select 30 * floor(3 * pg_temp.chance(seed, 53))::int as from_minutes)
     ), slot as (
       select hub_id, consortium_id, seed, first_member, members, first_guest, guests, has_fee, cell / 3 as line,
         day::timestamptz + begins * interval '1 minute' as starts_at,
         day::timestamptz + (begins + 60 + 30 * floor((rest / 30 + 1) * pg_temp.chance(seed, 54))) * interval '1 minute' as ends_at
       from short
       union all
       select hub_id, consortium_id, seed, first_member, members, first_guest, guests, has_fee, lines,
         month + (floor(8 * pg_temp.chance(seed, 53)) * 24 + 9) * interval '1 hour',
         month + ((floor(8 * pg_temp.chance(seed, 53)) + 2 + floor(12 * pg_temp.chance(seed, 54))) * 24 + 18) * interval '1 hour'
       from c_busy, generate_series(0, ${Math.floor(daysBack / 31) + 2}) n,
         lateral (select key # (n + 1) as seed, date_trunc('month', $1::date - ${daysBack} + n * interval '31 days')::timestamptz as month) as at
       where has_long and pg_temp.chance(key # (n + 1), 50) < 0.5
     ), told as (
       select *, pg_temp.chance(seed, 55) < 0.55 as is_member, pg_temp.chance(seed, 58) as fate,
         starts_at - least(60, 0.01 - 6 * ln(1 - pg_temp.chance(seed, 57))) * interval '1 day' as asked_at
       from slot
     )
     select pg_temp.id_of(created_at, hub_id::text || '/' || seed) as id, consortium_id, hub_id, line, seed, starts_at, ends_at, is_member,
       case when is_member then first_member + floor(members * power(pg_temp.chance(seed, 56), 2))::int else first_guest + floor(guests * power(pg_temp.chance(seed, 56), 2))::int end as person,
       ${statusOf('fate')} as status, has_fee, created_at
     from told, lateral (select case when asked_at < $1::date - interval '1 hour' then asked_at else $1::date - (1 + 40 * pg_temp.chance(seed, 59)) * interval '1 hour' end as created_at)
     order by created_at`,
    [today],
  )
  await run('bookings, looked over', 'analyze c_made')
}

/** Joined by hashes of the small sides, so the order of making is kept. */
const bookingText = `
  insert into bookings.booking (consortium_id, id, hub_id, kind, target_id, unit_ids, starts_at, ends_at, status, hold_expires_at, party_size, account_id, holder_name, holder_mail,
    holder_phone, holder_language, consented_at, fee_yen, created_at, changed_at, checked_in_at)
  select m.consortium_id, m.id, m.hub_id, l.kind, l.target_id, l.unit_ids, m.starts_at, m.ends_at, m.status, case m.status when 'requested' then $1::date + interval '3 days' end,
    case l.kind when 'space' then 1 + floor(least(l.capacity, 12) * pg_temp.chance(m.seed, 60))::int else 1 end,
    p.account_id, coalesce(p.family || ' ' || p.given, g.name), coalesce(p.mail, g.mail), coalesce(p.phone, g.phone), 'ja', case when m.is_member then null else m.created_at end,
    case when m.has_fee and l.kind = 'space' and m.status in ('confirmed', 'requested') then 500 * ceil(extract(epoch from m.ends_at - m.starts_at) / 3600)::int else 0 end,
    m.created_at, greatest(m.created_at, least(m.starts_at, $1::date)), case when m.status = 'confirmed' and m.starts_at < $1::date and pg_temp.chance(m.seed, 61) < 0.75 then m.starts_at end
  from c_made m join c_line l on l.hub_id = m.hub_id and l.no = m.line
  left join c_member p on m.is_member and p.no = m.person left join c_guest g on not m.is_member and g.no = m.person`

const occupancyText = `
  insert into bookings.occupancy (consortium_id, unit_id, source_id, source_kind, starts_at, ends_at)
  select m.consortium_id, unit_id, m.id, case m.status when 'confirmed' then 'booking' else 'hold' end, m.starts_at, m.ends_at
  from c_made m join c_line l on l.hub_id = m.hub_id and l.no = m.line, unnest(l.unit_ids) as unit_id where m.status in ('confirmed', 'requested')`

/** That it was made, and how it ended where it did not take place. */
const eventText = `
  insert into platform.event (consortium_id, id, at, type, subject_id, actor_kind, actor_account_id, payload, request_id)
  select m.consortium_id, pg_temp.id_of(e.at, m.id || e.type), e.at, 'bookings.' || e.type, m.id, case when e.type in ('lapsed', 'released') then 'system' when m.is_member then 'person' else 'guest' end,
    case when e.type in ('booked', 'cancelled', 'requested') then p.account_id end, jsonb_build_object('hubId', m.hub_id, 'bookingId', m.id, 'kind', l.kind, 'targetId', l.target_id), substr(md5(m.id::text), 1, 12)
  from c_made m join c_line l on l.hub_id = m.hub_id and l.no = m.line left join c_member p on m.is_member and p.no = m.person,
    lateral (select created_at as at, case when status = 'requested' then 'requested' when is_member then 'booked' else 'held' end as type
      union all select case status when 'no-show' then starts_at + interval '30 minutes' else created_at + interval '30 minutes' end, case status when 'no-show' then 'released' else status end
      where status in ('cancelled', 'lapsed', 'no-show')) as e`

/** A guest is who has booked; the same folding and ids as server/guests/rules.ts. */
async function loadGuests({ client, run }: LoadStep): Promise<void> {
  await run(
    'guests who have booked',
    `create temp table c_came as
     select g.*, overlay(overlay(substr(encode(sha256(convert_to(g.consortium_id::text || '/' || case when g.mail is not null then 'mail/' || g.mail when g.phone is not null then 'phone/' || replace(g.phone, '-', '')
         else 'name/' || replace(g.name, ' ', '') end, 'utf8')), 'hex'), 1, 32) placing '8' from 13) placing '8' from 17)::uuid as id, b.last_at
     from c_guest g join (select person, max(starts_at) as last_at from c_made where not is_member group by 1) b on b.person = g.no`,
  )
  await client.query('create index on c_came (no); analyze c_came')
  await run(
    'guests',
    `insert into bookings.guest (consortium_id, id, name, mail, phone, language, last_at)
     select distinct on (consortium_id, id) consortium_id, id, name, mail, phone, 'ja', last_at from c_came order by consortium_id, id, last_at desc`,
  )
  // hiragana of given names is katakana in a key
  await run(
    'keys of guests',
    `insert into bookings.guest_key (consortium_id, key, guest_id)
     select distinct consortium_id, key, id from c_came, lateral (select translate(name, 'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわをん',
       'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヲン') as folded) as n,
       lateral (values (replace(folded, ' ', '')), (split_part(folded, ' ', 1)), (split_part(folded, ' ', 2)), (mail), (replace(phone, '-', ''))) as k (key) where key <> ''`,
  )
  await run(
    'bookings of guests',
    `insert into bookings.guest_booking (consortium_id, guest_id, booking_id) select m.consortium_id, g.id, m.id from c_made m join c_came g on g.no = m.person where not m.is_member`,
  )
}

const billText = `
  insert into bookings.bill (consortium_id, booking_id, hub_id, used_on, charged_yen, paid_yen, balance_yen, changed_at)
  select consortium_id, id, hub_id, starts_at::date, fee_yen, paid, fee_yen - paid, changed_at from bookings.booking, lateral (select case when starts_at < $1::date then fee_yen else 0 end as paid) as p where fee_yen > 0`

const ledgerText = (kind: 'charge' | 'payment'): string => `
  insert into bookings.ledger_entry (consortium_id, id, hub_id, booking_id, kind, amount_yen, method, business_day, actor_kind, at)
  select consortium_id, pg_temp.id_of(created_at, '${kind}' || booking_id), c.hub_id, booking_id, '${kind}', ${kind === 'charge' ? 'charged_yen, null' : `-paid_yen, 'transfer'`}, used_on, 'system', created_at
  from bookings.bill c join bookings.booking b using (consortium_id) where b.id = c.booking_id ${kind === 'charge' ? '' : 'and paid_yen > 0'}`

const reminderText = `
  insert into bookings.reminder (consortium_id, booking_id, due_at)
  select consortium_id, id, date_trunc('day', starts_at) - interval '7 hours' from c_made where status = 'confirmed' and starts_at >= $1::date + interval '2 days'`

/** A booking on each day that it touches; what did not take place once. */
const visitText = `
  insert into bookings.use_visit (consortium_id, hub_id, day, booking_id, target_id, is_equipment, outcome, person_key, people, has_come, minutes, lead_minutes, is_first)
  select m.consortium_id, m.hub_id, day, m.id, l.target_id, l.kind = 'equipment', case m.status when 'confirmed' then 'used' else m.status end, md5(m.consortium_id::text || m.is_member || m.person)::uuid,
    case l.kind when 'space' then 1 + floor(least(l.capacity, 12) * pg_temp.chance(m.seed, 60))::int else 1 end, m.status = 'confirmed' and pg_temp.chance(m.seed, 61) < 0.75,
    case m.status when 'confirmed' then round(extract(epoch from least(m.ends_at, day + interval '1 day') - greatest(m.starts_at, day)) / 60) * cardinality(l.unit_ids) else 0 end,
    round(extract(epoch from m.starts_at - m.created_at) / 60), day = m.starts_at::date
  from c_made m join c_line l on l.hub_id = m.hub_id and l.no = m.line,
    lateral (select m.starts_at::date + n as day from generate_series(0, case when m.status = 'confirmed' then m.ends_at::date - m.starts_at::date else 0 end) n) as d
  where m.status in ('confirmed', 'cancelled', 'no-show') and day < $1::date`

async function loadUseDays({ client, today, run }: LoadStep): Promise<void> {
  await run(
    'minutes booked by hour',
    `create temp table c_hour as
     select target_id, day, hour, sum(minutes)::int as minutes, sum(people)::int as people from (
       select l.target_id, m.starts_at::date as day, hour, cardinality(l.unit_ids) * extract(epoch from least(m.ends_at, m.starts_at::date + (hour + 1) * interval '1 hour') - greatest(m.starts_at, m.starts_at::date + hour * interval '1 hour')) / 60 as minutes, 1 as people
       from c_made m join c_line l on l.hub_id = m.hub_id and l.no = m.line join c_hub h on h.id = m.hub_id,
         lateral generate_series(extract(hour from m.starts_at)::int, extract(hour from m.ends_at - interval '1 second')::int) as hour
       where m.status = 'confirmed' and m.ends_at - m.starts_at < interval '12 hours' and m.starts_at < $1::date and m.starts_at >= $1::date - case when h.is_known or h.consortium_slug = $2 then ${useDaysOfSome} else ${useDays} end
     ) as x group by 1, 2, 3`,
    [today, widestConsortium],
  )
  await client.query('create index on c_hour (target_id, day); analyze c_hour')
  const filled = (column: string): string =>
    `(select array_agg(coalesce(o.${column}, 0) order by n) from generate_series(0, 23) n left join c_hour o on o.target_id = t.target_id and o.day = d.day and o.hour = n)`
  await run(
    'days of use',
    `with target as (select h.consortium_id, l.hub_id, l.target_id, l.kind = 'equipment' as is_equipment, sum(cardinality(l.unit_ids))::int as units, h.is_known or h.consortium_slug = $2 as is_some
       from c_line l join c_hub h on h.id = l.hub_id group by 1, 2, 3, 4, 6)
     insert into bookings.use_day (consortium_id, hub_id, day, target_id, is_equipment, unit_count, open_minutes, booked_minutes, inside_minutes, people, counted_at)
     select t.consortium_id, t.hub_id, d.day, t.target_id, t.is_equipment, t.units, array_fill(0, array[9]) || array_fill(60 * t.units, array[9]) || array_fill(0, array[6]),
       coalesce(b.minutes, array_fill(0, array[24])), coalesce(b.minutes, array_fill(0, array[24])), coalesce(b.people, array_fill(0, array[24])), d.day + interval '30 hours'
     from (select $1::date - n as day, n from generate_series(1, ${useDaysOfSome}) n) d cross join target t
     left join lateral (select ${filled('minutes')} as minutes, ${filled('people')} as people where exists (select from c_hour o where o.target_id = t.target_id and o.day = d.day)) as b on true
     where d.n <= case when t.is_some then ${useDaysOfSome} else ${useDays} end`,
    [today, widestConsortium],
  )
  await run(
    'hubs that are counted',
    `insert into bookings.use_hub (consortium_id, hub_id, counted_to, next_at) select consortium_id, id, $1::date - 1, $1::date + interval '30 days' from c_hub on conflict do nothing`,
    [today],
  )
  await run(
    'rules of counting',
    `insert into bookings.use_rule (consortium_id, counts, per, has_companions, changed_at) select id, 'booked', 'day', true, '2023-06-01' from c_consortium on conflict do nothing`,
  )
}

interface Removed {
  readonly table: string
  readonly name: string
  readonly isForeign: boolean
  readonly text: string
}

/** Takes indexes and keys off; answers the statements that make them again. */
async function dropIndexes(client: pg.Client): Promise<readonly Removed[]> {
  const { rows: constraints } = await client.query<{ name: string; table: string; kind: string; text: string }>(
    `select conname as name, conrelid::regclass::text as table, contype as kind, pg_get_constraintdef(oid) as text from pg_constraint
     where contype in ('p', 'u') and conrelid = any($1::text[]::regclass[]) or contype = 'f' and (conrelid = any($1::text[]::regclass[]) or confrelid = any($1::text[]::regclass[])) order by contype <> 'f'`,
    [large],
  )
  const { rows: indexes } = await client.query<{ name: string; table: string; text: string }>(
    `select indexrelid::regclass::text as name, indrelid::regclass::text as table, pg_get_indexdef(indexrelid) as text from pg_index i
     where indrelid = any($1::text[]::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))`,
    [large],
  )
  for (const one of constraints) await client.query(`alter table ${one.table} drop constraint ${one.name}`)
  for (const one of indexes) await client.query(`drop index ${one.name}`)
  await client.query(`set allow_system_table_mods = on; update pg_index set indisready = false where indexrelid = '${noOverlap}'::regclass`)
  return [
    ...constraints.map((one) => ({
      ...one,
      isForeign: one.kind === 'f',
      text: `alter table ${one.table} add constraint ${one.name} ${one.text}`,
    })),
    ...indexes.map((one) => ({ ...one, isForeign: false })),
  ]
}

/** The one constraint that is no key. Adding it would look up each of millions of rows: minutes for what one pass in order shows. */
const noOverlap = 'bookings.occupancy_no_overlap'

async function makeIndexes({ client, run }: LoadStep, databaseUrl: string, removed: readonly Removed[]): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from (select starts_at, lag(ends_at) over (partition by unit_id order by starts_at) as before from bookings.occupancy) o where starts_at < before`,
  )
  if (rows[0]?.count !== 0) throw new Error(`${rows[0]?.count} occupancies overlap`)
  await client.query(`update pg_index set indisready = true where indexrelid = '${noOverlap}'::regclass; set allow_system_table_mods = off`)
  const tables = [
    ...Map.groupBy(
      removed.filter((one) => !one.isForeign),
      (one) => one.table,
    ),
  ].map(([, of]) => of)
  const other = new pg.Client({ connectionString: databaseUrl })
  await other.connect()
  await other.query(`set maintenance_work_mem = '1GB'`)
  const builder = async (on: pg.Client): Promise<void> => {
    for (let next = tables.pop(); next !== undefined; next = tables.pop())
      for (const one of next) await run(`${one.table}: ${one.name}`, one.text, [], on)
  }
  await Promise.all([builder(client), builder(other)])
  await other.end()
  // a table written anew has its indexes made without looking up what a constraint forbids
  await run('occupancies, in order', 'vacuum full bookings.occupancy')
  for (const one of removed.filter((each) => each.isForeign)) await run(one.name, one.text)
}
