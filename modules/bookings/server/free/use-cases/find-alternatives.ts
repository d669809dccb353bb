/** What a refused wish could be instead: the same space at the nearest times, other spaces at the same time. */
import type { Scope } from '#platform/server/scope.ts'
import { bookablePlaces, holidayLookup } from '#modules/hubs/server/index.ts'
import { covers, type Policy, type Span } from '../../../contract/rules.ts'
import type { Alternatives, UserClass } from '../../../contract/schemas.ts'
import { findPolicies } from '../../policy/repository.ts'
import { isOfferedTo } from '../../policy/rules.ts'
import { isMember } from '../../booking/use-cases/require-booking.ts'
import {
  blockedSpan,
  bookableUntil,
  offsetMsAt,
  openSpans,
  openSpansByTarget,
  periodOf,
  targetOfSpace,
  usualKind,
  type Target,
  type UnitChoice,
} from '../../rules.ts'
import { listOccupied } from '../repository.ts'
import { feeFor, freeUnitsFor, holds, nearestOf, neededUnits, placeOf } from '../rules.ts'

const dayMs = 86_400_000
/** How far from the wish another time is still worth offering. */
const lookBackMs = 7 * dayMs
const lookAheadMs = 14 * dayMs
const mostSpaces = 4

export interface RefusedWish {
  readonly target: Target
  readonly policy: Policy
  readonly choice: UnitChoice
  readonly span: Span
  readonly partySize: number
  readonly userClass: UserClass
  readonly exceptBookingId: string | undefined
}

export async function findAlternatives(scope: Scope, wish: RefusedWish): Promise<Alternatives> {
  const times = await findOtherTimes(scope, wish)
  const spaces = wish.choice.kind === 'equipment' ? [] : await findOtherSpaces(scope, wish)
  return { times, spaces }
}

async function findOtherTimes(
  scope: Scope,
  { target, policy, choice, span, exceptBookingId }: RefusedWish,
): Promise<Alternatives['times']> {
  const now = scope.clock.now().epochMilliseconds
  const range = {
    from: Math.max(now, span.from - lookBackMs),
    to: Math.min(bookableUntil(policy, now, target.zone), span.to + lookAheadMs),
  }
  if (range.to <= range.from || span.to <= span.from) return []
  const holidayOf = await holidayLookup(scope)
  const units = target.units.filter((unit) => choice.unitIds.includes(unit.id))
  const isWhole = choice.kind === 'space'
  const around = blockedSpan(range, policy)
  const occupied = await listOccupied(
    scope,
    units.map((unit) => unit.id),
    around,
    exceptBookingId ?? null,
  )
  const place = placeOf({ target: { ...target, units }, policy, open: openSpans(target, range, holidayOf), occupied, isWhole })
  const need = isWhole ? 1 : choice.count
  return nearestOf(place, span, { need, now, offsetMs: offsetMsAt(span.from, target.zone) }).map((one) => ({
    ...periodOf(one.span),
    freeUnits: one.freeUnits,
  }))
}

async function findOtherSpaces(
  scope: Scope,
  { target, choice, span, partySize, userClass, exceptBookingId }: RefusedWish,
): Promise<Alternatives['spaces']> {
  const policyOf = await findPolicies(scope, target.hubId)
  const holidayOf = await holidayLookup(scope)
  const mayUse = isMember(scope)
  // of a chosen seat the space itself is an alternative: by another seat
  const targets = (await bookablePlaces(scope, { hubId: target.hubId }))
    .map(targetOfSpace)
    .filter(
      (one) =>
        one.takenAs !== 'none' &&
        (one.id !== target.id || (choice.isExact && choice.kind === 'seat')) &&
        isOfferedTo(policyOf(one.id), mayUse),
    )
  if (targets.length === 0) return []
  const opens = openSpansByTarget(targets, span, holidayOf)
  const open = targets.filter((one) => covers(opens.get(one.id) ?? [], span))
  const longest = open.map((one) => blockedSpan(span, policyOf(one.id)))
  const around = {
    from: Math.min(span.from, ...longest.map((each) => each.from)),
    to: Math.max(span.to, ...longest.map((each) => each.to)),
  }
  const occupied = await listOccupied(
    scope,
    open.flatMap((one) => one.units.map((unit) => unit.id)),
    around,
    exceptBookingId ?? null,
  )
  return open
    .map((one) => placeOf({ target: one, policy: policyOf(one.id), open: [span], occupied }))
    .flatMap((place) => {
      const need = neededUnits(place, partySize)
      const freeUnits = freeUnitsFor(place, span)
      if (!holds(place, partySize) || freeUnits < need) return []
      const { target: other } = place
      return [
        {
          kind: usualKind(other),
          targetId: other.id,
          name: other.names,
          type: other.type,
          freeUnits,
          feeYen: feeFor(place, span, userClass, need),
          isSameType: other.type === target.type,
        },
      ]
    })
    .toSorted((a, b) => Number(b.isSameType) - Number(a.isSameType))
    .slice(0, mostSpaces)
    .map(({ isSameType: _, ...one }) => one)
}
