import type { Scope } from '#platform/server/scope.ts'
import { consortiaByIds, placeNames, type PlaceName } from '#modules/hubs/server/index.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Reduction } from '../../contract/policy/schemas.ts'
import type { Booking, DeskBooking } from '../../contract/schemas.ts'
import { whyNotCancel, whyNotChange, whyNotCheckIn, type Target } from '../rules.ts'
import type { BookingRow } from './repository.ts'
import { checkInCodeOf } from '../check-in/use-cases/check-in-code.ts'
import { bookingCode } from '../kiosk/use-cases/codes.ts'
import { listProvisional } from '../payment/repository.ts'
import { listReductionsById } from '../policy/repository.ts'
import { isDesk } from './use-cases/require-booking.ts'

/** A booking with the names of its place, from whichever look-up had them. */
export interface PlacedBooking<P extends Target | PlaceName = Target | PlaceName> {
  readonly row: BookingRow
  readonly place: P
  /** Why less is paid, where the row says so. */
  readonly reduction?: Reduction | undefined
  /** Until when it must be paid to stay; absent or undefined: it is not provisional. */
  readonly provisionalUntil?: Temporal.Instant | undefined
  /** Of a visitor: what their own consortium calls itself. */
  readonly homeNames?: LocalText | undefined
}

export function presentBooking(scope: Scope, { row, place, provisionalUntil, reduction, homeNames }: PlacedBooking): Booking {
  const now = scope.clock.now().epochMilliseconds
  const labels = new Map(place.units.map((unit) => [unit.id, unit.label]))
  return {
    id: row.id,
    hubId: row.hubId,
    hubKey: place.hubKey,
    hubName: place.hubNames,
    timeZone: place.zone,
    kind: row.kind,
    targetId: row.targetId,
    targetName: place.names,
    units: row.unitIds.map((id) => ({ id, label: labels.get(id) ?? '' })),
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    status: row.status,
    holdExpiresAt: row.holdExpiresAt?.toString() ?? null,
    provisionalUntil: provisionalUntil?.toString() ?? null,
    partySize: row.partySize,
    holder: {
      kind: row.accountId === null ? 'guest' : 'account',
      name: row.holderName,
      mail: row.holderMail,
      phone: row.holderPhone,
      language: row.holderLanguage,
    },
    purpose: row.purpose,
    feeYen: row.feeYen,
    listFeeYen: row.listFeeYen ?? row.feeYen,
    userClass: row.userClass,
    reduction:
      reduction === undefined
        ? null
        : {
            id: reduction.id,
            names: reduction.names,
            needsProof: reduction.needsProof,
            isProofSeen: row.reductionProofSeenAt !== null,
          },
    cancellationFeeYen: row.cancellationFeeYen,
    checkedInAt: row.checkedInAt?.toString() ?? null,
    releaseAt: row.releaseAt?.toString() ?? null,
    checkInCode: checkInCodeOf(scope, row),
    shortCode: checkInCodeOf(scope, row) === null ? null : bookingCode(scope, row.id),
    cancelUntil: row.cancelUntil?.toString() ?? null,
    origin: row.origin,
    seriesId: row.seriesId,
    organisationId: row.organisationId,
    visitFrom: row.homeConsortiumId === null ? null : (homeNames ?? { ja: '' }),
    can: {
      confirm: row.status === 'held',
      change: whyNotChange(row, now) === undefined,
      cancel: row.status !== 'cancelled' && whyNotCancel(row, now, isDesk(scope)) === undefined,
      checkIn: isDesk(scope) && whyNotCheckIn(row, now) === undefined,
    },
    version: row.version,
    createdAt: row.createdAt.toString(),
    changedAt: row.changedAt.toString(),
  }
}

export function presentDeskBooking(scope: Scope, placed: PlacedBooking): DeskBooking {
  return { ...presentBooking(scope, placed), accountId: placed.row.accountId, note: placed.row.note }
}

/** Rows with the names of their places: one look-up for all. */
export async function withPlaces(scope: Scope, rows: readonly BookingRow[]): Promise<PlacedBooking<PlaceName>[]> {
  const places = await placeNames(
    scope,
    rows.map((row) => row.targetId),
  )
  const reductions = await listReductionsById(
    scope,
    rows.flatMap((row) => row.reductionId ?? []),
  )
  const homes = await consortiaByIds(
    scope,
    rows.flatMap((row) => row.homeConsortiumId ?? []),
  )
  const provisional = await listProvisional(
    scope,
    rows.flatMap((row) => (row.status === 'confirmed' && row.feeYen > 0 ? [row.id] : [])),
  )
  return rows.map((row) => ({
    row,
    provisionalUntil: provisional.get(row.id),
    homeNames: homes.get(row.homeConsortiumId ?? '')?.names,
    place: places.get(row.targetId) ?? goneOf(row),
    reduction: row.reductionId === null ? undefined : reductions.get(row.reductionId),
  }))
}

export async function withPlace(scope: Scope, row: BookingRow): Promise<PlacedBooking<PlaceName>> {
  const [placed] = await withPlaces(scope, [row])
  return placed as PlacedBooking<PlaceName>
}

/** Nothing is ever deleted in hubs, so this is for a row written by hand. */
function goneOf(row: BookingRow): PlaceName {
  return {
    id: row.targetId,
    names: { ja: '' },
    type: '',
    hubId: row.hubId,
    hubKey: row.hubId,
    hubNames: { ja: '' },
    zone: 'Asia/Tokyo',
    units: [],
  }
}
