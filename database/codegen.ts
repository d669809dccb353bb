/**
 * Writes database/types.ts from a migrated database. `npm run types` gives it a throw-away one.
 * usage: codegen.ts <database url> <file to write>
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

export function generateTypes(databaseUrl: string, file: string): void {
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'),
      '--dialect',
      'postgres',
      '--url',
      databaseUrl,
      '--out-file',
      file,
      '--camel-case',
      '--default-schema',
      'none',
      '--exclude-pattern',
      // months of the ledger come and go; the table they are parts of is enough
      '{(public|graphile_worker|auth).*,devices.event_2*,devices.event_rest}',
      '--type-mapping',
      JSON.stringify({ timestamptz: 'Temporal.Instant', int8: 'number', date: 'string' }),
    ],
    { cwd: root, encoding: 'utf8' },
  )
  if (result.status !== 0) throw new Error(`kysely-codegen: ${result.stderr}${result.stdout}`)
}

if (import.meta.main) {
  const [url, file] = process.argv.slice(2)
  if (url === undefined || file === undefined) throw new Error('usage: codegen.ts <database url> <file to write>')
  generateTypes(url, file)
}
