import { bind } from '#platform/server/module.ts'
import {
  addPlan as addPlanEndpoint,
  changePlan as changePlanEndpoint,
  getOwnPlanPicture,
  removePlan as removePlanEndpoint,
} from '../../contract/endpoints.ts'
import { addPlan, changePlan, readPlanPicture, removePlan } from './use-cases/keep-plans.ts'

export const planRoutes = [
  bind(addPlanEndpoint, (scope, { params, query, file }) => addPlan(scope, params.hubId, { file, spaceId: query.spaceId })),
  bind(getOwnPlanPicture, (scope, { params, query }) => readPlanPicture(scope, params, query.width)),
  bind(changePlanEndpoint, (scope, { params, body }) => changePlan(scope, params, body)),
  bind(removePlanEndpoint, async (scope, { params }) => {
    await removePlan(scope, params)
    return undefined
  }),
]
