import { bind } from '#platform/server/module.ts'
import {
  addClosure as addClosureEndpoint,
  removeClosure as removeClosureEndpoint,
  setException as setExceptionEndpoint,
  setOpeningRules as setOpeningRulesEndpoint,
  setYearlyClosures as setYearlyClosuresEndpoint,
} from '../../contract/endpoints.ts'
import { addClosure, removeClosure, setException, setOpeningRules, setYearlyClosures } from './use-cases/change-hours.ts'

export const hoursRoutes = [
  bind(setOpeningRulesEndpoint, (scope, { params, body }) => setOpeningRules(scope, params.hubId, body)),
  bind(setYearlyClosuresEndpoint, (scope, { params, body }) => setYearlyClosures(scope, params.hubId, body)),
  bind(addClosureEndpoint, (scope, { params, body }) => addClosure(scope, params.hubId, body)),
  bind(removeClosureEndpoint, (scope, { params }) => removeClosure(scope, params.hubId, params.closureId)),
  bind(setExceptionEndpoint, (scope, { params, body }) => setException(scope, params.hubId, params.on, body)),
]
