import { bind } from '#platform/server/module.ts'
import * as api from '../../contract/lending/endpoints.ts'
import { listLost, readLostPhoto, registerLost, setLostPhoto, settleLost } from './use-cases/keep-lost.ts'
import { extendLoan, lendUnit, listLoans, returnLoan, showLendingDesk } from './use-cases/lend-unit.ts'
import { remindNow } from './use-cases/remind-loan.ts'

export const lendingRoutes = [
  bind(api.getLendingDesk, (scope, { params }) => showLendingDesk(scope, params.hubId)),
  bind(api.lendUnit, (scope, { params, body }) => lendUnit(scope, params.hubId, body)),
  bind(api.returnLoan, (scope, { params, body }) => returnLoan(scope, params, body)),
  bind(api.extendLoan, (scope, { params, body }) => extendLoan(scope, params, body)),
  bind(api.remindLoan, (scope, { params, body }) => remindNow(scope, params, body.version)),
  bind(api.listLoans, (scope, { params, query }) => listLoans(scope, params.hubId, query)),
  bind(api.listLostItems, (scope, { params, query }) => listLost(scope, params.hubId, query)),
  bind(api.registerLostItem, (scope, { params, body }) => registerLost(scope, params.hubId, body)),
  bind(api.settleLostItem, (scope, { params, body }) => settleLost(scope, params, body)),
  bind(api.setLostItemPhoto, (scope, { params, file }) => setLostPhoto(scope, params, file)),
  bind(api.getLostItemPhoto, (scope, { params }) => readLostPhoto(scope, params)),
]
