/** The secret of the link to a guest's records. */
import { timingSafeEqual } from 'node:crypto'

interface Signer {
  readonly consortiumId: string
  sign(purpose: string, text: string): string
}

export const recordsHours = 24

/**
 * A signature over the address itself and the end of its day, so that nothing is stored: once the address is forgotten or
 * corrected, the link is void. Only the mail to that address holds it; the desk cannot read it there.
 */
export function recordsToken(scope: Signer, booking: { id: string; mail: string }, expiresSeconds: number): string {
  return `${expiresSeconds}-${scope.sign('bookings.records', `${scope.consortiumId}/${booking.id}/${expiresSeconds}/${booking.mail}`)}`
}

/** Until when the link holds, in seconds; undefined where it does not. */
export function readRecordsToken(
  scope: Signer,
  booking: { id: string; mail: string },
  token: string,
  nowSeconds: number,
): number | undefined {
  const expires = Number(/^(\d{10})-/.exec(token)?.[1] ?? 0)
  if (expires <= nowSeconds) return undefined
  const [given, wanted] = [Buffer.from(token), Buffer.from(recordsToken(scope, booking, expires))]
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? expires : undefined
}
