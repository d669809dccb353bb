/** Entries of the line as the contract says them: place, length of the line, offer. */
import type { Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub, type HubRef, type PlaceName } from '#modules/hubs/server/index.ts'
import { isRival, placeInLine } from '../../contract/waiting/rules.ts'
import type { DeskWaiting, Waiting } from '../../contract/waiting/schemas.ts'
import { findBooking, type BookingRow } from '../booking/repository.ts'
import { inLine, listLines, type WaitingRow } from './repository.ts'

interface Facts {
  readonly hubs: ReadonlyMap<string, HubRef>
  readonly places: ReadonlyMap<string, PlaceName>
  readonly offers: ReadonlyMap<string, BookingRow>
  /** All who wait, in order. */
  readonly line: readonly WaitingRow[]
}

export async function presentWaiting(scope: Scope, rows: readonly WaitingRow[]): Promise<Waiting[]> {
  const facts = await factsFor(scope, rows)
  return rows.map((row) => presentOne(scope, row, facts))
}

export async function presentDeskWaiting(scope: Scope, rows: readonly WaitingRow[]): Promise<DeskWaiting[]> {
  const facts = await factsFor(scope, rows)
  return rows.map((row) => ({
    ...presentOne(scope, row, facts),
    holder: { kind: row.accountId === null ? ('guest' as const) : ('account' as const), name: row.name, mail: row.mail, phone: row.phone },
    purpose: row.purpose,
  }))
}

async function factsFor(scope: Scope, rows: readonly WaitingRow[]): Promise<Facts> {
  const hubIds = [...new Set(rows.map(({ hubId }) => hubId))]
  const hubs = new Map<string, HubRef>()
  for (const id of hubIds) hubs.set(id, await requireHub(scope, id))
  const offers = new Map<string, BookingRow>()
  for (const { status, bookingId } of rows) {
    const booking = status === 'offered' && bookingId !== null ? await findBooking(scope, bookingId) : undefined
    if (booking !== undefined) offers.set(booking.id, booking)
  }
  const line = (await listLines(scope, hubIds)).filter(({ status }) => status === 'waiting')
  const targets = [...rows, ...line].flatMap(({ targetId }) => targetId ?? [])
  const places = await placeNames(scope, [...targets, ...[...offers.values()].map(({ targetId }) => targetId)])
  return { hubs, places, offers, line }
}

function presentOne(scope: Scope, row: WaitingRow, { hubs, places, offers, line }: Facts): Waiting {
  const hub = hubs.get(row.hubId)
  const booking = row.bookingId === null ? undefined : offers.get(row.bookingId)
  const isOver = Temporal.Instant.compare(row.toAt, scope.clock.now()) <= 0
  const ofHub = line.filter(({ hubId }) => hubId === row.hubId).map(inLine)
  const typeOf = (id: string): string | undefined => places.get(id)?.type
  const isWaiting = row.status === 'waiting' && !isOver
  const self = inLine(row)
  return {
    id: row.id,
    hubId: row.hubId,
    hubKey: hub?.key ?? row.hubId,
    hubName: hub?.names ?? { ja: '' },
    timeZone: hub?.zone ?? 'Asia/Tokyo',
    kind: row.kind,
    targetId: row.targetId,
    targetName: row.targetId === null ? null : (places.get(row.targetId)?.names ?? { ja: '' }),
    targetType: row.targetType,
    count: row.count,
    partySize: row.partySize,
    from: row.fromAt.toString(),
    to: row.toAt.toString(),
    minutes: row.minutes,
    status: row.status,
    isOver,
    place: isWaiting ? placeInLine(self, ofHub, typeOf) : null,
    lineLength: isWaiting ? ofHub.filter((other) => other.id === row.id || isRival(other, self, typeOf)).length : null,
    offer: booking === undefined ? null : presentOffer(booking, places),
    language: row.language,
    askedAt: row.askedAt.toString(),
    version: row.version,
  }
}

function presentOffer(booking: BookingRow, places: Facts['places']): NonNullable<Waiting['offer']> {
  const place = places.get(booking.targetId)
  const labels = new Map(place?.units.map((unit) => [unit.id, unit.label]))
  return {
    bookingId: booking.id,
    startsAt: booking.startsAt.toString(),
    endsAt: booking.endsAt.toString(),
    kind: booking.kind,
    targetId: booking.targetId,
    targetName: place?.names ?? { ja: '' },
    units: booking.unitIds.map((id) => ({ id, label: labels.get(id) ?? '' })),
    expiresAt: booking.holdExpiresAt?.toString() ?? null,
    feeYen: booking.feeYen,
  }
}
