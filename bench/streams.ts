/** A live stream as a browser keeps it: cut, it is opened again after the second that the server named. */

export interface Follower {
  /** The server at the other end, as the proxy tells. */
  heldBy(): string
  /** When the hint of this subject came, `performance.now()`; rejects after five seconds. */
  heard(subjectId: string): Promise<number>
  /** Every one of these was heard of, or the stream told the page to read again after it was there. */
  settled(made: readonly { readonly id: string; readonly answeredAt: number }[]): Promise<void>
  /** Milliseconds without a line, each time it was cut. */
  gaps(): readonly number[]
  stop(): void
}

const retryMs = 1_000

export async function follow(url: string, cookie: string): Promise<Follower> {
  const heardAt = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  const gaps: number[] = []
  /** When the page was told to read again: by a hint, or by a line that stands again. */
  let readAgainAt = Number.NEGATIVE_INFINITY
  let heldBy = ''
  let stopped = false
  let current = new AbortController()

  function take(hint: { type: string; subjectId?: string }): void {
    const at = performance.now()
    if (hint.type === 'platform.refetch') readAgainAt = at
    if (hint.subjectId === undefined) return
    if (!heardAt.has(hint.subjectId)) heardAt.set(hint.subjectId, at)
    waiting.get(hint.subjectId)?.(at)
  }

  async function open(): Promise<ReadableStreamDefaultReader<Uint8Array>> {
    current = new AbortController()
    const answer = await fetch(`${url}/api/v1/live`, { headers: { cookie, accept: 'text/event-stream' }, signal: current.signal })
    if (!answer.ok || answer.body === null) throw new Error(`the stream was answered ${answer.status}`)
    heldBy = answer.headers.get('x-answered-by')?.split(',').at(-1)?.trim() ?? ''
    return answer.body.getReader()
  }

  async function read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        if (!/^event: hints$/m.test(block)) continue
        for (const hint of JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '[]') as { type: string; subjectId?: string }[]) take(hint)
      }
    }
  }

  const first = await open()
  void (async () => {
    let reader: ReadableStreamDefaultReader<Uint8Array> | undefined = first
    while (!stopped) {
      await read(reader).catch(() => {})
      const cutAt = performance.now()
      reader = undefined
      while (!stopped && reader === undefined) {
        await new Promise((resolve) => setTimeout(resolve, retryMs))
        if (!stopped) reader = await open().catch(() => undefined)
      }
      if (reader === undefined) return
      readAgainAt = performance.now()
      gaps.push(readAgainAt - cutAt)
    }
  })()

  const isKnown = ({ id, answeredAt }: { id: string; answeredAt: number }) => heardAt.has(id) || readAgainAt >= answeredAt
  return {
    heldBy: () => heldBy,
    async heard(subjectId) {
      const known = heardAt.get(subjectId)
      if (known !== undefined) return known
      return new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`a stream at ${heldBy} heard nothing of ${subjectId}`)), 5_000)
        waiting.set(subjectId, (at) => {
          clearTimeout(timer)
          resolve(at)
        })
      })
    },
    async settled(made) {
      const until = performance.now() + 15_000
      for (;;) {
        const missed = made.filter((each) => !isKnown(each))
        if (missed.length === 0) return
        if (performance.now() > until) throw new Error(`a stream never heard of ${missed.length} of ${made.length} bookings`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    gaps: () => gaps,
    stop() {
      stopped = true
      current.abort()
    },
  }
}
