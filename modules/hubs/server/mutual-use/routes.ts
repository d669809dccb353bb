import { bind } from '#platform/server/module.ts'
import * as api from '../../contract/mutual-use/endpoints.ts'
import { presentMutualUse } from './presenter.ts'
import { listMutualUses, listPartnerHubs, listPossiblePartners, readMutualUseHistory } from './use-cases/list-mutual-uses.ts'
import { proposeMutualUse } from './use-cases/propose-mutual-use.ts'
import { answerMutualUse, endMutualUse, requireMutualUse, withdrawMutualUse } from './use-cases/settle-mutual-use.ts'

export const mutualUseRoutes = [
  bind(api.listMutualUses, (scope, { query }) => listMutualUses(scope, query)),
  bind(api.getMutualUse, async (scope, { params }) => presentMutualUse(scope, await requireMutualUse(scope, params.mutualUseId))),
  bind(api.getMutualUseHistory, (scope, { params }) => readMutualUseHistory(scope, params.mutualUseId)),
  bind(api.listPossiblePartners, (scope, { query }) => listPossiblePartners(scope, query)),
  bind(api.proposeMutualUse, async (scope, { body }) => presentMutualUse(scope, await proposeMutualUse(scope, body))),
  bind(api.answerMutualUse, async (scope, { params, body }) =>
    presentMutualUse(scope, await answerMutualUse(scope, params.mutualUseId, body)),
  ),
  bind(api.withdrawMutualUse, async (scope, { params, body }) =>
    presentMutualUse(scope, await withdrawMutualUse(scope, params.mutualUseId, body.version)),
  ),
  bind(api.endMutualUse, async (scope, { params, body }) => presentMutualUse(scope, await endMutualUse(scope, params.mutualUseId, body))),
  bind(api.listPartnerHubs, (scope, { query }) => listPartnerHubs(scope, query)),
]
