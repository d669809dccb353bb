/** The typed client of this tab, and how its answers are kept. */
import { keepPreviousData, QueryClient, type QueryKey } from '@tanstack/react-query'
import { createClient, ProblemError, type AnyEndpoint, type Call, type CallInput } from '#platform/contract/client.ts'
import type { ResponseOf } from '#platform/contract/endpoint.ts'
import { currentLanguage } from './language.ts'

/**
 * Answers that the server wrote into the page (platform/server/web-pages.ts), each good for one call. A page out of the
 * browser's store may be of yesterday: its answers are as old, and not taken.
 */
const answersInPage = readAnswers()

function readAnswers(): Map<string, unknown> {
  const written = document.getElementById('answers')?.textContent
  if (written == null) return new Map()
  const { at, answers } = JSON.parse(written) as { at: string; answers: Record<string, unknown> }
  return Math.abs(Date.now() - Date.parse(at)) < 60_000 ? new Map(Object.entries(answers)) : new Map()
}

function answerInPage(url: string) {
  const answer = answersInPage.get(url)
  if (answer === undefined) return undefined
  answersInPage.delete(url)
  return { ok: true, status: 200, headers: { get: () => null }, text: async () => JSON.stringify(answer) }
}

export const hasAnswersInPage = (): boolean => answersInPage.size > 0

/** What a proxy answers while the server that had the call dies and another takes over. */
const goneStatuses = [502, 503, 504]
const againMs = [400, 1_500]

/** A call with a key may be sent again: whichever way the first try went, it happens once. */
async function fetchAgain(url: string, init: RequestInit): Promise<Response> {
  const isSafe = new Headers(init.headers).has('idempotency-key')
  for (const pause of isSafe ? againMs : []) {
    const answer = await fetch(url, init)
    if (!goneStatuses.includes(answer.status)) return answer
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return fetch(url, init)
}

export const call: Call = createClient({
  baseUrl: '',
  fetch: async (url, init) => (init.method === 'GET' ? answerInPage(url) : undefined) ?? fetchAgain(url, init),
  language: currentLanguage,
})

export const isProblem = (error: unknown): error is ProblemError => error instanceof ProblemError

/** The server did not answer, or asked to wait: worth another try. A refusal is not. */
const isPassing = (error: unknown): boolean => isProblem(error) && (error.status === 0 || error.status >= 500)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The live stream says when something changed; this bounds what a lost hint may cost.
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      retry: (count, error) => isPassing(error) && count < 2,
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { networkMode: 'always' },
  },
})

/** `bookings.getDay` and its input become `['bookings', 'getDay', input]`: the live stream invalidates by the front of it. */
export function keyOf<E extends AnyEndpoint>(endpoint: E, input?: Omit<CallInput<E>, 'idempotencyKey'>): QueryKey {
  const [module, name] = endpoint.name.split('.')
  return input === undefined ? [module, name] : [module, name, input]
}

/** A plain type, so that what a module exports of its queries can be named. */
export interface Reading<T> {
  readonly queryKey: QueryKey
  readonly queryFn: () => Promise<T>
  readonly enabled?: boolean
  readonly staleTime?: number
  readonly refetchInterval?: number
  readonly placeholderData?: typeof keepPreviousData
}

export interface ReadingOptions {
  readonly isOn?: boolean
  readonly staleMs?: number
  /** For what changes by the clock, without an event. */
  readonly againEveryMs?: number
  /** Shows the answer before while the next one is on its way: typing, paging. */
  readonly keepsPrevious?: boolean
}

/** A reading endpoint as query options: `useQuery(reading(getHub, { params: { hubKey } }))`. */
export function reading<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>, options: ReadingOptions = {}): Reading<ResponseOf<E>> {
  return {
    queryKey: keyOf(endpoint, input),
    queryFn: () => call(endpoint, input),
    ...(options.isOn === undefined ? {} : { enabled: options.isOn }),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.againEveryMs === undefined ? {} : { refetchInterval: options.againEveryMs }),
    ...(options.keepsPrevious === true ? { placeholderData: keepPreviousData } : {}),
  }
}

/** For `Idempotency-Key`. Not `randomUUID`: that is missing on plain HTTP, where a first installation is tried. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Saves the answer of an endpoint of kind `file`; the link's secret goes in a header, so a plain link cannot do it. */
export async function saveFile(url: string, name: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const response = await fetch(url, { headers: { 'accept-language': currentLanguage(), ...headers } })
  if (!response.ok) throw new Error(`${response.status} ${url}`)
  const place = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = place
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(place), 60_000)
}

/** Sends a file to an endpoint of kind `upload`: the body is the file itself, its name a header. */
export function sendFile<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>, file: File): Promise<ResponseOf<E>> {
  const send = createClient({
    baseUrl: '',
    fetch: (url, init) =>
      fetch(url, {
        ...(init as RequestInit),
        body: file,
        headers: {
          ...init.headers,
          'content-type': file.type === '' ? 'application/octet-stream' : file.type,
          'hiroba-file-name': encodeURIComponent(file.name),
        },
      }),
    language: currentLanguage,
  })
  return send(endpoint, input)
}
