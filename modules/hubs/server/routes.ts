import { bind, type Route } from '#platform/server/module.ts'
import {
  changeConsortium as changeConsortiumEndpoint,
  exportFactsDownload,
  getConsortium,
  importFactsUpload,
} from '../contract/endpoints.ts'
import { changeConsortium, showConsortium } from './consortium/use-cases/keep-consortium.ts'
import { directoryRoutes } from './directory/routes.ts'
import { equipmentRoutes } from './equipment/routes.ts'
import { hoursRoutes } from './hours/routes.ts'
import { hubRoutes } from './hub/routes.ts'
import { mutualUseRoutes } from './mutual-use/routes.ts'
import { photoRoutes } from './photo/routes.ts'
import { planRoutes } from './plan/routes.ts'
import { spaceRoutes } from './space/routes.ts'
import { exportOwnFacts } from './use-cases/export-facts.ts'
import { importOwnFacts } from './use-cases/import-facts.ts'

export const routes: readonly Route[] = [
  ...directoryRoutes,
  bind(getConsortium, (scope) => showConsortium(scope)),
  bind(changeConsortiumEndpoint, (scope, { body }) => changeConsortium(scope, body)),
  ...hubRoutes,
  ...spaceRoutes,
  ...equipmentRoutes,
  ...hoursRoutes,
  ...photoRoutes,
  ...planRoutes,
  ...mutualUseRoutes,
  bind(importFactsUpload, (scope, { query, file }) => importOwnFacts(scope, file.content, query.dryRun)),
  bind(exportFactsDownload, (scope) => exportOwnFacts(scope)),
]
