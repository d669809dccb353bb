/** Codes as people type them, and whose booking a text means. */
import { foldSearch } from '#modules/people/contract/rules.ts'

/** Letters and digits that nobody takes for each other. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

export const spell = (bytes: Uint8Array, length: number): string =>
  Array.from({ length }, (_, index) => letters[(bytes[index] ?? 0) % letters.length]).join('')

/** As typed or pasted: blanks, dashes and case do not matter. */
export const plainCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')

/** Whether a text is the code of a booking or the whole name of its holder; a part of a name is nobody's. */
export function isMeant(text: string, booking: { readonly code: string; readonly holderName: string }): boolean {
  const folded = foldSearch(text)
  return plainCode(text) === booking.code || (folded.length >= 2 && folded === foldSearch(booking.holderName))
}
