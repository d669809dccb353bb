/** What a start meets on real machines: kills, half-made folders, other owners, other people's servers. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDatabaseServer, type DatabaseServer } from './database-server.ts'
import { refuseFullDisk } from './embedded-cluster.ts'
import { beginOf, readHolder } from './embedded-lock.ts'
import { findNativeFolder, completeLinks } from './embedded-programs.ts'
import { migrate } from './migrations.ts'
import { readSettings } from './settings.ts'
import { describeFailure, explainFileError, explainListenError, StartFailure } from './start-failure.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-database-'))
const silent = () => {}
const startOn = (data: string, more: NodeJS.ProcessEnv = {}) =>
  startDatabaseServer(readSettings({ HIROBA_DATA: data, ...more }, folder), silent)

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', silent)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end().catch(silent)
  }
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the database of the package', () => {
  const data = path.join(folder, 'data')

  test('is made in a closed folder, whoever runs this, with UTF-8 and durable commits', async () => {
    // Mode 700: where this runs as root, PostgreSQL's own user cannot enter it by itself.
    const closed = path.join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const server = await startOn(path.join(closed, 'data'))
    try {
      const rows = await query<{ name: string; setting: string }>(
        server.url,
        `select name, setting from pg_settings where name in ('fsync','full_page_writes','synchronous_commit','listen_addresses','server_encoding','data_checksums','jit') order by name`,
      )
      expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
        data_checksums: 'on',
        fsync: 'on',
        full_page_writes: 'on',
        jit: 'off',
        listen_addresses: '127.0.0.1',
        server_encoding: 'UTF8',
        synchronous_commit: 'on',
      })
      // The password is asked for, and no file that others may read holds it.
      await expect(query(server.url.replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' })
    } finally {
      await Promise.all([server.stop(), server.stop()])
    }
    expect(readHolder(path.join(closed, 'data'))).toBeUndefined()
  }, 60_000)

  test('recovers after everything was killed, and takes another port when its own is taken', async () => {
    const first = await startOn(data)
    await query(first.url, 'create table kept (id int); insert into kept values (1)')
    const port = Number(new URL(first.url).port)
    // A server of its own session that was left behind: its Hiroba is gone, so the lock is stale.
    const postmaster = Number(readFileSync(path.join(data, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0])
    writeFileSync(path.join(data, 'hiroba.lock'), JSON.stringify({ pid: process.pid, began: 'long ago' }))
    const second = await startOn(data)
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }])
    expect(beginOf(postmaster)).toBeUndefined()
    await first.stop()

    // Killed the hard way, with a commit that only the WAL holds.
    await query(second.url, 'insert into kept values (2)')
    process.kill(Number(readFileSync(path.join(data, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    expect(typeof (await second.lost)).toBe('string')
    await second.stop()
    const taken = await new Promise<Server>((resolve) => {
      const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
    })
    const third = await startOn(data)
    try {
      expect(await query(third.url, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }])
      expect(Number(new URL(third.url).port)).not.toBe(port)
    } finally {
      await third.stop()
      taken.close()
    }
  }, 90_000)

  test('what a cut initdb left is swept away, a folder that is no database is told', async () => {
    mkdirSync(path.join(data, 'pg.making.1', 'pg'), { recursive: true })
    const server = await startOn(data)
    expect(existsSync(path.join(data, 'pg.making.1'))).toBe(false)
    await expect(startOn(data)).rejects.toMatchObject({ failure: 'data.in_use' })
    await server.stop()

    const half = path.join(folder, 'half')
    mkdirSync(path.join(half, 'pg', 'base'), { recursive: true })
    await expect(startOn(half)).rejects.toMatchObject({ failure: 'data.unfinished', params: { missing: 'PG_VERSION' } })
    // Refused means untouched, and free for the next try.
    expect(readdirSync(path.join(half, 'pg'))).toEqual(['base'])
    expect(readHolder(half)).toBeUndefined()
    for (const name of ['global', 'pg_wal']) mkdirSync(path.join(half, 'pg', name))
    for (const name of ['global/pg_control', 'postgresql.conf']) writeFileSync(path.join(half, 'pg', name), '')
    writeFileSync(path.join(half, 'pg', 'PG_VERSION'), '17\n')
    await expect(startOn(half)).rejects.toMatchObject({ failure: 'data.other_version', params: { found: '17', needed: 18 } })
  }, 60_000)

  test('PostgreSQL that cannot start is quoted', async () => {
    writeFileSync(path.join(data, 'pg', 'postgresql.auto.conf'), "work_mem = 'much'\n")
    await expect(startOn(data)).rejects.toMatchObject({
      failure: 'postgres.not_started',
      params: { log: expect.stringContaining('work_mem') },
    })
    writeFileSync(path.join(data, 'pg', 'postgresql.auto.conf'), '')
  }, 30_000)

  test('a folder that cannot be written, or is a file', async () => {
    // Closed to root as well, unlike mode 500.
    const unwritable = process.platform === 'linux' ? '/sys/hiroba' : '/System/hiroba'
    await expect(startOn(unwritable)).rejects.toMatchObject({ failure: 'data.read_only' })
    const file = path.join(folder, 'file')
    writeFileSync(file, '')
    await expect(startOn(file)).rejects.toMatchObject({ failure: 'data.not_a_folder' })
  })

  test('a full disk', () => {
    expect(() => refuseFullDisk('/data', 150 * 1_048_576)).toThrow(
      expect.objectContaining({ failure: 'disk.full', params: expect.objectContaining({ free: '150 MB' }) }),
    )
    expect(() => refuseFullDisk('/data', 300 * 1_048_576)).not.toThrow()
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' })
    expect(explainFileError(full, '/data')).toMatchObject({ failure: 'disk.full' })
  })

  test('the links that npm leaves out are made', () => {
    const native = path.join(folder, 'package', 'native')
    mkdirSync(path.join(native, 'lib'), { recursive: true })
    writeFileSync(path.join(native, 'lib', 'libpq.so.5.18'), 'library')
    writeFileSync(
      path.join(native, 'pg-symlinks.json'),
      JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' }]),
    )
    for (let round = 0; round < 2; round++) completeLinks(native)
    expect(readFileSync(path.join(native, 'lib', 'libpq.so'), 'utf8')).toBe('library')
    expect(existsSync(path.join(findNativeFolder(), 'bin'))).toBe(true)
  })
})

describe("a server of one's own", () => {
  let server: DatabaseServer
  const own = (user: string, database: string, password = 'pass') => {
    const url = new URL(server.url)
    url.username = user
    url.password = password
    url.pathname = `/${database}`
    return startOn(path.join(folder, 'unused'), { DATABASE_URL: url.href })
  }

  beforeAll(async () => {
    server = await startDatabaseServer(readSettings({ HIROBA_DATA: path.join(folder, 'host') }, folder), silent, { isThrowAway: true })
    for (const text of [
      "create role good login createrole password 'pass'",
      "create role no_roles login password 'pass'",
      "create role stranger login createrole password 'pass'",
      'create database theirs owner good',
      'create database poor owner no_roles',
      "create database ascii owner good encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0",
    ])
      await query(server.url, text)
  }, 60_000)
  afterAll(() => server.stop())

  test('that has all that is needed is taken, and left running', async () => {
    const found = await own('good', 'theirs')
    expect(found.kind).toBe('external')
    await found.stop()
    expect(await query(found.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(path.join(folder, 'unused'))).toBe(false)
  })

  test('each shortcoming is told with what mends it', async () => {
    await expect(own('good', 'absent')).rejects.toMatchObject({
      failure: 'external.no_database',
      params: { database: 'absent', user: 'good' },
    })
    await expect(own('good', 'theirs', 'wrong')).rejects.toMatchObject({ failure: 'external.refused' })
    await expect(own('good', 'theirs', '')).rejects.toMatchObject({ failure: 'external.refused' })
    await expect(own('stranger', 'theirs')).rejects.toMatchObject({ failure: 'external.no_rights', params: { missing: 'CREATE' } })
    await expect(own('no_roles', 'poor')).rejects.toMatchObject({
      failure: 'external.no_rights',
      params: { missing: 'CREATEROLE', fix: 'ALTER ROLE "no_roles" CREATEROLE;' },
    })
    await expect(own('good', 'ascii')).rejects.toMatchObject({ failure: 'external.encoding', params: { found: 'SQL_ASCII' } })
    await expect(startOn(folder, { DATABASE_URL: 'postgres://hiroba@127.0.0.1:1/hiroba' })).rejects.toMatchObject({
      failure: 'external.unreachable',
    })
  })
})

describe('a server on which another Hiroba was already started', () => {
  let server: DatabaseServer
  const at = (user: string, database: string) => {
    const url = new URL(server.url)
    url.username = user
    url.password = 'pass'
    url.pathname = `/${database}`
    return url.href
  }
  const start = (user: string, database: string) => startOn(path.join(folder, 'unused'), { DATABASE_URL: at(user, database) })
  /** What the refusal says to run, run by the administrator in that database. */
  const mend = async (user: string, database: string): Promise<string> => {
    const failure = await start(user, database).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(failure instanceof StartFailure)) throw new Error('was not refused', { cause: failure })
    const fix = String(failure.params['fix'])
    expect(describeFailure(failure, 'en')).toContain(fix)
    const admin = new URL(server.url)
    admin.pathname = `/${database}`
    await query(admin.href, fix)
    return fix
  }

  beforeAll(async () => {
    server = await startDatabaseServer(readSettings({ HIROBA_DATA: path.join(folder, 'shared') }, folder), silent, { isThrowAway: true })
    for (const text of [
      "create role town1 login createrole password 'pass'",
      "create role town2 login createrole password 'pass'",
      "create role clerk login password 'pass'",
      'create database town1 owner town1',
      'create database town2 owner town2',
      'create database managed',
      'grant connect, create on database managed to clerk',
    ])
      await query(server.url, text)
    await migrate(at('town1', 'town1'))
  }, 60_000)
  afterAll(() => server.stop())

  test('its roles are asked for by name, and after the statement told everything runs', async () => {
    expect(await mend('town2', 'town2')).toBe('GRANT hiroba_app, hiroba_auth, hiroba_jobs, hiroba_publisher TO "town2" WITH SET TRUE;')
    await start('town2', 'town2')
    expect(await migrate(at('town2', 'town2'))).toBeGreaterThan(0)
  })

  test('a user without any right to make roles works with those that an administrator granted', async () => {
    expect(await mend('clerk', 'managed')).toMatch(/^GRANT hiroba_app, .* TO "clerk" WITH SET TRUE;$/)
    expect(await mend('clerk', 'managed')).toBe('GRANT CREATE, USAGE ON SCHEMA public TO "clerk";')
    await start('clerk', 'managed')
    expect(await migrate(at('clerk', 'managed'))).toBeGreaterThan(0)
    // a second start finds nothing to do
    await start('clerk', 'managed')
    expect(await migrate(at('clerk', 'managed'))).toBe(0)
  })

  test('tables of another user of the same database are told with their owner', async () => {
    await query(server.url, 'grant hiroba_app, hiroba_auth, hiroba_jobs, hiroba_publisher to clerk')
    await query(server.url, 'grant create on database town1 to clerk')
    expect(await mend('clerk', 'town1')).toBe('GRANT "town1" TO "clerk";')
    await start('clerk', 'town1')
    expect(await migrate(at('clerk', 'town1'))).toBe(0)
  })
})

test('every failure of listening names the setting that mends it', () => {
  const error = (code: string, port?: number) => Object.assign(new Error(code), { code, port, syscall: 'listen' })
  const settings = { host: '127.0.0.1', port: 3000 }
  const told = (found: unknown) => (found instanceof StartFailure ? describeFailure(found, 'ja') : 'unknown')
  expect(told(explainListenError(error('EADDRINUSE', 3000), settings))).toContain('HIROBA_PORT=3001')
  expect(told(explainListenError(error('EADDRINUSE', 1883), settings))).toContain('HIROBA_MQTT_PORT=1884')
  expect(told(explainListenError(error('EACCES', 80), { ...settings, port: 80 }))).toContain('80')
  expect(told(explainListenError(error('EADDRNOTAVAIL', 3000), settings))).toContain('HIROBA_HOST')
  const other = error('EIO')
  expect(explainListenError(other, settings)).toBe(other)
})
