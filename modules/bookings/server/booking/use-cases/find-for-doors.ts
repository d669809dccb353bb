/** Bookings and leases as doors need them: who, where, when. A hub's at once, or those whose facts came. */
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import { activeMembersByAccounts, stoppedAmong } from '#modules/people/server/index.ts'
import { findLease, listActiveLeases, listLeasesNaming, listMembers, type LeaseRow } from '../../lease/repository.ts'
import { stoppedVisitorsAmong } from '../../mutual-use/repository.ts'
import { bookings, listBookingsById, type BookingRow } from '../repository.ts'
import { requireGuestBooking } from './require-booking.ts'

export interface DoorBooking {
  readonly id: string
  readonly hubId: string
  /** Booked for good, not cancelled or released, and not by a member who is stopped, here or at their home: only then does it open a door. */
  readonly isConfirmed: boolean
  readonly kind: BookingRow['kind']
  /** The space, or the kind of equipment. */
  readonly targetId: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly accountId: string | null
  readonly organisationId: string | null
  readonly holderName: string
  readonly language: Language
}

export interface DoorLease {
  readonly id: string
  readonly hubId: string
  readonly isActive: boolean
  readonly spaceId: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  /** Whom it names and who may enter by it today: members who are not stopped, still of the organisation that has the lease. */
  readonly accountIds: readonly string[]
}

const doorBooking = (row: BookingRow, stopped?: (row: BookingRow, accountId: string) => boolean): DoorBooking => ({
  id: row.id,
  hubId: row.hubId,
  isConfirmed: row.status === 'confirmed' && (row.accountId === null || stopped?.(row, row.accountId) !== true),
  kind: row.kind,
  targetId: row.targetId,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  accountId: row.accountId,
  organisationId: row.organisationId,
  holderName: row.holderName,
  language: row.holderLanguage,
})

export async function bookingsForDoors(scope: Scope, ids: readonly string[]): Promise<readonly DoorBooking[]> {
  return doorBookings(scope, await listBookingsById(scope, ids))
}

async function doorBookings(scope: Scope, rows: readonly BookingRow[]): Promise<DoorBooking[]> {
  const accountIds = (of: readonly BookingRow[]) => [...new Set(of.flatMap((row) => row.accountId ?? []))]
  const here = await stoppedAmong(scope, accountIds(rows))
  const atHome = await stoppedVisitorsAmong(scope, accountIds(rows.filter((row) => row.homeConsortiumId !== null)))
  return rows.map((row) => doorBooking(row, (one, accountId) => here.has(accountId) || atHome.has(`${one.homeConsortiumId}/${accountId}`)))
}

/** Confirmed ones of an account that are not over: what is to be looked at again when the person is stopped or back. */
export async function bookingsNaming(scope: Scope, accountId: string): Promise<readonly string[]> {
  const rows = await bookings(scope)
    .where('accountId', '=', accountId)
    .where('endsAt', '>', scope.clock.now())
    .where('status', '=', 'confirmed')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Confirmed ones of a hub that end after an instant, in pages by id. */
export async function confirmedBookingsOfHub(
  scope: Scope,
  hubId: string,
  page: { after: string | undefined; endingAfter: Temporal.Instant; limit: number },
): Promise<readonly DoorBooking[]> {
  const rows = await bookings(scope)
    .where('hubId', '=', hubId)
    .where('endsAt', '>', page.endingAfter)
    .where('status', '=', 'confirmed')
    .$if(page.after !== undefined, (query) => query.where('id', '>', page.after as string))
    .orderBy('id')
    .limit(page.limit)
    .execute()
  return doorBookings(scope, rows)
}

/** The booking whose own link the guest holds; anything else is not there. */
export async function requireLinkOfBooking(scope: Scope, bookingId: string): Promise<DoorBooking> {
  return doorBooking(await requireGuestBooking(scope, bookingId))
}

const doorLease = (row: LeaseRow, accountIds: readonly string[]): DoorLease => ({
  id: row.id,
  hubId: row.hubId,
  isActive: row.status === 'active',
  spaceId: row.targetId,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  accountIds,
})

export async function leaseForDoors(scope: Scope, leaseId: string): Promise<DoorLease | undefined> {
  const row = await findLease(scope, leaseId)
  return row === undefined ? undefined : (await doorLeases(scope, [row]))[0]
}

/** Leases that name an account: what is to be looked at again when the person leaves, is stopped or changes organisation. */
export async function leasesNaming(scope: Scope, accountId: string): Promise<readonly string[]> {
  return listLeasesNaming(scope, accountId)
}

async function doorLeases(scope: Scope, rows: readonly LeaseRow[]): Promise<DoorLease[]> {
  const named = await listMembers(
    scope,
    rows.map((row) => row.id),
  )
  const members = await activeMembersByAccounts(scope, [...new Set([...named.values()].flat())])
  return rows.map((row) =>
    doorLease(
      row,
      (named.get(row.id) ?? []).filter((accountId) => {
        const member = members.get(accountId)
        return member !== undefined && (row.organisationId === null || member.organisationId === row.organisationId)
      }),
    ),
  )
}

/** Those of a hub that run now or later, in pages by id. */
export async function leasesOfHub(
  scope: Scope,
  hubId: string,
  page: { after: string | undefined; endingAfter: Temporal.Instant; limit: number },
): Promise<readonly DoorLease[]> {
  return doorLeases(scope, await listActiveLeases(scope, hubId, page))
}
