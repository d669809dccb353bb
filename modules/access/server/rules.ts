/** Which doors lead to a space, and which PINs nobody should be given. */
export interface DoorPlace {
  readonly id: string
  /** Null: the hub itself. */
  readonly insideSpaceId: string | null
  /** Null: the street. */
  readonly outsideSpaceId: string | null
}

/**
 * The doors on the way from the street to a space: those into the hub itself, into the space, and into each space around it
 * (floor, building); and those into what lies before such a door. `parents` of all spaces of the hub. Null: only the hub.
 */
export function doorsTo(doors: readonly DoorPlace[], parents: ReadonlyMap<string, string | null>, spaceId: string | null): string[] {
  const onTheWay = new Set<string | null>([null])
  const queue = [spaceId]
  const found = new Set<string>()
  while (queue.length > 0) {
    for (let at = queue.pop() ?? null; at !== null && !onTheWay.has(at); at = parents.get(at) ?? null) onTheWay.add(at)
    for (const door of doors) {
      if (found.has(door.id) || !onTheWay.has(door.insideSpaceId)) continue
      found.add(door.id)
      if (door.outsideSpaceId !== null && !onTheWay.has(door.outsideSpaceId)) queue.push(door.outsideSpaceId)
    }
  }
  return [...found].toSorted()
}

/** What somebody tries first: one digit again and again, or digits in a row. */
export function isPoorPin(pin: string): boolean {
  const steps = new Set(Array.from({ length: pin.length - 1 }, (_, at) => Number(pin[at + 1]) - Number(pin[at])))
  const [step] = steps
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1
}

/** Whoever stands at the desk lets in whom they announce. */
export const isDeskRole = (roles: readonly string[]): boolean => roles.some((role) => role === 'operator' || role === 'admin')

/** Nobody lets in somebody at a time when they may not be there themselves. */
export const coversVisit = (
  grant: { readonly hub_id: string; readonly from_at: Temporal.Instant; readonly until_at: Temporal.Instant },
  visit: { readonly hubId: string; readonly startsAt: Temporal.Instant; readonly endsAt: Temporal.Instant },
): boolean =>
  grant.hub_id === visit.hubId &&
  Temporal.Instant.compare(grant.from_at, visit.startsAt) <= 0 &&
  Temporal.Instant.compare(visit.endsAt, grant.until_at) <= 0
