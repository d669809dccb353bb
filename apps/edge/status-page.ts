/** What is going on at this machine, for whoever stands before it: `http://127.0.0.1:8632`, never on the network. */
import { createServer, type Server } from 'node:http'
import type { GatewayState } from '#modules/access/gateway/index.ts'
import type { UplinkState } from './uplink.ts'
import { languageOf, textsOf, type EdgeLanguage } from './texts.ts'

interface EvacuationPerson {
  readonly subjectId: string
  readonly name: string
  readonly space: string | null
  readonly since: string
  /** Who came in together on one card. */
  readonly people?: number
}

export interface EvacuationKept {
  readonly madeAt: string
  readonly people: readonly EvacuationPerson[]
  /** Closed by the rule of the night and not seen since; not in lists of an earlier server. */
  readonly mayBeIn?: readonly EvacuationPerson[]
  readonly unknown: number
  /** Recorded here after it was made. */
  readonly entered: number
  readonly left: number
}

export interface EdgeStatus {
  readonly version: string
  readonly zone: string
  readonly uplink: UplinkState
  readonly gateway: GatewayState
  readonly waiting: number
  readonly clock: { readonly isSynced: boolean; readonly isTrusted: boolean; readonly drift: number | null; readonly now: number }
  readonly evacuation: EvacuationKept | null
}

export function openStatusPage(port: number, read: () => EdgeStatus): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    // a page of the web that points its name at this machine is not at this machine
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    if (request.method !== 'GET' || !['127.0.0.1', 'localhost', '[::1]'].includes(host)) {
      response.writeHead(404).end()
      return
    }
    const url = new URL(request.url ?? '/', 'http://localhost')
    const language = languageOf(url.searchParams.get('lang') ?? request.headers['accept-language'])
    const headers = {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    }
    const status = read()
    if (url.pathname === '/status.json')
      response
        .writeHead(200, { ...headers, 'content-type': 'application/json' })
        // names stay on the page: a program that watches the machine needs none
        .end(JSON.stringify({ ...status, gateway: { ...status.gateway, locks: [...status.gateway.locks] }, evacuation: undefined }))
    else if (url.pathname === '/evacuation')
      response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(evacuationPage(status, language))
    else if (url.pathname === '/')
      response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(statusPage(status, language))
    else response.writeHead(404, headers).end()
  })
  return listen(server, port)
}

function listen(server: Server, port: number): Promise<{ readonly url: string; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const taken = address !== null && typeof address === 'object' ? address.port : port
      resolve({
        url: `http://127.0.0.1:${taken}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
  })
}

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`)

function timeIn(zone: string, language: EdgeLanguage): (at: number | string | null) => string {
  const format = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'medium',
  })
  return (at) => (at === null ? textsOf(language).never : format.format(new Date(at)))
}

const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,"Noto Sans JP",sans-serif;margin:2rem auto;max-width:46rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0}
dt{opacity:.75}dd{margin:0}table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.35rem .5rem;border-block-end:1px solid #8886}
.bad{font-weight:700}.box{display:inline-block;width:1.1rem;height:1.1rem;border:1px solid currentColor}
@media(max-width:30rem){dl{grid-template-columns:1fr}dt{margin-block-start:.4rem}}@media print{a,.refresh{display:none}}`

function page(title: string, language: EdgeLanguage, body: string, refreshSeconds?: number): string {
  const refresh = refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}<title>${escape(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`
}

function statusPage(status: EdgeStatus, language: EdgeLanguage): string {
  const say = textsOf(language)
  const time = timeIn(status.zone, language)
  const { uplink, gateway, clock } = status
  const row = (name: string, value: string, isBad = false) =>
    `<dt>${escape(name)}</dt><dd${isBad ? ' class="bad"' : ''}>${escape(value)}</dd>`
  const rules =
    gateway.snapshot === null
      ? `<p class="bad">${escape(say.noRules)}</p>`
      : `<dl>${row(say.version, String(gateway.snapshot.version))}${row(say.issued, time(gateway.snapshot.issuedAt))}${row(say.validUntil, time(gateway.snapshot.notAfter), gateway.snapshot.isTooOld)}${row(say.counts, [gateway.snapshot.doors, gateway.snapshot.devices, gateway.snapshot.credentials, gateway.snapshot.grants].join(' / '))}</dl>${gateway.snapshot.isTooOld ? `<p class="bad">${escape(say.tooOld)}</p>` : ''}`
  const clockText = clock.isSynced ? say.clockSynced : clock.isTrusted ? say.clockOwn : say.clockUnknown
  const locks = [...gateway.locks]
    .map(([id, lock]) => `<tr><td>${escape(id)}</td><td>${escape(say.states[lock.state])}</td><td>${escape(time(lock.at))}</td></tr>`)
    .join('')
  return page(
    say.title,
    language,
    `<h1>${escape(say.title)}</h1>
<h2>${escape(say.connection)}</h2><p class="${uplink.isConnected ? '' : 'bad'}">${escape(uplink.isConnected ? say.connected : say.disconnected)}</p>
<dl>${row(say.since, time(uplink.since))}${row(say.lastWord, time(uplink.lastWordAt))}${uplink.lastFailure === null ? '' : row(say.reason, uplink.lastFailure)}${row(say.waiting, status.waiting === 0 ? say.waitingNone : say.items(status.waiting))}</dl>
<h2>${escape(say.rules)}</h2>${rules}
<h2>${escape(say.clock)}</h2><p class="${clock.isTrusted ? '' : 'bad'}">${escape(`${time(clock.now)} ${clockText}`)}</p>${clock.drift === null ? '' : `<p>${escape(say.drift(clock.drift))}</p>`}
<h2>${escape(say.decisions)}</h2><p>${escape(`${say.opened(gateway.decisions.opened)} / ${say.refused(gateway.decisions.refused)}`)}</p>
${locks === '' ? '' : `<h2>${escape(say.locks)}</h2><table><thead><tr><th scope="col">${escape(say.lock)}</th><th scope="col">${escape(say.state)}</th><th scope="col">${escape(say.since)}</th></tr></thead><tbody>${locks}</tbody></table>`}
<h2><a href="/evacuation?lang=${language}">${escape(say.evacuation)}</a></h2>
<p>${escape(status.evacuation === null ? say.evacuationNone : say.people(status.evacuation.people.length))}</p>
<p class="refresh"><small>${escape(say.updated)} <a href="/?lang=ja" lang="ja">${textsOf('ja').languageName}</a> <a href="/?lang=en" lang="en">${textsOf('en').languageName}</a> ${escape(status.version)}</small></p>`,
    15,
  )
}

/** To be taken along, so nothing but the list: one line a person and a box to tick. */
function evacuationPage(status: EdgeStatus, language: EdgeLanguage): string {
  const say = textsOf(language)
  const time = timeIn(status.zone, language)
  const list = status.evacuation
  const table = (people: EvacuationKept['people']): string =>
    `<table><thead><tr><th scope="col">${escape(say.checked)}</th><th scope="col">${escape(say.name)}</th><th scope="col">${escape(say.place)}</th><th scope="col">${escape(say.entered)}</th></tr></thead><tbody>${people
      .map(
        (one) =>
          `<tr><td><span class="box"></span></td><td>${escape((one.people ?? 1) > 1 ? `${one.name} ×${one.people}` : one.name)}</td><td>${escape(one.space ?? '')}</td><td>${escape(time(one.since))}</td></tr>`,
      )
      .join('')}</tbody></table>`
  const mayBeIn = list?.mayBeIn ?? []
  const body =
    list === null
      ? `<p class="bad">${escape(say.evacuationNone)}</p>`
      : `<p>${escape(say.evacuationAt(time(list.madeAt)))} ${escape(say.people(list.people.length))}</p>
<p>${escape(say.evacuationSince(list.entered, list.left))}${list.unknown === 0 ? '' : ` ${escape(say.evacuationUnknown(list.unknown))}`}</p>
${table(list.people)}${mayBeIn.length === 0 ? '' : `<h2>${escape(say.evacuationMayBeIn)}</h2>${table(mayBeIn)}`}`
  return page(say.evacuation, language, `<h1>${escape(say.evacuation)}</h1>${body}`)
}
