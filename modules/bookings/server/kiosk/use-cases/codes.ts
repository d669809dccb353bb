/** Codes: of a tablet, and of a booking at the entrance. */
import { createHash, randomBytes } from 'node:crypto'
import type { Scope } from '#platform/server/scope.ts'
import { plainCode, spell } from '../rules.ts'

/** A hundred bits in five groups: long enough that nobody guesses it, short enough to type once. */
export function newCode(): string {
  const code = spell(randomBytes(20), 20)
  return code.match(/.{4}/g)?.join('-') ?? code
}

export const hashOfCode = (typed: string): Buffer =>
  createHash('sha256')
    .update(`bookings.kiosk/${plainCode(typed)}`)
    .digest()

/** Six signs that stand in the mail and on the screen of a booking; a signature, so that none need be kept. */
export function bookingCode(scope: Pick<Scope, 'sign' | 'consortiumId'>, bookingId: string): string {
  return spell(Buffer.from(scope.sign('bookings.code', `${scope.consortiumId}/${bookingId}`), 'base64url'), 6)
}
