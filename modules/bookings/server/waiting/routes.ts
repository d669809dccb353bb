/** Endpoint to use case to presenter: a line each. */
import { bind, type Route } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import type { DeskWaiting, Waiting } from '../../contract/waiting/schemas.ts'
import * as api from '../../contract/waiting/endpoints.ts'
import { presentBooking, withPlace } from '../booking/presenter.ts'
import { presentDeskWaiting, presentWaiting } from './presenter.ts'
import { listLine, listWaitingOfAccount, type WaitingRow } from './repository.ts'
import { acceptOffer, declineOffer, moveInLine, removeFromLine } from './use-cases/answer-offer.ts'
import { askAsGuest, askToWait } from './use-cases/ask-to-wait.ts'
import { getWaitingRule, setWaitingRule } from './use-cases/keep-waiting-rule.ts'
import { requireGuestWaiting, requireOwnWaiting } from './use-cases/require-waiting.ts'

const present = async (scope: Scope, row: WaitingRow): Promise<Waiting> => (await presentWaiting(scope, [row]))[0] as Waiting
const presentDesk = async (scope: Scope, row: WaitingRow): Promise<DeskWaiting> =>
  (await presentDeskWaiting(scope, [row]))[0] as DeskWaiting
const forChange = { forChange: true }

export const waitingRoutes: readonly Route[] = [
  bind(api.askToWaitAsGuest, async (scope, { params, body }) => present(scope, await askAsGuest(scope, params.hubKey, body))),
  bind(api.getGuestWaiting, async (scope, { params }) => present(scope, await requireGuestWaiting(scope, params.waitingId))),
  bind(api.acceptGuestOffer, async (scope, { params }) =>
    present(scope, (await acceptOffer(scope, await requireGuestWaiting(scope, params.waitingId, forChange))).row),
  ),
  bind(api.declineGuestOffer, async (scope, { params }) =>
    present(scope, await declineOffer(scope, await requireGuestWaiting(scope, params.waitingId, forChange))),
  ),

  bind(api.askToWait, async (scope, { body }) => present(scope, await askToWait(scope, body))),
  bind(api.listMyWaiting, async (scope) => ({
    items: await presentWaiting(scope, await listWaitingOfAccount(scope, scope.actor.accountId)),
  })),
  bind(api.acceptOffer, async (scope, { params }) => {
    const { booking } = await acceptOffer(scope, await requireOwnWaiting(scope, params.waitingId, forChange))
    return presentBooking(scope, await withPlace(scope, booking))
  }),
  bind(api.declineOffer, async (scope, { params }) =>
    present(scope, await declineOffer(scope, await requireOwnWaiting(scope, params.waitingId, forChange))),
  ),

  bind(api.listHubWaiting, async (scope, { params }) => {
    const hub = await requireHub(scope, params.hubId)
    return { items: await presentDeskWaiting(scope, await listLine(scope, hub.id)) }
  }),
  bind(api.moveWaiting, async (scope, { params, body }) => presentDesk(scope, await moveInLine(scope, params, body))),
  bind(api.removeWaiting, async (scope, { params, body }) => presentDesk(scope, await removeFromLine(scope, params, body.reason))),
  bind(api.getWaitingRule, (scope, { params }) => getWaitingRule(scope, params.hubId)),
  bind(api.setWaitingRule, (scope, { params, body }) => setWaitingRule(scope, params.hubId, body)),
]
