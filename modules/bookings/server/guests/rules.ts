/** What guests are found by. The folding is that of members: width, case, hiragana and blanks do not matter. */
import { foldSearch, phoneKey } from '#modules/people/contract/rules.ts'

export interface GuestFacts {
  readonly name: string
  readonly mail: string | null
  readonly phone: string | null
}

const digitsOf = (phone: string | null): string => (phone ?? '').normalize('NFKC').replaceAll(/\D/g, '')

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
