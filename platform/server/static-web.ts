/** The built web app: hashed assets for ever, precompressed where the browser takes it, the page itself for every route. */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { Context } from 'hono'

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

export interface StaticWeb {
  /** A file of the build, or undefined. */
  serve(context: Context): Promise<Response | undefined>
  /** The app's page, for every address that is a screen. */
  page(context: Context, status?: 200 | 404): Promise<Response>
}

export async function openStaticWeb(folder: string): Promise<StaticWeb> {
  const assets = new Map<string, Asset>()
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const all = new Set(files)
  for (const path of files) {
    if (/\.(br|gz)$/.test(path)) continue
    const url = `/${relative(folder, path).split(sep).join('/')}`
    const encodings = new Set<string>()
    if (all.has(`${path}.br`)) encodings.add('br')
    if (all.has(`${path}.gz`)) encodings.add('gzip')
    const etag = createHash('sha256').update(await readFile(path)).digest('base64url').slice(0, 22)
    assets.set(url, { path, type: types[extname(path)] ?? 'application/octet-stream', etag, encodings })
  }

  async function send(context: Context, asset: Asset, cache: string, status: 200 | 404 = 200): Promise<Response> {
    context.header('etag', `"${asset.etag}"`)
    context.header('cache-control', cache)
    context.header('vary', 'accept-encoding')
    if (status === 200 && context.req.header('if-none-match') === `"${asset.etag}"`) return context.body(null, 304)
    context.header('content-type', asset.type)
    const accepted = context.req.header('accept-encoding') ?? ''
    const encoding = ['br', 'gzip'].find((one) => asset.encodings.has(one) && accepted.includes(one))
    if (encoding !== undefined) context.header('content-encoding', encoding)
    const content = await readFile(`${asset.path}${encoding === undefined ? '' : encoding === 'br' ? '.br' : '.gz'}`)
    return context.body(content as never, status)
  }

  return {
    async serve(context) {
      const asset = assets.get(context.req.path)
      if (asset === undefined || context.req.path === '/index.html') return undefined
      return send(context, asset, context.req.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
    async page(context, status = 200) {
      const asset = assets.get('/index.html')
      if (asset === undefined) return context.text('The web app is not built. Run: npm run build', 503)
      return send(context, asset, 'no-cache', status)
    },
  }
}
