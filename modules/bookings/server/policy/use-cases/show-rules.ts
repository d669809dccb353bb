import type { Scope } from '#platform/server/scope.ts'
import { fail } from '#platform/server/errors.ts'
import { bookableEquipment, bookablePlaces, placeNames, requireHub } from '#modules/hubs/server/index.ts'
import type { HubRules, RulesOfPlace } from '../../../contract/policy/schemas.ts'
import { dayAt, targetOfEquipment, targetOfSpace } from '../../rules.ts'
import { listOwnRules, listReductions } from '../repository.ts'
import { presentRules } from '../presenter.ts'
import { allGroups, policyOf } from '../rules.ts'

/** The rules of a hub and of each of its places, with what comes from where. */
export async function showRules(scope: Scope, hubId: string): Promise<HubRules> {
  const hub = await requireHub(scope, hubId)
  const today = dayAt(scope.clock.now().epochMilliseconds, hub.zone)
  const own = await listOwnRules(scope, hubId)
  const targets = [
    ...(await bookablePlaces(scope, { hubId })).map(targetOfSpace),
    ...(await bookableEquipment(scope, { hubId })).map(targetOfEquipment),
  ].filter((target) => target.takenAs !== 'none')
  const ofHub = own.get(hubId)
  const place = (target: Pick<RulesOfPlace, 'targetId' | 'kind' | 'name' | 'type'>): RulesOfPlace => {
    const row = own.get(target.targetId)
    return {
      ...target,
      inherits: [...(row?.inherits ?? allGroups)],
      ...presentRules(policyOf(ofHub, target.kind === 'hub' ? undefined : row), today),
      version: row?.version ?? 0,
      isAssumed: row?.isAssumed ?? false,
    }
  }
  return {
    hubId,
    today,
    timeZone: hub.zone,
    places: [
      place({ targetId: hubId, kind: 'hub', name: hub.names, type: 'hub' }),
      ...targets.map((target) => place({ targetId: target.id, kind: target.kind, name: target.names, type: target.type })),
    ],
    reductions: await listReductions(scope, hubId, today),
  }
}

/** The hub itself, or a space or kind of equipment of it. */
export async function requireRulesTarget(scope: Scope, ref: { hubId: string; targetId: string }): Promise<void> {
  if (ref.targetId === ref.hubId) return
  const place = (await placeNames(scope, [ref.targetId])).get(ref.targetId)
  if (place?.hubId !== ref.hubId) fail('platform.not_found')
}
