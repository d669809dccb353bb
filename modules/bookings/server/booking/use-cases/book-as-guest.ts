import { recordGuestConsent } from '#modules/people/server/index.ts'
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { hasShareLeft, takeShare } from '#platform/server/shares.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { held } from '../../../contract/events.ts'
import type { BookAsGuestBody } from '../../../contract/schemas.ts'
import { lapseWhenDue, tellHolder } from './tell-holder.ts'
import { mostUnitsOfGuest, wishOf } from '../../rules.ts'
import type { PlacedBooking } from '../presenter.ts'
import { findOpenHolds, lockHolds } from '../repository.ts'
import { bookerOf, decideWish } from './decide-wish.ts'
import { placeBooking } from './place-booking.ts'
import { factOf } from './record-fact.ts'

const fail = failOf(bookingsErrors)

/** So many places may one mail address keep from others without ever having answered. */
const mostOpenHolds = 3
/** And so many seats or pieces, all its holds together; a whole space counts as one. */
const mostHeldUnits = 8
/**
 * And so many of one hub all who come by one line, whatever addresses they write: three parties as large as a guest's may
 * be. A family or an office books, opens its mails within minutes, and books on; a line that never answers keeps a dozen
 * seats for as long as a hold lasts.
 */
const mostHeldUnitsOfLine = 12

/** A stranger books: the place is held, and theirs once they open the link of the mail. */
export async function bookAsGuest(scope: Scope, hubKey: string, body: BookAsGuestBody): Promise<PlacedBooking> {
  const { guest } = body
  await lockHolds(scope, guest.mail)
  const open = await findOpenHolds(scope, guest.mail)
  if (open.holds >= mostOpenHolds) fail('bookings.too_many_holds', { params: { count: open.holds } })
  const wish = await decideWish(scope, wishOf(body), {
    hub: hubKey,
    mostUnits: mostUnitsOfGuest,
    booker: { ...bookerOf(scope), accountId: null, mail: guest.mail },
  })
  const units = wish.choice.kind === 'space' ? 1 : wish.choice.count
  if (open.units + units > mostHeldUnits) fail('bookings.too_many_holds', { params: { count: open.holds } })
  const share = { placeId: wish.target.hubId, amount: units, most: mostHeldUnitsOfLine }
  if (!(await hasShareLeft(scope, share))) fail('bookings.too_many_holds_here', { params: { minutes: wish.policy.holdMinutes } })
  const row = await placeBooking(scope, wish, {
    holder: { accountId: null, name: guest.name, mail: guest.mail, phone: guest.phone ?? null, language: guest.language },
    status: 'held',
    purpose: body.purpose ?? '',
    consentedAt: scope.clock.now(),
  })
  await recordGuestConsent(scope, row.id)
  if (row.holdExpiresAt !== null) await takeShare(scope, share, { subjectId: row.id, until: row.holdExpiresAt })
  scope.emit(held, factOf(row), { subjectId: row.id })
  tellHolder(scope, row, 'held')
  lapseWhenDue(scope, row)
  return { row, place: wish.target, reduction: wish.reduction }
}
