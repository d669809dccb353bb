/** Whom the desk means by a few letters: members by people's own search, guests by the beginnings of their keys. */
import type { Scope } from '#platform/server/scope.ts'
import { afterPrefix, soughtKeys } from '#modules/people/contract/rules.ts'
import { findMembersByText } from '#modules/people/server/index.ts'
import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import type { DeskPerson, FindPeopleQuery } from '../../../contract/desk/schemas.ts'
import { listBookingsById, type BookingRow } from '../../booking/repository.ts'
import { listBookingsOfAccounts, listBookingsOfGuests, listGuestsByKey, type GuestRow } from '../repository.ts'

const mostBookings = 20

export async function findPeople(scope: MemberScope, hubId: string, { q, limit }: FindPeopleQuery): Promise<DeskPerson[]> {
  await requireHub(scope, hubId)
  const members = await findMembersByText(scope, q, limit)
  const found = members.flatMap((member): DeskPerson[] =>
    member.accountId === null
      ? []
      : [
          {
            kind: 'member',
            id: member.accountId,
            name: member.name,
            kana: member.kana,
            organisation: member.organisationName,
            mail: member.mail,
            phone: member.phone,
            language: member.language,
          },
        ],
  )
  const left = limit - found.length
  if (left <= 0) return found
  const guests = await findGuests(scope, q, left)
  return [...found, ...guests.map((guest): DeskPerson => ({ ...guest, kind: 'guest', kana: null, organisation: null }))]
}

/** Guests by the beginning of a name, mail or telephone number, who booked last first. */
export async function findGuests(scope: Scope, text: string, limit: number): Promise<GuestRow[]> {
  const found = new Map<string, GuestRow>()
  for (const from of soughtKeys(text)) {
    for (const guest of await listGuestsByKey(scope, { from, before: afterPrefix(from) }, limit)) found.set(guest.id, guest)
  }
  return [...found.values()].slice(0, limit)
}

export async function listPersonBookings(
  scope: MemberScope,
  { hubId, personId }: { hubId: string; personId: string },
  kind: DeskPerson['kind'],
): Promise<BookingRow[]> {
  await requireHub(scope, hubId)
  const ids = await (kind === 'member' ? listBookingsOfAccounts : listBookingsOfGuests)(scope, [personId], mostBookings)
  // "absent" and "not yours" are one: a person nobody has heard of has no bookings here
  if (ids.length === 0) fail('platform.not_found')
  return listBookingsById(scope, ids)
}
