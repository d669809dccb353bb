import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../../contract/approval/endpoints.ts'
import * as checkInApi from '../../contract/check-in/endpoints.ts'
import { presentDeskBooking, withPlace } from '../booking/presenter.ts'
import type { BookingRow } from '../booking/repository.ts'
import { confirmAtDesk } from '../booking/use-cases/confirm-booking.ts'
import { checkInAtDesk, checkInByCode, undoCheckIn } from '../check-in/use-cases/check-in.ts'
import { presentCheckIn } from '../check-in/presenter.ts'
import type { Scope } from '#platform/server/scope.ts'
import { approveRequest, declineRequest } from './use-cases/decide-request.ts'
import { showDecision } from './use-cases/show-decision.ts'

const present = async (scope: Scope, row: BookingRow) => presentDeskBooking(scope, await withPlace(scope, row))

export const approvalRoutes: readonly Route[] = [
  bind(api.getDecision, (scope, { params }) => showDecision(scope, params.bookingId)),
  bind(api.approveRequest, async (scope, { params, body }) => present(scope, await approveRequest(scope, params.bookingId, body.reason))),
  bind(api.declineRequest, async (scope, { params, body }) => present(scope, await declineRequest(scope, params.bookingId, body.reason))),
  bind(api.confirmHold, async (scope, { params }) => present(scope, await confirmAtDesk(scope, params.bookingId))),
  bind(checkInApi.checkInAtDesk, async (scope, { params }) => present(scope, await checkInAtDesk(scope, params.bookingId))),
  bind(checkInApi.undoCheckIn, async (scope, { params }) => present(scope, await undoCheckIn(scope, params.bookingId))),
  bind(checkInApi.checkInByCode, async (scope, { params, body }) =>
    presentCheckIn(await withPlace(scope, await checkInByCode(scope, params.hubKey, body.code))),
  ),
]
