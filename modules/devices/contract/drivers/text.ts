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

/** Names under which devices send what somebody showed: a card's number, a PIN, a code of a telephone, a finger. */
const secretNames = /pass|pin|code|card|token|secret|uid|idm|finger|face|(^|[^a-z])(id|key|tag|data|user|number|no|value)s?$/i
/** What is measured or counted: a number under another name may be one that was typed. */
const figureNames = /seq|time|^ts$|power|energy|total|volt|ampere|current|temp|humid|press|lux|illum|co2|rssi|lqi|quality|battery|percent/i
/** A number of a card written in any way: hexadecimal, in pairs with colons, or decimal. */
const cardNumber = /[0-9a-f]{2}(?:[:. -]?[0-9a-f]{2}){3,}[0-9a-f]?|[0-9a-f]{7,}|\d{4,}/gi
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const fewDigits = 1_000

/**
 * A message that could not be used, as it may be kept and shown: whatever somebody showed at a door is blanked, as the raw
 * number of a card opens doors elsewhere. Its shape stays, so that an engineer sees why it was not read.
 */
export function withoutSecrets(payload: Uint8Array | string): string {
  let text: string
  try {
    text = typeof payload === 'string' ? payload : decoder.decode(payload)
  } catch {
    return `(${payload.length} bytes that are no text)`
  }
  try {
    return JSON.stringify(blanked(JSON.parse(text), ''))
  } catch {
    return text.replace(cardNumber, '*')
  }
}

const isByte = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255

function blanked(value: unknown, name: string): unknown {
  // the bytes of a card, one by one
  if (Array.isArray(value)) return value.length >= 4 && value.every(isByte) ? '*' : value.map((one) => blanked(one, name))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [uuid.test(key) ? key : key.replace(cardNumber, '*'), blanked(one, wordsOf(key))]),
    )
  if (typeof value === 'string') {
    if (uuid.test(value) || value === '') return value
    return secretNames.test(name) ? '*' : value.replace(cardNumber, '*')
  }
  if (typeof value !== 'number') return value
  if (figureNames.test(name)) return value
  return secretNames.test(name) || Math.abs(value) >= fewDigits ? '*' : value
}

/** `cardNumber` is a card's number like `card_number`. */
const wordsOf = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
