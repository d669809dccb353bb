/**
 * Builds the pages when they are missing or older than their sources. "Older" is told by a hash of the sources kept
 * beside the result: times of files say nothing after a clone or a copy.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'
import { StartFailure } from '#platform/server/start-failure.ts'
import type { CommandContext } from './command.ts'
import { textsFor } from './texts.ts'

const sources = ['apps/web/**', 'ui/**', 'modules/*/web/**', 'modules/*/contract/**', 'modules/*/locales/**', 'platform/web/**', 'platform/contract/**', 'platform/locales/**']
const singles = ['package-lock.json', 'vite.config.ts']

export function hashWebSources(root: string): string {
  const files = globSync(sources, { cwd: root, exclude: ['apps/web/dist/**', '**/node_modules/**', '**/*.test.ts', '**/*.test.tsx'] })
  const hash = createHash('sha256')
  for (const file of [...files, ...singles].toSorted()) {
    const place = path.join(root, file)
    if (!existsSync(place) || !statSync(place).isFile()) continue
    hash.update(`${file.replaceAll(path.sep, '/')}\0`).update(readFileSync(place)).update('\0')
  }
  return hash.digest('hex')
}

export function isWebStale(root: string): boolean {
  const dist = path.join(root, 'apps/web/dist')
  if (!existsSync(path.join(dist, 'index.html'))) return true
  const stamp = path.join(dist, '.sources')
  return !existsSync(stamp) || readFileSync(stamp, 'utf8').trim() !== hashWebSources(root)
}

export async function buildWebIfStale(context: Pick<CommandContext, 'root' | 'note' | 'language'>): Promise<void> {
  if (isWebStale(context.root)) await buildWeb(context)
}

export async function buildWeb({ root, note, language }: Pick<CommandContext, 'root' | 'note' | 'language'>): Promise<void> {
  const web = path.join(root, 'apps/web')
  // The hash of what is built is that of the moment before: a file saved meanwhile makes it stale again.
  const hash = hashWebSources(root)
  note(textsFor(language).buildingPages)
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const config = existsSync(path.join(root, 'vite.config.ts')) ? ['--config', path.join(root, 'vite.config.ts')] : []
  let output = ''
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, [vite, 'build', web, '--logLevel', 'warn', ...config], { cwd: config.length > 0 ? root : web, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
    child.once('error', (error) => {
      output += error.message
      resolve(null)
    })
    child.once('close', resolve)
  })
  const dist = path.join(web, 'dist')
  if (code !== 0 || !existsSync(path.join(dist, 'index.html'))) {
    throw new StartFailure('web.build_failed', { reason: output.trim().split('\n').slice(-30).join('\n') || `vite: exit ${code}` })
  }
  await compressAll(dist)
  writeFileSync(path.join(dist, '.sources'), `${hash}\n`)
}

/** Done once here, so that no request pays for it. Fonts and pictures are compressed already. */
async function compressAll(dist: string): Promise<void> {
  const files = globSync('**/*.{js,css,html,svg,json,webmanifest,txt,map}', { cwd: dist })
  for (const file of files) {
    const place = path.join(dist, file)
    const { size } = statSync(place)
    if (size < 1024) continue
    const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: size } })
    await Promise.all([
      pipeline(createReadStream(place), brotli, createWriteStream(`${place}.br`)),
      pipeline(createReadStream(place), createGzip({ level: 9 }), createWriteStream(`${place}.gz`)),
    ])
  }
}
