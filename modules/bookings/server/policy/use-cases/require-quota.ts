/** How much one person or organisation may have: counted while nobody else's booking of the same holder can slip in. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { isBeyond, leftOf, type Quota, type Used } from '../../../contract/policy/rules.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { minuteMs, type Policy, type Span } from '../../../contract/rules.ts'
import { sayIn } from '../../mails/texts.ts'
import type { Target } from '../../rules.ts'
import { countUsed, lockQuota, type QuotaHolder } from '../repository.ts'
import { quotaSpan } from '../rules.ts'

const fail = failOf(bookingsErrors)

export interface QuotaQuestion {
  readonly target: Pick<Target, 'id' | 'hubId' | 'zone'>
  readonly policy: Policy
  readonly span: Span
  readonly accountId: string | null
  readonly mail: string | null
  readonly organisationId: string | null
  readonly exceptBookingId?: string | undefined
}

function holderOf(quota: Quota, of: QuotaQuestion): QuotaHolder | undefined {
  if (quota.of === 'organisation') return of.organisationId === null ? undefined : { organisationId: of.organisationId }
  if (of.accountId !== null) return { accountId: of.accountId }
  return of.mail === null ? undefined : { mail: of.mail }
}

/** What is used of each quota that asks about this holder. */
export async function findUsed(scope: Scope, of: QuotaQuestion): Promise<{ quota: Quota; used: Used }[]> {
  const found: { quota: Quota; used: Used }[] = []
  for (const quota of of.policy.quotas) {
    const holder = holderOf(quota, of)
    if (holder === undefined) continue
    const used = await countUsed(scope, {
      hubId: of.target.hubId,
      targetId: of.target.id,
      over: of.policy.quotasOver,
      holder,
      span: quotaSpan(quota.per, of.span.from, of.target.zone),
      exceptBookingId: of.exceptBookingId,
    })
    found.push({ quota, used })
  }
  return found
}

/** Refuses what goes beyond. The locks are taken persons first, so that two bookings never wait for each other. */
export async function requireQuota(scope: Scope, of: QuotaQuestion): Promise<void> {
  if (of.policy.quotas.length === 0) return
  const over = of.policy.quotasOver === 'hub' ? of.target.hubId : of.target.id
  for (const who of ['person', 'organisation'] as const) {
    const quota = of.policy.quotas.find((each) => each.of === who)
    const holder = quota === undefined ? undefined : holderOf(quota, of)
    if (holder !== undefined) await lockQuota(scope, over, holder)
  }
  const minutes = (of.span.to - of.span.from) / minuteMs
  for (const { quota, used } of await findUsed(scope, of)) {
    if (!isBeyond(quota, used, minutes)) continue
    const left = leftOf(quota, used)
    fail('bookings.quota_used', {
      params: {
        ...quota,
        left,
        limit: sayIn(scope.language)(`guestMail.quota.${quota.per}.${quota.unit}`, { count: quota.most }),
        rest: sayIn(scope.language)(`guestMail.quota.left.${quota.unit}`, { count: Number(left.toFixed(1)) }),
      },
    })
  }
}
