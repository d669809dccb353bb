import { bind } from '#platform/server/module.ts'
import * as api from '../../contract/kiosk/endpoints.ts'
import { addKiosk, answerCall, listCalls, listKiosks, revokeKiosk } from './use-cases/keep-kiosks.ts'
import { callDesk, checkInAtKiosk, findAtKiosk, showBoard, walkInAtKiosk } from './use-cases/use-kiosk.ts'

export const kioskRoutes = [
  bind(api.listKiosks, async (scope, { params }) => ({ items: await listKiosks(scope, params.hubId) })),
  bind(api.addKiosk, (scope, { params, body }) => addKiosk(scope, params.hubId, body)),
  bind(api.revokeKiosk, (scope, { params }) => revokeKiosk(scope, params)),
  bind(api.listKioskCalls, async (scope, { params }) => ({ items: await listCalls(scope, params.hubId) })),
  bind(api.answerKioskCall, (scope, { params }) => answerCall(scope, params)),
  bind(api.getKioskBoard, (scope, { params }) => showBoard(scope, params.hubKey)),
  bind(api.findAtKiosk, async (scope, { params, body }) => ({ items: await findAtKiosk(scope, params.hubKey, body.text) })),
  bind(api.checkInAtKiosk, (scope, { params, body }) => checkInAtKiosk(scope, params.hubKey, body)),
  bind(api.walkInAtKiosk, (scope, { params, body }) => walkInAtKiosk(scope, params.hubKey, body)),
  bind(api.callDesk, (scope, { params }) => callDesk(scope, params.hubKey)),
]
