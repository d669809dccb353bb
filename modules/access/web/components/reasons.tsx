/** Reasons in the order in which a list offers them: openings, then what is refused most. */
import type { DecisionReason } from '../../contract/schemas.ts'

export const decisionReasons: readonly DecisionReason[] = [
  'granted',
  'exit',
  'remote',
  'open_all',
  'too_early',
  'too_late',
  'no_grant',
  'other_door',
  'unknown_credential',
  'credential_lost',
  'credential_blocked',
  'credential_expired',
  'pin_wanted',
  'card_wanted',
  'pin_wrong',
  'too_many_tries',
  'passkey_wanted',
  'locked_down',
  'rules_too_old',
  'clock_unknown',
]

export const isReason = (text: unknown): text is DecisionReason => decisionReasons.some((each) => each === text)
