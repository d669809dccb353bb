/** The demonstration's visitor: a member of a partner who has a seat here one of the next days. */
import { ExpectedError } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookablePlaces, requireHubByKey } from '#modules/hubs/server/index.ts'
import { booked } from '../../../contract/events.ts'
import { listBookingsHeldBy } from '../../booking/repository.ts'
import { decideWish } from '../../booking/use-cases/decide-wish.ts'
import { placeBooking } from '../../booking/use-cases/place-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { addDays, dayAt, targetOfSpace, usualKind, wishSpan } from '../../rules.ts'

export interface DemoVisit {
  readonly hubKey: string
  readonly homeConsortiumId: string
  readonly person: { readonly accountId: string; readonly name: string; readonly mail: string }
  /** From so many days ahead on, the first day that is open and free. */
  readonly daysAhead: number
  readonly purpose: string
}

const mostDays = 14

export async function createDemoVisit(scope: Scope, { hubKey, homeConsortiumId, person, daysAhead, purpose }: DemoVisit): Promise<boolean> {
  const hub = await requireHubByKey(scope, hubKey)
  const { accountId, name, mail } = person
  if ((await listBookingsHeldBy(scope, { accountId, homeConsortiumId })).length > 0) return false
  const today = dayAt(scope.clock.now().epochMilliseconds, hub.zone)
  const seats = (await bookablePlaces(scope, { hubId: hub.id })).map(targetOfSpace).filter((target) => usualKind(target) === 'seat')
  for (let day = addDays(today, daysAhead); day < addDays(today, daysAhead + mostDays); day = addDays(day, 1)) {
    for (const target of seats.filter((one) => one.takenAs !== 'none')) {
      try {
        const wish = await decideWish(
          scope,
          { what: { kind: 'seat', spaceId: target.id, count: 1 }, span: wishSpan(day, '10:00', '16:00', hub.zone), partySize: 1 },
          { booker: { accountId, mail, memberOf: null, isMember: false, homes: [{ consortiumId: homeConsortiumId, isStaff: false }] } },
        )
        const row = await placeBooking(scope, wish, {
          holder: { accountId, name, mail, phone: null, language: 'ja' },
          status: 'confirmed',
          purpose,
          consentedAt: scope.clock.now(),
        })
        scope.emit(booked, factOf(row), { subjectId: row.id })
        return true
      } catch (error) {
        // shut, full, or not for visitors: the next one
        if (!(error instanceof ExpectedError)) throw error
      }
    }
  }
  return false
}
