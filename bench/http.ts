/** People of the demonstration as callers of a real server: sign-in by password, then calls over as many connections as it takes. */
import { demoPassword } from '#modules/people/server/index.ts'
import type { Problem } from '#platform/contract/errors.ts'

export interface Answer<T> {
  /** 0: no answer at all. */
  readonly status: number
  readonly body: T & Partial<Problem>
  readonly milliseconds: number
  /** What an earlier try with the same key had stored, said again. */
  readonly isReplay?: boolean
}

export interface Caller {
  readonly mail: string
  readonly cookie: string
}

/** A session by mail and password, as the sign-in page gets it. A server that trusts its proxy believes whose call it is. */
export async function signIn(url: string, mail: string, password: string = demoPassword, from?: string): Promise<Caller> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...(from === undefined ? {} : { 'x-forwarded-for': from }) },
    body: JSON.stringify({ email: mail, password }),
  })
  if (!answer.ok) throw new Error(`${mail} cannot sign in: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { mail, cookie }
}

/** One call; an answer that does not come is status 0, never a throw. */
export async function send<T = Record<string, unknown>>(
  url: string,
  call: { method?: string; path: string; as?: Caller; body?: unknown; key?: string; type?: string },
): Promise<Answer<T>> {
  const started = performance.now()
  try {
    const answer = await fetch(`${url}/api/v1${call.path}`, {
      method: call.method ?? (call.body === undefined ? 'GET' : 'POST'),
      headers: {
        origin: url,
        'accept-language': 'en',
        ...(call.as === undefined ? {} : { cookie: call.as.cookie }),
        ...(call.body === undefined ? {} : { 'content-type': call.type ?? 'application/json' }),
        ...(call.key === undefined ? {} : { 'idempotency-key': call.key }),
      },
      ...(call.body === undefined
        ? {}
        : { body: typeof call.body === 'string' || call.body instanceof Uint8Array ? (call.body as string) : JSON.stringify(call.body) }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      body: (text === '' ? {} : JSON.parse(text)) as Answer<T>['body'],
      milliseconds: performance.now() - started,
      isReplay: answer.headers.has('idempotency-replayed'),
    }
  } catch {
    return { status: 0, body: {} as Answer<T>['body'], milliseconds: performance.now() - started }
  }
}

/** As `send`, for what must go well. */
export async function must<T = Record<string, unknown>>(url: string, call: Parameters<typeof send>[1]): Promise<T> {
  const answer = await send<T>(url, call)
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`${call.method ?? ''} ${call.path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** Does `work` for each item, so many at a time. */
export async function inParallel<I, O>(items: readonly I[], width: number, work: (item: I, index: number) => Promise<O>): Promise<O[]> {
  const results: O[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      while (next < items.length) {
        const index = next++
        results[index] = await work(items[index] as I, index)
      }
    }),
  )
  return results
}
