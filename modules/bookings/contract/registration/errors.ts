/** Why a registration is refused. */
import { defineErrors } from '#platform/contract/errors.ts'

export const registrationErrors = defineErrors({
  /** This account has a registration as a person, or has asked for one. */
  'bookings.already_registered': { status: 409 },
  /** params `status`: from there this cannot be decided. */
  'bookings.registration_decided': { status: 409 },
  /** A day that is over. */
  'bookings.validity_over': { status: 422 },
  /** params `most`: so many papers belong to an application. */
  'bookings.too_many_proofs': { status: 409 },
})
