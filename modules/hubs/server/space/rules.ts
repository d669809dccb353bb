/** How a space is taken, and by how many. Pure. */
import type { BookableAs, SpaceKind } from '../../contract/schemas.ts'

const seatKinds: ReadonlySet<SpaceKind> = new Set(['coworking', 'telework-center'])
const closedKinds: ReadonlySet<SpaceKind> = new Set(['storage', 'security-room', 'floor', 'building'])
/** From so many seats on a coworking space is also taken as a whole: for an event, a team. */
const seatsOfAHall = 10

/** What is usual for the kind; a person may choose otherwise. */
export function usualBookableAs(kind: SpaceKind, seats: number | null): BookableAs {
  if (closedKinds.has(kind)) return 'none'
  if (!seatKinds.has(kind) || seats === null || seats === 0) return 'whole'
  return kind === 'coworking' && seats >= seatsOfAHall ? 'both' : 'seats'
}

export interface UnitPlan {
  readonly kind: 'seat' | 'room'
  readonly count: number
}

/** The units a space has: its seats, or itself. */
export function unitPlan(bookableAs: BookableAs, seats: number | null): UnitPlan {
  if (bookableAs === 'none') return { kind: 'room', count: 0 }
  if (bookableAs === 'whole') return { kind: 'room', count: 1 }
  return { kind: 'seat', count: Math.max(1, seats ?? 1) }
}
