/**
 * Writes `database/types.ts` from a database that holds the migrations and nothing else, so the types are those of the
 * files, not of whatever a developer's database went through. With --check a difference is an error.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generateTypes } from '#database/codegen.ts'
import { startDatabaseServer } from '#platform/server/database-server.ts'
import { migrate } from '#platform/server/migrations.ts'
import { readSettings } from '#platform/server/settings.ts'
import type { Command } from './command.ts'

export const devTypes: Command = {
  name: 'types',
  usage: 'dev types [--check]',
  summary: { en: 'database/types.ts from the migrations', ja: 'マイグレーションから database/types.ts を作る' },
  isDev: true,
  async run({ root, note }, args) {
    const target = path.join(root, 'database/types.ts')
    const made = await generateFromMigrations(root)
    const isSame = existsSync(target) && shapeless(readFileSync(target, 'utf8')) === shapeless(made)
    if (isSame) return 0
    if (args.includes('--check')) {
      note('database/types.ts differs from the migrations: run "npm run types" and commit it.')
      return 1
    }
    writeFileSync(target, made)
    return 0
  },
}

export async function generateFromMigrations(root: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hiroba-types-'))
  try {
    const settings = readSettings({ HIROBA_DATA: path.join(folder, 'data') }, root)
    const server = await startDatabaseServer(settings, () => {}, { isThrowAway: true })
    try {
      await migrate(server.url)
      const file = path.join(folder, 'types.ts')
      generateTypes(server.url, file)
      return readFileSync(file, 'utf8')
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the formatter may change is no difference. */
function shapeless(text: string): string {
  return text.replaceAll('"', "'").replace(/[\s;,()|]/g, '')
}
