import { createHash } from 'node:crypto'
import type { Scope } from '#platform/server/scope.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { deleteGuestsOfBookings, saveGuest } from '../repository.ts'
import { guestKeys, identityOf, type GuestFacts } from '../rules.ts'

type Holder = Pick<BookingRow, 'id' | 'accountId' | 'holderName' | 'holderMail' | 'holderPhone' | 'holderLanguage' | 'startsAt'>

/** The same guest has the same id in a consortium, and another in each other. */
function guestIdOf(consortiumId: string, guest: GuestFacts): string {
  const hex = createHash('sha256')
    .update(`${consortiumId}/${identityOf(guest)}`)
    .digest('hex')
  // the marks of a UUID of one's own making (RFC 9562, version 8)
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}

/** Whoever books without an account is found by the desk from now on. Members are found in people. */
export async function keepGuest(scope: Scope, row: Holder): Promise<void> {
  if (row.accountId !== null || row.holderName === '') return
  const guest = { name: row.holderName, mail: row.holderMail, phone: row.holderPhone }
  await saveGuest(scope, {
    ...guest,
    id: guestIdOf(scope.consortiumId, guest),
    language: row.holderLanguage,
    keys: guestKeys(guest),
    bookingId: row.id,
    lastAt: row.startsAt,
  })
}

/** With the names of their bookings the guests go, and every key that led to them. */
export async function forgetGuests(scope: Scope, bookingIds: readonly string[]): Promise<void> {
  await deleteGuestsOfBookings(scope, bookingIds)
}
