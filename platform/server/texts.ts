/** Every text of the program in one tree per language: `<module>.<group>.<key>`; the platform's own under `platform`. */
import { fillText, findText, type Language, type Text, type TextParams, type TextTree } from '#platform/contract/texts.ts'
import type { Module } from './module.ts'

export interface Texts {
  /** A text by `module` and key in a language; English, then Japanese where it lacks one. */
  say(language: Language, module: string, key: string, params?: TextParams): string
  /** The sentence for an error code. */
  error(language: Language, code: string, params?: TextParams): string
}

export function gatherTexts(
  modules: readonly Pick<Module, 'name' | 'texts'>[],
  platformTexts: Readonly<Partial<Record<Language, TextTree>>>,
): Texts {
  const trees = new Map<string, Readonly<Partial<Record<Language, TextTree>>>>([['platform', platformTexts]])
  for (const module of modules) if (module.texts !== undefined) trees.set(module.name, module.texts)

  function find(language: Language, module: string, key: string): Text | undefined {
    const tree = trees.get(module)
    if (tree === undefined) return undefined
    for (const each of [language, 'en', 'ja'] as const) {
      const text = tree[each] === undefined ? undefined : findText(tree[each], key)
      if (text !== undefined) return text
    }
    return undefined
  }

  const say: Texts['say'] = (language, module, key, params) => {
    const text = find(language, module, key)
    return text === undefined ? `${module}.${key}` : fillText(text, params, language)
  }
  return {
    say,
    error(language, code, params) {
      const dot = code.indexOf('.')
      return say(language, code.slice(0, dot), `errors.${code.slice(dot + 1)}`, params)
    },
  }
}
