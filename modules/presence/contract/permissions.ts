/** Who may do what with presence. */
import { definePermissions, platformPermissions } from '#platform/contract/permissions.ts'

export const presencePermissions = definePermissions({
  /** Who is in, by name: the desk, and the list in case of fire. */
  'presence.see': ['operator', 'admin'],
  /** Say what the doors did not see, with a reason. */
  'presence.correct': ['operator', 'admin'],
  'presence.setRules': ['operator', 'admin'],
  /** How many came, in figures. */
  'presence.see-visits': ['operator', 'officer', 'admin'],
  /** One's own stays. */
  'presence.own': platformPermissions.membership,
})
