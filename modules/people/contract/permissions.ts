import { definePermissions } from '#platform/contract/permissions.ts'

export const peoplePermissions = definePermissions({
  /** A manager sees the people of the own organisation, the others everybody. */
  'people.read-members': ['manager', 'coordinator', 'operator', 'officer', 'admin'],
  'people.manage-members': ['operator', 'admin'],
  'people.read-organisations': ['manager', 'coordinator', 'operator', 'officer', 'admin'],
  'people.manage-organisations': ['operator', 'admin'],
  'people.manage-terms': ['operator', 'admin'],
  'people.read-history': ['operator', 'admin'],
})
