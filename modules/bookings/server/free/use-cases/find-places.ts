/** The places of a hub that the caller may book, with hours and what is free over a stretch of time. */
import type { Scope } from '#platform/server/scope.ts'
import type { HolidayOf } from '#modules/hubs/contract/rules.ts'
import { bookableOfHub } from '#modules/hubs/server/index.ts'
import type { Span } from '../../../contract/rules.ts'
import { isMember } from '../../booking/use-cases/require-booking.ts'
import { findPolicies, type PolicyOf } from '../../policy/repository.ts'
import { isOfferedTo } from '../../policy/rules.ts'
import { blockedSpan, openSpansByTarget, targetOfEquipment, targetOfSpace, type Target } from '../../rules.ts'
import { listOccupied } from '../repository.ts'
import { placeOf, type Place } from '../rules.ts'

export async function findTargets(scope: Scope, hubId: string): Promise<{ targets: Target[]; policyOf: PolicyOf }> {
  const [policyOf, { spaces, equipment }] = await Promise.all([findPolicies(scope, hubId), bookableOfHub(scope, hubId)])
  const targets = [...spaces.map(targetOfSpace), ...equipment.map(targetOfEquipment)].filter((target) => target.takenAs !== 'none')
  return { targets, policyOf }
}

export async function findPlaces(scope: Scope, hubId: string, range: Span, holidayOf: HolidayOf): Promise<Place[]> {
  const { targets, policyOf } = await findTargets(scope, hubId)
  const mayUse = isMember(scope)
  const shown = targets.filter((target) => isOfferedTo(policyOf(target.id), mayUse))
  const opens = openSpansByTarget(shown, range, holidayOf)
  const blocked = shown.map((target) => blockedSpan(range, policyOf(target.id)))
  const around = {
    from: Math.min(range.from, ...blocked.map((span) => span.from)),
    to: Math.max(range.to, ...blocked.map((span) => span.to)),
  }
  const occupied = await listOccupied(
    scope,
    shown.flatMap((target) => target.units.map((unit) => unit.id)),
    around,
  )
  return shown.map((target) => placeOf({ target, policy: policyOf(target.id), open: opens.get(target.id) ?? [], occupied }))
}
