/** Whose booking is it? What is not yours is not there. */
import { timingSafeEqual } from 'node:crypto'
import { fail } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { findBooking, lockBooking, type BookingRow } from '../repository.ts'

export const deskRoles: readonly string[] = ['operator', 'admin']

export const isDesk = (scope: Scope): boolean =>
  scope.actor.kind === 'person' && scope.actor.roles.some((role) => deskRoles.includes(role)) && isMember(scope)

/** A person whose active membership is in the seated tenant; by the guest's way a person from elsewhere is a stranger. */
export function isMember(scope: Scope): boolean {
  return scope.actor.kind === 'person' && (scope as Partial<MemberScope>).membership?.consortiumId === scope.consortiumId
}

/** The member's own booking, or any for the desk; `forChange` keeps other changes out until the end. */
export async function requireBooking(scope: Scope, bookingId: string, { forChange = false } = {}): Promise<BookingRow> {
  const row = await (forChange ? lockBooking(scope, bookingId) : findBooking(scope, bookingId))
  const isOwn = row !== undefined && scope.actor.kind === 'person' && row.accountId === scope.actor.accountId
  if (row === undefined || !(isOwn || isDesk(scope))) fail('platform.not_found')
  return row
}

/** The booking that the guest's link belongs to, at the hub in the address. */
export async function requireGuestBooking(scope: Scope, bookingId: string, { forChange = false } = {}): Promise<BookingRow> {
  const row = await (forChange ? lockBooking(scope, bookingId) : findBooking(scope, bookingId))
  if (row === undefined || scope.actor.kind !== 'guest' || row.accountId !== null || !isSame(scope.actor.link, linkTokenOf(scope, row)))
    fail('platform.not_found')
  return row
}

/**
 * The secret of a guest's link: a signature over the booking and the number of the link, so that it need not be stored
 * and a mail that is sent again holds the same one.
 */
export function linkTokenOf(scope: Scope, booking: Pick<BookingRow, 'id' | 'linkNumber'>): string {
  return scope.sign('bookings.link', `${scope.consortiumId}/${booking.id}/${booking.linkNumber}`)
}

/** The page where a guest sees, confirms, moves and cancels. The secret stands behind #: it reaches no server's log. */
export function guestLinkOf(scope: Scope, booking: Pick<BookingRow, 'id' | 'linkNumber'>, hubKey: string): string {
  return `${scope.publicUrl}/hubs/${hubKey}/bookings/${booking.id}#k=${linkTokenOf(scope, booking)}`
}

/** Where the holder sees and changes it: by a guest's link, among the own bookings, or among those at partners' hubs. */
export function holderLinkOf(
  scope: Scope,
  booking: Pick<BookingRow, 'id' | 'linkNumber' | 'accountId' | 'homeConsortiumId'>,
  hubKey: string,
): string {
  if (booking.accountId === null) return guestLinkOf(scope, booking, hubKey)
  return booking.homeConsortiumId === null
    ? `${scope.publicUrl}/me/bookings/${booking.id}`
    : `${scope.publicUrl}/me/visits/${hubKey}/${booking.id}`
}

function isSame(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}
