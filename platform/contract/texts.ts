/**
 * Texts in several languages. `locales/ja.ts` of a module is the type; the others must match it or do not compile.
 * A text is a string with `{name}` places, or `{ one, other }` where a number decides (`count`).
 */

export const languages = ['ja', 'en', 'zh-Hans', 'zh-Hant', 'ko'] as const
export type Language = (typeof languages)[number]

/** Languages of every screen. The others cover public pages, guests' mails and errors. */
export const staffLanguages = ['ja', 'en'] as const
export type StaffLanguage = (typeof staffLanguages)[number]

export type Text = string | { readonly one: string; readonly other: string }
export interface TextTree {
  readonly [key: string]: Text | TextTree
}

/** The shape of another language's file: the same keys, any strings. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? Text
    : T[K] extends { readonly one: string; readonly other: string }
      ? Text
      : Translated<T[K]>
}

/** The groups that the three visitors' languages also have. */
export type GuestGroup = 'public' | 'errors' | 'guestMail'
export type GuestTranslated<T> = Translated<Pick<T, Extract<keyof T, GuestGroup>>>

/** Every full key of a tree: `public.book.title`. */
export type TextKey<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? `${Prefix}${K}`
    : T[K] extends { readonly one: string; readonly other: string }
      ? `${Prefix}${K}`
      : TextKey<T[K], `${Prefix}${K}.`>
}[keyof T & string]

export type TextParams = Readonly<Record<string, string | number>>

export type Translate<T> = (key: TextKey<T>, params?: TextParams) => string

/** Finds a text by its dotted key; undefined where the tree has none. */
export function findText(tree: TextTree, key: string): Text | undefined {
  let at: Text | TextTree | undefined = tree
  for (const part of key.split('.')) {
    if (at === undefined || typeof at === 'string') return undefined
    at = (at as TextTree)[part]
  }
  if (at === undefined || typeof at === 'string') return at
  return 'one' in at && 'other' in at ? (at as { one: string; other: string }) : undefined
}

/** Fills the places of a text. A place without a value stays visible, so that a missing parameter is seen. */
export function fillText(text: Text, params: TextParams = {}, language: Language = 'ja'): string {
  const pattern =
    typeof text === 'string' ? text : new Intl.PluralRules(language).select(Number(params['count'] ?? 0)) === 'one' ? text.one : text.other
  const filled = pattern.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name]
    return value === undefined ? place : String(value)
  })
  return language === 'ja' ? filled.replaceAll(gapAfterBracket, '）') : filled
}

/** `11月25日（水） の日締め`: a full-width bracket brings its own gap, and what stands in a text may or may not end with one. */
const gapAfterBracket = /） (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu

/** A translator over one tree; an unknown key shows itself. Falls back to `fallback` (English) where a language lacks a group. */
export function translator<T>(tree: unknown, language: Language, fallback?: unknown): Translate<T> {
  return (key, params) => {
    const text = findText(tree as TextTree, key) ?? (fallback === undefined ? undefined : findText(fallback as TextTree, key))
    return text === undefined ? key : fillText(text, params, language)
  }
}

/** The best of our languages for an `Accept-Language` header or a list of tags; Japanese where nothing fits. */
export function chooseLanguage(header: string | null | undefined, among: readonly Language[] = languages): Language {
  for (const part of (header ?? '').split(',')) {
    const tag = part.split(';')[0]?.trim().toLowerCase() ?? ''
    const wanted = languageOfTag(tag)
    if (wanted !== undefined && among.includes(wanted)) return wanted
  }
  return 'ja'
}

function languageOfTag(tag: string): Language | undefined {
  const base = tag.split('-')[0]
  if (base === 'zh') return /hant|tw|hk|mo/.test(tag) ? 'zh-Hant' : 'zh-Hans'
  if (base === 'ja' || base === 'en' || base === 'ko') return base
  return undefined
}
