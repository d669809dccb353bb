/** The body of a request: unpacked, counted and refused where it is too large or cannot be stored. */
import { gunzipSync } from 'node:zlib'
import type { Context } from 'hono'
import { fail } from './errors.ts'

/** PostgreSQL stores every text but these: with a NUL in it, or with half of a letter. */
export function refuseUnstorable(value: unknown, path: string, depth = 0): void {
  if (depth > 100) fail('platform.invalid_input', { fields: [{ path: 'body', expected: 'fewer levels' }] })
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed())
      fail('platform.invalid_input', { fields: [{ path, expected: 'text without NUL and without halves of surrogate pairs' }] })
  } else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      refuseUnstorable(name, path)
      refuseUnstorable(inner, `${path}.${name}`, depth + 1)
    }
  }
}

/** Only an escape can bring such a text in: in the bytes of UTF-8 there is no half of a letter, and JSON allows no NUL. */
const suspicious = /\\u(?:0000|d[89a-f])/i

export async function readJson(context: Context, limit: number): Promise<unknown> {
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/json\b/i.test(type)) fail('platform.unsupported_type', { params: { expected: 'application/json' } })
  const bytes = unpacked(context, await readBytes(context, limit), limit)
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    value = JSON.parse(text)
  } catch (error) {
    fail('platform.unreadable_body', { params: { detail: (error as Error).message } })
  }
  if (suspicious.test(text)) refuseUnstorable(value, 'body')
  return value
}

/** A machine with a day of records to tell packs them. What unfolds to more than the limit is not unfolded. */
function unpacked(context: Context, bytes: Uint8Array, limit: number): Uint8Array {
  const encoding = context.req.header('content-encoding')
  if (encoding === undefined || encoding === 'identity') return bytes
  if (encoding !== 'gzip') fail('platform.unsupported_type', { params: { expected: 'gzip' } })
  try {
    return gunzipSync(bytes, { maxOutputLength: limit })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      fail('platform.too_large', { params: { megabytes: Math.floor(limit / 1_000_000) || 1 } })
    fail('platform.unreadable_body', { params: { detail: (error as Error).message } })
  }
}

export async function readUpload(context: Context, limit: number): Promise<{ name: string; mediaType: string; content: Uint8Array }> {
  const content = await readBytes(context, limit)
  const given = context.req.header('hiroba-file-name')
  let name = 'file'
  try {
    if (given !== undefined)
      name = decodeURIComponent(given)
        .normalize('NFC')
        .replaceAll(/[\p{Cc}/\\]/gu, '_')
        .slice(0, 200)
  } catch {
    // a name that does not decode is no reason to refuse the file
  }
  return { name, mediaType: (context.req.header('content-type') ?? 'application/octet-stream').split(';')[0] ?? '', content }
}

async function readBytes(context: Context, limit: number): Promise<Uint8Array> {
  const announced = Number(context.req.header('content-length') ?? 0)
  const tooLarge = (): never => fail('platform.too_large', { params: { megabytes: Math.floor(limit / 1_000_000) || 1 } })
  if (announced > limit) tooLarge()
  // what says its length is not longer; only the other kind needs counting (and streams of the web cost a twentieth of a create)
  if (announced > 0) return new Uint8Array(await context.req.raw.arrayBuffer())
  const body = context.req.raw.body
  if (body === null) return new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength
    if (size > limit) tooLarge()
    parts.push(part)
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
}
