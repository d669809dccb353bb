/**
 * Where in a JSON text each value begins, so that a message can name the line. `JSON.parse` has already accepted the
 * text when this walks it; what it adds is places, and the keys that are written twice in one object (JSON.parse
 * silently keeps the last).
 */

export interface JsonPlaces {
  /** Line of the value at a path (`consortia[1].hubs[0].name`), or of the nearest value around it. */
  lineOf(path: string): number
  readonly duplicateKeys: readonly { readonly path: string; readonly line: number }[]
}

export function placesOf(text: string): JsonPlaces {
  const lines = new Map<string, number>()
  const duplicateKeys: { path: string; line: number }[] = []
  let at = 0
  let line = 1

  function skipSpace(): void {
    for (; at < text.length; at++) {
      const sign = text[at]
      if (sign === '\n') line++
      else if (sign !== ' ' && sign !== '\t' && sign !== '\r') return
    }
  }

  function readString(): string {
    const start = at
    for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++
    at++
    return JSON.parse(text.slice(start, at)) as string
  }

  function readMembers(path: string): void {
    const seen = new Set<string>()
    at++
    for (skipSpace(); text[at] !== '}'; skipSpace()) {
      if (text[at] === ',') at++
      skipSpace()
      const keyLine = line
      const key = readString()
      const inner = path === '' ? key : `${path}.${key}`
      if (seen.has(key)) duplicateKeys.push({ path: inner, line: keyLine })
      seen.add(key)
      skipSpace()
      at++ // the colon
      readValue(inner)
    }
    at++
  }

  function readItems(path: string): void {
    at++
    let index = 0
    for (skipSpace(); text[at] !== ']'; skipSpace()) {
      if (text[at] === ',') at++
      readValue(`${path}[${index++}]`)
    }
    at++
  }

  function readValue(path: string): void {
    skipSpace()
    lines.set(path, line)
    const sign = text[at]
    if (sign === '{') readMembers(path)
    else if (sign === '[') readItems(path)
    else if (sign === '"') readString()
    else while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at++
  }

  readValue('')
  return {
    duplicateKeys,
    lineOf(path) {
      for (let around = path; ; around = around.replace(/(\.[^.[]*|\[\d+\]|^[^.[]+)$/, '')) {
        const found = lines.get(around)
        if (found !== undefined || around === '') return found ?? 1
      }
    },
  }
}

/** The path of a Zod issue: `['consortia', 1, 'hubs']` → `consortia[1].hubs`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`),
    '',
  )
}

/** The line of the position that V8 names in a syntax error; the last line where it names none (the text ended too early). */
export function lineOfSyntaxError(error: unknown, text: string): number {
  const message = (error as Error).message
  const line = /line (\d+)/.exec(message)?.[1]
  if (line !== undefined) return Number(line)
  const position = /position (\d+)/.exec(message)?.[1]
  return (position === undefined ? text : text.slice(0, Number(position))).split('\n').length
}
