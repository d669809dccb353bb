/**
 * What the edge keeps: one SQLite file. A record is on the disk when its promise resolves (`synchronous = full`); what is
 * asked for in the same moment shares one commit, as the disk is waited for once.
 *
 * `outbox`: what the server has not answered for yet, oldest first by `seq`. `seen`: the newest records of each device, for one
 * that sends again (the server knows them for ever). `kept`: a few values that outlive a restart.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'

export interface OutboxRow {
  readonly seq: number
  readonly id: string
  /** `event`: a DeviceEvent; `reject`: a message nobody could read. */
  readonly kind: 'event' | 'reject'
  readonly body: string
  /** Milliseconds of the machine's monotonic clock, and which switching-on of the machine it counts from. */
  readonly mono: number
  readonly boot: string
  readonly isSynced: boolean
}

export interface NewRow {
  readonly id: string
  readonly kind: 'event' | 'reject'
  /** Once for ever; null where nothing tells two apart. */
  readonly key: { readonly deviceId: string; readonly sourceKey: string } | null
  readonly body: string
  readonly mono: number
  readonly boot: string
  readonly isSynced: boolean
}

export interface EdgeStore {
  /**
   * Stores a group: all or none. One answer each: was it new? Where the first was known already nothing of the group is
   * stored: it is what followed from that first one.
   */
  append(rows: readonly NewRow[]): Promise<readonly boolean[]>
  /** After `seq`, oldest first. */
  page(after: number, limit: number): readonly OutboxRow[]
  /** The server has answered for them. */
  settle(seqs: readonly number[]): Promise<void>
  waiting(): { readonly count: number; readonly first: number | null; readonly last: number }
  get(key: string): string | undefined
  entries(prefix: string): readonly (readonly [string, string])[]
  put(key: string, value: string): Promise<void>
  putNew(key: string, value: string): Promise<boolean>
  remove(key: string): Promise<void>
  close(): Promise<void>
}

const schema = `
create table if not exists outbox (
  seq integer primary key autoincrement, id text not null, kind text not null, body text not null,
  mono real not null, boot text not null, is_synced integer not null) strict;
create table if not exists seen (
  device_id text not null, source_key text not null, at integer not null, primary key (device_id, source_key)) strict, without rowid;
create table if not exists kept (key text primary key, value text not null) strict, without rowid;
`

/** Of each device so many are known at least, and hardly more: days of a busy reader, a few megabytes of the hub. */
export const mostSeen = 5_000
/** Let go together, so that the oldest are looked for seldom. */
const seenTogether = 500

type Work = () => void

export function openStore(file: string): EdgeStore {
  const db = new DatabaseSync(file)
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000; pragma cache_size = -4000')
  db.exec(schema)
  const sql = statementsOf(db)
  /** By device; counted when it first speaks, and anew after a failure, which takes rows back. */
  const seenOf = new Map<string, number>()
  /** Rises also where the machine's clock is set back: what came last is let go last. */
  let seenAt = Number(sql.lastSeen.get()?.['at'] ?? 0)
  let waitingWork: { work: Work; fail: (error: unknown) => void; done: () => void }[] = []
  let isClosed = false

  /** One transaction for all that was asked for since the last turn of the event loop. */
  function flush(): void {
    const now = waitingWork
    waitingWork = []
    if (now.length === 0) return
    try {
      db.exec('begin immediate')
      for (const { work } of now) work()
      db.exec('commit')
    } catch (error) {
      if (db.isTransaction) db.exec('rollback')
      seenOf.clear()
      for (const { fail } of now) fail(error)
      return
    }
    for (const { done } of now) done()
  }

  function write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (isClosed) {
        reject(new Error('the store is closed'))
        return
      }
      let result: T
      if (waitingWork.length === 0) setImmediate(flush)
      waitingWork.push({ work: () => void (result = work()), done: () => resolve(result), fail: reject })
    })
  }

  function see({ deviceId, sourceKey }: NonNullable<NewRow['key']>): boolean {
    seenAt = Math.max(Date.now(), seenAt + 1)
    if (Number(sql.see.run(deviceId, sourceKey, seenAt).changes) !== 1) return false
    const before = seenOf.get(deviceId)
    const count = before === undefined ? Number(sql.count.get(deviceId)?.['count']) : before + 1
    seenOf.set(deviceId, count)
    if (count >= mostSeen + seenTogether) seenOf.set(deviceId, count - Number(sql.unsee.run(deviceId, deviceId, count - mostSeen).changes))
    return true
  }

  return {
    append: (rows) =>
      write(() => {
        const answers: boolean[] = []
        for (const row of rows) {
          const isNew = row.key === null || see(row.key)
          // what follows from a known one is known too
          if (answers[0] === false || !isNew) {
            answers.push(false)
            continue
          }
          sql.append.run(row.id, row.kind, row.body, row.mono, row.boot, row.isSynced ? 1 : 0)
          answers.push(true)
        }
        return answers
      }),
    page: (after, limit) =>
      sql.page.all(after, limit).map((row) => ({
        seq: Number(row['seq']),
        id: String(row['id']),
        kind: row['kind'] as 'event' | 'reject',
        body: String(row['body']),
        mono: Number(row['mono']),
        boot: String(row['boot']),
        isSynced: row['is_synced'] === 1,
      })),
    settle: (seqs) =>
      write(() => {
        for (const seq of seqs) sql.settle.run(seq)
      }),
    waiting() {
      const row = sql.waiting.get()
      return {
        count: Number(row?.['count'] ?? 0),
        first: row?.['first'] == null ? null : Number(row['first']),
        last: Number(sql.last.get()?.['seq'] ?? 0),
      }
    },
    get(key) {
      const row = sql.get.get(key)
      return row === undefined ? undefined : String(row['value'])
    },
    entries: (prefix) => sql.entries.all(prefix, `${prefix}\u{10ffff}`).map((row) => [String(row['key']), String(row['value'])] as const),
    put: (key, value) => write(() => void sql.put.run(key, value)),
    putNew: (key, value) => write(() => Number(sql.putNew.run(key, value).changes) === 1),
    remove: (key) => write(() => void sql.remove.run(key)),
    async close() {
      if (isClosed) return
      flush()
      isClosed = true
      db.close()
    },
  }
}

function statementsOf(
  db: DatabaseSync,
): Record<
  | 'append'
  | 'see'
  | 'unsee'
  | 'count'
  | 'lastSeen'
  | 'page'
  | 'settle'
  | 'waiting'
  | 'last'
  | 'get'
  | 'entries'
  | 'put'
  | 'putNew'
  | 'remove',
  StatementSync
> {
  return {
    append: db.prepare('insert into outbox (id, kind, body, mono, boot, is_synced) values (?, ?, ?, ?, ?, ?)'),
    see: db.prepare('insert into seen (device_id, source_key, at) values (?, ?, ?) on conflict do nothing'),
    unsee: db.prepare(
      'delete from seen where device_id = ? and source_key in (select source_key from seen where device_id = ? order by at limit ?)',
    ),
    count: db.prepare('select count(*) as count from seen where device_id = ?'),
    lastSeen: db.prepare('select max(at) as at from seen'),
    page: db.prepare('select * from outbox where seq > ? order by seq limit ?'),
    settle: db.prepare('delete from outbox where seq = ?'),
    waiting: db.prepare('select count(*) as count, min(seq) as first from outbox'),
    last: db.prepare("select seq from sqlite_sequence where name = 'outbox'"),
    get: db.prepare('select value from kept where key = ?'),
    entries: db.prepare('select key, value from kept where key >= ? and key < ? order by key'),
    put: db.prepare('insert into kept (key, value) values (?, ?) on conflict (key) do update set value = excluded.value'),
    putNew: db.prepare('insert into kept (key, value) values (?, ?) on conflict do nothing'),
    remove: db.prepare('delete from kept where key = ?'),
  }
}
