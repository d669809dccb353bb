import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../../contract/use/endpoints.ts'
import { setUseRule, showUseRule } from './use-cases/keep-use-rule.ts'
import { listUseRecords } from './use-cases/list-use-records.ts'
import { reportUse } from './use-cases/report-use.ts'
import { writeUseFile } from './use-cases/write-use-file.ts'

export const useRoutes: readonly Route[] = [
  bind(api.getUse, (scope, { query }) => reportUse(scope, query)),
  bind(api.listUseRecords, (scope, { query }) => listUseRecords(scope, query)),
  bind(api.getUseFile, (scope, { query }) => writeUseFile(scope, query)),
  bind(api.getUseRule, (scope) => showUseRule(scope)),
  bind(api.setUseRule, (scope, { body }) => setUseRule(scope, body)),
]
