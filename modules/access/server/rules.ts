/** Which doors lead to a space, and which PINs nobody should be given. */
export interface DoorPlace {
  readonly id: string
  /** Null: the hub itself. */
  readonly insideSpaceId: string | null
  /** Null: the street, or the hub itself. */
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

/**
 * Whether the door's own lock may keep a PIN. A lock knows nothing else to ask for: what it keeps opens by itself, so a door
 * with a passkey gives it none, and one that asks for a card as well only those of guests and visitors, who have no card.
 */
export const mayBeOnLock = (
  door: { readonly needsPasskey: boolean; readonly pinPeriods: readonly unknown[] },
  pin: { readonly ofSubjectId: string | null },
): boolean => !door.needsPasskey && (door.pinPeriods.length === 0 || pin.ofSubjectId === null)

/** What somebody tries first: one digit again and again, or digits in a row. */
export function isPoorPin(pin: string): boolean {
  const steps = new Set(Array.from({ length: pin.length - 1 }, (_, at) => Number(pin[at + 1]) - Number(pin[at])))
  const [step] = steps
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1
}

/** Whoever stands at the desk lets in whom they announce. */
export const isDeskRole = (roles: readonly string[]): boolean => roles.some((role) => role === 'operator' || role === 'admin')

export interface Time {
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant
}

const { compare } = Temporal.Instant
const later = (one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant => (compare(one, other) >= 0 ? one : other)
const earlier = (one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant => (compare(one, other) <= 0 ? one : other)

/**
 * Nobody lets in somebody at a time when they may not be there themselves: of a visit, the longest piece in which the host may,
 * by one booking or by several that follow each other; of two as long the earlier. Undefined: at no time.
 */
export function timeWithHost(times: readonly Time[], visit: Time): Time | undefined {
  const pieces: Time[] = []
  for (const time of times.toSorted((one, other) => compare(one.from, other.from))) {
    const piece = { from: later(time.from, visit.from), until: earlier(time.until, visit.until) }
    if (compare(piece.from, piece.until) >= 0) continue
    const last = pieces.at(-1)
    if (last === undefined || compare(piece.from, last.until) > 0) pieces.push(piece)
    else pieces[pieces.length - 1] = { from: last.from, until: later(last.until, piece.until) }
  }
  const lengthOf = ({ from, until }: Time): number => until.epochMilliseconds - from.epochMilliseconds
  return pieces.toSorted((one, other) => lengthOf(other) - lengthOf(one))[0]
}

/** Of what was decided: when each visitor was let in first. In the order of ids, so that two that are stored at once do not wait for each other. */
export function firstArrivals(
  passages: readonly {
    readonly subjectKind: string | null
    readonly subjectId: string | null
    readonly direction: string
    readonly isOpen: boolean
    readonly at: Temporal.Instant
  }[],
): { visitId: string; at: Temporal.Instant }[] {
  const first = new Map<string, Temporal.Instant>()
  for (const { subjectKind, subjectId, direction, isOpen, at } of passages) {
    if (subjectKind !== 'visitor' || subjectId === null || direction !== 'in' || !isOpen) continue
    const known = first.get(subjectId)
    if (known === undefined || Temporal.Instant.compare(at, known) < 0) first.set(subjectId, at)
  }
  return [...first].map(([visitId, at]) => ({ visitId, at })).toSorted((a, b) => (a.visitId < b.visitId ? -1 : 1))
}

/** Of the mail that tells it. */
export const arrivalCause = ({ id }: { readonly id: string }): string => `access.arrived:${id}`

/** "Your visitor is here" helps for as long as somebody may still be waiting to be met. */
const freshFor = { minutes: 15 } as const

export const isFresh = (at: Temporal.Instant, now: Temporal.Instant): boolean => Temporal.Instant.compare(at, now.subtract(freshFor)) > 0
