/** Where something can be booked, for the desk and for a member, and what of it is free at the wished time. */
import { useQuery } from '@tanstack/react-query'
import type { LocalText } from '#platform/contract/schemas.ts'
import { dayGridQuery } from '../queries.ts'
import { choiceQuery } from './guest/calls.tsx'
import { clipSpans, covers, overlaps, type Span } from '../../contract/rules.ts'
import type { BookedKind, WantedIn } from '../../contract/schemas.ts'
import { dayModel, type DayModel, type DayRow } from './day-model.tsx'
import { periodOf, wallTimeOf, type When } from './when-fields.tsx'

export interface Place {
  readonly key: string
  readonly kind: BookedKind
  readonly targetId: string
  readonly name: LocalText
  /** Undefined: not known yet. */
  readonly freeUnits: number | undefined
  readonly totalUnits: number
  /** Opening hours of the day, minutes of it. */
  readonly open: readonly { readonly start: number; readonly end: number }[]
  readonly feeYen: number | undefined
}

export const placeKey = (place: { kind: BookedKind; targetId: string }): string => `${place.kind}:${place.targetId}`

export function wantedOf(place: { kind: BookedKind; targetId: string }, count: number): WantedIn {
  switch (place.kind) {
    case 'space':
      return { kind: 'space', spaceId: place.targetId }
    case 'seat':
      return { kind: 'seat', spaceId: place.targetId, count }
    case 'equipment':
      return { kind: 'equipment', equipmentId: place.targetId, count }
  }
}

/** The desk sees the day itself. `ignoring`: the booking that is being changed is in nobody's way. */
export function useDeskPlaces(hubId: string, when: When, zone: string, ignoring?: string) {
  const query = useQuery(dayGridQuery(hubId, when.day))
  const model = query.data === undefined ? undefined : dayModel(query.data, Date.parse(query.data.now))
  const period = periodOf(when, zone)
  const wish = { from: Date.parse(period.startsAt), to: Date.parse(period.endsAt) }
  const places = model?.rows.map((row): Place => deskPlace(row, model, wish, ignoring)) ?? []
  return { places, isPending: query.isPending, error: query.error }
}

function deskPlace(row: DayRow, model: DayModel, wish: Span, ignoring: string | undefined): Place {
  const open = row.open.map((span) => ({ start: Math.round(model.hours(span.from) * 60), end: Math.round(model.hours(span.to) * 60) }))
  return {
    key: row.key,
    kind: row.source.kind,
    targetId: row.source.targetId,
    name: row.source.name,
    totalUnits: row.total,
    open,
    feeYen: undefined,
    freeUnits: freeUnitsOf(row, wish, ignoring),
  }
}

function freeUnitsOf(row: DayRow, wish: Span, ignoring: string | undefined): number {
  if (!covers(row.open, wish)) return 0
  const others = row.bookings.filter(({ booking }) => booking.id !== ignoring)
  if (!row.isCurve) return others.some(({ span }) => overlaps(span, wish)) ? 0 : 1
  const own = row.bookings.find(({ booking }) => booking.id === ignoring)?.booking.unitIds.length ?? 0
  const taken = row.levels.filter((level) => clipSpans([level.span], wish).length > 0).map((level) => level.taken)
  return Math.min(row.total, Math.max(0, row.total - Math.max(0, ...taken) + own))
}

/** A member sees what is published. */
export function useMemberPlaces(hubKey: string, when: When, zone: string, people: number) {
  const query = useQuery(
    choiceQuery(hubKey, {
      day: when.day,
      start: wallTimeOf(when.start),
      end: wallTimeOf(when.end % 1440 === 0 ? 1440 : when.end % 1440),
      people,
    }),
  )
  const day = when.day
  const places =
    query.data?.choice?.spaces.map((space): Place => ({
      key: placeKey(space),
      kind: space.kind,
      targetId: space.targetId,
      name: space.name,
      totalUnits: space.totalUnits,
      freeUnits: space.state === 'closed' || space.state === 'too_small' ? 0 : space.freeUnits,
      feeYen: space.feeYen,
      open: space.open.map((period) => ({ start: minutesFrom(period.startsAt, day, zone), end: minutesFrom(period.endsAt, day, zone) })),
    })) ?? []
  return { places, isPending: query.isPending, error: query.error }
}

function minutesFrom(instant: string, day: string, zone: string): number {
  const start = Date.parse(periodOf({ day, start: 0, end: 1 }, zone).startsAt)
  return Math.round((Date.parse(instant) - start) / 60_000)
}
