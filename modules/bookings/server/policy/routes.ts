import { bind, type Route } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import * as api from '../../contract/policy/endpoints.ts'
import { presentBooking, presentDeskBooking, withPlace } from '../booking/presenter.ts'
import type { BookingRow } from '../booking/repository.ts'
import { requireBooking, requireGuestBooking } from '../booking/use-cases/require-booking.ts'
import { costOfCancelling, waiveCancellationFee } from './use-cases/charge-cancellation.ts'
import { addReduction, endReduction, noteProof, setReduction } from './use-cases/keep-reductions.ts'
import { quoteAsGuest, quoteForMe } from './use-cases/quote-wish.ts'
import { saveRules } from './use-cases/save-rules.ts'
import { showRules } from './use-cases/show-rules.ts'
import { tryRules } from './use-cases/try-rules.ts'

const presentDesk = async (scope: Scope, row: BookingRow) => presentDeskBooking(scope, await withPlace(scope, row))
const presentCost = async (scope: Scope, row: BookingRow) => {
  const cost = await costOfCancelling(scope, row)
  return { ...cost, isLate: cost.feeYen > 0 }
}

export const policyRoutes: readonly Route[] = [
  bind(api.getHubRules, (scope, { params }) => showRules(scope, params.hubId)),
  bind(api.tryRules, (scope, { params, body }) => tryRules(scope, params, body)),
  bind(api.saveRules, (scope, { params, body }) => saveRules(scope, params, body)),
  bind(api.addReduction, (scope, { params, body }) => addReduction(scope, params.hubId, body)),
  bind(api.endReduction, (scope, { params, body }) => endReduction(scope, params, body)),
  bind(api.quoteAsGuest, (scope, { params, query }) => quoteAsGuest(scope, params.hubKey, query)),
  bind(api.quoteForMe, (scope, { query }) => quoteForMe(scope, query)),
  bind(api.getCancellationCost, async (scope, { params }) => presentCost(scope, await requireBooking(scope, params.bookingId))),
  bind(api.getGuestCancellationCost, async (scope, { params }) => presentCost(scope, await requireGuestBooking(scope, params.bookingId))),
  bind(api.waiveCancellationFee, async (scope, { params, body }) =>
    presentDesk(scope, await waiveCancellationFee(scope, params.bookingId, body.reason)),
  ),
  bind(api.setReduction, async (scope, { params, body }) => presentDesk(scope, await setReduction(scope, params.bookingId, body))),
  bind(api.noteProof, async (scope, { params }) => presentBooking(scope, await withPlace(scope, await noteProof(scope, params.bookingId)))),
]
