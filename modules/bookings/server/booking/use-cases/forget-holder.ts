/** What is held about a person: told, and forgotten. Ids and times stay for the records of the hub; names go. */
import type { PersonalData } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { forgetGuests } from '../../guests/use-cases/keep-guest.ts'
import { blankAddressees } from '../../payment/repository.ts'
import { whyNotCancel } from '../../rules.ts'
import { presentDeskBooking, withPlaces } from '../presenter.ts'
import { listBookingsHeldBy, lockBooking, updateBooking, type HolderRef } from '../repository.ts'
import { cancel } from './cancel-booking.ts'

/** Everything, the desk's notes too: what is written about a person is theirs to read. */
export async function collectBookings(scope: Scope, holder: HolderRef): Promise<unknown> {
  const placed = await withPlaces(scope, await listBookingsHeldBy(scope, holder))
  return placed.map((one) => ({ ...presentDeskBooking(scope, one), consentedAt: one.row.consentedAt?.toString() ?? null }))
}

/** Coming bookings are cancelled, since nobody would be told about them any more; then all names, addresses and texts go. */
export async function forgetHolder(scope: Scope, holder: HolderRef): Promise<void> {
  await forgetBookings(scope, await listBookingsHeldBy(scope, holder))
}

/** All of one holder: with them goes what the desk finds them by. */
export async function forgetBookings(scope: Scope, held: readonly { readonly id: string }[]): Promise<void> {
  for (const { id } of held) {
    const row = await lockBooking(scope, id)
    if (row === undefined) continue
    const isComing = row.status !== 'cancelled' && whyNotCancel(row, scope.clock.now().epochMilliseconds, true) === undefined
    const after = isComing ? await cancel(scope, { ...row, holderMail: null }, { reason: undefined, isDesk: true }) : row
    await updateBooking(scope, after, {
      holderName: '',
      holderMail: null,
      holderPhone: null,
      purpose: '',
      note: '',
      forgottenAt: scope.clock.now(),
    })
  }
  await blankAddressees(
    scope,
    held.map((row) => row.id),
  )
  await forgetGuests(
    scope,
    held.map((row) => row.id),
  )
}

export const ownBookings: PersonalData = {
  section: 'bookings',
  collect: (scope, accountId) => collectBookings(scope, { accountId }),
  forget: (scope, accountId) => forgetHolder(scope, { accountId }),
}
