import type { FloorPlanSettings } from '../../contract/plan/schemas.ts'
import type { PlanRow } from './repository.ts'

export function presentPlan(plan: PlanRow): FloorPlanSettings {
  return {
    id: plan.id,
    names: plan.names,
    spaceId: plan.spaceId,
    href: `/api/v1/consortium/hubs/${plan.hubId}/plans/${plan.id}/picture`,
    spots: plan.spots,
    version: plan.version,
  }
}
