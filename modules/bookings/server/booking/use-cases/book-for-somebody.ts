import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { findMember } from '#modules/people/server/index.ts'
import { booked } from '../../../contract/events.ts'
import type { BookForSomebodyBody } from '../../../contract/schemas.ts'
import { wishOf } from '../../rules.ts'
import type { PlacedBooking } from '../presenter.ts'
import type { Holder } from '../repository.ts'
import { decideWish } from './decide-wish.ts'
import { placeBooking } from './place-booking.ts'
import { factOf } from './record-fact.ts'
import { tellHolder } from './tell-holder.ts'

/** The desk books for a member, or for somebody by name; what is taken is theirs at once. */
export async function bookForSomebody(scope: MemberScope, hubId: string, body: BookForSomebodyBody): Promise<PlacedBooking> {
  const holder = await holderOf(scope, body.holder)
  const wish = await decideWish(scope, wishOf(body), { hub: hubId, isDesk: true })
  const row = await placeBooking(scope, wish, {
    holder,
    status: 'confirmed',
    origin: 'desk',
    purpose: body.purpose ?? '',
    note: body.note ?? '',
  })
  scope.emit(booked, factOf(row), { subjectId: row.id })
  tellHolder(scope, row, 'booked')
  return { row, place: wish.target }
}

export async function holderOf(scope: MemberScope, holder: BookForSomebodyBody['holder']): Promise<Holder> {
  if (!('accountId' in holder))
    return { accountId: null, name: holder.name, mail: holder.mail ?? null, phone: holder.phone ?? null, language: holder.language }
  const member = await findMember(scope, { accountId: holder.accountId })
  if (member === undefined)
    fail('platform.invalid_input', { fields: [{ path: 'body.holder.accountId', expected: 'an account of a member' }] })
  return { accountId: holder.accountId, name: member.name, mail: member.mail, phone: null, language: member.language }
}
