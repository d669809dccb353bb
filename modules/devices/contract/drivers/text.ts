/** Bytes to text and values. Contracts have no types of the DOM or Node; both have this one. */
import { readError } from './driver.ts'

declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string }
const decoder = new TextDecoder('utf-8', { fatal: true })

/** More than any message of a device has; what is larger is not one. */
const mostBytes = 64 * 1024

export function readText(payload: Uint8Array): string {
  if (payload.length > mostBytes) throw readError('unknown_shape', `${payload.length} bytes`)
  try {
    return decoder.decode(payload)
  } catch {
    throw readError('not_text', 'not UTF-8')
  }
}

export type JsonObject = Readonly<Record<string, unknown>>

export function readJson(payload: Uint8Array): JsonObject {
  const text = readText(payload)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw readError('not_json', text.slice(0, 80))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw readError('unknown_shape', text.slice(0, 80))
  return value as JsonObject
}

/** A number, or a text that is one: `"21.5"` is what templates and old firmware send. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

export const percentOf = (value: unknown): number | undefined => {
  const number = numberOf(value)
  return number === undefined ? undefined : Math.max(0, Math.min(100, Math.round(number)))
}
