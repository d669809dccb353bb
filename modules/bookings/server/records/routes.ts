import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../../contract/records/endpoints.ts'
import { askForRecords } from './use-cases/ask-for-records.ts'
import { keepRetention, readRetention } from './use-cases/keep-retention.ts'
import { exportGuestRecords, forgetGuest, readGuestRecords } from './use-cases/guest-records.ts'

export const recordsRoutes: readonly Route[] = [
  bind(api.askForRecords, (scope, { params }) => askForRecords(scope, params.hubKey, params.bookingId)),
  bind(api.readGuestRecords, (scope, { params }) => readGuestRecords(scope, params.recordsOf)),
  bind(api.exportGuestRecords, (scope, { params, query }) => exportGuestRecords(scope, params.recordsOf, query.format)),
  bind(api.getRetention, (scope) => readRetention(scope)),
  bind(api.setRetention, (scope, { body }) => keepRetention(scope, body)),
  bind(api.forgetGuest, (scope, { params, body }) => forgetGuest(scope, params.recordsOf, body.mail)),
]
