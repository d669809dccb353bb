/**
 * Texts on the screen. Each module's texts of one language are one small file, loaded when a screen of it is shown.
 * `apps/web` hands in the loaders once; a component asks with `useTexts` and waits (Suspense) if they are not there yet.
 */
import { use, useMemo } from 'react'
import { translator, type Language, type TextTree, type Translate } from '#platform/contract/texts.ts'
import { setLanguage, staffLanguageOf, useLanguage } from './language.ts'

type Loader = () => Promise<unknown>
/** Keys `<module>/<language>`, the platform's own under `platform`. */
export type TextLoaders = ReadonlyMap<string, Loader>

let loaders: TextLoaders = new Map()
const started = new Map<string, Promise<TextTree>>()

export function setTextLoaders(given: TextLoaders): void {
  loaders = given
}

/** The texts of one module as a tree; kept, so that asking again gives the same promise. */
export function loadTexts(module: string, language: Language): Promise<TextTree> {
  const wanted = `${module}/${language}`
  // A module without guest pages has no file for the visitors' languages: English stands in.
  const key = loaders.has(wanted) ? wanted : `${module}/${staffLanguageOf(language)}`
  const running = started.get(key)
  if (running !== undefined) return running
  const loader = loaders.get(key)
  if (loader === undefined) throw new Error(`no texts ${key}`)
  const promise = loader()
    // A locale file exports one tree, under the name of its language.
    .then((file) => Object.values(file as Record<string, TextTree>)[0] as TextTree)
    .then((tree) => {
      // Said at once, so that a component that comes later does not wait for a promise that is long done.
      void Object.assign(promise, { status: 'fulfilled', value: tree })
      return tree
    })
    .catch((cause: unknown) => {
      // Not kept: the next screen tries again.
      started.delete(key)
      throw cause
    })
  started.set(key, promise)
  return promise
}

/** Loads in another language what this tab has shown so far. */
export async function preloadTexts(language: Language, modules?: readonly string[]): Promise<void> {
  const names = modules ?? [...new Set([...started.keys()].map((key) => key.split('/')[0] ?? ''))]
  await Promise.all(names.map((name) => loadTexts(name, language)))
}

/** Loads the words first, then switches: no half-translated screen in between. */
export async function switchLanguage(language: Language): Promise<void> {
  await preloadTexts(language)
  setLanguage(language)
}

/**
 * The translator of one module, typed by its `locales/ja.ts`:
 * `const t = useTexts<typeof ja>('hubs')`. Each module wraps it once in `web/texts.ts`.
 */
export function useTexts<T>(module: string): Translate<T> {
  const language = useLanguage()
  const tree = use(loadTexts(module, language))
  return useMemo(() => translator<T>(tree, language), [tree, language])
}
