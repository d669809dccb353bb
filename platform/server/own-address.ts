/**
 * Under which names the installation answers. A page of a stranger can make its own name lead to this machine (DNS
 * rebinding); the browser then takes that page for one of ours, and only the `Host` header tells. So what was asked
 * under a name that is not ours is not answered, and changes come from pages of our own address alone.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import { chooseLanguage } from '#platform/contract/texts.ts'
import type { Problem } from '#platform/contract/errors.ts'
import type { Texts } from './texts.ts'

export interface OwnAddress {
  /** `https://hub.example.jp`: what people are told to open. */
  readonly publicUrl: string
  /** Whether a request may name this host. Names of this machine always may: no page elsewhere can bear one. */
  isOwnHost(host: string): boolean
  /** Whether a page of this origin, which asked this host, is ours. */
  isOwnOrigin(origin: string, host: string): boolean
}

export function ownAddressOf(publicUrl: string): OwnAddress {
  const own = new URL(publicUrl)
  // ports are left to the network: tunnels and containers change them, and no rebinding does
  const isOwnHost = (host: string) => {
    const name = hostNameOf(host)
    return name !== undefined && (name === own.hostname || isLoopbackName(name))
  }
  return {
    publicUrl,
    isOwnHost,
    isOwnOrigin(origin, host) {
      if (origin === own.origin) return true
      // without a public address of its own, the installation is for this machine, by whichever of its names
      if (!isLoopbackName(own.hostname)) return false
      const asked = URL.parse(origin)
      return asked !== null && isLoopbackName(asked.hostname) && asked.host === host && isOwnHost(host)
    },
  }
}

export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || name === '::1' || /^127\.\d+\.\d+\.\d+$/.test(name)
}

/** As a browser would write it: small letters, numbers as numbers; undefined where it is no host at all. */
function hostNameOf(host: string): string | undefined {
  const url = URL.parse(`http://${host}/`)
  return url === null || url.username !== '' || url.pathname !== '/' || url.search !== '' ? undefined : url.hostname
}

export function hostOf(context: Context): string {
  return context.req.header('host') ?? new URL(context.req.url).host
}

/** Probes of containers ask by the address of the machine, and learn nothing but that it runs. */
const answeredAnywhere = new Set(['/healthz', '/readyz'])

export function refuseForeignHost(address: OwnAddress, texts: Texts): MiddlewareHandler {
  return async (context, next) => {
    if (answeredAnywhere.has(context.req.path) || address.isOwnHost(hostOf(context))) return next()
    return answerWrongAddress(context, address, texts)
  }
}

/** To a program as a problem, to a person as a page that leads to the right address. */
export function answerWrongAddress(context: Context, { publicUrl }: OwnAddress, texts: Texts): Response | Promise<Response> {
  const language = chooseLanguage(context.req.header('accept-language'))
  const detail = texts.error(language, 'platform.wrong_address', { address: publicUrl })
  const headers = { 'cache-control': 'no-store', 'content-language': language }
  if (!context.req.path.startsWith('/api/') && context.req.header('accept')?.includes('text/html') === true) {
    const title = texts.say(language, 'platform', 'public.wrongAddressTitle')
    return context.html(
      html`<!doctype html>
        <html lang="${language}">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width" />
            <title>${title}</title>
          </head>
          <body>
            <h1>${title}</h1>
            <p>${detail}</p>
            <p><a href="${publicUrl}">${publicUrl}</a></p>
            <p>${texts.say(language, 'platform', 'public.wrongAddressOperator')}</p>
          </body>
        </html>`,
      403,
      headers,
    )
  }
  const code = 'platform.wrong_address'
  const problem: Problem = {
    type: `urn:hiroba:problem:${code}`,
    title: code,
    status: 403,
    detail,
    code,
    params: { address: publicUrl },
    requestId: '',
  }
  return context.body(JSON.stringify(problem), 403, { ...headers, 'content-type': 'application/problem+json' })
}
