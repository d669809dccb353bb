import type { MemberScope } from '#platform/server/scope.ts'
import { booked } from '../../../contract/events.ts'
import type { BookSpaceBody } from '../../../contract/schemas.ts'
import { askOffice } from '../../approval/use-cases/ask-office.ts'
import { tellHolder } from './tell-holder.ts'
import { wishOf } from '../../rules.ts'
import type { PlacedBooking } from '../presenter.ts'
import { decideWish } from './decide-wish.ts'
import { placeBooking } from './place-booking.ts'
import { factOf } from './record-fact.ts'

/** A member books for themselves; what is taken is theirs at once, or waits for the office's yes. */
export async function bookSpace(scope: MemberScope, body: BookSpaceBody): Promise<PlacedBooking> {
  const wish = await decideWish(scope, { ...wishOf(body), isForOrganisation: body.forOrganisation })
  const { accountId, name, mail } = scope.actor
  const row = await placeBooking(scope, wish, {
    holder: { accountId, name, mail, phone: null, language: scope.language },
    status: wish.policy.needsApproval ? 'requested' : 'confirmed',
    purpose: body.purpose ?? '',
    isHoped: true,
  })
  if (row.status === 'requested') askOffice(scope, row)
  else {
    scope.emit(booked, factOf(row), { subjectId: row.id })
    tellHolder(scope, row, 'booked')
  }
  return { row, place: wish.target, reduction: wish.reduction }
}
