/** Kinds that a person adds, those of doors first. */
import type { DeviceKind } from '../../contract/schemas.ts'

export type { DeviceKind }
export const deviceKindList: readonly DeviceKind[] = [
  'lock',
  'reader',
  'contact',
  'button',
  'tracker',
  'motion',
  'plug',
  'meter',
  'sensor',
  'edge',
  'bridge',
]
