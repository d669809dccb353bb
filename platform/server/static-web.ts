/** The built web app: hashed assets for ever, precompressed where the browser takes it, and the page that every screen begins as. */
import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { Context } from 'hono'
import type { Language } from '#platform/contract/texts.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
}

interface Asset {
  readonly path: string
  readonly type: string
  readonly etag: string
  readonly encodings: ReadonlySet<string>
}

/** What every screen begins as. */
export interface WebFrame {
  readonly html: string
  /** Scripts of the public screens, and the texts of these modules. */
  publicFiles(modules: readonly string[], language: Language): readonly string[]
}

export interface StaticWeb {
  /** A file of the build, or undefined. */
  serve(context: Context): Promise<Response | undefined>
  /** Undefined: nothing is built. */
  frame(): Promise<WebFrame | undefined>
}

interface Build {
  /** Of index.html: tells one build from the next. */
  readonly stamp: string
  readonly assets: ReadonlyMap<string, Asset>
  readonly frame: WebFrame | undefined
}

/** Follows the folder: a build that takes the place of another is served from its first page on. */
export async function openStaticWeb(folder: string): Promise<StaticWeb> {
  let build = await readBuild(folder)
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    // Between two builds there may be nothing for a moment: what is known then stays.
    const stamp = await stampOf(folder)
    if (stamp !== undefined && stamp !== build.stamp) build = await readBuild(folder)
  }
  const lookAgain = (): Promise<void> => (looking ??= look().finally(() => (looking = undefined)))

  async function send(context: Context, asset: Asset, cache: string): Promise<Response | undefined> {
    const accepted = context.req.header('accept-encoding') ?? ''
    const encoding = ['br', 'gzip'].find((one) => asset.encodings.has(one) && accepted.includes(one))
    const isKnown = context.req.header('if-none-match') === `"${asset.etag}"`
    // a file that has gone since is not there: no failure
    const content = isKnown
      ? undefined
      : await readFile(`${asset.path}${encoding === undefined ? '' : encoding === 'br' ? '.br' : '.gz'}`).catch(() => undefined)
    if (!isKnown && content === undefined) return undefined
    context.header('etag', `"${asset.etag}"`)
    context.header('cache-control', cache)
    context.header('vary', 'accept-encoding')
    if (content === undefined) return context.body(null, 304)
    context.header('content-type', asset.type)
    if (encoding !== undefined) context.header('content-encoding', encoding)
    return context.body(content as never, 200)
  }

  return {
    async serve(context) {
      const { path } = context.req
      const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
      const asset = build.assets.get(path)
      const sent = asset === undefined ? undefined : await send(context, asset, cache)
      if (sent !== undefined || !path.startsWith('/assets/')) return sent
      await lookAgain()
      const newer = build.assets.get(path)
      return newer === undefined || newer === asset ? undefined : send(context, newer, cache)
    },
    async frame() {
      await lookAgain()
      return build.frame
    },
  }
}

async function stampOf(folder: string): Promise<string | undefined> {
  const found = await stat(join(folder, 'index.html')).catch(() => undefined)
  return found === undefined ? undefined : `${found.ino} ${found.mtimeMs}`
}

async function readBuild(folder: string): Promise<Build> {
  const stamp = (await stampOf(folder)) ?? ''
  const assets = new Map<string, Asset>()
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = names.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => join(entry.parentPath, entry.name))
  const all = new Set(files)
  for (const path of files) {
    if (/\.(br|gz)$/.test(path)) continue
    const url = `/${relative(folder, path).split(sep).join('/')}`
    const encodings = new Set<string>()
    if (all.has(`${path}.br`)) encodings.add('br')
    if (all.has(`${path}.gz`)) encodings.add('gzip')
    const content = await readFile(path).catch(() => undefined)
    if (content === undefined) continue
    const etag = createHash('sha256').update(content).digest('base64url').slice(0, 22)
    assets.set(url, { path, type: types[extname(path)] ?? 'application/octet-stream', etag, encodings })
  }
  const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined)
  return { stamp, assets, frame: html === undefined ? undefined : { html, publicFiles: await publicFilesOf(folder) } }
}

/** `public-files.json` of the build: `{ "": [scripts], "hubs/en": [file] }`. */
async function publicFilesOf(folder: string): Promise<WebFrame['publicFiles']> {
  const known = JSON.parse(await readFile(join(folder, 'public-files.json'), 'utf8').catch(() => '{}')) as Readonly<
    Record<string, readonly string[]>
  >
  return (modules, language) => [
    ...(known[''] ?? []),
    ...modules.flatMap((module) => known[`${module}/${language}`] ?? known[`${module}/en`] ?? []),
  ]
}
