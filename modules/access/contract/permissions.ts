import { definePermissions } from '#platform/contract/permissions.ts'

export const accessPermissions = definePermissions({
  /** Doors, who may enter, the entry log. */
  'access.read': ['operator', 'admin'],
  /** Cards and PINs, opening from afar, open all, lock down. */
  'access.run': ['operator', 'admin'],
  /** Doors and their rules. */
  'access.set-up': ['operator', 'admin'],
  /** Announce a visitor. */
  'access.invite': ['member', 'worker', 'manager', 'client', 'coordinator', 'operator', 'officer', 'admin'],
  /** Whoever proves a booking's or visit's own link. */
  'access.pass': ['link'],
})
