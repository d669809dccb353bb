/** What guests are found by. The folding is that of members: width, case, hiragana and blanks do not matter. */
import { foldSearch } from '#modules/people/contract/rules.ts'

export interface GuestFacts {
  readonly name: string
  readonly mail: string | null
  readonly phone: string | null
}

const digitsOf = (phone: string | null): string => (phone ?? '').normalize('NFKC').replaceAll(/\D/g, '')

/** A number of Japan is found by 090… and by +81 90…: the key is written as it is dialled there. */
export function phoneKey(phone: string | null): string {
  const digits = digitsOf(phone)
  const isAbroad = (phone ?? '').normalize('NFKC').trim().startsWith('+81')
  return isAbroad || (digits.startsWith('81') && digits.length >= 11) ? `0${digits.slice(2)}` : digits
}

const mostKey = 254

/**
 * Keys a guest is found by from their beginnings: the whole name, each part of it (so that the given name alone will do),
 * mail and telephone. Names written in kana are found by either kana.
 */
export function guestKeys({ name, mail, phone }: GuestFacts): string[] {
  const parts = name.split(/[\s\u3000]+/).filter((part) => part !== '')
  const keys = [foldSearch(name), ...parts.map(foldSearch), mail?.toLowerCase() ?? '', phoneKey(phone)]
  return [...new Set(keys.map((key) => key.slice(0, mostKey)).filter((key) => key !== ''))].toSorted()
}

/** What makes a guest the same one again: the mail, else the telephone, else the name. */
export function identityOf(guest: GuestFacts): string {
  const digits = digitsOf(guest.phone)
  return guest.mail !== null ? `mail/${guest.mail}` : digits !== '' ? `phone/${digits}` : `name/${foldSearch(guest.name)}`
}

/** What a typed text may be the beginning of: a name or mail as folded, or a telephone number. */
export function soughtKeys(text: string): string[] {
  const folded = foldSearch(text)
  const isNumber = /^[+\d\s()\u30fc\u2010-\u2015\u2212-]+$/.test(text.normalize('NFKC'))
  return [...new Set([folded, ...(isNumber ? [phoneKey(text)] : [])])].filter((key) => key !== '')
}

/** The first text in code point order that no longer begins with `prefix`. */
export function afterPrefix(prefix: string): string {
  const points = Array.from(prefix)
  const last = points.pop()?.codePointAt(0) ?? 0
  // the gap of surrogates holds no letters
  const next = last === 0xd7ff ? 0xe000 : last + 1
  return points.join('') + String.fromCodePoint(Math.min(next, 0x10ffff))
}
