import { definePermissions } from '#platform/contract/permissions.ts'
import { mutualUsePermissions } from './mutual-use/permissions.ts'

export const hubsPermissions = definePermissions({
  ...mutualUsePermissions,
  /** Everything the consortium keeps about its hubs, unpublished ones included. */
  'hubs.read': ['operator', 'coordinator', 'officer', 'admin'],
  'hubs.edit': ['operator', 'admin'],
  'hubs.edit-consortium': ['officer', 'admin'],
  'hubs.publish': ['operator', 'admin'],
  'hubs.import-facts': ['admin'],
  'hubs.export-facts': ['operator', 'officer', 'admin'],
})
