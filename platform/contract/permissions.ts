/** Roles of a membership (see docs/domain.md) and what they may do. A module declares its permissions once. */

export const roles = ['member', 'worker', 'manager', 'client', 'coordinator', 'operator', 'officer', 'admin'] as const
export type Role = (typeof roles)[number]

/**
 * Who holds a permission: roles within a consortium, or
 * `anyone` (also strangers), `person` (any signed-in account), `link` (whoever proves a guest's own link).
 */
export type Holder = Role | 'anyone' | 'person' | 'link'

export type Permissions = Readonly<Record<string, readonly Holder[]>>

export function definePermissions<const P extends Permissions>(permissions: P): P {
  return permissions
}

/** Permissions every module may name without declaring them. */
export const platformPermissions = definePermissions({
  /** Nothing to be asked beyond the way in. */
  public: ['anyone'],
  /** Any signed-in person, about themselves. */
  self: ['person'],
  /** Any member of the consortium. */
  membership: ['member', 'worker', 'manager', 'client', 'coordinator', 'operator', 'officer', 'admin'],
  'platform.read-audit': ['admin'],
  'platform.read-mails': ['admin', 'operator'],
})
