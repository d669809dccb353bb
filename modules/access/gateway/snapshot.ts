/** Whose snapshot is it, and is it the newest? The version never falls, also over a restart: an old one that somebody kept opens nothing. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { SignedSnapshot, Snapshot, SnapshotChanges } from '#modules/access/contract/schemas.ts'
import type { GatewayStore } from './types.ts'

const publicKeys = new Map<string, KeyObject>()

/** The snapshot inside, where the signature over the payload's bytes is of this key; undefined: forged, or no snapshot at all. */
export function openSigned(signed: SignedSnapshot, publicKey: string): Snapshot | undefined {
  const opened = openPayload(signed, publicKey)
  return opened === undefined || 'since' in opened ? undefined : opened
}

/** The same of what changed in one. */
export function openChanges(signed: SignedSnapshot, publicKey: string): SnapshotChanges | undefined {
  const opened = openPayload(signed, publicKey)
  return opened !== undefined && 'since' in opened ? opened : undefined
}

/** The rules after these changes; undefined where they are of another version than is there. */
export function changed(snapshot: Snapshot, changes: SnapshotChanges): Snapshot | undefined {
  const { since, gone, credentials, grants, ...small } = changes
  if (since !== snapshot.version || small.version < since || small.consortiumId !== snapshot.consortiumId || small.hubId !== snapshot.hubId)
    return undefined
  return {
    ...small,
    cardKey: snapshot.cardKey,
    credentials: replaced(snapshot.credentials, credentials, gone.credentials),
    grants: replaced(snapshot.grants, grants, gone.grants),
  }
}

/** In the order of ids, as the server gives them whole: of two rows of one card the order decides. */
function replaced<T extends { readonly id: string }>(before: readonly T[], now: readonly T[], gone: readonly string[]): T[] {
  if (now.length === 0 && gone.length === 0) return before as T[]
  const others = new Set([...gone, ...now.map((one) => one.id)])
  return [...before.filter((one) => !others.has(one.id)), ...now].toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

function openPayload(signed: SignedSnapshot, publicKey: string): Snapshot | SnapshotChanges | undefined {
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
    const opened = JSON.parse(payload.toString('utf8')) as Snapshot | SnapshotChanges
    return opened.v === 1 ? opened : undefined
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
