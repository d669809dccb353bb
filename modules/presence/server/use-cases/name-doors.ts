/** What a door is called: whoever knows the doors says so. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'

type Lookup = (scope: Scope, ids: readonly string[]) => Promise<ReadonlyMap<string, LocalText>>
const lookups: Lookup[] = []

export function provideDoorNames(lookup: Lookup): void {
  if (!lookups.includes(lookup)) lookups.push(lookup)
}

export async function doorNames(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, LocalText>> {
  const found = new Map<string, LocalText>()
  if (ids.length > 0) for (const lookup of lookups) for (const [id, names] of await lookup(scope, [...new Set(ids)])) found.set(id, names)
  return found
}
