/** Who may do what with bookings. */
import { definePermissions, platformPermissions } from '#platform/contract/permissions.ts'

export const bookingsPermissions = definePermissions({
  /** Book, and act on one's own bookings; on anybody's with `bookings.run`. */
  'bookings.book': platformPermissions.membership,
  /** The desk: the day grid, everybody's bookings, booking for somebody. */
  'bookings.run': ['operator', 'admin'],
  /** Say by which rules and for how much may be booked. */
  'bookings.setRules': ['operator', 'admin'],
  /** Waivers, invoices, and what a hub decides about money and its papers; cash at the desk goes with `bookings.run`. */
  'bookings.money': ['operator', 'admin'],
  /** The invoices to the own organisation. */
  'bookings.readOwnInvoices': ['manager'],
  /** Say who of the own organisation uses the rooms that it has. */
  'bookings.nameLeaseholders': ['manager'],
  /** For how long guests' data are kept. */
  'bookings.keepData': ['operator', 'officer', 'admin'],
  /** Examine who may use the facilities. */
  'bookings.registrations': ['operator', 'officer', 'admin'],
  /** What the code of a tablet at the entrance proves: the kiosk's calls of its hub. */
  'bookings.kiosk': ['link'],
  /** How much was used, in figures. */
  'bookings.see-use': ['operator', 'officer', 'admin'],
  /** Say how visits are counted. */
  'bookings.count-use': ['officer', 'admin'],
  /** What a guest's own link proves: this one booking. */
  'bookings.link': ['link'],
})
