/** Who may do what with bookings. */
import { definePermissions, platformPermissions } from '#platform/contract/permissions.ts'

export const bookingsPermissions = definePermissions({
  /** Book, and act on one's own bookings; on anybody's with `bookings.run`. */
  'bookings.book': platformPermissions.membership,
  /** The desk: the day grid, everybody's bookings, booking for somebody. */
  'bookings.run': ['operator', 'admin'],
  /** Say by which rules and for how much may be booked. */
  'bookings.setRules': ['operator', 'admin'],
  /** Examine who may use the facilities. */
  'bookings.registrations': ['operator', 'officer', 'admin'],
  /** What the code of a tablet at the entrance proves: the kiosk's calls of its hub. */
  'bookings.kiosk': ['link'],
  /** What a guest's own link proves: this one booking. */
  'bookings.link': ['link'],
})
