import { recordGuestConsent, requireShownTerms } from '#modules/people/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { held } from '../../../contract/events.ts'
import type { BookAsGuestBody } from '../../../contract/schemas.ts'
import { lapseWhenDue, tellHolder } from './tell-holder.ts'
import { mostUnitsOfGuest, wishOf } from '../../rules.ts'
import type { PlacedBooking } from '../presenter.ts'
import { bookerOf, decideWish } from './decide-wish.ts'
import { requireHoldLeft, requireUnitsLeft, takeLineShare } from './limit-holds.ts'
import { placeBooking } from './place-booking.ts'
import { factOf } from './record-fact.ts'

/** A stranger books: the place is held, and theirs once they open the link of the mail. */
export async function bookAsGuest(scope: Scope, hubKey: string, body: BookAsGuestBody): Promise<PlacedBooking> {
  const { guest } = body
  const termsId = await requireShownTerms(scope, body.termsId)
  const open = await requireHoldLeft(scope, guest.mail)
  const wish = await decideWish(scope, wishOf(body), {
    hub: hubKey,
    mostUnits: mostUnitsOfGuest,
    booker: { ...bookerOf(scope), accountId: null, mail: guest.mail },
  })
  const share = await requireUnitsLeft(scope, wish, open)
  const row = await placeBooking(scope, wish, {
    holder: { accountId: null, name: guest.name, mail: guest.mail, phone: guest.phone ?? null, language: guest.language },
    status: 'held',
    purpose: body.purpose ?? '',
    consentedAt: scope.clock.now(),
  })
  await recordGuestConsent(scope, row.id, termsId)
  await takeLineShare(scope, share, row)
  scope.emit(held, factOf(row), { subjectId: row.id })
  tellHolder(scope, row, 'held')
  lapseWhenDue(scope, row)
  return { row, place: wish.target, reduction: wish.reduction }
}
