/** The demonstration's floor plan: a drawing that says it is one, with rooms and seats on it. May run again. */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHubByKey } from '../../bookable/use-cases/find-bookable.ts'
import { listSpaces } from '../../space/repository.ts'
import { listPlans, type SpotValues } from '../repository.ts'
import { addPlan, changePlan } from './keep-plans.ts'

export interface DemoPlan {
  /** `<consortium>.<hub>` */
  readonly hub: string
  readonly names: LocalText
  /** By the key of the space; with a seat's label that seat of it. */
  readonly spots: readonly { readonly space: string; readonly seat?: string; readonly x: number; readonly y: number }[]
}

export async function createDemoPlan(scope: Scope, plan: DemoPlan, content: Uint8Array): Promise<void> {
  const hub = await requireHubByKey(scope, plan.hub)
  if ((await listPlans(scope, hub.id)).length > 0) return
  const spaces = await listSpaces(scope, hub.id)
  const spots = plan.spots.flatMap(({ space: key, seat, x, y }): SpotValues[] => {
    const space = spaces.find((one) => one.slug === key)
    if (space === undefined) return []
    if (seat === undefined) return [{ spaceId: space.id, unitId: null, x, y }]
    const unit = space.units.find((one) => one.kind === 'seat' && one.label === seat)
    return unit === undefined ? [] : [{ spaceId: null, unitId: unit.id, x, y }]
  })
  const added = await addPlan(scope, hub.id, { file: { name: 'plan.png', mediaType: 'image/png', content }, spaceId: undefined })
  await changePlan(scope, { hubId: hub.id, planId: added.id }, { names: plan.names, spots, version: added.version })
}
