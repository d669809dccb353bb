/** What a mail about a booking says of getting in besides the hub's own words: modules that stand on bookings add it. */
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'

/** Lines of the mail: what it is called, and what it is. `isSecret`: staff who read the mail see … there. */
export interface WayInFact {
  readonly name: string
  readonly value: string
  readonly isSecret?: boolean
}
export type WayIn = (
  scope: Scope,
  booking: { readonly id: string; readonly hubId: string },
  language: Language,
) => Promise<readonly WayInFact[]>

const sources = new Map<string, WayIn>()

export function provideWayIn(name: string, source: WayIn): void {
  sources.set(name, source)
}

/** Of a booking that is confirmed; in the order of the modules. */
export async function wayInOf(
  scope: Scope,
  booking: { readonly id: string; readonly hubId: string },
  language: Language,
): Promise<readonly WayInFact[]> {
  const facts: WayInFact[] = []
  for (const source of sources.values()) facts.push(...(await source(scope, booking, language)))
  return facts
}
