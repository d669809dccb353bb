/** Whether somebody from elsewhere may use a hub: what was agreed with the consortia that the session proves. */
import { failOf } from '#platform/server/errors.ts'
import type { Principal, Scope } from '#platform/server/scope.ts'
import { isStaff, mutualUseOf } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { isMember } from '../../booking/use-cases/require-booking.ts'
import { dayText } from '../../mails/when.ts'
import { sayIn } from '../../mails/texts.ts'
import type { Booker, StandingSource } from '../../policy/use-cases/find-standing.ts'
import { decideVisit, isRefusal, type Home, type Visit, type VisitRefusal } from '../rules.ts'

const fail = failOf(bookingsErrors)

/**
 * The consortia that the person belongs to besides the seated one, the one they work in first. From the session alone:
 * no row of another tenant is read. Whoever works in the seated one comes as its member, by no agreement.
 */
export function homesOf(scope: Scope): readonly Home[] {
  const principal = (scope as Partial<{ principal: Principal | undefined }>).principal
  if (principal === undefined || isMember(scope)) return []
  return principal.memberships
    .filter((one) => one.consortiumId !== scope.consortiumId)
    .toSorted((a, b) => Number(b.id === principal.active?.id) - Number(a.id === principal.active?.id))
    .map((one) => ({ consortiumId: one.consortiumId, isStaff: isStaff(one.roles) }))
}

export async function findVisit(scope: Scope, homes: readonly Home[], at: { hubId: string; day: string }): Promise<Visit | VisitRefusal> {
  const agreements = await mutualUseOf(
    scope,
    homes.map((home) => home.consortiumId),
  )
  return decideVisit(agreements, homes, at)
}

/** The rules of a hub ask: a visitor is treated as the agreement says. */
export const standingOfVisitor: StandingSource = async (scope, booker: Booker, at) => {
  if (booker.homes === undefined) return {}
  const visit = await findVisit(scope, booker.homes, at)
  return isRefusal(visit) ? { visit } : { visit, ...(visit.priceClass === 'member' ? { userClass: 'member' } : {}) }
}

export function refuseVisit(scope: Scope, { code, days }: VisitRefusal): never {
  const { language } = scope
  const said =
    days === undefined
      ? ''
      : days.until === null
        ? sayIn(language)('guestMail.mutualUse.daysFrom', { from: dayText(days.from, language) })
        : sayIn(language)('guestMail.mutualUse.days', { from: dayText(days.from, language), until: dayText(days.until, language) })
  return fail(`bookings.${code}`, { params: { days: said } })
}
