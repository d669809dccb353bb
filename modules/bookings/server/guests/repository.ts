/** Guests as the desk finds them: a row each, keys by their beginnings, and their bookings. */
import type { Scope } from '#platform/server/scope.ts'
import type { Language } from '#platform/contract/texts.ts'

export interface GuestRow {
  readonly id: string
  readonly name: string
  readonly mail: string | null
  readonly phone: string | null
  readonly language: Language
}

export interface KnownGuest extends GuestRow {
  readonly keys: readonly string[]
  readonly bookingId: string
  readonly lastAt: Temporal.Instant
}

/** One statement beside the booking's own. What the newest booking says is how the guest is called. */
export async function saveGuest(scope: Scope, guest: KnownGuest): Promise<void> {
  await scope.prepared(
    'bookings_save_guest',
    `with known as (
       insert into bookings.guest as g (consortium_id, id, name, mail, phone, language, last_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (consortium_id, id) do update set name = excluded.name, mail = coalesce(excluded.mail, g.mail),
         phone = coalesce(excluded.phone, g.phone), language = excluded.language, last_at = greatest(g.last_at, excluded.last_at)
       returning id
     ), keys as (
       insert into bookings.guest_key (consortium_id, key, guest_id) select $1, key, known.id from known, unnest($8::text[]) as key
       on conflict do nothing
     )
     insert into bookings.guest_booking (consortium_id, guest_id, booking_id) select $1, known.id, $9 from known on conflict do nothing`,
    [scope.consortiumId, guest.id, guest.name, guest.mail, guest.phone, guest.language, guest.lastAt, guest.keys, guest.bookingId],
  )
}

/** Guests with a key from `from` up to but not `before`, in code point order: the index of the primary key holds them together. */
export async function listGuestsByKey(
  scope: Scope,
  range: { readonly from: string; readonly before: string },
  limit: number,
): Promise<readonly GuestRow[]> {
  return scope.prepared<GuestRow>(
    'bookings_guests_by_key',
    `select g.id, g.name, g.mail, g.phone, g.language
     from (select distinct guest_id from (
         select guest_id from bookings.guest_key where consortium_id = $1 and key >= $2 and key < $3 order by key limit 200) as keys) as found
     join bookings.guest g on g.consortium_id = $1 and g.id = found.guest_id
     order by g.last_at desc limit $4`,
    [scope.consortiumId, range.from, range.before, limit],
  )
}

/** Bookings of some guests: those not over first, earliest first, then the latest ones. */
export async function listBookingsOfGuests(scope: Scope, guestIds: readonly string[], limit: number): Promise<readonly string[]> {
  const rows = await scope.prepared<{ booking_id: string }>(
    'bookings_of_guests',
    `select b.id as booking_id from (
       select booking_id from bookings.guest_booking where consortium_id = $1 and guest_id = any($2::uuid[]) order by booking_id desc limit 200) as of_guest
     join bookings.booking b on b.consortium_id = $1 and b.id = of_guest.booking_id
     order by (b.ends_at < $3), abs(extract(epoch from b.starts_at - $3::timestamptz)) limit $4`,
    [scope.consortiumId, guestIds, scope.clock.now(), limit],
  )
  return rows.map((row) => row.booking_id)
}

/** The same of accounts, from three months ago on. */
export async function listBookingsOfAccounts(scope: Scope, accountIds: readonly string[], limit: number): Promise<readonly string[]> {
  const rows = await scope.prepared<{ booking_id: string }>(
    'bookings_of_accounts',
    `select id as booking_id from bookings.booking
     where consortium_id = $1 and account_id = any($2::uuid[]) and starts_at > $3::timestamptz - interval '90 days'
     order by (ends_at < $3), abs(extract(epoch from starts_at - $3::timestamptz)) limit $4`,
    [scope.consortiumId, accountIds, scope.clock.now(), limit],
  )
  return rows.map((row) => row.booking_id)
}

/** Nothing is found of them any more; what they booked stays without a name. */
export async function deleteGuestsOfBookings(scope: Scope, bookingIds: readonly string[]): Promise<void> {
  if (bookingIds.length === 0) return
  await scope.prepared(
    'bookings_forget_guests',
    `delete from bookings.guest g using (select distinct guest_id from bookings.guest_booking where consortium_id = $1 and booking_id = any($2::uuid[])) as of_booking
     where g.consortium_id = $1 and g.id = of_booking.guest_id`,
    [scope.consortiumId, bookingIds],
  )
}
