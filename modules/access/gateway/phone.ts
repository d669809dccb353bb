/**
 * The code a phone shows to a reader: `H1.<credential>.<seconds, base 36>.<signature>`, signed by the phone's own Ed25519 key
 * over the hub, the credential and the moment. It lives a minute and opens once: a picture of it is worth nothing.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'

const codePattern = /^H1\.([0-9a-f-]{36})\.([0-9a-z]{1,8})\.([\w-]{86})$/
const livesMilliseconds = 60_000
const keys = new Map<string, KeyObject>()

export interface PhoneCode {
  readonly credentialId: string
  readonly seconds: string
  readonly signature: string
}

export function readPhoneCode(token: string): PhoneCode | undefined {
  const [, credentialId, seconds, signature] = codePattern.exec(token) ?? []
  return credentialId === undefined || seconds === undefined || signature === undefined ? undefined : { credentialId, seconds, signature }
}

/** The text that is signed. */
export const phoneText = (hubId: string, code: Pick<PhoneCode, 'credentialId' | 'seconds'>): string =>
  `hiroba-phone\n${hubId}\n${code.credentialId}\n${code.seconds}`

export function isPhoneProven(code: PhoneCode, about: { hubId: string; publicKey: string; now: number }): boolean {
  if (Math.abs(Number.parseInt(code.seconds, 36) * 1_000 - about.now) > livesMilliseconds) return false
  try {
    return verify(null, Buffer.from(phoneText(about.hubId, code)), keyOf(about.publicKey), Buffer.from(code.signature, 'base64url'))
  } catch {
    return false
  }
}

function keyOf(publicKey: string): KeyObject {
  let key = keys.get(publicKey)
  if (key === undefined) {
    const bytes = Buffer.from(publicKey, 'base64url')
    key =
      bytes.length === 32
        ? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' })
        : createPublicKey({ key: bytes, format: 'der', type: 'spki' })
    if (keys.size > 10_000) keys.clear()
    keys.set(publicKey, key)
  }
  return key
}
