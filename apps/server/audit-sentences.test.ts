/** The audit log reads as sentences: each event that a module declares has one, in both languages of the staff. */
import { expect, test } from 'vitest'
import { findText, staffLanguages } from '#platform/contract/texts.ts'
import { modules } from './modules.ts'

const declared = modules.flatMap((module) => (module.events ?? []).map((event) => ({ module, type: event.type })))

test.each(staffLanguages)('%s', (language) => {
  const missing = declared.filter(({ module, type }) => {
    const [name, what] = [type.slice(0, type.indexOf('.')), type.slice(type.indexOf('.') + 1)]
    return name !== module.name || typeof findText(module.texts?.[language] ?? {}, `audit.${what}`) !== 'string'
  })
  expect(missing.map(({ type }) => type)).toEqual([])
})
