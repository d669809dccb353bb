/**
 * One list of fields for import, overlay and export: how each is read from the facts, where it stands in a row, and how
 * it is written back. A row is merged by three sides: what the file says, what it said the last time, what stands here.
 */
import type { Language } from '#platform/contract/texts.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import { same } from '../rules.ts'

export interface Field<F, D> {
  /** As `assumed` and the report call it. */
  readonly name: string
  /** Null: the facts do not say. */
  readonly read: (facts: F) => unknown
  readonly get: (draft: D) => unknown
  readonly set: (draft: D, value: never) => void
  /** Absent: never written back (it follows from another). */
  readonly write?: (facts: Record<string, unknown>, value: never) => void
}

type Draft = Record<string, unknown>

/** A column of the same value. `key`: its name in the facts. */
export function column<F, D extends Draft>(name: string, key: string, read?: (facts: F) => unknown): Field<F, D> {
  return {
    name,
    read: read ?? ((facts) => (facts as Draft)[key] ?? null),
    get: (draft) => emptyAsNull(draft[name]),
    set: (draft, value) => void ((draft as Draft)[name] = value),
    write: (facts, value) => put(facts, key, value),
  }
}

/** One language of a text by language. Without a key it is never in the facts. */
export function textIn<F, D extends Draft>(name: string, language: Language, key?: string, read?: (facts: F) => unknown): Field<F, D> {
  return {
    name: `${name}.${language}`,
    read: read ?? ((facts) => (key === undefined ? null : ((facts as Draft)[key] ?? null))),
    get: (draft) => (draft[name] as LocalText | null | undefined)?.[language] ?? null,
    set: (draft, value) => {
      const { [language]: _, ...rest } = (draft[name] as Record<string, string> | null | undefined) ?? {}
      ;(draft as Draft)[name] = value === null ? rest : { ...rest, [language]: value }
    },
    ...(key === undefined ? {} : { write: (facts: Draft, value: never) => put(facts, key, value) }),
  }
}

export const otherLanguages = ['en', 'zh-Hans', 'zh-Hant', 'ko'] as const

/** All languages of a text: Japanese (and English) may be in the facts, the others never are. */
export function textFields<F, D extends Draft>(
  name: string,
  keys: { ja?: string; en?: string },
  readJa?: (facts: F) => unknown,
  readEn?: (facts: F) => unknown,
): Field<F, D>[] {
  return [
    textIn<F, D>(name, 'ja', keys.ja, readJa),
    ...otherLanguages.map((language) => (language === 'en' ? textIn<F, D>(name, language, keys.en, readEn) : textIn<F, D>(name, language))),
  ]
}

export interface Assumption {
  readonly name: string
  readonly value: unknown
}

export interface Merged {
  /** Fields that were set. */
  readonly changed: string[]
  /** Fields the file gives otherwise, left as somebody edited them here. */
  readonly kept: string[]
}

export interface MergeInput<F, D> {
  readonly fields: readonly Field<F, D>[]
  readonly facts: F
  /** The facts of the import before; null: none. */
  readonly before: F | null
  readonly draft: D
}

export function mergeFacts<F, D extends Draft & { assumed: string[] }>({ fields, facts, before, draft }: MergeInput<F, D>): Merged {
  const changed: string[] = []
  const kept: string[] = []
  for (const field of fields) {
    const given = field.read(facts)
    const current = field.get(draft)
    const isAssumed = draft.assumed.includes(field.name)
    if (given === null && (before === null || isAssumed || current === null)) continue
    if (same(given, current)) {
      if (isAssumed) {
        confirm(draft, field.name)
        changed.push(field.name)
      }
      continue
    }
    if (before !== null && same(given, field.read(before)) && !isAssumed) {
      kept.push(field.name)
      continue
    }
    field.set(draft, given as never)
    confirm(draft, field.name)
    changed.push(field.name)
  }
  return { changed, kept }
}

/** Fills what is still empty, or was assumed before. What was published or entered by hand stands. */
export function applyAssumptions<F, D extends Draft & { assumed: string[] }>(
  fields: readonly Field<F, D>[],
  draft: D,
  assumptions: readonly Assumption[],
): string[] {
  const changed: string[] = []
  for (const { name, value } of assumptions) {
    if (value === undefined || value === null) continue
    const field = fields.find((one) => one.name === name)
    if (field === undefined) throw new Error(`an assumption about ${name}, which is no field`)
    const current = field.get(draft)
    const isAssumed = draft.assumed.includes(name)
    if (current !== null && !isAssumed) continue
    if (!same(current, value)) {
      field.set(draft, value as never)
      changed.push(name)
    }
    if (!isAssumed) draft.assumed = [...draft.assumed, name]
  }
  return changed
}

/** What was changed here since, written over the facts as they came; what is assumed is no fact. */
export function writeFacts<F, D extends Draft & { assumed: string[] }>(
  fields: readonly Field<F, D>[],
  facts: F,
  draft: D,
  written: Record<string, unknown>,
): void {
  for (const field of fields) {
    if (field.write === undefined || draft.assumed.includes(field.name)) continue
    const current = field.get(draft)
    if (!same(current, field.read(facts))) field.write(written, current as never)
  }
}

export function put(facts: Record<string, unknown>, key: string, value: unknown): void {
  if (value === null) delete facts[key]
  else facts[key] = value
}

function emptyAsNull(value: unknown): unknown {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value
}

function confirm(draft: { assumed: string[] }, name: string): void {
  draft.assumed = draft.assumed.filter((one) => one !== name)
}
