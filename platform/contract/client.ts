/**
 * The typed client of every Hiroba API: browser, agent, tests and simulators.
 * `fetch` is a parameter, so that this file needs no browser and no Node types.
 */
import type { Problem } from './errors.ts'
import type { BodyIn, EndpointDeclaration, ParamsIn, QueryIn, ResponseOf } from './endpoint.ts'

interface FetchResponse {
  readonly ok: boolean
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

export type FetchLike = (
  url: string,
  init: {
    method: string
    headers: Record<string, string>
    body?: string
    credentials?: 'same-origin'
    signal?: never
  },
) => Promise<FetchResponse>

/** An answer that is not 2xx, with the problem document of the server. `status` 0: no answer at all. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`)
    this.name = 'ProblemError'
    this.problem = problem
  }
  get status(): number {
    return this.problem.status
  }
  get code(): string {
    return this.problem.code
  }
  get params(): Readonly<Record<string, unknown>> {
    return this.problem.params
  }
  get requestId(): string {
    return this.problem.requestId
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- the bound of "any endpoint"; every use is inferred
export type AnyEndpoint = EndpointDeclaration<any, any, any, any>

type Optional<K extends string, T> = [T] extends [undefined]
  ? { [P in K]?: undefined }
  : undefined extends T
    ? { [P in K]?: T }
    : { [P in K]: T }

export type CallInput<E> = Optional<'params', ParamsIn<E>> &
  Optional<'query', QueryIn<E>> &
  Optional<'body', BodyIn<E>> & {
    /** Sent as `Idempotency-Key`: the same key gives the same answer once, however often it is sent. */
    idempotencyKey?: string
    /** The secret of a guest's own link, sent as `Hiroba-Link`. */
    link?: string
  }

export type Call = <E extends AnyEndpoint>(endpoint: E, input: CallInput<E>) => Promise<ResponseOf<E>>

export interface ClientOptions {
  /** Origin and path before `/api/v1`; empty in the browser. */
  readonly baseUrl: string
  readonly fetch: FetchLike
  /** BCP 47 language for texts in answers, asked at each call. */
  readonly language: () => string
  readonly headers?: () => Record<string, string>
}

/** Fills `{name}` parts of a path and appends the query; undefined values are left out. */
export function urlOf(
  endpoint: { readonly path: string },
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const pairs: string[] = []
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    for (const one of Array.isArray(value) ? value : [value]) {
      pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`)
    }
  }
  return `/api/v1${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

export function createClient(options: ClientOptions): Call {
  return async (endpoint, input) => {
    const given = input as {
      params?: Record<string, unknown>
      query?: Record<string, unknown>
      body?: unknown
      idempotencyKey?: string
      link?: string
    }
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-language': options.language(),
      ...options.headers?.(),
    }
    if (given.body !== undefined) headers['content-type'] = 'application/json'
    if (given.idempotencyKey !== undefined) headers['idempotency-key'] = given.idempotencyKey
    if (given.link !== undefined) headers['hiroba-link'] = given.link
    let response: FetchResponse
    try {
      response = await options.fetch(options.baseUrl + urlOf(endpoint, given.params, given.query), {
        method: endpoint.method,
        headers,
        credentials: 'same-origin',
        ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
      })
    } catch (cause) {
      throw new ProblemError(offline(String(cause)))
    }
    const text = await response.text()
    if (!response.ok) throw new ProblemError(problemFrom(text, response))
    return (text === '' ? undefined : JSON.parse(text)) as never
  }
}

function offline(detail: string): Problem {
  return { type: 'about:blank', title: 'No answer', status: 0, detail, code: 'platform.offline', params: {}, requestId: '' }
}

function problemFrom(text: string, response: FetchResponse): Problem {
  try {
    const problem = JSON.parse(text) as Problem
    if (typeof problem.code === 'string') return problem
  } catch {
    // not ours: a proxy's page, or a cut answer
  }
  return {
    type: 'about:blank',
    title: `HTTP ${response.status}`,
    status: response.status,
    detail: '',
    code: response.status === 503 || response.status === 502 ? 'platform.unavailable' : 'platform.unexpected',
    params: {},
    requestId: response.headers.get('x-request-id') ?? '',
  }
}
