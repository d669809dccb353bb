/** What is kept of a card and a PIN: HMAC-SHA-256 by the hub's key. Another hub, or a stolen table without the key, cannot tell whose it is. */
import { createHmac, type BinaryLike } from 'node:crypto'

/** A card's number as readers write it: `01:16-0A b3` and `01160ab3` are one card. */
export const plainCardId = (id: string): string => id.replaceAll(/[^0-9a-fA-F]/g, '').toLowerCase()

/** `cardKey`: base64, as it stands in the snapshot. Answers base64url, 43 characters. */
export function hashCard(cardKey: string, id: string): string {
  return hash(cardKey, `card\n${plainCardId(id)}`)
}

/** A PIN: digits only, as they were pressed. */
export function hashPin(cardKey: string, code: string): string {
  return hash(cardKey, `pin\n${code.replaceAll(/\D/g, '')}`)
}

const keys = new Map<string, BinaryLike>()

function hash(cardKey: string, text: string): string {
  let key = keys.get(cardKey)
  if (key === undefined) {
    // a process serves the hubs of a town; a key that went is not kept for ever
    if (keys.size > 1_000) keys.clear()
    key = Buffer.from(cardKey, 'base64')
    keys.set(cardKey, key)
  }
  return createHmac('sha256', key).update(text).digest('base64url')
}
