/** Backup while rows are written without pause; restored elsewhere, every row committed before its end must be there. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readArchive } from './backup-archive.ts'
import { restoreBackup } from './backup-restore.ts'
import { makeBackup, type BackupResult } from './backup.ts'
import { startDatabaseServer, type DatabaseServer } from './database-server.ts'
import { readSettings } from './settings.ts'
import { StartFailure } from './start-failure.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-backup-'))
const data = path.join(folder, 'data')
const file = path.join(folder, 'backup.tar.gz')
const silent = () => {}
const settingsOf = (place: string) => readSettings({ HIROBA_DATA: place }, folder)

let server: DatabaseServer
let result: BackupResult
/** Each row that was answered, with a place in the WAL that is surely behind its commit. */
const answered: { id: number; lsn: bigint }[] = []
let answeredBefore = 0

function toNumber(lsn: string): bigint {
  const [high = '', low = ''] = lsn.split('/')
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

beforeAll(async () => {
  server = await startDatabaseServer(settingsOf(data), silent)
  mkdirSync(path.join(data, 'files', '写真'), { recursive: true })
  writeFileSync(path.join(data, 'files', '写真', '広場.jpg'), Buffer.alloc(300_000, 7))
  writeFileSync(path.join(data, 'secret'), 'a secret of this installation, 32+')
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query('create table booking (id int primary key, note text not null)')
  await admin.query('create table scratch as select g as id, repeat(md5(g::text), 20) as filler from generate_series(1, 6000) g')
  await admin.end()

  let isWriting = true
  const writers = [0, 1].map(async (writer) => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    for (let id = writer; isWriting; id += 2) {
      await client.query("insert into booking values ($1, repeat('予約', 200))", [id])
      const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn')
      // A pause, or the machine's two cores would do nothing else.
      await new Promise((resolve) => setTimeout(resolve, 5))
      answered.push({ id, lsn: toNumber(rows[0]?.lsn ?? '') })
      // Files that grow, shrink and vanish while they are copied.
      if (writer === 0 && id % 40 === 0) {
        await client.query(
          'begin; create table fleeting as select * from scratch limit 500; truncate fleeting; drop table fleeting; commit',
        )
      }
      if (writer === 1 && id % 41 === 0) await client.query('update scratch set filler = md5(filler) where id % 10 = $1', [id % 10])
    }
    await client.end()
  })
  // the load must be one before the backup begins, however busy the machine is
  while (answered.length < 40) await new Promise((resolve) => setTimeout(resolve, 20))
  answeredBefore = answered.length
  result = await makeBackup({ dataFolder: data, file, databaseUrl: server.url, hirobaVersion: '0.0.0-test' })
  isWriting = false
  await Promise.all(writers)
}, 60_000)

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a backup under load holds every row committed before its end, and no half rows', async () => {
  const end = toNumber(result.manifest.database?.stopLsn ?? '')
  const committed = answered.filter((row) => row.lsn <= end)
  // and it must have gone on meanwhile, or the test proves nothing
  expect(committed.length).toBeGreaterThan(answeredBefore)
  const place = path.join(folder, 'elsewhere')
  const restored = await restoreBackup({ dataFolder: place, file, isReplacing: false, log: silent })
  expect(restored).toMatchObject({ aside: undefined, tables: 2 })
  const copy = await startDatabaseServer(settingsOf(place), silent)
  try {
    const client = new pg.Client({ connectionString: copy.url })
    await client.connect()
    const { rows } = await client.query<{ id: number; size: number }>('select id, length(note) as size from booking')
    const { rows: scratch } = await client.query<{ count: number }>('select count(*)::int as count from scratch')
    await client.end()
    const ids = new Set(rows.map((row) => row.id))
    expect(committed.filter((row) => !ids.has(row.id))).toEqual([])
    expect(rows.filter((row) => row.size !== 400)).toEqual([])
    expect(scratch[0]?.count).toBe(6_000)
    expect(rows.length).toBe(restored.rows - 6_000)
  } finally {
    await copy.stop()
  }
  for (const name of ['files/写真/広場.jpg', 'secret']) {
    expect(readFileSync(path.join(place, name)).equals(readFileSync(path.join(data, name)))).toBe(true)
  }
  expect(
    createHash('sha256')
      .update(readFileSync(path.join(place, 'files/写真/広場.jpg')))
      .digest('hex'),
  ).toBe(result.manifest.files['files/写真/広場.jpg']?.sha256)
}, 60_000)

test('the row answered as the last before the end of the backup is in it', async () => {
  // One writer, no load: the backup begins after the commit, so there is no doubt about the order.
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query("insert into booking values (-1, 'last')")
  await client.end()
  const second = path.join(folder, 'second.tar.gz')
  await makeBackup({ dataFolder: data, file: second, databaseUrl: server.url, hirobaVersion: '0.0.0-test' })
  const place = path.join(folder, 'second')
  const { rows } = await restoreBackup({ dataFolder: place, file: second, isReplacing: false, log: silent })
  const live = new pg.Client({ connectionString: server.url })
  await live.connect()
  const counted = await live.query<{ count: number }>(
    'select ((select count(*) from booking) + (select count(*) from scratch))::int as count',
  )
  await live.end()
  expect(rows).toBe(counted.rows[0]?.count)
}, 60_000)

test('a backup leaves no replication slot, no part file, and nothing that only this machine needs', async () => {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query('select from pg_replication_slots')
  await client.end()
  expect(rows.length).toBe(0)
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
  const names = Object.keys(result.manifest.files)
  expect(names).toContain('pg/backup_label')
  expect(names.filter((name) => /postmaster|hiroba\.lock|^log\//.test(name))).toEqual([])
})

test('a restore refuses present data, and with --replace moves them aside', async () => {
  const place = path.join(folder, 'replaced')
  mkdirSync(path.join(place, 'files'), { recursive: true })
  writeFileSync(path.join(place, 'files', 'old.txt'), 'old')
  const attempt = (isReplacing: boolean) => restoreBackup({ dataFolder: place, file, isReplacing, log: silent })
  await expect(attempt(false)).rejects.toMatchObject({ failure: 'restore.data_exists' })
  expect(readdirSync(place)).toEqual(['files'])
  const { aside } = await attempt(true)
  expect(readFileSync(path.join(aside ?? '', 'files', 'old.txt'), 'utf8')).toBe('old')
  expect(existsSync(path.join(place, 'files', 'old.txt'))).toBe(false)
}, 60_000)

test('what was told outside is set right before anybody works with a restored database; what fails there holds up nothing', async () => {
  const place = path.join(folder, 'set-right')
  const said: string[] = []
  const result = await restoreBackup({
    dataFolder: place,
    file,
    isReplacing: false,
    log: (line) => said.push(line),
    setRight: [
      async (query) => void (await query('update of_an_older_version set version = version + 1')),
      async (query) => {
        const [found] = await query("select to_regclass('scratch') is not null as is_there")
        if (found?.['is_there'] === true) await query("update scratch set filler = 'set right' where id = 1")
      },
    ],
  })
  expect(result.tables).toBe(2)
  expect(said).toContainEqual(expect.stringContaining('of_an_older_version'))
  const copy = await startDatabaseServer(settingsOf(place), silent)
  try {
    const client = new pg.Client({ connectionString: copy.url })
    await client.connect()
    const { rows } = await client.query('select filler from scratch where id = 1')
    await client.end()
    expect(rows).toEqual([{ filler: 'set right' }])
  } finally {
    await copy.stop()
  }
}, 60_000)

test('a restore refuses a folder that a running Hiroba uses', async () => {
  await expect(restoreBackup({ dataFolder: data, file, isReplacing: true, log: silent })).rejects.toMatchObject({ failure: 'data.in_use' })
})

test('a damaged backup is refused and changes nothing', async () => {
  const bytes = readFileSync(file)
  const broken = path.join(folder, 'broken.tar.gz')
  const place = path.join(folder, 'untouched')
  const attempt = () => restoreBackup({ dataFolder: place, file: broken, isReplacing: true, log: silent })
  writeFileSync(broken, bytes)
  truncateSync(broken, Math.floor(bytes.length / 2))
  await expect(attempt()).rejects.toMatchObject({ failure: 'backup.damaged' })
  const flipped = Buffer.from(bytes)
  flipped.writeUInt8(flipped.readUInt8(flipped.length >> 1) ^ 0xff, flipped.length >> 1)
  writeFileSync(broken, flipped)
  await expect(attempt()).rejects.toMatchObject({ failure: 'backup.damaged' })
  writeFileSync(broken, 'no archive at all')
  await expect(attempt()).rejects.toMatchObject({ failure: 'backup.damaged' })
  rmSync(broken)
  await expect(attempt()).rejects.toMatchObject({ failure: 'backup.no_file' })
  expect(readdirSync(place)).toEqual([])
}, 60_000)

test('a backup is not written over another file', async () => {
  const again = () => makeBackup({ dataFolder: data, file, databaseUrl: server.url, hirobaVersion: '0.0.0-test' })
  await expect(again()).rejects.toBeInstanceOf(StartFailure)
  await expect(again()).rejects.toMatchObject({ failure: 'backup.exists' })
  await expect(readArchive(file)).resolves.toMatchObject({ hirobaVersion: '0.0.0-test' })
})

test('a disk that fills up while the backup is written ends it with its reason', async () => {
  // A limit on the size of files breaks off the writing as a full disk does, and needs no rights.
  const script = `
    import { createArchive } from '#platform/server/backup-archive.ts'
    const archive = createArchive(process.argv[1])
    try {
      for (let i = 0; i < 200; i++) {
        await archive.addFolder('folder' + i)
        await archive.addText('file' + i, crypto.getRandomValues(Buffer.alloc(60_000)))
      }
      await archive.finish({ hirobaVersion: '', takenAt: new Date().toISOString(), database: null })
      console.log('finished')
    } catch (error) {
      await archive.abandon()
      console.log(error.code)
    }`
  const run = (limit: string, name: string) =>
    execFileSync(
      'sh',
      ['-c', `ulimit -f ${limit}; exec "$0" "$@"`, process.execPath, '--input-type=module', '-e', script, path.join(folder, name)],
      {
        cwd: path.resolve(import.meta.dirname, '../..'),
        encoding: 'utf8',
      },
    ).trim()
  expect(run('2000', 'limited')).toBe('EFBIG')
  expect(run('unlimited', 'unlimited')).toBe('finished')
})
