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
  const made = `${JSON.stringify(openApiOf([platform, ...modules], version), null, 2)}\n`
  if (process.env['UPDATE'] === '1') writeFileSync(file, made)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  expect(kept, 'the API changed: look at the difference, then UPDATE=1 npm test -- checks/openapi').toEqual(JSON.parse(made))
})
