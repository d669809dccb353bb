import { bind } from '#platform/server/module.ts'
import * as api from '../../contract/edge/endpoints.ts'
import { giveEvacuation, giveSnapshot, tellEdge } from './use-cases/answer-edge.ts'
import { takeEvents } from './use-cases/take-events.ts'

export const edgeRoutes = [
  bind(api.askEdgeCommands, (scope) => tellEdge(scope)),
  bind(api.getEdgeSnapshot, (scope, { query }) => giveSnapshot(scope, query.since)),
  bind(api.getEdgeEvacuation, (scope) => giveEvacuation(scope)),
  bind(api.sendEdgeEvents, (scope, { body }) => takeEvents(scope, body)),
]
