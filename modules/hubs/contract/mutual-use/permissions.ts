import { definePermissions } from '#platform/contract/permissions.ts'

export const mutualUsePermissions = definePermissions({
  'hubs.see-mutual-use': ['operator', 'officer', 'admin'],
  /** Propose, answer, end: it binds the consortium. */
  'hubs.agree-mutual-use': ['admin'],
})
