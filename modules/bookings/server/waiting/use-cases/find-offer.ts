/** What could be offered to somebody who waits: the earliest times that are free, place by place. Reads only. */
import type { Scope } from '#platform/server/scope.ts'
import { bookableEquipment, bookablePlaces, holidayLookup } from '#modules/hubs/server/index.ts'
import { minuteMs, nearestFree, type Span } from '../../../contract/rules.ts'
import type { Wanted } from '../../../contract/schemas.ts'
import { listOccupied } from '../../free/repository.ts'
import { neededUnits, placeOf } from '../../free/rules.ts'
import { findPolicies } from '../../policy/repository.ts'
import { blockedSpan, offsetMsAt, openSpans, targetOfEquipment, targetOfSpace, usualKind, type Target } from '../../rules.ts'
import type { WaitingRow } from '../repository.ts'

export type Wait = Pick<WaitingRow, 'hubId' | 'kind' | 'targetId' | 'targetType' | 'count' | 'partySize' | 'fromAt' | 'toAt' | 'minutes'>

export interface Possible {
  readonly target: Target
  readonly what: Wanted
  readonly span: Span
}

/** So many times of each place are worth trying: a rule may refuse the first. */
const mostEach = 3

/** The places somebody waits for, in the order of the hub. */
export async function targetsFor(scope: Scope, wait: Wait): Promise<Target[]> {
  if (wait.kind === 'equipment') {
    const equipment = await bookableEquipment(scope, { hubId: wait.hubId })
    return equipment.map(targetOfEquipment).filter((target) => target.id === wait.targetId)
  }
  const spaces = await bookablePlaces(scope, { hubId: wait.hubId, ...(wait.targetId === null ? {} : { spaceIds: [wait.targetId] }) })
  return spaces
    .map(targetOfSpace)
    .filter(
      (target) => target.takenAs !== 'none' && (wait.targetId === null ? target.type === wait.targetType : target.id === wait.targetId),
    )
}

export async function findPossible(scope: Scope, wait: Wait): Promise<Possible[]> {
  const now = scope.clock.now().epochMilliseconds
  const window = { from: wait.fromAt.epochMilliseconds, to: wait.toAt.epochMilliseconds }
  const targets = await targetsFor(scope, wait)
  const policyOf = await findPolicies(scope, wait.hubId)
  const holidayOf = await holidayLookup(scope)
  const lengthMs = wait.minutes * minuteMs
  const possible: Possible[] = []
  for (const target of targets) {
    const policy = policyOf(target.id)
    const what = wantedFor(wait, target)
    const isWhole = what.kind === 'space'
    const occupied = await listOccupied(
      scope,
      target.units.map((unit) => unit.id),
      blockedSpan(window, policy),
    )
    const place = placeOf({ target, policy, open: openSpans(target, window, holidayOf), occupied, isWhole })
    const need = what.kind === 'space' ? 1 : Math.max(what.count, target.kind === 'equipment' ? 1 : neededUnits(place, wait.partySize))
    // asked from a moment before, so that the very start of the window is looked at like any other
    const found = nearestFree(
      { from: window.from - 1, to: window.from - 1 + lengthMs },
      {
        freeByUnit: place.freeByUnit,
        need,
        stepMs: policy.granularityMinutes * minuteMs,
        offsetMs: offsetMsAt(window.from, target.zone),
        earliest: now,
        each: mostEach,
      },
    )
    for (const { span } of found) if (span.from >= window.from && span.to <= window.to) possible.push({ target, what, span })
  }
  return possible.toSorted((a, b) => a.span.from - b.span.from)
}

function wantedFor(wait: Wait, target: Target): Wanted {
  const kind = wait.targetId === null ? usualKind(target) : wait.kind
  if (kind === 'space') return { kind, spaceId: target.id }
  if (kind === 'equipment') return { kind, equipmentId: target.id, count: wait.count }
  return { kind, spaceId: target.id, count: Math.max(wait.count, wait.partySize) }
}
