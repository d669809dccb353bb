/**
 * Messages to devices that a person has allowed (Web Push, RFC 8030, 8291, 8292). The keys that prove us to the browser
 * makers' services are derived from the installation's secret: every server of it has the same, a backup of the secret
 * is a backup of them, and there is nothing more to store.
 */
import { createECDH, createHash } from 'node:crypto'
import webPush from 'web-push'
import type { Scope } from './scope.ts'

export interface PushKeys {
  /** Base64url, as a browser takes it. */
  readonly publicKey: string
  readonly privateKey: string
  /** Tells devices of these keys from those of other ones. */
  readonly mark: string
}

const known = new Map<string, PushKeys>()

export function pushKeys(scope: Pick<Scope, 'sign'>): PushKeys {
  const seed = scope.sign('platform.push', '0')
  const found = known.get(seed)
  if (found !== undefined) return found
  for (let round = 0; ; round++) {
    const privateKey = scope.sign('platform.push', String(round))
    const pair = createECDH('prime256v1')
    try {
      pair.setPrivateKey(Buffer.from(privateKey, 'base64url'))
    } catch {
      // one number in four billion is none of the curve's
      continue
    }
    const publicKey = pair.getPublicKey().toString('base64url')
    const keys = { publicKey, privateKey, mark: createHash('sha256').update(publicKey).digest('base64url').slice(0, 16) }
    known.set(seed, keys)
    return keys
  }
}

export interface PushDevice {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

/** What a lock screen shows. No names of persons: anybody reads a lock screen. */
export interface PushMessage {
  readonly title: string
  readonly body: string
  /** Where a press leads, below our address. */
  readonly path: string
  /** A later message of the same tag takes the place of an earlier one: told twice, it is shown once. */
  readonly tag: string
}

const patienceMs = 10_000
const daySeconds = 86_400

/** `gone`: the device has let go of it, or it was made for other keys; never to be tried again. Throws where trying again may help. */
export async function sendPush(scope: Scope, device: PushDevice, message: PushMessage): Promise<'delivered' | 'gone'> {
  const { publicKey, privateKey } = pushKeys(scope)
  const request = webPush.generateRequestDetails(
    { endpoint: device.endpoint, keys: { p256dh: device.p256dh, auth: device.auth } },
    JSON.stringify(message),
    { vapidDetails: { subject: `mailto:${addressIn(scope.mailFrom)}`, publicKey, privateKey }, TTL: daySeconds, urgency: 'normal' },
  )
  const headers = Object.fromEntries(
    Object.entries(request.headers as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  )
  delete headers['Content-Length']
  const answer = await fetch(request.endpoint, {
    method: request.method,
    headers,
    body: new Uint8Array(request.body ?? Buffer.alloc(0)),
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  })
  await answer.body?.cancel()
  if (answer.ok) return 'delivered'
  // 404 and 410: it was withdrawn. 400, 401 and 403: it is none of ours, or malformed; trying again changes nothing.
  if ([400, 401, 403, 404, 410].includes(answer.status)) return 'gone'
  throw new Error(`the push service answers ${answer.status}`)
}

const addressIn = (mailFrom: string): string => /<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom.trim()
