/**
 * A request to an address that a person typed, as that of a lock on the hub's network. It reaches neither this machine nor what
 * a cloud keeps for its machines alone: the address that is connected to is looked at, whatever its name said a moment before.
 * Redirections are not followed.
 */
import { lookup, type LookupAddress } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net'

const forbidden = new BlockList()
forbidden.addSubnet('127.0.0.0', 8)
forbidden.addSubnet('0.0.0.0', 8)
// link-local, and there what a cloud tells its machines (169.254.169.254)
forbidden.addSubnet('169.254.0.0', 16)
forbidden.addAddress('::1', 'ipv6')
forbidden.addAddress('::', 'ipv6')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addAddress('fd00:ec2::254', 'ipv6')
// IPv4 inside IPv6 (RFC 6052)
forbidden.addSubnet('64:ff9b::', 96, 'ipv6')

/** Of an address in figures; a name is looked at when it is resolved. */
export function isForbiddenAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '')
  return isIPv4(bare) ? forbidden.check(bare, 'ipv4') : isIPv6(bare) && forbidden.check(bare, 'ipv6')
}

/** By what stands in it, before any name is resolved. */
export function isForbiddenHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return name === '' || name === 'localhost' || name.endsWith('.localhost') || isForbiddenAddress(name)
}

const refused = (host: string): Error =>
  Object.assign(new Error(`${host} is no address of another machine`), { code: 'ERR_FORBIDDEN_ADDRESS' })

const carefulLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? []
    if (error !== null || first === undefined) return done(error ?? refused(hostname), '', 0)
    if (addresses.some(({ address }) => isForbiddenAddress(address))) return done(refused(hostname), '', 0)
    if (options.all === true) return done(null, addresses)
    return done(null, first.address, first.family)
  })
}

export interface OutboundCall {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Resolves with the status; rejects where there is no answer within five seconds, or the address is none to call. */
export function callOut(call: OutboundCall, { milliseconds = 5_000 } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = new URL(call.url)
    if (isForbiddenHost(url.hostname)) {
      reject(refused(url.hostname))
      return
    }
    const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(
      url,
      { method: call.method, headers: { ...call.headers }, lookup: carefulLookup, signal: AbortSignal.timeout(milliseconds), agent: false },
      (response) => {
        response.destroy()
        resolve(response.statusCode ?? 0)
      },
    )
    request.on('error', reject)
    request.end(call.body)
  })
}
