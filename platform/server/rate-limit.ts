/** Counts by caller in a fixed window, where guessing or flooding pays. Shared by all processes through the database. */
import { createHash } from 'node:crypto'
import type { RateLimit } from '#platform/contract/endpoint.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import { fail } from './errors.ts'

export interface Counted {
  readonly endpoint: string
  readonly caller: string
  readonly rate: RateLimit
}

function windowOf(clock: Clock, { endpoint, caller, rate }: Counted): { key: string; start: number; now: number } {
  const now = Math.floor(clock.now().epochMilliseconds / 1000)
  // the address itself is personal data: only its hash is kept, and only for the window
  const key = createHash('sha256').update(`${endpoint}\n${caller}`).digest('base64url').slice(0, 32)
  return { key, start: now - (now % rate.windowSeconds), now }
}

/** Whether the window is full already; counts nothing. For what is counted only when it fails. */
export async function isFull(database: Database, clock: Clock, what: Counted): Promise<boolean> {
  const { key, start } = windowOf(clock, what)
  const [row] = await database.query<{ count: number }>(
    'rate_look',
    'select count from platform.rate_window where key = $1 and starts_at = to_timestamp($2)',
    [key, start],
  )
  return (row?.count ?? 0) >= what.rate.limit
}

export async function countRequest(database: Database, clock: Clock, what: Counted): Promise<void> {
  const { rate } = what
  const { key, start, now } = windowOf(clock, what)
  const [row] = await database.query<{ count: number }>(
    'rate_count',
    `insert into platform.rate_window (key, starts_at, count) values ($1, to_timestamp($2), 1)
     on conflict (key, starts_at) do update set count = platform.rate_window.count + 1 returning count`,
    [key, start],
  )
  if ((row?.count ?? 0) > rate.limit) {
    const retryAfterSeconds = start + rate.windowSeconds - now
    fail('platform.too_many_requests', { params: { minutes: Math.max(1, Math.ceil(retryAfterSeconds / 60)) }, retryAfterSeconds })
  }
}
