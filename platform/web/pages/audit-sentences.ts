/**
 * The sentence of each kind of event, by its full type. A module says them in its own texts, group `audit`, one a type
 * without the module's name; the platform knows no module's events.
 */
import { use, useMemo } from 'react'
import type { TextTree } from '#platform/contract/texts.ts'
import { staffLanguageOf, useLanguage } from '../language.ts'
import { allModules } from '../registry.ts'
import { loadTexts } from '../texts.ts'

export function useAuditSentences(): ReadonlyMap<string, string> {
  const language = staffLanguageOf(useLanguage())
  const names = useMemo(() => [...new Set(['platform', ...allModules().map((module) => module.name)])], [])
  // All are asked for before the first is waited for; the loader keeps them, so every drawing meets the same promises.
  const loading = names.map((name) => loadTexts(name, language))
  return new Map(loading.flatMap((tree, index) => sentencesOf(names[index] ?? '', use(tree))))
}

function sentencesOf(module: string, tree: TextTree): [string, string][] {
  const group = tree['audit']
  if (group === undefined || typeof group === 'string') return []
  return Object.entries(group).flatMap(([type, text]) =>
    typeof text === 'string' ? [[`${module}.${type}`, text] as [string, string]] : [],
  )
}
