/** Puts a screen together: the app's page, in the reader's language and colours, with what a module wrote into it. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { html, raw } from 'hono/html'
import { chooseLanguage, languages, type Language } from '#platform/contract/texts.ts'
import type { Clock } from './clock.ts'
import type { ApiEnv } from './http.ts'
import type { Log } from './log.ts'
import type { Module } from './module.ts'
import { readerOf, type Drawn, type PublicPage } from './public-pages.ts'
import type { StaticWeb } from './static-web.ts'
import type { Texts } from './texts.ts'

export interface WebPagesOptions {
  readonly web: StaticWeb
  readonly modules: readonly Module[]
  readonly texts: Texts
  readonly clock: Clock
  readonly publicUrl: string
  readonly log: Log
}

type Params = Readonly<Record<string, string>>
type ModulePage = PublicPage & { readonly module: string }
interface Written {
  readonly status: 200 | 404
  readonly drawn?: Drawn
  /** Address of the call → its answer. */
  readonly answers: Readonly<Record<string, unknown>>
}

/** A page is worth this wait; without its answers it is the app's plain page, which asks for itself. */
const readMilliseconds = 1_500

export function addWebPages(app: Hono<ApiEnv>, options: WebPagesOptions): void {
  const { web, log } = options
  const pages: ModulePage[] = options.modules.flatMap((module) =>
    (module.publicPages ?? []).map((page) => ({ ...page, module: module.name })),
  )
  for (const path of new Set(pages.map((page) => page.path))) {
    const own = pages.filter((page) => page.path === path)
    app.get(path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const written = await write(context, own).catch((error: unknown) => {
        log.warn({ err: error, path: context.req.path }, 'page not written')
        return undefined
      })
      return answer(context, written, own)
    })
  }
  app.get('*', async (context) => {
    const file = await web.serve(context)
    if (file !== undefined) return file
    // an address with an ending is a file that is not there; everything else is a screen
    if (/\.[a-z0-9]{2,5}$/i.test(context.req.path) && context.req.header('accept')?.includes('text/html') !== true)
      return context.notFound()
    return answer(context, undefined, [])
  })

  async function write(context: Context<ApiEnv>, own: readonly ModulePage[]): Promise<Written> {
    const now = options.clock.now()
    const params = context.req.param() as Params
    const wanted = own.map((page) => ({ page, urls: page.reads(params, now) }))
    const answers: Record<string, unknown> = {}
    let isGone = false
    await Promise.all(
      wanted.flatMap(({ page, urls }) =>
        urls.map(async (url) => {
          // as a stranger: whatever the reader may see besides, the screen asks for
          const response = await app.request(url, { signal: AbortSignal.timeout(readMilliseconds) }, context.env)
          if (response.ok) answers[url] = await response.json()
          else if (response.status === 404 && page.draw !== undefined) isGone = true
        }),
      ),
    )
    if (isGone) return { status: 404, answers: {} }
    const drawing = wanted.find(({ page }) => page.draw !== undefined)
    const language = languageOf(context)
    const reader = readerOf(language, now, (key, given) => options.texts.say(language, drawing?.page.module ?? '', key, given))
    const drawn = drawing?.page.draw?.(
      drawing.urls.map((url) => answers[url]),
      reader,
    )
    return { status: 200, answers, ...(drawn === undefined ? {} : { drawn }) }
  }

  async function answer(context: Context<ApiEnv>, written: Written | undefined, own: readonly ModulePage[]): Promise<Response> {
    const frame = await web.frame()
    if (frame === undefined) return context.text('The web app is not built. Run: npm run build', 503)
    const language = languageOf(context)
    const theme = getCookie(context, 'hiroba-theme')
    let text = frame.html.replace(
      '<html lang="ja">',
      `<html lang="${language}"${theme === 'dark' || theme === 'light' ? ` data-theme="${theme}"` : ''}>`,
    )
    text = text.replace(
      /(<span class="logo">[\s\S]*?<span>)[^<]*/,
      (_, before: string) => `${before}${options.texts.say(language, 'platform', 'public.appName')}`,
    )
    if (own.length > 0) {
      const preloaded = frame.publicFiles([...new Set(['platform', ...own.map((page) => page.module)])], language)
      text = text.replace(
        '</head>',
        () => `${preloaded.map((file) => `<link rel="modulepreload" fetchpriority="low" crossorigin href="${file}">`).join('')}</head>`,
      )
    }
    if (written?.drawn !== undefined) text = await withDrawn(text, written.drawn, language, context.req.path)
    if (written !== undefined && Object.keys(written.answers).length > 0) {
      // `<` cannot end the element early; a data block is no script, so the content security policy lets it stand
      const data = JSON.stringify({ at: options.clock.now().toString(), answers: written.answers }).replaceAll('<', String.raw`\u003c`)
      text = text.replace('<div id="root">', () => `<script type="application/json" id="answers">${data}</script><div id="root">`)
    }
    return compressed(context, text, written?.status ?? 200)
  }

  async function withDrawn(text: string, drawn: Drawn, language: Language, path: string): Promise<string> {
    const title = `${drawn.title}｜${options.texts.say(language, 'platform', 'public.appName')}`
    const picture =
      drawn.picture === undefined ? '' : await html`<meta property="og:image" content="${options.publicUrl}${drawn.picture}" />`
    const head = await html`<title>${title}</title>
      <meta name="description" content="${drawn.description}" />
      <meta property="og:title" content="${title}" />
      <meta property="og:description" content="${drawn.description}" />
      <meta property="og:type" content="website" />
      <meta property="og:url" content="${options.publicUrl}${path}" />
      ${raw(String(picture))}
      ${raw(languages.map((each) => `<link rel="alternate" hreflang="${each}" href="${encodeURI(options.publicUrl + path)}?lang=${each}" />`).join('\n'))}`
    const main = String(await drawn.main)
    return text
      .replace(/<title>[^<]*<\/title>\s*<meta name="description"[^>]*>/, () => String(head))
      .replace(/<main[^>]*>[\s\S]*<\/main>/, () => `<main id="main">${main}</main>`)
  }
}

/** `?lang=` of the address, what the reader chose before, what the browser asks for. */
function languageOf(context: Context): Language {
  const isLanguage = (value: string | undefined): value is Language => (languages as readonly (string | undefined)[]).includes(value)
  const asked = context.req.query('lang')
  const kept = getCookie(context, 'hiroba-language')
  return isLanguage(asked) ? asked : isLanguage(kept) ? kept : chooseLanguage(context.req.header('accept-language'))
}

async function compressed(context: Context, text: string, status: 200 | 404): Promise<Response> {
  context.header('content-type', 'text/html; charset=utf-8')
  context.header('cache-control', 'no-cache')
  context.header('vary', 'accept-encoding, accept-language, cookie')
  const accepted = context.req.header('accept-encoding') ?? ''
  if (/\bbr\b/.test(accepted)) {
    context.header('content-encoding', 'br')
    // 5 of 11: a twentieth of the time for a tenth more bytes, and someone is waiting
    return context.body((await promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })) as never, status)
  }
  if (!/\bgzip\b/.test(accepted)) return context.body(text, status)
  context.header('content-encoding', 'gzip')
  return context.body((await promisify(gzip)(text)) as never, status)
}
