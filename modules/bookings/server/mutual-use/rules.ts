/** By which agreement somebody from elsewhere may use a hub on a day, or the best reason why not. */
import { holdsOn, lastDayOf } from '#modules/hubs/contract/mutual-use/rules.ts'
import type { HubAgreement } from '#modules/hubs/server/index.ts'

/** A consortium that the person belongs to, as the session proves it. */
export interface Home {
  readonly consortiumId: string
  /** Of those who run it. */
  readonly isStaff: boolean
}

export interface Visit {
  readonly mutualUseId: string
  readonly homeConsortiumId: string
  readonly priceClass: 'member' | 'general'
  readonly mostPerMonth: number | null
  readonly untilOn: string | null
}

/** The further down, the nearer to a yes: the nearest is told. */
const refusals = ['no_mutual_use', 'mutual_use_other_days', 'mutual_use_other_hub', 'mutual_use_staff_only'] as const

export interface VisitRefusal {
  readonly code: (typeof refusals)[number]
  /** Which days it holds for, where those are the reason. */
  readonly days?: { readonly from: string; readonly until: string | null }
}

type Agreement = Pick<
  HubAgreement,
  'id' | 'partnerId' | 'state' | 'fromOn' | 'untilOn' | 'endsOn' | 'hubIds' | 'who' | 'priceClass' | 'mostPerMonth'
>

/** `homes` in the order of preference; of two agreements that both hold the first home's, then the first one's. */
export function decideVisit(
  agreements: readonly Agreement[],
  homes: readonly Home[],
  at: { readonly hubId: string; readonly day: string },
): Visit | VisitRefusal {
  let refusal: VisitRefusal = { code: 'no_mutual_use' }
  for (const home of homes) {
    for (const agreement of agreements.filter((one) => one.partnerId === home.consortiumId)) {
      const why = refusalOf(agreement, home, at)
      if (why === undefined) {
        return {
          mutualUseId: agreement.id,
          homeConsortiumId: home.consortiumId,
          priceClass: agreement.priceClass,
          mostPerMonth: agreement.mostPerMonth,
          untilOn: lastDayOf(agreement),
        }
      }
      if (refusals.indexOf(why.code) > refusals.indexOf(refusal.code)) refusal = why
    }
  }
  return refusal
}

export const isRefusal = (visit: Visit | VisitRefusal): visit is VisitRefusal => 'code' in visit

function refusalOf(agreement: Agreement, home: Home, at: { hubId: string; day: string }): VisitRefusal | undefined {
  if (!holdsOn(agreement, at.day)) return { code: 'mutual_use_other_days', days: { from: agreement.fromOn, until: lastDayOf(agreement) } }
  if (agreement.hubIds !== null && !agreement.hubIds.includes(at.hubId)) return { code: 'mutual_use_other_hub' }
  return agreement.who === 'staff' && !home.isStaff ? { code: 'mutual_use_staff_only' } : undefined
}
