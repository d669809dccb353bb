import type { Scope } from '#platform/server/scope.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { deleteGuestsOfBookings, saveGuest } from '../repository.ts'
import { guestIdOf, guestKeys } from '../rules.ts'

type Holder = Pick<BookingRow, 'id' | 'accountId' | 'holderName' | 'holderMail' | 'holderPhone' | 'holderLanguage' | 'startsAt'>

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
