/** By how many a space is taken. Pure. */
import type { BookableAs } from '../../contract/schemas.ts'

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
