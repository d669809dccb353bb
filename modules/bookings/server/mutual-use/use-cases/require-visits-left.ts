import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import type { Span } from '../../../contract/rules.ts'
import { quotaSpan } from '../../policy/rules.ts'
import { countVisits, lockVisits } from '../repository.ts'
import type { Visit } from '../rules.ts'

const fail = failOf(bookingsErrors)

export interface VisitsQuestion {
  readonly visit: Visit | undefined
  readonly accountId: string | null
  readonly span: Span
  readonly target: { readonly zone: string }
  readonly exceptBookingId?: string | undefined
}

/** The agreement's own limit, beside those of the hub: so many bookings of one person in the month of use, counted by its start. */
export async function requireVisitsLeft(scope: Scope, { visit, accountId, span, target, exceptBookingId }: VisitsQuestion): Promise<void> {
  if (visit === undefined || visit.mostPerMonth === null || accountId === null) return
  await lockVisits(scope, accountId)
  const used = await usedInMonth(scope, { visit, accountId, at: span.from, zone: target.zone, exceptBookingId })
  if (used >= visit.mostPerMonth) fail('bookings.mutual_use_month_full', { params: { most: visit.mostPerMonth } })
}

export async function usedInMonth(
  scope: Scope,
  of: { visit: Visit; accountId: string; at: number; zone: string; exceptBookingId?: string | undefined },
): Promise<number> {
  return countVisits(scope, {
    accountId: of.accountId,
    homeConsortiumId: of.visit.homeConsortiumId,
    span: quotaSpan('month', of.at, of.zone),
    exceptBookingId: of.exceptBookingId,
  })
}
