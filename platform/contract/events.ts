/**
 * Facts that happened. Events are data: any module may react to any other's.
 * They carry ids, never names: names stand in rows that can be forgotten.
 */
import type { $ZodType, output } from 'zod/v4/core'

export interface EventDeclaration<T extends string = string, S extends $ZodType = $ZodType> {
  /** `<module>.<past tense>`: `bookings.booked`. */
  readonly type: T
  readonly payload: S
  /**
   * What the live stream may tell screens: `tenant` = members of the consortium,
   * `public` = also strangers looking at the hub named by `payload.hubId` (type and hub only).
   * Absent: never streamed.
   */
  readonly live?: 'tenant' | 'public'
  /** The machine at the hub named by `payload.hubId` hears that there is something to ask for. */
  readonly isForEdge?: true
}

export function defineEvent<const T extends string, S extends $ZodType>(declaration: EventDeclaration<T, S>): EventDeclaration<T, S> {
  return declaration
}

export type PayloadOf<E> = E extends EventDeclaration<string, infer S> ? output<S> : never

/** One hint of the live stream: something of this type changed; refetch what is on screen. */
export interface LiveHint {
  readonly type: string
  readonly hubId?: string
  readonly subjectId?: string
}
