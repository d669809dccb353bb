/** What an announcement says: a device that may be adopted, one that went, or why it cannot be read. */
import type { DriverConfig, DriverName, DrivenKind } from '../drivers/driver.ts'

export interface AdoptableDevice {
  /** The same each time the same thing announces itself; unique within a hub. */
  readonly id: string
  /** Of the piece of hardware; several adoptable things of one piece share it. */
  readonly hardwareId: string
  readonly name: string
  readonly kind: DrivenKind
  readonly driver: DriverName
  readonly config: DriverConfig
  readonly manufacturer: string | null
  readonly model: string | null
  readonly firmware: string | null
}

export interface RefusedComponent {
  readonly id: string
  readonly code: RefusalCode
  /** What was found, as it stood there: for whoever set the device up. */
  readonly detail: string
}

/**
 * not_json, unknown_shape: not an announcement. template: a value template that is more than a path. unsupported_component:
 * a light, a fan, whatever a hub has no use for. no_topic: nothing to listen to.
 */
export type RefusalCode = 'not_json' | 'unknown_shape' | 'template' | 'unsupported_component' | 'no_topic'

export type Announcement =
  | {
      readonly kind: 'announced'
      /** Of the announcement itself: what a later `removed` names. */
      readonly announcementId: string
      readonly adoptable: readonly AdoptableDevice[]
      /** Parts of the same piece of hardware that cannot be used, with the reason. */
      readonly refused: readonly RefusedComponent[]
    }
  | { readonly kind: 'removed'; readonly announcementId: string }
  | { readonly kind: 'refused'; readonly announcementId: string; readonly code: RefusalCode; readonly detail: string }
