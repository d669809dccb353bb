import type { MemberScope } from '#platform/server/scope.ts'
import type { Decision } from '../../../contract/approval/schemas.ts'
import { presentDeskBooking, withPlace, withPlaces } from '../../booking/presenter.ts'
import { requireBooking } from '../../booking/use-cases/require-booking.ts'
import { listOthersOf, listWaitingFor } from '../repository.ts'

const mostOthers = 20

/** What the one who decides should know: who is refused by a yes, and what the holder has already. */
export async function showDecision(scope: MemberScope, bookingId: string): Promise<Decision> {
  const row = await requireBooking(scope, bookingId)
  const others = row.accountId === null && row.holderMail === null ? [] : await listOthersOf(scope, row, mostOthers)
  return {
    booking: presentDeskBooking(scope, await withPlace(scope, row)),
    refuses: (await listWaitingFor(scope, row)).map((one) => ({
      id: one.id,
      name: one.name,
      startsAt: one.from_at.toString(),
      endsAt: one.to_at.toString(),
    })),
    others: (await withPlaces(scope, others)).map((placed) => presentDeskBooking(scope, placed)),
  }
}
