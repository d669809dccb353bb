/**
 * The API as a document, kept in the project: a change of it is seen in review, and a program written against it knows
 * what changed. `UPDATE=1 npm test -- checks/openapi` writes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { modules } from '#apps/server/modules.ts'
import { version } from '#apps/server/version.ts'
import { createMailer } from '#platform/server/mail.ts'
import { openApiOf } from '#platform/server/openapi.ts'
import { platformModule } from '#platform/server/own-module.ts'
import { projectRoot } from './tree.ts'

const file = path.join(projectRoot, 'docs/api/openapi.json')

test('docs/api/openapi.json is what the program answers', () => {
  const platform = platformModule({ mailer: createMailer({ smtpUrl: undefined, from: '', host: '' }), mailFrom: '', modules })
  const document = openApiOf([platform, ...modules], version)
  const made = written(document)
  if (process.env['UPDATE'] === '1') writeFileSync(file, made)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  expect(kept, 'the API changed: look at the difference, then UPDATE=1 npm test -- checks/openapi').toEqual(JSON.parse(made))
  const names = Object.keys((document['components'] as { schemas: Record<string, unknown> }).schemas)
  const meant = [...made.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1])
  expect(meant.filter((name) => !names.includes(name ?? ''))).toEqual([])
  expect(names.filter((name) => !/^[\w.-]+$/.test(name))).toEqual([])
})

/** A line for each call and each shared schema: small, and a difference shows what it is about. */
function written(document: Record<string, unknown>): string {
  const { paths, components, ...rest } = document as { paths: object; components: { schemas: object; securitySchemes: object } }
  const lines = (entries: object): string =>
    Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n')
  const head = JSON.stringify(rest).slice(0, -1)
  const security = JSON.stringify(components.securitySchemes)
  return `${head},\n"paths":{\n${lines(paths)}\n},\n"components":{"securitySchemes":${security},\n"schemas":{\n${lines(components.schemas)}\n}}}\n`
}
