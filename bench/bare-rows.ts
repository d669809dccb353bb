/** The same rows into a table like the ledger, with nothing before and nothing after: what PostgreSQL alone would do. */
import pg from 'pg'

/** What `pg` has below its face, and the types do not know. */
interface Wire {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** `COPY … FROM STDIN` of one text, as a query of `pg`. */
function copyOf(text: string, rows: Buffer) {
  let end: (error?: Error) => void = () => {}
  const done = new Promise<void>((resolve, reject) => (end = (error) => (error === undefined ? resolve() : reject(error))))
  return {
    done,
    submit: (wire: Wire) => wire.query(text),
    handleCopyInResponse(wire: Wire) {
      wire.sendCopyFromChunk(rows)
      wire.endCopyFrom()
    },
    handleCommandComplete() {},
    handleReadyForQuery: () => end(),
    handleError: (error: Error) => end(error),
  }
}

const columns =
  'consortium_id, device_id, received_at, id, hub_id, type, at, quality, device_time, device_clock, edge_time, edge_clock, data'
const types = [
  'uuid',
  'uuid',
  'timestamptz',
  'uuid',
  'uuid',
  'text',
  'timestamptz',
  'text',
  'timestamptz',
  'text',
  'timestamptz',
  'text',
  'jsonb',
]

export interface BareRows {
  readonly copied: number
  readonly inserted: number
}

/** Rows a second by COPY and by `unnest`, each batch a transaction of its own, committed with all that a commit promises. */
export async function storeBare(databaseUrl: string, { rows, together }: { rows: number; together: number }): Promise<BareRows> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('drop table if exists public.bare_event')
    await client.query(
      'create table public.bare_event (like devices.event including defaults, primary key (consortium_id, device_id, received_at, id))',
    )
    const { rows: taken } = await client.query<Record<string, string | null>>(
      `select ${columns
        .split(', ')
        .map((name) => `${name}::text`)
        .join(', ')} from devices.event order by received_at desc limit $1`,
      [rows],
    )
    const batches = Array.from({ length: Math.ceil(taken.length / together) }, (_, at) => taken.slice(at * together, (at + 1) * together))
    const names = columns.split(', ')
    const texts = batches.map((batch) =>
      Buffer.from(batch.map((row) => `${names.map((name) => row[name]?.replaceAll('\\', '\\\\') ?? '\\N').join('\t')}\n`).join('')),
    )
    let started = performance.now()
    for (const text of texts) {
      const copy = copyOf(`copy public.bare_event (${columns}) from stdin`, text)
      client.query(copy as unknown as pg.Submittable)
      await copy.done
    }
    const copied = taken.length / ((performance.now() - started) / 1_000)
    await client.query('truncate public.bare_event')
    const insert = `insert into public.bare_event (${columns}) select * from unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(', ')})`
    started = performance.now()
    for (const batch of batches)
      await client.query({ name: 'bare_insert', text: insert, values: names.map((name) => batch.map((row) => row[name])) })
    const inserted = taken.length / ((performance.now() - started) / 1_000)
    await client.query('drop table public.bare_event')
    return { copied, inserted }
  } finally {
    await client.end()
  }
}
