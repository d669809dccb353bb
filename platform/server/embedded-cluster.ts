/**
 * The PostgreSQL cluster in `<data>/pg`: made once, started, stopped, and brought back after a crash.
 *
 * It is made beside its place and renamed when it is whole, so a cut in the middle leaves nothing that looks like a
 * database. Everything that keeps what was committed is on (fsync, full_page_writes, synchronous_commit).
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'
import pg from 'pg'
import { findPrograms, nameOfUser, type Programs } from './embedded-programs.ts'
import { explainFileError, StartFailure, userName } from './start-failure.ts'

export const postgresMajor = 18
const superuser = 'hiroba'
export const databaseName = 'hiroba'

/** initdb writes about 40 MB and PostgreSQL keeps some WAL; below this a start would fail half-way. */
const leastFreeBytes = 200 * 1024 * 1024

interface DatabaseState {
  readonly password: string
  readonly port: number
}

export interface Cluster {
  readonly url: string
  /** Resolves with PostgreSQL's last words when it ends without having been asked to. */
  readonly lost: Promise<string>
  stop(): Promise<void>
}

export interface ClusterOptions {
  /** For tests only: gives up durability for speed. */
  readonly isThrowAway?: boolean
}

export function clusterFolder(dataFolder: string): string {
  return path.join(dataFolder, 'pg')
}

/** Starts the cluster of a folder whose lock the caller holds. */
export async function startCluster(dataFolder: string, log: (line: string) => void, options: ClusterOptions = {}): Promise<Cluster> {
  try {
    return await tryStart(dataFolder, log, options)
  } catch (error) {
    throw explainFileError(error, dataFolder)
  }
}

async function tryStart(dataFolder: string, log: (line: string) => void, options: ClusterOptions): Promise<Cluster> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const folder = clusterFolder(dataFolder)
  checkOwner(folder)
  // Where root hands the database to another user, that user must pass (not list) the data folder.
  if (process.getuid?.() === 0) chmodSync(dataFolder, statSync(dataFolder).mode | 0o011)
  const programs = findPrograms(dataFolder)
  checkSpace(dataFolder)
  for (const name of readdirSync(dataFolder)) {
    if (name.startsWith('pg.making.')) rmSync(path.join(dataFolder, name), { recursive: true, force: true })
  }
  let state = readState(dataFolder)
  if (!existsSync(folder)) {
    state = { password: randomBytes(24).toString('base64url'), port: 0 }
    log('making the database')
    await makeCluster(programs, dataFolder, state)
  }
  checkWhole(folder)
  if (state === undefined) throw new StartFailure('data.unfinished', { folder: dataFolder, missing: 'database.json' })
  await stopOrphan(programs, folder, log)
  handToLauncher(programs, folder)

  for (let attempt = 1; ; attempt++) {
    const port: number = (await isFree(state.port)) ? state.port : await freePort()
    if (port !== state.port) {
      state = { password: state.password, port }
      writeState(dataFolder, state)
    }
    const started = await startServer(programs, dataFolder, port, options)
    if ('server' in started) return finish(started.server, started.lost, dataFolder, state, programs)
    const { words } = started
    // Another program took the port in between, or workers of a killed server still hold its memory: both pass.
    const isPassing = /Address already in use|could not create any TCP\/IP sockets|pre-existing shared memory block/i.test(words)
    if (isPassing && attempt < 30) {
      await sleep(300)
      continue
    }
    if (/No space left on device/i.test(words)) throw new StartFailure('disk.full', { folder: dataFolder, free: '0 MB', needed: '200 MB' })
    throw new StartFailure('postgres.not_started', { log: words, file: logFile(dataFolder) })
  }
}

async function finish(
  server: ChildProcess,
  lost: Promise<string>,
  dataFolder: string,
  state: DatabaseState,
  programs: Programs,
): Promise<Cluster> {
  const address = (database: string) => `postgres://${superuser}:${state.password}@127.0.0.1:${state.port}/${database}`
  let stopping: Promise<void> | undefined
  const stop = () => (stopping ??= stopServer(server, programs, clusterFolder(dataFolder)))
  try {
    const client = new pg.Client({ connectionString: address('postgres'), connectionTimeoutMillis: 10_000 })
    client.on('error', () => {})
    await client.connect()
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName])
      if (rowCount === 0) await client.query(`create database ${databaseName}`)
    } finally {
      await client.end()
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { url: address(databaseName), stop, lost: lost.then((words) => (stopping === undefined ? words : new Promise<string>(() => {}))) }
}

function checkOwner(folder: string): void {
  const uid = process.getuid?.()
  if (uid === undefined || uid === 0 || !existsSync(folder)) return
  const owner = statSync(folder).uid
  if (owner !== uid) throw new StartFailure('data.other_owner', { folder, owner: nameOfUser(owner), user: userName() })
}

/** As root the way PostgreSQL is run may change (a checkout moved out of /root): its files follow. */
function handToLauncher(programs: Programs, folder: string): void {
  const { uid } = programs.launcher
  if (uid === undefined || statSync(folder).uid === uid) return
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) programs.own(path.join(folder, name))
  programs.own(folder)
}

function checkSpace(dataFolder: string): void {
  const { bavail, bsize } = statfsSync(dataFolder)
  refuseFullDisk(dataFolder, bavail * bsize)
}

export function refuseFullDisk(folder: string, freeBytes: number): void {
  if (freeBytes < leastFreeBytes) {
    throw new StartFailure('disk.full', {
      folder,
      free: `${Math.floor(freeBytes / 1_048_576)} MB`,
      needed: `${leastFreeBytes / 1_048_576} MB`,
    })
  }
}

function checkWhole(folder: string): void {
  for (const name of ['PG_VERSION', 'global/pg_control', 'base', 'pg_wal', 'postgresql.conf']) {
    if (!existsSync(path.join(folder, name))) throw new StartFailure('data.unfinished', { folder, missing: name })
  }
  const found = readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim()
  if (found !== String(postgresMajor)) throw new StartFailure('data.other_version', { folder, found, needed: postgresMajor })
}

async function makeCluster(programs: Programs, dataFolder: string, state: DatabaseState): Promise<void> {
  const place = path.join(dataFolder, `pg.making.${process.pid}`)
  mkdirSync(place, { mode: 0o700 })
  try {
    const passwordFile = path.join(place, 'password')
    writeFileSync(passwordFile, state.password, { mode: 0o600 })
    const cluster = path.join(place, 'pg')
    for (const made of [place, passwordFile]) programs.own(made)
    try {
      await programs.run('initdb', [
        `--pgdata=${cluster}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        // Never the machine's locale: the same names must sort the same on every machine.
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--data-checksums',
      ])
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      if (/No space left on device/i.test(words))
        throw new StartFailure('disk.full', { folder: dataFolder, free: '0 MB', needed: '200 MB' }, error)
      throw new StartFailure('postgres.not_started', { log: words, file: 'initdb' }, error)
    }
    // The password before the cluster: a cluster without its password could not be entered.
    writeState(dataFolder, state)
    renameSync(cluster, clusterFolder(dataFolder))
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function stateFile(dataFolder: string): string {
  return path.join(dataFolder, 'database.json')
}

function readState(dataFolder: string): DatabaseState | undefined {
  if (!existsSync(stateFile(dataFolder))) return undefined
  return JSON.parse(readFileSync(stateFile(dataFolder), 'utf8')) as DatabaseState
}

function writeState(dataFolder: string, state: DatabaseState): void {
  const draft = `${stateFile(dataFolder)}.tmp`
  writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600, flush: true })
  renameSync(draft, stateFile(dataFolder))
}

/** A server whose Hiroba was killed goes on alone. It is stopped in good order, so that a child of ours can follow. */
async function stopOrphan(programs: Programs, folder: string, log: (line: string) => void): Promise<void> {
  const file = path.join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number.parseInt(readFileSync(file, 'utf8').split('\n')[0] ?? '', 10)
  if (!isPostgresOf(pid, folder)) {
    // Its number may belong to another process by now (a container starts counting anew); PostgreSQL would refuse.
    rmSync(file, { force: true })
    return
  }
  log('stopping the database that a killed Hiroba left running')
  for (const mode of ['fast', 'immediate']) {
    try {
      await programs.run('pg_ctl', ['stop', `--pgdata=${folder}`, `--mode=${mode}`, '--wait', '--timeout=20'])
      return
    } catch {
      // after the second mode the start itself tells what is wrong
    }
  }
}

function isPostgresOf(pid: number, folder: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false
  if (process.platform !== 'linux') return isAlive(pid)
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words[0]?.endsWith('postgres') === true && words.some((word) => word === folder)
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function logFile(dataFolder: string): string {
  return path.join(dataFolder, 'log', 'postgres.log')
}

type Started = { readonly server: ChildProcess; readonly lost: Promise<string> } | { readonly words: string }

async function startServer(programs: Programs, dataFolder: string, port: number, options: ClusterOptions): Promise<Started> {
  const folder = clusterFolder(dataFolder)
  const file = logFile(dataFolder)
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > 10_000_000) renameSync(file, `${file}.1`)
  // A file, not a pipe: the words of a server that outlives us are kept, and it never blocks on a reader.
  const output = openSync(file, 'a', 0o600)
  const before = fstatSync(output).size
  const wordsSince = () => lastWords(file, before)
  try {
    const server = programs.spawnServer(serverArguments(folder, port, options), { stdio: ['ignore', output, output] })
    let failed: string | undefined
    const ended = new Promise<void>((resolve) => {
      server.once('error', (error) => {
        failed = error.message
        resolve()
      })
      server.once('exit', () => {
        failed ??= 'ended'
        resolve()
      })
    })
    // Recovery after a crash may take minutes on a large database: as long as the server lives it is waited for.
    while (failed === undefined) {
      if (readyPid(folder) === server.pid) return { server, lost: ended.then(wordsSince) }
      await Promise.race([ended, sleep(15)])
    }
    return { words: failed === 'ended' ? wordsSince() : failed }
  } finally {
    closeSync(output)
  }
}

function serverArguments(folder: string, port: number, options: ClusterOptions): string[] {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    // No socket file: the temporary folder would be one more place that can be full, closed or cleaned.
    unix_socket_directories: '',
    max_connections: options.isThrowAway === true ? 200 : 60,
    shared_buffers: '96MB',
    effective_cache_size: '512MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    // Statements here take milliseconds; compiling them costs more than it saves.
    jit: 'off',
    max_parallel_workers_per_gather: 0,
    random_page_cost: 1.1,
    wal_level: 'replica',
    max_wal_size: '512MB',
    checkpoint_timeout: '10min',
    // A statement planned while its table was empty keeps its plan until the table is looked at: with the usual minute a
    // new installation's first thousands of mails were each found by reading all mails of the tenant.
    autovacuum_naptime: '10s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // "Ready" and errors are read from this log.
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '%m [%p] ',
    log_min_error_statement: 'panic',
    idle_in_transaction_session_timeout: '60s',
    ...(options.isThrowAway === true ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  return ['-D', folder, ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** The process id of a server that says it is ready, from line 1 and 8 of its pid file. */
function readyPid(folder: string): number | undefined {
  try {
    const lines = readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')
    return lines[7]?.trim() === 'ready' ? Number.parseInt(lines[0] ?? '', 10) : undefined
  } catch {
    return undefined
  }
}

function lastWords(file: string, from: number): string {
  try {
    const input = openSync(file, 'r')
    try {
      const size = fstatSync(input).size
      const start = Math.max(from, size - 8_000)
      const bytes = Buffer.alloc(Math.max(0, size - start))
      readSync(input, bytes, 0, bytes.length, start)
      return bytes.toString('utf8').trim().split('\n').slice(-12).join('\n')
    } finally {
      closeSync(input)
    }
  } catch {
    return ''
  }
}

async function stopServer(server: ChildProcess, programs: Programs, folder: string): Promise<void> {
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null
  if (hasEnded()) return
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  if (process.platform === 'win32') {
    await programs.run('pg_ctl', ['stop', `--pgdata=${folder}`, '--mode=fast', '--wait']).catch(() => server.kill('SIGKILL'))
    return
  }
  // SIGINT: refuse new work, roll back what is open, checkpoint. SIGQUIT: at once; the next start recovers from the WAL.
  for (const [signal, patience] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 4_000],
    ['SIGKILL', 1_000],
  ] as const) {
    if (hasEnded()) return
    server.kill(signal)
    await Promise.race([ended, sleep(patience, undefined, { ref: false })])
  }
}

async function isFree(port: number): Promise<boolean> {
  if (port === 0) return false
  return (await tryListen(port)) !== undefined
}

async function freePort(): Promise<number> {
  const port = await tryListen(0)
  if (port === undefined) throw new Error('no free port on 127.0.0.1')
  return port
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined))
    })
  })
}
