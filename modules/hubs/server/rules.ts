/** What changed between what stands and what was given, field by field. Pure. */

/** Equal as JSON, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

export interface Changes<V> {
  /** Names as `assumed` holds them: `capacity`, `names.en`. */
  readonly fields: readonly string[]
  readonly values: Partial<V>
}

/** The given fields that differ; a text by language differs language by language. */
export function changesOf<V extends object>(current: V, given: Partial<V>): Changes<V> {
  const fields: string[] = []
  const values: Partial<V> = {}
  for (const [key, value] of Object.entries(given) as [keyof V & string, V[keyof V & string]][]) {
    if (value === undefined) continue
    const before = current[key]
    const differing = fieldsDiffering(key, before, value)
    if (differing.length === 0) continue
    fields.push(...differing)
    values[key] = value
  }
  return { fields, values }
}

function fieldsDiffering(key: string, before: unknown, value: unknown): string[] {
  if (!isTexts(before) && !isTexts(value)) return same(before, value) ? [] : [key]
  const [old, now] = [isTexts(before) ? before : {}, isTexts(value) ? value : {}] as Record<string, string>[]
  return [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])]
    .filter((language) => old?.[language] !== now?.[language])
    .map((language) => `${key}.${language}`)
}

function isTexts(value: unknown): boolean {
  return value !== null && typeof value === 'object' && 'ja' in value
}

/** What a person changed or confirmed is no longer assumed. */
export function withoutAssumed(assumed: readonly string[], fields: readonly string[]): string[] {
  const settled = new Set(fields)
  // translations stand on the list of uses: a new list makes them a person's own
  if (settled.has('uses')) settled.add('uses.translations')
  return assumed.filter((field) => !settled.has(field))
}
