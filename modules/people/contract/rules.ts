/**
 * Japanese names, readings, telephone and corporate numbers: how they may be typed and how they are kept.
 * Browser and server fold alike, so that a form can show at once what will be stored.
 */

const longVowel = String.fromCharCode(0x30fc)

/** A small letter stands right before its large one, but for the small ka and ke. */
function enlarge(letter: string): string {
  const code = letter.charCodeAt(0)
  return String.fromCharCode(code === 0x30f5 ? 0x30ab : code === 0x30f6 ? 0x30b1 : code + 1)
}

function hiraganaToKatakana(text: string): string {
  return text.replaceAll(/[ぁ-ゖゝゞ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60))
}

/**
 * A reading in full-width katakana from hiragana, half-width or full-width katakana; undefined where other letters are in it.
 * Readings may be folded by NFKC, names themselves never: 髙 and 高 are two people.
 */
export function foldKana(text: string): string | undefined {
  const folded = hiraganaToKatakana(text.normalize('NFKC'))
    .replaceAll(/[‐‑–—―−ｰ-]/g, longVowel)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return /^[ァ-ヺー・ヽヾ ]+$/.test(folded) ? folded : undefined
}

/**
 * The order of the syllabary as text that sorts by code point: size and voicing of a letter count only between equal readings.
 * Without a reading the name itself, after all readings.
 */
export function sortKeyOf(person: {
  readonly familyKana?: string | null
  readonly givenKana?: string | null
  readonly familyName: string
  readonly givenName: string
}): string {
  const kana = [person.familyKana ?? '', person.givenKana ?? ''].join(' ').trim()
  if (kana === '') return `\uE000${foldSearch(person.familyName)} ${foldSearch(person.givenName)}`
  return kanaSortKey(kana)
}

export function kanaSortKey(kana: string): string {
  const plain = kana
    .normalize('NFD')
    .replaceAll(/[\u3099\u309a]/g, '')
    .replaceAll(/[ァィゥェォッャュョヮヵヶ]/g, enlarge)
    .replaceAll(/[ー・]/g, '')
  return `${plain}\u0001${kana}`
}

/** Folded for searching: width, case, hiragana and blanks do not matter. */
export function foldSearch(text: string): string {
  return hiraganaToKatakana(text.normalize('NFKC').toLowerCase()).replaceAll(/\s+/g, '')
}

/** A number of Japan is found by 090… and by +81 90…: the key is written as it is dialled there. */
export function phoneKey(phone: string | null): string {
  const written = (phone ?? '').normalize('NFKC')
  const digits = written.replaceAll(/\D/g, '')
  const isAbroad = written.trim().startsWith('+81')
  return isAbroad || (digits.startsWith('81') && digits.length >= 11) ? `0${digits.slice(2)}` : digits
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

export interface Searched {
  readonly familyName: string
  readonly givenName: string
  readonly familyKana?: string | null
  readonly givenKana?: string | null
  readonly latinName?: string | null
  readonly displayName?: string | null
  readonly phone?: string | null
}

/** One text that holds whatever a person may be searched by; the mail is searched in its own column. */
export function searchTextOf(person: Searched): string {
  const phone = person.phone == null ? '' : `${person.phone} ${formatPhone(person.phone).replaceAll(/\D/g, '')}`
  return [
    person.familyName + person.givenName,
    (person.familyKana ?? '') + (person.givenKana ?? ''),
    person.latinName ?? '',
    person.displayName ?? '',
    phone,
  ]
    .map(foldSearch)
    .filter((part) => part !== '')
    .join('\n')
}

/**
 * E.164 from a number as it is typed in Japan (full-width digits, hyphens, brackets) or with `+`; undefined where it cannot be one.
 * Lengths: 060/070/080/090/050 and 0800 have 11 digits, others 10.
 */
export function foldPhone(text: string): string | undefined {
  const folded = text.normalize('NFKC').replaceAll(/[\s()‐‑–—―−ー.-]/g, '')
  if (/^\+[1-9]\d{6,14}$/.test(folded)) return folded.startsWith('+810') ? undefined : folded
  if (!/^0[1-9]\d+$/.test(folded)) return undefined
  const length = /^0(?:[56789]0|800)/.test(folded) ? 11 : 10
  return folded.length === length ? `+81${folded.slice(1)}` : undefined
}

/** A stored number as it is read in Japan: `090-1234-5678`; numbers of other countries as they are. */
export function formatPhone(phone: string): string {
  if (!phone.startsWith('+81')) return phone
  const digits = `0${phone.slice(3)}`
  return digits.length === 11 && !digits.startsWith('0800') ? `${digits.slice(0, 3)}-${digits.slice(3, 7)}-${digits.slice(7)}` : digits
}

/** Check digit of a 法人番号: 9 − (Σ Pn·Qn mod 9), the digits counted from the right, Q 1 and 2 by turns. */
export function hasCorporateCheckDigit(number: string): boolean {
  if (!/^[1-9]\d{12}$/.test(number)) return false
  const base = number.slice(1).split('').map(Number).toReversed()
  const sum = base.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 2), 0)
  return Number(number[0]) === 9 - (sum % 9)
}

/** The digits of a 法人番号 or `T` number as typed: full-width, with blanks or hyphens. */
export function foldNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s‐‑–—―−ー-]/g, '')
    .toUpperCase()
}

/** `〒123-4567` as seven digits. */
export const foldPostalCode = (text: string): string => foldNumber(text.replaceAll('〒', ''))

/** What a person is called on screens: 通称 where there is one. */
export function displayNameOf(person: {
  readonly displayName?: string | null
  readonly familyName: string
  readonly givenName: string
}): string {
  return person.displayName ?? `${person.familyName} ${person.givenName}`.trim()
}
