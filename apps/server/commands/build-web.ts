/**
 * Builds the pages when they are missing or older than their sources. "Older" is told by a hash of the sources kept
 * beside the result: times of files say nothing after a clone or a copy.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { StartFailure } from '#platform/server/start-failure.ts'
import type { CommandContext } from './command.ts'
import { textsFor } from './texts.ts'

const sources = [
  'apps/web/**',
  'ui/**',
  'modules/*/web/**',
  'modules/*/contract/**',
  'modules/*/locales/**',
  'platform/web/**',
  'platform/contract/**',
  'platform/locales/**',
]
const singles = ['package-lock.json']

export function hashWebSources(root: string): string {
  const files = globSync(sources, { cwd: root, exclude: ['apps/web/dist/**', '**/node_modules/**', '**/*.test.ts', '**/*.test.tsx'] })
  const hash = createHash('sha256')
  for (const file of [...files, ...singles].toSorted()) {
    const place = path.join(root, file)
    if (!existsSync(place) || !statSync(place).isFile()) continue
    hash
      .update(`${file.replaceAll(path.sep, '/')}\0`)
      .update(readFileSync(place))
      .update('\0')
  }
  return hash.digest('hex')
}

export function isWebStale(root: string): boolean {
  const dist = path.join(root, 'apps/web/dist')
  if (!existsSync(path.join(dist, 'index.html'))) return true
  const stamp = path.join(dist, '.sources')
  return !existsSync(stamp) || readFileSync(stamp, 'utf8').trim() !== hashWebSources(root)
}

type Part = Pick<CommandContext, 'root' | 'note' | 'language'>

export async function buildWebIfStale(context: Part, signal?: AbortSignal): Promise<void> {
  if (isWebStale(context.root)) await buildWeb(context, signal)
}

export async function buildWeb({ root, note, language }: Part, signal?: AbortSignal): Promise<void> {
  const web = path.join(root, 'apps/web')
  // The hash of what is built is that of the moment before: a file saved meanwhile makes it stale again.
  const hash = hashWebSources(root)
  note(textsFor(language).buildingPages)
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  // Beside the old pages, put in their place when they are whole: a server that runs never sends half a build.
  const made = path.join(root, '.cache', `web-${process.pid}`)
  let output = ''
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, [vite, 'build', web, '--outDir', made, '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: web,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
    child.once('error', (error) => {
      output += error.message
      resolve(null)
    })
    child.once('close', resolve)
  })
  if (code !== 0 || !existsSync(path.join(made, 'index.html'))) {
    rmSync(made, { recursive: true, force: true })
    // Where in Vite it happened helps nobody.
    const words = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    throw new StartFailure('web.build_failed', { reason: words.slice(0, 30).join('\n') || `vite: exit ${code}` })
  }
  writeFileSync(path.join(made, '.sources'), `${hash}\n`)
  const dist = path.join(web, 'dist')
  const old = `${made}-old`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(made, dist)
  rmSync(old, { recursive: true, force: true })
}
