/**
 * Group commit: what comes within a few milliseconds is one transaction of its tenant. A commit costs as much for hundreds of
 * events as for one; while one is under way the next group gathers. A tenant has several such lines, so that the program works
 * on one while PostgreSQL works on another, and that nobody at a door waits behind a thousand thermometers. A device has all
 * that is on its way in one line: its words are stored in their order.
 */
import { pgCodeOf } from '#platform/server/errors.ts'
import type { TenantRun } from '#platform/server/outbox.ts'
import type { Verdict } from '../../../contract/schemas.ts'
import { insertRejects } from '../../reject/repository.ts'
import { hasFold, ingestGroups, type IngestFrom, type IngestGroup } from './ingest.ts'

export interface IngestQueue {
  /**
   * Resolves after the commit, with one verdict an event in their order; they are stored together or not at all. Rejects
   * where they could not be stored: acknowledge nothing, the sender has them still. Waits while the queue is full.
   */
  add(consortiumId: string, events: readonly unknown[], from: IngestFrom): Promise<readonly Verdict[]>
  /** Events taken and not yet stored. */
  waiting(): number
  /** Stores what is waiting; nothing is taken any more. */
  close(): Promise<void>
}

export interface IngestQueueOptions {
  readonly runInTenant: TenantRun
  readonly waitMilliseconds?: number
  readonly mostTogether?: number
  /** Events of all tenants; beyond it whoever adds has to wait. */
  readonly mostWaiting?: number
}

interface Waiting extends IngestGroup {
  readonly resolve: (verdicts: readonly Verdict[]) => void
  readonly reject: (error: unknown) => void
}

interface Line {
  readonly consortiumId: string
  readonly key: string
  groups: Waiting[]
  count: number
  timer: NodeJS.Timeout | undefined
  running: Promise<void> | undefined
}

/** A database that is away, full or shutting down refuses each of them alike: their senders try again. */
const isOfEverybody = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code
  return /^(08|53|57|58)/.test(pgCodeOf(error) ?? '') || (typeof code === 'string' && /^E[A-Z]{3,}$/.test(code))
}

const by = { name: 'devices.ingest', requestId: 'ingest' }

/** Where the first of a device's words goes; those that follow while it is on its way go behind it. */
function lineOf(events: readonly unknown[], deviceId: string): string {
  if (events.some((event) => hasFold(String((event as { type?: unknown } | null)?.type)))) return 'deeds'
  return (deviceId.codePointAt(deviceId.length - 1) ?? 0) % 2 === 0 ? 'words' : 'more words'
}

export function createIngestQueue(options: IngestQueueOptions): IngestQueue {
  const { runInTenant, waitMilliseconds = 5, mostTogether = 500, mostWaiting = 20_000 } = options
  const lines = new Map<string, Line>()
  /** Which line a device of a tenant is in, and how many of its groups are. */
  const places = new Map<string, { readonly key: string; count: number }>()
  let waiting = 0
  let isClosed = false
  let roomWanted: (() => void)[] = []

  async function room(): Promise<void> {
    while (waiting >= mostWaiting) await new Promise<void>((resolve) => roomWanted.push(resolve))
  }

  function start(line: Line): void {
    if (line.running !== undefined || line.groups.length === 0) return
    clearTimeout(line.timer)
    line.timer = undefined
    line.running = run(line.consortiumId, take(line)).finally(() => {
      line.running = undefined
      if (line.groups.length > 0) start(line)
      else lines.delete(line.key)
    })
  }

  function take(line: Line): Waiting[] {
    let count = 0
    let end = 0
    while (end < line.groups.length && (count === 0 || count + (line.groups[end]?.events.length ?? 0) <= mostTogether)) {
      count += line.groups[end]?.events.length ?? 0
      end++
    }
    const taken = line.groups.slice(0, end)
    line.groups = line.groups.slice(end)
    line.count -= count
    return taken
  }

  async function run(consortiumId: string, groups: readonly Waiting[]): Promise<void> {
    try {
      const verdicts = await runInTenant(consortiumId, by, (scope) => ingestGroups(scope, groups))
      for (const [index, group] of groups.entries()) group.resolve(verdicts[index] ?? [])
    } catch (error) {
      // one of them may be the cause: by halves, until it is alone, so that a thousand good ones cost some twenty tries
      if (groups.length > 1 && !isOfEverybody(error)) {
        const middle = groups.length >> 1
        await run(consortiumId, groups.slice(0, middle))
        await run(consortiumId, groups.slice(middle))
      } else for (const group of groups) await fail(consortiumId, group, error)
      return
    }
    for (const group of groups) waiting -= group.events.length
    const wanted = roomWanted
    roomWanted = []
    for (const resolve of wanted) resolve()
  }

  /** What PostgreSQL refuses for what it says would be refused for ever: kept apart. Anything else passes by; the sender tries again. */
  async function fail(consortiumId: string, group: Waiting, error: unknown): Promise<void> {
    waiting -= group.events.length
    const wanted = roomWanted
    roomWanted = []
    for (const resolve of wanted) resolve()
    if (!/^2[23]/.test(pgCodeOf(error) ?? '')) {
      group.reject(error)
      return
    }
    try {
      await runInTenant(consortiumId, by, (scope) =>
        insertRejects(
          scope,
          group.events.map((event) => ({
            deviceId: null,
            hubId: null,
            topic: null,
            payload: Buffer.from(JSON.stringify(event) ?? 'null'),
            code: 'not_stored',
            detail: (error as Error).message,
          })),
        ),
      )
      group.resolve(
        group.events.map((event) => ({
          id: String((event as { id?: unknown } | null)?.id ?? ''),
          outcome: 'rejected',
          code: 'not_stored',
        })),
      )
    } catch (other) {
      group.reject(other)
    }
  }

  return {
    waiting: () => waiting,
    async add(consortiumId, events, from) {
      if (events.length === 0) return []
      if (waiting >= mostWaiting) await room()
      if (isClosed) throw new Error('the queue is closed')
      const deviceId = from.deviceId ?? String((events[0] as { deviceId?: unknown } | null)?.deviceId)
      const speaker = `${consortiumId} ${deviceId}`
      let place = places.get(speaker)
      if (place === undefined) {
        place = { key: `${consortiumId} ${lineOf(events, deviceId)}`, count: 0 }
        places.set(speaker, place)
      }
      const own = place
      const { key } = own
      own.count++
      let line = lines.get(key)
      if (line === undefined) {
        line = { consortiumId, key, groups: [], count: 0, timer: undefined, running: undefined }
        lines.set(key, line)
      }
      const behind = line
      waiting += events.length
      const stored = new Promise<readonly Verdict[]>((resolve, reject) => behind.groups.push({ events, from, resolve, reject }))
      behind.count += events.length
      if (behind.count >= mostTogether) start(behind)
      else behind.timer ??= behind.running === undefined ? setTimeout(() => start(behind), waitMilliseconds) : undefined
      try {
        return await stored
      } finally {
        own.count--
        if (own.count === 0) places.delete(speaker)
      }
    },
    async close() {
      isClosed = true
      while (lines.size > 0) {
        for (const line of lines.values()) start(line)
        await Promise.allSettled([...lines.values()].map((line) => line.running ?? Promise.resolve()))
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}
