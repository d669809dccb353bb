import { bind } from '#platform/server/module.ts'
import {
  changeSpace as changeSpaceEndpoint,
  createSpace as createSpaceEndpoint,
  moveSpace as moveSpaceEndpoint,
  retireSpace as retireSpaceEndpoint,
} from '../../contract/endpoints.ts'
import { changeSpace, createSpace, moveSpace, retireSpace } from './use-cases/change-space.ts'

export const spaceRoutes = [
  bind(createSpaceEndpoint, (scope, { params, body }) => createSpace(scope, params.hubId, body)),
  bind(changeSpaceEndpoint, (scope, { params, body }) => changeSpace(scope, params.spaceId, body)),
  bind(moveSpaceEndpoint, (scope, { params, body }) => moveSpace(scope, params.spaceId, body)),
  bind(retireSpaceEndpoint, async (scope, { params, body }) => {
    await retireSpace(scope, params.spaceId, body)
    return undefined
  }),
]
