/**
 * `node hiroba-edge.mjs --server https://hiroba.example.jp --code 4F7K-2M9P` once, `node hiroba-edge.mjs` from then on.
 * Everything it keeps is in one folder; taking that folder to another machine takes the hub along.
 */
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openEdge, type EdgeIdentityFile } from './edge.ts'
import { createEdgeLog } from './log.ts'
import { languageOf, textsOf } from './texts.ts'

declare const EDGE_VERSION: string | undefined
const version = typeof EDGE_VERSION === 'string' ? EDGE_VERSION : 'dev'
const say = textsOf(languageOf(process.env['HIROBA_LANG'] ?? process.env['LC_ALL'] ?? process.env['LANG']))
const note = (text: string) => void process.stderr.write(`${text}\n`)

/**
 * A box under a desk has little memory, and V8 takes what it is given: measured over 4,400 cards 202 MiB without these
 * limits, within 150 with them. The process becomes itself again with them; its number stays.
 */
const memory = ['--max-semi-space-size=2', '--max-old-space-size=128']
const [program, file, ...words] = process.argv
if (
  process.platform !== 'win32' &&
  process.execve !== undefined &&
  !process.execArgv.includes('--max-semi-space-size=2') &&
  program !== undefined &&
  file !== undefined
)
  process.execve(program, [program, ...process.execArgv, '--disable-warning=ExperimentalWarning', ...memory, file, ...words])

process.exitCode = await main()

async function main(): Promise<number> {
  let values
  try {
    ;({ values } = parseArgs({
      options: {
        server: { type: 'string' },
        code: { type: 'string' },
        data: { type: 'string', default: 'hiroba-edge-data' },
        'mqtt-port': { type: 'string', default: '1883' },
        'mqtt-host': { type: 'string', default: '127.0.0.1' },
        'status-port': { type: 'string', default: '8632' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        log: { type: 'string', default: 'info' },
        help: { type: 'boolean', default: false },
      },
    }))
  } catch (error) {
    note(`${(error as Error).message}\n${say.usage}`)
    return 2
  }
  if (values.help) {
    note(say.usage)
    return 0
  }
  const folder = path.resolve(values.data)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'identity.json')
  if (values.code !== undefined && values.server !== undefined) {
    const claimed = await claim(values.server, values.code)
    if (typeof claimed === 'string') {
      note(claimed)
      return 1
    }
    writeFileSync(file, JSON.stringify(claimed), { mode: 0o600 })
    chmodSync(file, 0o600)
    note(say.claimed)
  }
  if (!existsSync(file)) {
    note(`${say.notSetUp}\n${say.usage}`)
    return 2
  }
  const free = hold(path.join(folder, 'running.pid'))
  if (free === undefined) {
    note(say.held)
    return 1
  }
  const edge = await openEdge({
    identity: JSON.parse(readFileSync(file, 'utf8')) as EdgeIdentityFile,
    storeFile: path.join(folder, 'edge.sqlite'),
    mqtt: {
      host: values['mqtt-host'],
      port: Number(values['mqtt-port']),
      tls:
        values['tls-cert'] === undefined || values['tls-key'] === undefined
          ? undefined
          : { certFile: values['tls-cert'], keyFile: values['tls-key'] },
    },
    statusPort: Number(values['status-port']),
    log: createEdgeLog(values.log),
    version,
  })
  note(say.running(edge.mqttUrl, edge.statusUrl))
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  note(say.stopping)
  await edge.close()
  free()
  return 0
}

/** The identity, or why there is none. */
async function claim(server: string, code: string): Promise<EdgeIdentityFile | string> {
  const url = URL.canParse(server) ? new URL(server) : undefined
  const isHere = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url === undefined || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere))) return say.serverWithoutTls
  const serverUrl = url.origin
  const response = await fetch(`${serverUrl}/api/v1/devices/claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
    signal: AbortSignal.timeout(20_000),
  }).catch((error: unknown) => String((error as { cause?: unknown }).cause ?? error))
  if (typeof response === 'string') return response
  if (!response.ok) return say.claimRefused(response.status)
  const device = (await response.json()) as { deviceId: string; hubId: string; kind: string; password: string }
  if (device.kind !== 'edge') return say.claimWrongKind
  const key = await fetch(`${serverUrl}/api/v1/edge/snapshot`, {
    headers: { authorization: `Bearer ${device.deviceId}.${device.password}` },
    signal: AbortSignal.timeout(20_000),
  })
  if (!key.ok) return say.claimRefused(key.status)
  const { publicKey } = (await key.json()) as { publicKey: string }
  return { serverUrl, hubId: device.hubId, deviceId: device.deviceId, password: device.password, publicKey }
}

/** One process a folder: two would send one outbox. Answers how to let go; undefined where another holds it. */
function hold(file: string): (() => void) | undefined {
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    for (let turn = 0; turn < 2; turn++) {
      try {
        linkSync(mine, file)
        return () => rmSync(file, { force: true })
      } catch {
        const holder = Number(readFileSync(file, 'utf8'))
        if (holder !== process.pid && isAlive(holder)) return undefined
        rmSync(file, { force: true })
      }
    }
    return undefined
  } finally {
    rmSync(mine, { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
