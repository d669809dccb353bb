import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { held } from '../../../contract/events.ts'
import type { BookAsGuestBody } from '../../../contract/schemas.ts'
import { lapseWhenDue, tellHolder } from './tell-holder.ts'
import { wishOf } from '../../rules.ts'
import type { PlacedBooking } from '../presenter.ts'
import { countOpenHolds, lockHolds } from '../repository.ts'
import { decideWish } from './decide-wish.ts'
import { placeBooking } from './place-booking.ts'
import { factOf } from './record-fact.ts'

const fail = failOf(bookingsErrors)

/** So many places may one mail address keep from others without ever having answered. */
const mostOpenHolds = 3

/** A stranger books: the place is held, and theirs once they open the link of the mail. */
export async function bookAsGuest(scope: Scope, hubKey: string, body: BookAsGuestBody): Promise<PlacedBooking> {
  const { guest } = body
  await lockHolds(scope, guest.mail)
  const holds = await countOpenHolds(scope, guest.mail)
  if (holds >= mostOpenHolds) fail('bookings.too_many_holds', { params: { count: holds } })
  const wish = await decideWish(scope, wishOf(body), { hub: hubKey })
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
