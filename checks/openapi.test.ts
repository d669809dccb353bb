/**
 * The API as documents, kept in the project: a change of it is seen in review, and a program written against it knows
 * what changed. One file a module (its calls) and one for the shapes they share; the program answers all of it as one at
 * `/api/v1/openapi.json`. `UPDATE=1 npm test -- checks/openapi` writes them anew.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { modules } from '#apps/server/modules.ts'
import { version } from '#apps/server/version.ts'
import { createMailer } from '#platform/server/mail.ts'
import { openApiOf } from '#platform/server/openapi.ts'
import { platformModule } from '#platform/server/own-module.ts'
import { projectRoot } from './tree.ts'

const folder = path.join(projectRoot, 'docs/api')

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly tags: readonly string[] }>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>>; readonly securitySchemes: Readonly<Record<string, unknown>> }
}

test('docs/api is what the program answers', () => {
  const platform = platformModule({ mailer: createMailer({ smtpUrl: undefined, from: '', host: '' }), mailFrom: '', modules })
  const document = openApiOf([platform, ...modules], version) as unknown as Document
  const made = written(document)
  if (process.env['UPDATE'] === '1') {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    for (const [name, text] of made) writeFileSync(path.join(folder, name), text)
  }
  const kept = Object.fromEntries(
    readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as unknown]),
  )
  const wanted = Object.fromEntries([...made].map(([name, text]) => [name, JSON.parse(text) as unknown]))
  expect(kept, 'the API changed: look at the difference, then UPDATE=1 npm test -- checks/openapi').toEqual(wanted)
  const names = Object.keys(document.components.schemas)
  const meant = [...made.values()].flatMap((text) => [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]))
  expect(meant.filter((name) => !names.includes(name ?? ''))).toEqual([])
  expect(names.filter((name) => !/^[\w.-]+$/.test(name))).toEqual([])
})

/** A line for each call and each shared schema: small, and a difference shows what it is about. */
function written({ paths, components, ...rest }: Document): Map<string, string> {
  const lines = (entries: object): string =>
    Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n')
  const files = new Map<string, string>()
  for (const module of new Set(Object.values(paths).map(moduleOf)))
    files.set(
      `${module}.json`,
      `{"paths":{\n${lines(Object.fromEntries(Object.entries(paths).filter(([, calls]) => moduleOf(calls) === module)))}\n}}\n`,
    )
  const head = JSON.stringify({ ...rest, securitySchemes: components.securitySchemes }).slice(0, -1)
  return files.set('shared.json', `${head},\n"schemas":{\n${lines(components.schemas)}\n}}\n`)
}

const moduleOf = (calls: Document['paths'][string]): string => Object.values(calls)[0]?.tags[0] ?? 'platform'
