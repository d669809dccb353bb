/** Why something of a lease is refused. */
import { defineErrors } from '#platform/contract/errors.ts'

export const leaseErrors = defineErrors({
  /** params `bookings`, `leases`: so many stand in its period, or have come meanwhile. Nothing was stored. */
  'bookings.lease_conflicts': { status: 409 },
  /** params `name`: a lottery that is not drawn gives these days of the room. */
  'bookings.lease_over_lottery': { status: 409 },
  /** The space has nothing that could be taken. */
  'bookings.not_leasable': { status: 422 },
  /** params `days`: longer is another kind. */
  'bookings.lease_too_long': { status: 422 },
  /** Its last day has gone by, or is before the first. */
  'bookings.lease_over_already': { status: 422 },
  /** Not in the state that this needs: ended, withdrawn, or not active yet. */
  'bookings.lease_not_open': { status: 409 },
  /** Who is named belongs to the organisation of the lease, and is a member. */
  'bookings.lease_not_member': { status: 422 },
  /** params `most`: no more than what is due, or was paid. */
  'bookings.lease_too_much': { status: 409 },
  /** The month is on an invoice: it is paid, or corrected, there. */
  'bookings.lease_month_invoiced': { status: 409 },
})
