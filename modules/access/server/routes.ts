import { bind, type Route } from '#platform/server/module.ts'
import { requireHubByKey } from '#modules/hubs/server/index.ts'
import * as api from '../contract/endpoints.ts'
import * as credentials from './credential/use-cases/keep-credentials.ts'
import * as doors from './door/use-cases/keep-doors.ts'
import { openDoor, setDoorMode } from './door/use-cases/move-doors.ts'
import { takeDoorSheet } from './door/use-cases/take-door-sheet.ts'
import { exportEntrants, listEntrants } from './grant/use-cases/list-entrants.ts'
import { listLockCodes } from './lock-code/use-cases/list-codes.ts'
import { showDoorPage } from './pass/use-cases/show-door-page.ts'
import * as pass from './pass/use-cases/open-by-phone.ts'
import { exportPassages, listMyPassages, listPassages } from './passage/use-cases/list-passages.ts'
import * as visits from './visit/use-cases/keep-visits.ts'

export const routes: readonly Route[] = [
  bind(api.listDoors, (scope, { params }) => doors.listDoors(scope, params.hubId)),
  bind(api.addDoor, (scope, { params, body }) => doors.addDoor(scope, params.hubId, body)),
  bind(api.changeDoor, (scope, { params, body }) => doors.changeDoor(scope, params, body)),
  bind(api.retireDoor, (scope, { params, body }) => doors.retireDoor(scope, params, body.reason)),
  bind(api.getDoorSheet, (scope, { params }) => takeDoorSheet(scope, params)),
  bind(api.setDoorRules, (scope, { params, body }) => doors.setDoorRules(scope, params.hubId, body)),
  bind(api.setDoorMode, (scope, { params, body }) => setDoorMode(scope, params.hubId, body)),
  bind(api.openDoor, (scope, { params, body }) => openDoor(scope, params, body.reason)),
  bind(api.explainDoor, async (scope, { params, query }) => pass.explainDoor(scope, await doors.requireDoor(scope, params), query)),
  bind(api.listLockCodes, (scope, { params }) => listLockCodes(scope, params.hubId)),

  bind(api.listCredentials, (scope, { params, query }) => credentials.listCredentials(scope, params.hubId, query)),
  bind(api.listShownCards, (scope, { params }) => credentials.listShownCards(scope, params.hubId)),
  bind(api.addCard, (scope, { params, body }) => credentials.addCard(scope, params.hubId, body)),
  bind(api.issuePin, (scope, { params, body }) => credentials.issuePin(scope, params.hubId, body)),
  bind(api.addNearPhone, (scope, { params, body }) => credentials.addNearPhone(scope, params.hubId, body)),
  bind(api.markCredential, (scope, { params, body }) => credentials.markCredential(scope, params, body)),
  bind(api.replaceCredential, (scope, { params, body }) => credentials.replaceCredential(scope, params, body)),
  bind(api.listMyCredentials, (scope) => credentials.listMyCredentials(scope)),
  bind(api.addMyPhone, (scope, { body }) => credentials.addMyPhone(scope, body)),
  bind(api.renewMyPin, (scope, { body }) => credentials.renewMyPin(scope, body.hubId)),
  bind(api.loseMyCredential, (scope, { params, body }) => credentials.loseMyCredential(scope, params.credentialId, body.reason)),

  bind(api.listPassages, (scope, { params, query }) => listPassages(scope, params.hubId, query)),
  bind(api.exportPassages, (scope, { params, query }) => exportPassages(scope, params.hubId, query)),
  bind(api.listMyPassages, (scope, { query }) => listMyPassages(scope, query)),

  bind(api.listEntrants, (scope, { params, query }) => listEntrants(scope, params.hubId, query)),
  bind(api.exportEntrants, (scope, { params, query }) => exportEntrants(scope, params.hubId, query)),

  bind(api.listMyDoors, (scope) => pass.listMyDoors(scope)),
  bind(api.openMyDoor, (scope, { params, body }) => pass.openMyDoor(scope, params.doorId, body)),
  bind(api.getMyOpening, (scope, { params }) => pass.getMyOpening(scope, params.commandId)),
  bind(api.getDoorPage, async (scope, { params }) => showDoorPage(scope, await requireHubByKey(scope, params.hubKey), params.doorId)),
  bind(api.getPass, (scope, { params }) => pass.getPass(scope, params.hubKey, params.passId)),
  bind(api.openByPass, (scope, { params, body }) => pass.openByPass(scope, params, body)),
  bind(api.getPassOpening, (scope, { params }) => pass.getPassOpening(scope, params)),
  bind(api.inviteVisitor, (scope, { body }) => visits.inviteVisitor(scope, body)),
  bind(api.listVisits, (scope, { query }) => visits.listVisits(scope, query)),
  bind(api.moveVisit, (scope, { params, body }) => visits.moveVisit(scope, params.visitId, body)),
  bind(api.withdrawVisit, (scope, { params, body }) => visits.withdrawVisit(scope, params.visitId, body.reason)),
]
