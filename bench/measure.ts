/** What a measurement is, and a real server to measure: its own process, its own data, the whole path over HTTP. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readHolder } from '#platform/server/embedded-lock.ts'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './ports.ts'

export interface Measurement {
  /** `<area>.<what>_<unit>`: `bookings.create_per_s`. */
  readonly name: string
  readonly unit: string
  /** What the design asks for, on two cores with the load generator on them. */
  readonly goal: string
  /** What the figure is limited by, found by looking, in one sentence. */
  readonly limitedBy?: string
  /** Takes many minutes: left out unless `--only` begins with the area and what: `--only bookings.growth`. */
  readonly isLong?: boolean
  /** Processor time of each part a call, as the last run had it. */
  readonly spent?: () => string
  /** One number a run; the median is the figure. */
  run(context: BenchContext): Promise<number[]>
}

export interface BenchContext {
  /** A running server without demo data, started on first use and shared by all measurements. */
  server(): Promise<BenchServer>
  readonly runs: number
}

export interface BenchServer {
  readonly url: string
  /** Superuser's address of its PostgreSQL: to load data past the API. */
  readonly databaseUrl: string
  readonly secret: string
  readonly dataFolder: string
  readonly process: ChildProcess
  stop(signal?: NodeJS.Signals): Promise<void>
}

const root = join(import.meta.dirname, '..')

/** Starts `bin/hiroba.mjs start` and answers when `/healthz` does, with how long that took. */
export async function startBenchServer(
  options: { dataFolder?: string; port?: number; env?: Record<string, string> } = {},
): Promise<BenchServer & { readySeconds: number }> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'hiroba-bench-')))
  const port = options.port ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const secret = randomBytes(32).toString('base64url')
  const started = performance.now()
  const child = spawn(process.execPath, [join(root, 'bin/hiroba.mjs'), 'start'], {
    cwd: root,
    env: {
      ...process.env,
      HIROBA_DATA: dataFolder,
      HIROBA_PORT: String(port),
      HIROBA_MQTT_PORT: '0',
      HIROBA_DEMO: '0',
      HIROBA_DEMO_SIM: '0',
      HIROBA_LOG: 'warn',
      HIROBA_SECRET: secret,
      ...options.env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let output = ''
  child.stderr?.on('data', (part: Buffer) => (output = (output + String(part)).slice(-8_000)))
  for (;;) {
    const isUp = await fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isUp) break
    if (child.exitCode !== null || performance.now() - started > 120_000) throw new Error(`the server did not start:\n${output}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const readySeconds = (performance.now() - started) / 1000
  return {
    url,
    secret,
    dataFolder,
    readySeconds,
    process: child,
    databaseUrl:
      options.env?.['DATABASE_URL'] ?? readHolder(dataFolder)?.databaseUrl ?? fail('the running server left no database address'),
    async stop(signal = 'SIGINT') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      if (child.pid !== undefined) process.kill(-child.pid, signal)
      await ended
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

/** A process and all below it, as `/proc` tells. */
export async function treeOf(pid: number): Promise<ReadonlySet<number>> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const status = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
    parents.set(Number(name), parent)
  }
  const tree = new Set([pid])
  for (let grew = true; grew;) {
    grew = false
    for (const [child, parent] of parents) {
      if (tree.has(parent) && !tree.has(child)) {
        tree.add(child)
        grew = true
      }
    }
  }
  return tree
}

/** SIGKILL to the launcher, the server and whatever they started, at once. */
export async function killTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  for (const one of await treeOf(child.pid)) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // gone already
    }
  }
  if (child.exitCode === null && child.signalCode === null) await new Promise<void>((resolve) => child.once('exit', () => resolve()))
}

/** Resident memory of a process and all below it, MiB, as the system counts it (shared pages once a process). */
export async function memoryOfTree(pid: number): Promise<number> {
  const tree = await treeOf(pid)
  let kib = 0
  for (const one of tree) {
    // proportional: a page that ten PostgreSQL processes share counts a tenth in each
    const rollup = await readFile(`/proc/${one}/smaps_rollup`, 'utf8').catch(() => '')
    kib += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
  }
  return kib / 1024
}

function fail(message: string): never {
  throw new Error(message)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/** The value below which `share` of all are, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
