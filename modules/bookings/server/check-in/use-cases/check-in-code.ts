/** What the holder shows at the entrance: the booking and a signature over it, so that nothing need be stored. */
import { timingSafeEqual } from 'node:crypto'
import type { Scope } from '#platform/server/scope.ts'
import { isActiveStatus } from '../../../contract/rules.ts'
import type { BookingRow } from '../../booking/repository.ts'

/** Half of the signature is plenty for a code that works for one booking at one hub, and keeps the picture coarse. */
const signLength = 22

type Coded = Pick<BookingRow, 'id' | 'linkNumber'>

const signOf = (scope: Scope, row: Coded): string =>
  scope.sign('bookings.checkIn', `${scope.consortiumId}/${row.id}/${row.linkNumber}`).slice(0, signLength)

/** `<booking>.<signature>`; null for a booking that nobody can come to. */
export function checkInCodeOf(scope: Scope, row: Coded & Pick<BookingRow, 'status' | 'endsAt'>): string | null {
  const isUsable = isActiveStatus(row.status) && row.status === 'confirmed' && Temporal.Instant.compare(row.endsAt, scope.clock.now()) > 0
  return isUsable ? `${row.id}.${signOf(scope, row)}` : null
}

/** The booking that a code names; with its row, only where the signature is right. Codes are read as scanners give them. */
export function readCheckInCode(code: string, proof?: { scope: Scope; row: Coded }): string | undefined {
  const match = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{22})$/.exec(code.trim())
  if (match === null) return undefined
  const [, id, sign] = match as unknown as [string, string, string]
  if (proof === undefined) return id
  const wanted = Buffer.from(signOf(proof.scope, proof.row))
  const given = Buffer.from(sign)
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? id : undefined
}
