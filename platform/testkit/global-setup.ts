/**
 * Before database tests: one real PostgreSQL on a free port in a temporary folder, one migrated template.
 * With HIROBA_TEST_DATABASE_URL an existing server is used instead (a superuser's address).
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { startDatabaseServer } from '#platform/server/database-server.ts'
import { migrate } from '#platform/server/migrations.ts'
import { readSettings } from '#platform/server/settings.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseServerUrl: string
    templateDatabase: string
  }
}

interface Project {
  provide(key: 'databaseServerUrl' | 'templateDatabase', value: string): void
}

export default async function setup(project: Project): Promise<() => Promise<void>> {
  const given = process.env['HIROBA_TEST_DATABASE_URL']
  const folder = given === undefined ? await mkdtemp(join(tmpdir(), 'hiroba-test-')) : undefined
  const server =
    given === undefined
      ? await startDatabaseServer(readSettings({ HIROBA_DATA: folder }, join(import.meta.dirname, '../..')), () => {}, {
          isThrowAway: true,
        })
      : { url: given, stop: async () => {} }
  const template = `hiroba_template_${process.pid}`
  await execute(server.url, `create database ${template}`)
  await migrate(urlOf(server.url, template))
  // nobody connects to the template itself: a clone needs it at rest
  await execute(server.url, `update pg_database set datistemplate = true, datallowconn = false where datname = '${template}'`)
  project.provide('databaseServerUrl', server.url)
  project.provide('templateDatabase', template)
  return async () => {
    if (given !== undefined) {
      await execute(server.url, `update pg_database set datistemplate = false, datallowconn = true where datname = '${template}'`)
      await execute(server.url, `drop database if exists ${template} with (force)`)
    }
    await server.stop()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }
}

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

export async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
