/** What a wish would cost and ask for, told before it is made. It takes nothing. */
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { bookableItem, bookableSpace, requireHubByKey } from '#modules/hubs/server/index.ts'
import { cancellationPercent, leftOf, reducedYen, shareOf } from '../../../contract/policy/rules.ts'
import type { Quote, QuoteQuery } from '../../../contract/policy/schemas.ts'
import { fail, failOf } from '#platform/server/errors.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { bookerOf } from '../../booking/use-cases/decide-wish.ts'
import { addDays, dayAt, isoOf, spanOf, startOfDay, targetOfEquipment, targetOfSpace, type Target } from '../../rules.ts'
import { findPolicy, listReductions } from '../repository.ts'
import { listFeeOf, termsOn } from '../rules.ts'
import { homesOf } from '../../mutual-use/use-cases/find-visit.ts'
import { findStanding } from './find-standing.ts'
import { findUsed } from './require-quota.ts'

const failBooking = failOf(bookingsErrors)

export async function quoteAsGuest(scope: Scope, hubKey: string, body: QuoteQuery): Promise<Quote> {
  const hub = await requireHubByKey(scope, hubKey)
  const target = await targetOf(scope, body)
  if (target.hubId !== hub.id) fail('platform.not_found')
  return quote(scope, target, { ...body, forOrganisation: false })
}

export async function quoteForMe(scope: MemberScope, body: QuoteQuery): Promise<Quote> {
  return quote(scope, await targetOf(scope, body), body)
}

async function targetOf(scope: Scope, { kind, targetId }: QuoteQuery): Promise<Target> {
  return kind === 'equipment' ? targetOfEquipment(await bookableItem(scope, targetId)) : targetOfSpace(await bookableSpace(scope, targetId))
}

async function quote(scope: Scope, target: Target, body: QuoteQuery): Promise<Quote> {
  const span = spanOf({ startsAt: Temporal.Instant.from(body.startsAt), endsAt: Temporal.Instant.from(body.endsAt) })
  const day = dayAt(span.from, target.zone)
  const homes = homesOf(scope)
  const booker = { ...bookerOf(scope), isForOrganisation: body.forOrganisation, ...(homes.length === 0 ? {} : { homes }) }
  const policy = await findPolicy(scope, { hubId: target.hubId, targetId: target.id })
  const { userClass } = await findStanding(scope, booker, { hubId: target.hubId, day })
  const listFeeYen = listFeeOf(policy, span, target.zone, userClass).yen * (body.kind === 'space' ? 1 : body.units)
  const reductions = (await listReductions(scope, target.hubId, day)).filter((one) => !one.isDeskOnly && one.validFrom <= day)
  const reduction = reductions.find((one) => one.id === body.reductionId)
  if (body.reductionId !== undefined && reduction === undefined) failBooking('bookings.no_such_reduction')
  const feeYen = reducedYen(listFeeYen, reduction)
  const { cancellation } = termsOn(policy, day).terms
  const used = await findUsed(scope, {
    target,
    policy,
    span,
    accountId: booker.accountId,
    mail: null,
    organisationId: booker.isForOrganisation ? booker.memberOf : null,
  })
  return {
    userClass,
    listFeeYen,
    feeYen,
    needsApproval: policy.needsApproval,
    approvalHours: policy.approvalHours,
    reductions,
    quotas: used.map((one) => ({ ...one.quota, left: leftOf(one.quota, one.used) })),
    releaseMinutes: policy.releaseMinutes,
    cancellation: {
      until: isoOf(span.from - (cancellation.deadlineHours ?? 0) * 3_600_000),
      steps: cancellation.steps
        .toSorted((a, b) => b.fromDaysBefore - a.fromDaysBefore)
        .map((step) => {
          const percent = cancellationPercent({ cancellation }, step.fromDaysBefore)
          return {
            from: isoOf(startOfDay(addDays(day, -step.fromDaysBefore), target.zone)),
            percent,
            yen: shareOf(feeYen, percent),
          }
        }),
      noShowYen: shareOf(feeYen, cancellation.noShowPercent),
    },
  }
}
