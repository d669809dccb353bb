import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { held } from '../../../contract/events.ts'
import type { BookAsGuestBody } from '../../../contract/schemas.ts'
import { lapseWhenDue, tellHolder } from './tell-holder.ts'
import { mostUnitsOfGuest, wishOf } from '../../rules.ts'
import type { PlacedBooking } from '../presenter.ts'
import { findOpenHolds, lockHolds } from '../repository.ts'
import { decideWish } from './decide-wish.ts'
import { placeBooking } from './place-booking.ts'
import { factOf } from './record-fact.ts'

const fail = failOf(bookingsErrors)

/** So many places may one mail address keep from others without ever having answered. */
const mostOpenHolds = 3
/** And so many seats or pieces, all its holds together; a whole space counts as one. */
const mostHeldUnits = 8

/** A stranger books: the place is held, and theirs once they open the link of the mail. */
export async function bookAsGuest(scope: Scope, hubKey: string, body: BookAsGuestBody): Promise<PlacedBooking> {
  const { guest } = body
  await lockHolds(scope, guest.mail)
  const open = await findOpenHolds(scope, guest.mail)
  if (open.holds >= mostOpenHolds) fail('bookings.too_many_holds', { params: { count: open.holds } })
  const wish = await decideWish(scope, wishOf(body), { hub: hubKey, mostUnits: mostUnitsOfGuest })
  if (open.units + (wish.choice.kind === 'space' ? 1 : wish.choice.count) > mostHeldUnits)
    fail('bookings.too_many_holds', { params: { count: open.holds } })
  const row = await placeBooking(scope, wish, {
    holder: { accountId: null, name: guest.name, mail: guest.mail, phone: guest.phone ?? null, language: guest.language },
    status: 'held',
    purpose: body.purpose ?? '',
    consentedAt: scope.clock.now(),
  })
  scope.emit(held, factOf(row), { subjectId: row.id })
  tellHolder(scope, row, 'held')
  lapseWhenDue(scope, row)
  return { row, place: wish.target }
}
