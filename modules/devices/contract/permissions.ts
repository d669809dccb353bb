import { definePermissions } from '#platform/contract/permissions.ts'

export const devicesPermissions = definePermissions({
  'devices.read': ['operator', 'admin'],
  'devices.manage': ['operator', 'admin'],
})
