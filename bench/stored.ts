/** What must be true of the stored rows after any race, kill or restore. SQL only looks. */
import pg from 'pg'

export type Look = <Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<Row[]>

export async function looking<T>(databaseUrl: string, work: (look: Look) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  // a server that is killed under the question is no news here
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(async (text, values = []) => (await client.query(text, [...values])).rows as never)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Counts of what must not be there; every one is to be 0. */
const faults: Readonly<Record<string, string>> = {
  'occupancy without an active booking': `select count(*)::int as count from bookings.occupancy o
    where o.source_kind in ('booking', 'hold') and not exists (select from bookings.booking b
      where b.consortium_id = o.consortium_id and b.id = o.source_id and b.status in ('requested', 'held', 'confirmed') and o.unit_id = any(b.unit_ids))`,
  'active booking without all its occupancies': `select count(*)::int as count from bookings.booking b
    where b.status in ('requested', 'held', 'confirmed') and b.ends_at > now() and cardinality(b.unit_ids) <> (select count(*) from bookings.occupancy o
      where o.consortium_id = b.consortium_id and o.source_id = b.id and o.starts_at <= b.starts_at and o.ends_at >= b.ends_at)`,
  'unit held twice at a time': `select count(*)::int as count from bookings.occupancy a join bookings.occupancy b
    on a.consortium_id = b.consortium_id and a.unit_id = b.unit_id and a.source_id < b.source_id
    and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)`,
  'booking without its first event': `select count(*)::int as count from bookings.booking b
    where not exists (select from platform.event e where e.consortium_id = b.consortium_id and e.subject_id = b.id and e.type in ('bookings.booked', 'bookings.held', 'bookings.requested'))`,
  'booking made by two events': `select count(*)::int as count from (select subject_id from platform.event
    where type in ('bookings.booked', 'bookings.held', 'bookings.requested') group by subject_id having count(*) > 1) as twice`,
  'event of a booking that is not there': `select count(*)::int as count from platform.event e
    where e.type = any('{bookings.booked,bookings.held,bookings.requested,bookings.confirmed,bookings.changed,bookings.cancelled,bookings.lapsed}') and not exists (select from bookings.booking b where b.consortium_id = e.consortium_id and b.id = e.subject_id)`,
}

export async function faultsOf(look: Look): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const [name, text] of Object.entries(faults)) found[name] = (await look<{ count: number }>(text))[0]?.count ?? -1
  return found
}

/** Throws where anything half-stored is found. */
export async function mustBeWhole(look: Look): Promise<void> {
  const found = Object.entries(await faultsOf(look)).filter(([, count]) => count !== 0)
  if (found.length > 0) throw new Error(`half-stored: ${found.map(([name, count]) => `${count} x ${name}`).join(', ')}`)
}

export async function deadlocksOf(look: Look): Promise<number> {
  return Number(
    (await look<{ deadlocks: string }>('select deadlocks from pg_stat_database where datname = current_database()'))[0]?.deadlocks ?? 0,
  )
}

/** Waits until no job and no outbox row is left; answers how many seconds that took. */
export async function settle(look: Look): Promise<number> {
  const started = performance.now()
  for (;;) {
    const [row] = await look<{ open: number }>(
      'select ((select count(*) from platform.outbox) + (select count(*) from graphile_worker.jobs where run_at <= now()))::int as open',
    )
    if (row?.open === 0) return (performance.now() - started) / 1000
    if (performance.now() - started > 120_000) {
      const left = await look(
        'select locked_by, count(*)::int, min(locked_at) as locked_at, max(attempts) as attempts, max(last_error) as error from graphile_worker.jobs where run_at <= now() group by 1',
      )
      throw new Error(`${row?.open} jobs are not done two minutes after the start: ${JSON.stringify(left)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
