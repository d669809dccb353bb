/** The reader's language: `?lang=` of the address, then what was chosen before, then what the browser asks for. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import { chooseLanguage, languages, staffLanguages, type Language, type StaffLanguage } from '#platform/contract/texts.ts'

const storageKey = 'hiroba.language'

/** What each language calls itself. Written in itself, so that whoever cannot read this page still finds it. */
export const languageNames: Record<Language, string> = {
  ja: '日本語',
  en: 'English',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
  ko: '한국어',
}

const listeners = new Set<() => void>()
let current: Language = 'ja'

function isLanguage(value: string | null): value is Language {
  return value !== null && (languages as readonly string[]).includes(value)
}

export function remembered(key: string): string | null {
  // Storage is closed in some private windows; the page works without it.
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function remember(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // not remembered then
  }
}

/** Choices that the server needs when it writes a page, so that it comes in the right language and colours. Tells nobody apart. */
export function tellServer(name: 'hiroba-language' | 'hiroba-theme', value: string | undefined): void {
  const cookie = `${name}=${value ?? ''}; path=/; max-age=${value === undefined ? 0 : 365 * 86_400}; samesite=lax`
  // oxlint-disable-next-line unicorn/no-document-cookie -- cookieStore is missing on plain HTTP
  document.cookie = location.protocol === 'https:' ? `${cookie}; secure` : cookie
}

/** Called once, before the first paint. */
export function startLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang')
  const kept = remembered(storageKey)
  current = isLanguage(asked) ? asked : isLanguage(kept) ? kept : chooseLanguage(navigator.languages.join(','))
  // An address with `?lang=` is what a visitor was given; the choice holds for the pages after it.
  if (isLanguage(asked)) remember(storageKey, asked)
  if (isLanguage(asked) || isLanguage(kept)) tellServer('hiroba-language', current)
  document.documentElement.lang = current
  return current
}

export const currentLanguage = (): Language => current

/** Only for `switchLanguage` of texts.ts, which loads the words first. */
export function setLanguage(language: Language): void {
  current = language
  remember(storageKey, language)
  tellServer('hiroba-language', language)
  document.documentElement.lang = language
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const Scope = createContext<Language | undefined>(undefined)
/** Holds a part of the screen in one language: the inside of the app has Japanese and English only. */
export const LanguageScope = Scope.Provider

export function useLanguage(): Language {
  const chosen = useSyncExternalStore(subscribe, currentLanguage)
  return useContext(Scope) ?? chosen
}

/** Inside (Me, Operator, Settings) there are Japanese and English; a reader of another language gets English there. */
export function staffLanguageOf(language: Language): StaffLanguage {
  return (staffLanguages as readonly string[]).includes(language) ? (language as StaffLanguage) : 'en'
}
