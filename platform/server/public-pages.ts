/**
 * Screens that strangers open first, as the server writes them: words that can be read before any script runs, and the
 * answers the screen will ask for, so that it need not ask. The app replaces the words by the same ones.
 */
import { html } from 'hono/html'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Language, TextParams } from '#platform/contract/texts.ts'

/** What `html` makes: markup whose values are escaped. */
export type Markup = ReturnType<typeof html>

export interface PageReader {
  readonly language: Language
  readonly now: Temporal.Instant
  /** A text of the module that draws. */
  say(key: string, params?: TextParams): string
  /** Words that people wrote, marked with their language where it is not the page's. */
  local(text: LocalText): Markup
  /** The same without the mark, for titles. */
  plain(text: LocalText): string
}

export interface Drawn {
  /** Without the name of the app. */
  readonly title: string
  readonly description: string
  readonly main: Markup
  /** Path of a picture for those who show links. */
  readonly picture?: string
}

export interface PublicPage {
  /** Of the screen, as the web app's router has it, parameters in braces: `/hubs/{hubKey}`. Several modules may name one screen; one draws it. */
  readonly path: string
  /** Calls (`urlOf`) exactly as the screen makes them; one that it makes otherwise is only asked twice. */
  readonly reads: (params: Readonly<Record<string, string>>, now: Temporal.Instant) => readonly string[]
  /** Gets the answers of its own `reads`; one that was refused is undefined. */
  readonly draw?: (answers: readonly unknown[], reader: PageReader) => Drawn | undefined
}

export function readerOf(language: Language, now: Temporal.Instant, say: PageReader['say']): PageReader {
  const chosen = (text: LocalText) => {
    const found = ([language, 'en', 'ja'] as const).find((each) => text[each] !== undefined && text[each] !== '') ?? 'ja'
    return { found, words: text[found] ?? '' }
  }
  return {
    language,
    now,
    say,
    plain: (text) => chosen(text).words,
    local(text) {
      const { found, words } = chosen(text)
      return found === language ? html`${words}` : html`<span lang="${found}">${words}</span>`
    },
  }
}

/** `9:00`, and `24:00` for 1440: an office's day ends at 24, not at 0. */
export const formatMinutes = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`

/** `11月23日（月）`, `Mon 23 Nov`: as the app writes days (platform/web/format.ts). */
export function formatDay(day: string, language: Language): string {
  const date = new Date(`${day}T00:00:00Z`)
  const named = (locale: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date)
  if (language === 'en')
    return `${named('en-GB', { weekday: 'short' })} ${date.getUTCDate()} ${named('en-GB', { month: 'short' }).replace('Sept', 'Sep')}`
  const locale = { ja: 'ja-JP', 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', ko: 'ko-KR' }[language]
  const [monthAndDay, weekday] = [named(locale, { month: 'long', day: 'numeric' }), named(locale, { weekday: 'short' })]
  return language === 'ko' ? `${monthAndDay} (${weekday})` : `${monthAndDay}\uff08${weekday}\uff09`
}
