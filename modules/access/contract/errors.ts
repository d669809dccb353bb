import { defineErrors } from '#platform/contract/errors.ts'

export const accessErrors = defineErrors({
  /** In use at this hub, by this person or another. */
  'access.card_taken': { status: 409 },
  'access.card_unreadable': { status: 422 },
  'access.not_a_member': { status: 422 },
  /** The device is at another door, of another hub, or no lock or reader. */
  'access.device_unfit': { status: 422 },
  'access.device_taken': { status: 409 },
  'access.space_elsewhere': { status: 422 },
  'access.no_lock': { status: 409 },
  'access.door_retired': { status: 409 },
  /** `params.reason`: what the door would say. */
  'access.not_let_in': { status: 403 },
  'access.wrong_door_code': { status: 403 },
  'access.passkey_wanted': { status: 403 },
  'access.no_visitors': { status: 403 },
  'access.visit_times': { status: 422 },
  'access.not_active': { status: 409 },
  'access.mode_takes_reason': { status: 422 },
})
