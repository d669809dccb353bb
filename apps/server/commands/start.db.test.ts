/** `hiroba start` as a person and a supervisor meet it: as processes, with signals. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, expect, test } from 'vitest'
import { beginOf, readHolder } from '#platform/server/embedded-lock.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-start-'))
const data = path.join(folder, 'data')
const running = new Set<ChildProcess>()

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  /** The address, when it is ready; rejects when it ends before. */
  readonly ready: Promise<string>
  readonly ended: Promise<number | null>
}

function hiroba(args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, [path.join(root, 'bin/hiroba.mjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      HIROBA_INSTALL: '0',
      HIROBA_LANG: 'en',
      HIROBA_DATA: data,
      HIROBA_PORT: '0',
      HIROBA_MQTT_PORT: '0',
      HIROBA_LOG: 'silent',
      ...env,
    },
  })
  running.add(child)
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  void ended.then(() => running.delete(child))
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8')
        const url = /is ready:\s+(\S+)/.exec(output)?.[1]
        if (url !== undefined) resolve(url)
      })
    }
    void ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)))
  })
  ready.catch(() => {})
  return { child, output: () => output, ready, ended }
}

/** The process that the launcher started, and PostgreSQL's. */
function processes(): { server: number; postgres: number } {
  return { server: readHolder(data)?.pid ?? 0, postgres: Number(readFileSync(path.join(data, 'pg/postmaster.pid'), 'utf8').split('\n')[0]) }
}

/** A corpse that nobody has buried yet is not alive; a container's first process may be slow at that. */
function isAlive(pid: number): boolean {
  return beginOf(pid) !== undefined
}

async function until(isSo: () => boolean, seconds: number): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !isSo();) {
    if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${isSo.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

afterEach(async () => {
  for (const child of running) child.kill('SIGTERM')
  await until(() => running.size === 0, 25)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('starts, keeps a second start out, and two Ctrl-C stop all of it once', async () => {
  const first = hiroba(['start'])
  const url = await first.ready
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const { server, postgres } = processes()

  const second = hiroba(['start'])
  expect(await second.ended).toBe(1)
  expect(second.output()).toContain(`in use by another Hiroba (process ${server})`)
  expect(second.output()).toContain('HIROBA_DATA')
  expect((await fetch(`${url}/healthz`)).status).toBe(200)

  // As in a terminal: the launcher and the server both get it, and the launcher hands it on.
  process.kill(server, 'SIGINT')
  first.child.kill('SIGINT')
  expect(await first.ended).toBe(0)
  expect([server, postgres].filter(isAlive)).toEqual([])
  expect(existsSync(path.join(data, 'hiroba.lock'))).toBe(false)
  expect(existsSync(path.join(data, 'pg/postmaster.pid'))).toBe(false)
}, 120_000)

test('a port in use is told with the setting that mends it, and nothing is left running', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const run = hiroba(['start'], { HIROBA_PORT: String(port), HIROBA_LANG: 'ja' })
  expect(await run.ended).toBe(1)
  expect(run.output()).toContain(`HIROBA_PORT=${port + 1}`)
  expect(run.output()).not.toContain('    at ')
  expect(existsSync(path.join(data, 'pg/postmaster.pid'))).toBe(false)
  taken.close()
}, 60_000)

test('after kill -9 of everything the next start recovers', async () => {
  const first = hiroba(['start'])
  await first.ready
  const { server, postgres } = processes()
  for (const pid of [first.child.pid ?? 0, server, postgres]) process.kill(pid, 'SIGKILL')
  await first.ended
  expect(existsSync(path.join(data, 'hiroba.lock'))).toBe(true)
  const second = hiroba(['start'])
  const url = await second.ready
  expect((await fetch(`${url}/healthz`)).status).toBe(200)

  // The server alone is killed: PostgreSQL goes on by itself, and is replaced by the next start.
  const orphan = processes()
  for (const pid of [second.child.pid ?? 0, orphan.server]) process.kill(pid, 'SIGKILL')
  await second.ended
  expect(isAlive(orphan.postgres)).toBe(true)
  const third = hiroba(['start'])
  await third.ready
  expect(isAlive(orphan.postgres)).toBe(false)

  // The launcher alone is killed, as a supervisor may: the rest must not stay behind.
  const left = processes()
  third.child.kill('SIGKILL')
  await until(() => !isAlive(left.server) && !isAlive(left.postgres), 20)
}, 120_000)

test('a database of a newer Hiroba is refused, and left as it was', async () => {
  const first = hiroba(['start'])
  await first.ready
  const client = new pg.Client({ connectionString: readHolder(data)?.databaseUrl })
  await client.connect()
  await client.query("insert into public.hiroba_migration (number, name, compat, sha256) values (9999, '9999_later.sql', 'breaking', '')")
  await client.end()
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  const second = hiroba(['start'])
  expect(await second.ended).toBe(1)
  expect(second.output()).toContain('it is at migration 9999')
  expect(second.output()).toContain('hiroba restore <file> --replace')
}, 60_000)
