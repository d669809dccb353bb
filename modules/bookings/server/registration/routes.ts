/** Endpoint to use case to presenter: a line each. */
import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../../contract/registration/endpoints.ts'
import { presentRegistration, presentRegistrationFile } from './presenter.ts'
import { listRegistrationsOf } from './repository.ts'
import { answerRegistration, askRenewal, withdrawRegistration } from './use-cases/answer-registration.ts'
import { askRegistration, enterRegistration } from './use-cases/ask-registration.ts'
import { decideRegistration } from './use-cases/decide-registration.ts'
import { exportRegistrations, listRegistrations } from './use-cases/list-registrations.ts'
import { addProof, noteProofSeen, readProof } from './use-cases/read-proof.ts'
import { requireRegistration } from './use-cases/require-registration.ts'

export const registrationRoutes: readonly Route[] = [
  bind(api.askRegistration, async (scope, { body }) => presentRegistrationFile(scope, await askRegistration(scope, body))),
  bind(api.listMyRegistrations, async (scope) => ({
    items: (await listRegistrationsOf(scope, scope.actor.accountId)).map((row) => presentRegistration(scope, row)),
  })),
  bind(api.getRegistration, async (scope, { params }) =>
    presentRegistrationFile(scope, await requireRegistration(scope, params.registrationId)),
  ),
  bind(api.answerRegistration, async (scope, { params, body }) =>
    presentRegistrationFile(scope, await answerRegistration(scope, params.registrationId, body)),
  ),
  bind(api.askRenewal, async (scope, { params, body }) =>
    presentRegistrationFile(scope, await askRenewal(scope, params.registrationId, body)),
  ),
  bind(api.withdrawRegistration, async (scope, { params, body }) =>
    presentRegistrationFile(scope, await withdrawRegistration(scope, params.registrationId, body)),
  ),
  bind(api.addProof, (scope, { params, file }) => addProof(scope, params.registrationId, file)),
  bind(api.noteProofSeen, async (scope, { params, body }) =>
    presentRegistrationFile(scope, await noteProofSeen(scope, params.registrationId, body.what)),
  ),
  bind(api.readProof, (scope, { params }) => readProof(scope, params.registrationId, params.fileId)),
  bind(api.listRegistrations, async (scope, { query }) => {
    const { rows, nextCursor } = await listRegistrations(scope, query)
    return { items: rows.map((row) => presentRegistration(scope, row)), nextCursor }
  }),
  bind(api.exportRegistrations, (scope, { query }) => exportRegistrations(scope, query)),
  bind(api.enterRegistration, async (scope, { body }) => presentRegistrationFile(scope, await enterRegistration(scope, body))),
  bind(api.decideRegistration, async (scope, { params, body }) =>
    presentRegistrationFile(scope, await decideRegistration(scope, params.registrationId, body)),
  ),
]
