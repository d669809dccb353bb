/** Keys and secrets that are made of the installation's secret instead of being stored. */
import { createHash, createPrivateKey, createPublicKey, sign as signBytes, type KeyObject } from 'node:crypto'
import type { Scope } from '#platform/server/scope.ts'
import type { SignedSnapshot, Snapshot, SnapshotChanges } from '../../contract/schemas.ts'

type Signer = Pick<Scope, 'sign' | 'consortiumId'>

/** The key of a hub under which cards and PINs are hashed. Base64. */
export const cardKeyOf = (scope: Signer, hubId: string): string =>
  Buffer.from(scope.sign('access.cards', `${scope.consortiumId}/${hubId}`), 'base64url').toString('base64')

/** The PIN of a subject, the `number`-th that can be made for it: six digits, made again whenever it is shown. */
export function pinOf(scope: Signer, of: { hubId: string; subjectId: string; number: number }): string {
  const bytes = Buffer.from(scope.sign('access.pin', `${scope.consortiumId}/${of.hubId}/${of.subjectId}/${of.number}`), 'base64url')
  return String(bytes.readBigUInt64BE(0) % 1_000_000n).padStart(6, '0')
}

/** What the QR at a door says behind #. */
export const doorSecretOf = (scope: Signer, door: { id: string; qrNumber: number }): string =>
  scope.sign('access.door', `${scope.consortiumId}/${door.id}/${door.qrNumber}`)

/** What a visitor's link says behind #. */
export const visitLinkOf = (scope: Signer, visitId: string): string => scope.sign('access.visit', `${scope.consortiumId}/${visitId}`)

/** PKCS #8 around the 32 bytes of an Ed25519 key. */
const keyHead = Buffer.from('302e020100300506032b657004220420', 'hex')
const keys = new Map<string, { readonly key: KeyObject; readonly publicKey: string; readonly keyId: string }>()

/** The key of the installation that snapshots are signed by: HMAC-SHA256 of its secret, so that no copy of it lies about. */
function signingKeyOf(scope: Signer) {
  const seed = Buffer.from(scope.sign('access.snapshot', 'ed25519 1'), 'base64url')
  const name = createHash('sha256').update(seed).digest('base64url')
  let known = keys.get(name)
  if (known === undefined) {
    const key = createPrivateKey({ key: Buffer.concat([keyHead, seed]), format: 'der', type: 'pkcs8' })
    const publicKey = createPublicKey(key).export({ format: 'pem', type: 'spki' })
    known = { key, publicKey, keyId: createHash('sha256').update(publicKey).digest('base64url').slice(0, 16) }
    keys.set(name, known)
  }
  return known
}

/** PEM, SPKI: what an edge is given when it is claimed. */
export const snapshotPublicKey = (scope: Signer): string => signingKeyOf(scope).publicKey

export function signSnapshot(scope: Signer, snapshot: Snapshot | SnapshotChanges): SignedSnapshot {
  const { key, keyId } = signingKeyOf(scope)
  const payload = Buffer.from(JSON.stringify(snapshot))
  return { payload: payload.toString('base64url'), signature: signBytes(null, payload, key).toString('base64url'), keyId }
}
