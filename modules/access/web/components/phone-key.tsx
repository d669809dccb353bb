/**
 * This telephone as a key: Ed25519, made here and never able to leave; only its other half is told. The code that is shown to
 * a reader is signed for one hub and one moment, so that a picture of it is worth nothing a minute later.
 */
export interface PhoneKey {
  readonly credentialId: string
  readonly privateKey: CryptoKey
}

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** Undefined where the browser cannot, or the page is not served safely. */
export async function makePhoneKey(): Promise<{ privateKey: CryptoKey; publicKey: string } | undefined> {
  try {
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    return { privateKey: pair.privateKey, publicKey: base64url(await crypto.subtle.exportKey('raw', pair.publicKey)) }
  } catch {
    return undefined
  }
}

/** As `access/gateway/phone.ts` reads it. */
export async function signPhoneCode({ credentialId, privateKey }: PhoneKey, hubId: string, now: number): Promise<string> {
  const seconds = Math.floor(now / 1_000).toString(36)
  const text = `hiroba-phone\n${hubId}\n${credentialId}\n${seconds}`
  const signature = await crypto.subtle.sign('Ed25519', privateKey, new TextEncoder().encode(text))
  return `H1.${credentialId}.${seconds}.${base64url(signature)}`
}

const store = 'key'
function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('hiroba-phone', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('indexedDB'))
  })
}
function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('indexedDB'))
  })
}

/** One key an account on this telephone. */
export async function keepPhoneKey(accountId: string, key: PhoneKey): Promise<void> {
  const database = await open()
  await done(database.transaction(store, 'readwrite').objectStore(store).put(key, accountId))
  database.close()
}
export async function readPhoneKey(accountId: string): Promise<PhoneKey | null> {
  try {
    const database = await open()
    const key = (await done(database.transaction(store).objectStore(store).get(accountId))) as PhoneKey | undefined
    database.close()
    return key ?? null
  } catch {
    return null
  }
}
