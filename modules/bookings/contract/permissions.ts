/** Who may do what with bookings. */
import { definePermissions, platformPermissions } from '#platform/contract/permissions.ts'

export const bookingsPermissions = definePermissions({
  /** Book, and act on one's own bookings; on anybody's with `bookings.run`. */
  'bookings.book': platformPermissions.membership,
  /** The desk: the day grid, everybody's bookings, booking for somebody. */
  'bookings.run': ['operator', 'admin'],
  /** Examine who may use the facilities. */
  'bookings.registrations': ['operator', 'officer', 'admin'],
  /** What a guest's own link proves: this one booking. */
  'bookings.link': ['link'],
})
