import { bind } from '#platform/server/module.ts'
import * as api from '../../contract/closure/endpoints.ts'
import { addPlans, closePlace, liftClosure, listDeskClosures, previewClosure, showClosure } from './use-cases/close-place.ts'

export const closureRoutes = [
  bind(api.previewClosure, (scope, { params, query }) => previewClosure(scope, params.hubId, query)),
  bind(api.closePlace, (scope, { params, body }) => closePlace(scope, params.hubId, body)),
  bind(api.listDeskClosures, async (scope, { params }) => ({ items: await listDeskClosures(scope, params.hubId) })),
  bind(api.getDeskClosure, (scope, { params }) => showClosure(scope, params)),
  bind(api.addClosurePlans, (scope, { params, body }) => addPlans(scope, params, body.plans)),
  bind(api.liftClosure, (scope, { params }) => liftClosure(scope, params)),
]
