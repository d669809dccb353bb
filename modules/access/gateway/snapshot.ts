/** Whose snapshot is it, and is it the newest? The version never falls, also over a restart: an old one that somebody kept opens nothing. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { SignedSnapshot, Snapshot } from '#modules/access/contract/schemas.ts'
import type { GatewayStore } from './types.ts'

const publicKeys = new Map<string, KeyObject>()

/** The snapshot inside, where the signature over the payload's bytes is of this key; undefined: forged, or no snapshot at all. */
export function openSigned(signed: SignedSnapshot, publicKey: string): Snapshot | undefined {
  try {
    let key = publicKeys.get(publicKey)
    if (key === undefined) {
      key = createPublicKey(publicKey)
      if (publicKeys.size > 1_000) publicKeys.clear()
      publicKeys.set(publicKey, key)
    }
    if (key.asymmetricKeyType !== 'ed25519') return undefined
    const payload = Buffer.from(signed.payload, 'base64url')
    if (!verify(null, payload, key, Buffer.from(signed.signature, 'base64url'))) return undefined
    const snapshot = JSON.parse(payload.toString('utf8')) as Snapshot
    return snapshot.v === 1 ? snapshot : undefined
  } catch {
    return undefined
  }
}

const versionKey = 'snapshot:version'

export async function newestVersion(store: GatewayStore): Promise<number> {
  const kept = (await store.entries(versionKey)).find(([key]) => key === versionKey)
  return kept === undefined ? 0 : Number(kept[1])
}

export async function keepVersion(store: GatewayStore, version: number): Promise<void> {
  await store.put(versionKey, String(version))
}
