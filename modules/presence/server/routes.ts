import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../contract/endpoints.ts'
import { correctPresence } from './use-cases/correct-presence.ts'
import { listMyLooks } from './look/use-cases/record-look.ts'
import { reportVisits, writeVisitsFile } from './use-cases/report-visits.ts'
import { listStays, listStaysOfHub, setPresenceRule, showOccupancy, showPresence } from './use-cases/show-presence.ts'
import { takeOutList } from './use-cases/take-out-list.ts'
import { listMyCorrections, showMyTrace, showTrace } from './use-cases/trace-stays.ts'
import { settleOpening } from './use-cases/watch-doors.ts'

export const routes: readonly Route[] = [
  bind(api.getOccupancy, (scope, { params }) => showOccupancy(scope, params.hubKey)),
  bind(api.getPresence, (scope, { params }) => showPresence(scope, params.hubId)),
  bind(api.listStays, (scope, { params, query }) => listStaysOfHub(scope, params.hubId, query)),
  bind(api.getTrace, (scope, { params, query }) => showTrace(scope, params, query.day)),
  bind(api.correctPresence, (scope, { params, body }) => correctPresence(scope, params.hubId, body)),
  bind(api.setPresenceRule, (scope, { params, body }) => setPresenceRule(scope, params.hubId, body)),
  bind(api.settleOpening, (scope, { params, body }) => settleOpening(scope, params, body.note)),
  bind(api.getEvacuationPaper, (scope, { params }) => takeOutList(scope, params.hubId)),
  bind(api.getVisits, (scope, { query }) => reportVisits(scope, query)),
  bind(api.getVisitsFile, (scope, { query }) => writeVisitsFile(scope, query)),
  bind(api.getMyTrace, (scope, { params, query }) => showMyTrace(scope, params.hubId, query.day)),
  bind(api.listMyCorrections, (scope, { query }) => listMyCorrections(scope, query)),
  bind(api.listMyLooks, (scope, { query }) => listMyLooks(scope, query)),
  bind(api.listMyStays, (scope, { query }) => listStays(scope, { subjectId: scope.actor.accountId, day: query.day }, query)),
]
