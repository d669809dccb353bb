/** Migrations as files: numbered, forward only, and honest about what an older program would not survive. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Finding } from './tree.ts'

export interface MigrationText {
  readonly file: string
  readonly sql: string
}

export function readMigrationTexts(root: string): MigrationText[] {
  const folder = path.join(root, 'database/migrations')
  return readdirSync(folder)
    .toSorted()
    .map((file) => ({ file: `database/migrations/${file}`, sql: readFileSync(path.join(folder, file), 'utf8') }))
}

/** What a program of the version before, still running beside the new one, stumbles over. */
const breaking =
  /\b(drop\s+(table|column|view|schema|function)|rename\s+(to|column)|alter\s+column\s+\S+\s+(set\s+data\s+)?type|alter\s+column\s+\S+\s+set\s+not\s+null)\b/i

/** Blocks of ten: a module keeps its numbers together, and a number that is missing was lost in a merge. */
export function migrationsInOrder(files: readonly MigrationText[]): Finding[] {
  const findings: Finding[] = []
  const numbers: number[] = []
  for (const { file, sql } of files) {
    const say = (says: string): void => void findings.push({ rule: 'migrations-in-order', file, says })
    const name = path.basename(file)
    if (!/^\d{4}_[a-z0-9]+(-[a-z0-9]+)*\.sql$/.test(name)) {
      say('a migration is called 0030_what-it-does.sql')
      continue
    }
    const number = Number(name.slice(0, 4))
    if (numbers.includes(number)) say(`another migration has the number ${name.slice(0, 4)}`)
    else if (number % 10 !== 0 && number !== 1 && !numbers.includes(number - 1)) say(`the number before it is missing`)
    numbers.push(number)
    const compat = /^-- compat: (safe|breaking)\n/.exec(sql)?.[1]
    if (compat === undefined) say('the first line is "-- compat: safe" or "-- compat: breaking"')
    const code = sql.replaceAll(/--.*$/gm, '')
    // what a function does later is nothing that the migration does
    const found = breaking.exec(code.replaceAll(/\bcreate\s+(or\s+replace\s+)?function\b[\s\S]*?\$(\w*)\$[\s\S]*?\$\2\$/gi, ''))
    if (compat === 'safe' && found !== null) say(`"${found[0]}" is not safe: a program of the version before may still be running`)
    if (/\b(begin|commit)\s*;/i.test(code.replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, '')))
      say('runs in a transaction already: no begin, no commit')
  }
  return findings
}
