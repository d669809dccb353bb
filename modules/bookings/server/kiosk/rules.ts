/** Codes: of a tablet, and of a booking at the entrance. */
import { createHash, randomBytes } from 'node:crypto'
import type { Scope } from '#platform/server/scope.ts'
import { foldSearch } from '#modules/people/contract/rules.ts'

/** Letters and digits that nobody takes for each other. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const spell = (bytes: Uint8Array, length: number): string =>
  Array.from({ length }, (_, index) => letters[(bytes[index] ?? 0) % letters.length]).join('')

/** A hundred bits in five groups: long enough that nobody guesses it, short enough to type once. */
export function newCode(): string {
  const code = spell(randomBytes(20), 20)
  return code.match(/.{4}/g)?.join('-') ?? code
}

/** As typed or pasted: blanks, dashes and case do not matter. */
export const plainCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')

export const hashOfCode = (typed: string): Buffer =>
  createHash('sha256')
    .update(`bookings.kiosk/${plainCode(typed)}`)
    .digest()

/** Six signs that stand in the mail and on the screen of a booking; a signature, so that none need be kept. */
export function bookingCode(scope: Pick<Scope, 'sign' | 'consortiumId'>, bookingId: string): string {
  return spell(Buffer.from(scope.sign('bookings.code', `${scope.consortiumId}/${bookingId}`), 'base64url'), 6)
}

/** Whether a text is the code of a booking or the whole name of its holder; a part of a name is nobody's. */
export function isMeant(text: string, booking: { readonly code: string; readonly holderName: string }): boolean {
  const folded = foldSearch(text)
  return plainCode(text) === booking.code || (folded.length >= 2 && folded === foldSearch(booking.holderName))
}
