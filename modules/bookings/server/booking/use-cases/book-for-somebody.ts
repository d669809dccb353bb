import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { findMember } from '#modules/people/server/index.ts'
import { booked } from '../../../contract/events.ts'
import type { BookForSomebodyBody } from '../../../contract/schemas.ts'
import { wishOf } from '../../rules.ts'
import type { PlacedBooking } from '../presenter.ts'
import type { Holder } from '../repository.ts'
import { decideWish, type DecideOptions } from './decide-wish.ts'
import { placeBooking } from './place-booking.ts'
import { factOf } from './record-fact.ts'
import { tellHolder } from './tell-holder.ts'

/** The desk books for a member, or for somebody by name; what is taken is theirs at once. */
export async function bookForSomebody(scope: MemberScope, hubId: string, body: BookForSomebodyBody): Promise<PlacedBooking> {
  const { holder, booker } = await holderOf(scope, body.holder)
  const wish = await decideWish(
    scope,
    { ...wishOf(body), isForOrganisation: body.forOrganisation, userClass: body.userClass },
    { hub: hubId, isDesk: true, booker },
  )
  const overrideReason = wish.policy.deskMayOverride && body.overrideReason !== '' ? body.overrideReason : undefined
  const row = await placeBooking(scope, wish, {
    holder,
    status: 'confirmed',
    origin: 'desk',
    purpose: body.purpose ?? '',
    note: body.note ?? '',
    isBeyondQuota: overrideReason !== undefined,
  })
  scope.emit(booked, factOf(row), { subjectId: row.id, ...(overrideReason === undefined ? {} : { reason: overrideReason }) })
  tellHolder(scope, row, 'booked')
  return { row, place: wish.target, reduction: wish.reduction }
}

/** Who holds it, and as whom the rules see them. */
export async function holderOf(
  scope: MemberScope,
  holder: BookForSomebodyBody['holder'],
): Promise<{ holder: Holder; booker: NonNullable<DecideOptions['booker']> }> {
  if (!('accountId' in holder))
    return {
      holder: { accountId: null, name: holder.name, mail: holder.mail ?? null, phone: holder.phone ?? null, language: holder.language },
      booker: { accountId: null, mail: holder.mail ?? null, memberOf: null, isMember: false },
    }
  const member = await findMember(scope, { accountId: holder.accountId })
  if (member === undefined)
    fail('platform.invalid_input', { fields: [{ path: 'body.holder.accountId', expected: 'an account of a member' }] })
  return {
    holder: { accountId: holder.accountId, name: member.name, mail: member.mail, phone: null, language: member.language },
    booker: { accountId: holder.accountId, mail: member.mail, memberOf: member.organisationId, isMember: true },
  }
}
