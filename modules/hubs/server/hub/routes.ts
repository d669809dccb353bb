import { bind } from '#platform/server/module.ts'
import {
  changeHub as changeHubEndpoint,
  createHub as createHubEndpoint,
  getOwnHub,
  listOwnHubs as listOwnHubsEndpoint,
  publishHub as publishHubEndpoint,
  unpublishHub as unpublishHubEndpoint,
} from '../../contract/endpoints.ts'
import { changeHub, createHub, publishHub, unpublishHub } from './use-cases/change-hub.ts'
import { listOwnHubs, showOwnHub } from './use-cases/show-own-hub.ts'

export const hubRoutes = [
  bind(listOwnHubsEndpoint, (scope) => listOwnHubs(scope)),
  bind(createHubEndpoint, (scope, { body }) => createHub(scope, body)),
  bind(getOwnHub, (scope, { params }) => showOwnHub(scope, params.hubId)),
  bind(changeHubEndpoint, (scope, { params, body }) => changeHub(scope, params.hubId, body)),
  bind(publishHubEndpoint, (scope, { params }) => publishHub(scope, params.hubId)),
  bind(unpublishHubEndpoint, (scope, { params }) => unpublishHub(scope, params.hubId)),
]
