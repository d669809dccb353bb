import { bind } from '#platform/server/module.ts'
import { getHub, listHubs as listHubsEndpoint } from '../../contract/endpoints.ts'
import { listHubs } from './use-cases/list-hubs.ts'
import { showHub } from './use-cases/show-hub.ts'

export const directoryRoutes = [
  bind(listHubsEndpoint, (scope, { query }) => listHubs(scope, query)),
  bind(getHub, (scope, { params, query }) => showHub(scope, { hubId: params.hubId, ...query })),
]
