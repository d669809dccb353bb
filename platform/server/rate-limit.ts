/** Counts by caller in a fixed window, where guessing or flooding pays. Shared by all processes through the database. */
import { createHash } from 'node:crypto'
import type { RateLimit } from '#platform/contract/endpoint.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
import { fail } from './errors.ts'

export async function countRequest(
  database: Database,
  clock: Clock,
  what: { readonly endpoint: string; readonly caller: string; readonly rate: RateLimit },
): Promise<void> {
  const { rate } = what
  const now = Math.floor(clock.now().epochMilliseconds / 1000)
  const start = now - (now % rate.windowSeconds)
  // the address itself is personal data: only its hash is kept, and only for the window
  const key = createHash('sha256').update(`${what.endpoint}\n${what.caller}`).digest('base64url').slice(0, 32)
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
