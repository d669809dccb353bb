/**
 * A PostgreSQL of one's own for measurements at size: the programs out of npm, with the memory that somebody who runs a
 * country would give it, and the two libraries that tell which statements are busy and how they were planned.
 */
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findPrograms } from '#platform/server/embedded-programs.ts'
import { freePort } from './ports.ts'

export interface OwnCluster {
  /** The address of a database of this name, as superuser; it is made where it is not there. */
  database(name: string): Promise<string>
  /** What the server has written so far from a place on. */
  logFrom(place: number): Promise<{ text: string; end: number }>
  stop(): Promise<void>
}

const quarterOfMemory = `${Math.min(4096, Math.floor(totalmem() / 2 ** 20 / 4))}MB`

export async function startOwnCluster(folder: string): Promise<OwnCluster> {
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const programs = findPrograms(folder)
  programs.own(folder)
  const place = join(folder, 'cluster')
  if (!existsSync(place))
    await programs.run('initdb', [
      `--pgdata=${place}`,
      '--username=hiroba',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ])
  const port = await freePort()
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: quarterOfMemory,
    effective_cache_size: `${Math.floor(totalmem() / 2 ** 20 / 2)}MB`,
    work_mem: '16MB',
    max_wal_size: '8GB',
    checkpoint_timeout: '30min',
    // as the embedded server of the product has it
    random_page_cost: 1.1,
    jit: 'off',
    max_parallel_workers_per_gather: 0,
    // the load is vacuumed and analyzed once it is whole; nothing else writes much
    autovacuum: 'off',
    timezone: 'UTC',
    lc_messages: 'C',
    shared_preload_libraries: 'pg_stat_statements,auto_explain',
    'pg_stat_statements.max': 5000,
    // when it speaks is set while it runs: what stands here could not be changed
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_timing': 'on',
    'auto_explain.log_nested_statements': 'off',
    'auto_explain.log_format': 'json',
  }
  const logFile = join(folder, 'postgres.log')
  const log = await open(logFile, 'a')
  const server: ChildProcess = programs.spawnServer(
    ['-D', place, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { stdio: ['ignore', log.fd, log.fd] },
  )
  await log.close()
  const address = (name: string): string => `postgres://hiroba@127.0.0.1:${port}/${name}`
  await untilReady(address('postgres'), server)
  return {
    async database(name) {
      const client = new pg.Client({ connectionString: address('postgres') })
      await client.connect()
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
      if (rowCount === 0) await client.query(`create database ${name}`)
      await client.end()
      return address(name)
    },
    async logFrom(from) {
      const all = await readFile(logFile)
      return { text: all.subarray(from).toString(), end: all.length }
    },
    async stop() {
      if (server.exitCode !== null) return
      await programs.run('pg_ctl', ['stop', `--pgdata=${place}`, '--mode=fast', '--wait', '--timeout=120'])
    },
  }
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const until = performance.now() + 120_000
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (server.exitCode !== null || performance.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
