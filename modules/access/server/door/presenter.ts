import type { Door, DoorRules } from '../../contract/door/schemas.ts'
import type { DecisionReason } from '../../contract/schemas.ts'
import type { DoorRow, HubRow, ReaderRow } from './repository.ts'

export function presentDoor(
  row: DoorRow,
  about: {
    readers: readonly ReaderRow[]
    last?: { at: Temporal.Instant; is_open: boolean; reason: string } | undefined
    codesWaiting?: number | undefined
    qrUrl: string | null
  },
): Door {
  return {
    id: row.id,
    hubId: row.hubId,
    names: row.names,
    insideSpaceId: row.insideSpaceId,
    outsideSpaceId: row.outsideSpaceId,
    outsideIsHub: row.outsideIsHub,
    lockDeviceId: row.lockDeviceId,
    contactDeviceId: row.contactDeviceId,
    readers: about.readers.filter((reader) => reader.doorId === row.id).map(({ deviceId, direction }) => ({ deviceId, direction })),
    unlockSeconds: row.unlockSeconds,
    heldOpenSeconds: row.heldOpenSeconds,
    pinPeriods: [...row.pinPeriods],
    needsPasskey: row.needsPasskey,
    codeSlots: row.codeSlots,
    nearCountsAsFactor: row.nearCounts,
    fallback: row.fallback,
    mode: row.mode,
    version: row.version,
    retiredAt: row.retiredAt?.toString() ?? null,
    qrUrl: about.qrUrl,
    codesWaiting: about.codesWaiting ?? 0,
    stuck:
      row.stuckSince === null || row.stuckWanted === null
        ? null
        : { since: row.stuckSince.toString(), wanted: row.stuckWanted as NonNullable<Door['stuck']>['wanted'] },
    last:
      about.last === undefined
        ? null
        : { at: about.last.at.toString(), isOpen: about.last.is_open, reason: about.last.reason as DecisionReason },
  }
}

export const presentRules = (row: HubRow): DoorRules => ({
  minutesBefore: row.minutesBefore,
  minutesAfter: row.minutesAfter,
  staffRoles: row.staffRoles as DoorRules['staffRoles'],
  hasBookingPins: row.hasBookingPins,
  mayInvite: row.mayInvite,
  tellsHosts: row.tellsHosts,
})
