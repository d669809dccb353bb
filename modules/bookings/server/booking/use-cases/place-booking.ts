/** Takes what was decided, or refuses with what is free instead. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { minuteMs, type Policy, type Span } from '../../../contract/rules.ts'
import type { BookingOrigin } from '../../../contract/schemas.ts'
import { findAlternatives } from '../../free/use-cases/find-alternatives.ts'
import { keepGuest } from '../../guests/use-cases/keep-guest.ts'
import { dayAt, instantOf } from '../../rules.ts'
import { requireVisitsLeft } from '../../mutual-use/use-cases/require-visits-left.ts'
import { termsOn } from '../../policy/rules.ts'
import { requireQuota } from '../../policy/use-cases/require-quota.ts'
import { insertBooking, type BookingRow, type Holder } from '../repository.ts'
import type { DecidedWish } from './decide-wish.ts'
import { releaseWhenDue } from './tell-holder.ts'

const fail = failOf(bookingsErrors)

export interface PlacedBy {
  readonly holder: Holder
  readonly status: 'requested' | 'held' | 'confirmed'
  readonly purpose: string
  readonly note?: string
  readonly consentedAt?: Temporal.Instant
  readonly origin?: BookingOrigin
  readonly seriesId?: string
  /** Nothing of what follows needs to know that the place was had: see `insertBooking`. */
  readonly isHoped?: boolean
  /** The desk goes beyond the quota, and has said why. */
  readonly isBeyondQuota?: boolean
}

export async function placeBooking(scope: Scope, wish: DecidedWish, by: PlacedBy): Promise<BookingRow> {
  const now = scope.clock.now()
  const { policy } = wish
  await requireVisitsLeft(scope, { ...wish, accountId: by.holder.accountId })
  if (by.isBeyondQuota !== true)
    await requireQuota(scope, {
      ...wish,
      accountId: by.holder.accountId,
      mail: by.holder.mail,
    })
  const fields = {
    hubId: wish.target.hubId,
    targetId: wish.target.id,
    status: by.status,
    holdExpiresAt:
      by.status === 'held' ? now.add({ minutes: policy.holdMinutes }) : by.status === 'requested' ? answerDueAt(now, wish) : null,
    partySize: wish.partySize,
    consentedAt: by.consentedAt ?? null,
    purpose: by.purpose,
    note: by.note ?? '',
    feeYen: wish.feeYen,
    origin: by.origin ?? 'web',
    seriesId: by.seriesId ?? null,
    organisationId: wish.organisationId,
    userClass: wish.userClass,
    tariffId: wish.tariffId,
    reductionId: wish.reductionId,
    listFeeYen: wish.listFeeYen,
    releaseAt: releaseAtOf(policy, wish.span, now),
    cancelUntil: cancelUntilOf(wish),
    homeConsortiumId: wish.visit?.homeConsortiumId ?? null,
    mutualUseId: wish.visit?.mutualUseId ?? null,
  }
  const made = await insertBooking(
    scope,
    wish.choice,
    { ...fields, wish: wish.span, blocked: wish.blocked, holder: by.holder },
    { isHoped: by.isHoped === true },
  )
  if (made === undefined) return refuseTaken(scope, wish)
  const row: BookingRow = {
    ...fields,
    ...made,
    consortiumId: scope.consortiumId,
    kind: wish.choice.kind,
    startsAt: instantOf(wish.span.from),
    endsAt: instantOf(wish.span.to),
    isLong: false,
    accountId: by.holder.accountId,
    holderName: by.holder.name,
    holderMail: by.holder.mail,
    holderPhone: by.holder.phone,
    holderLanguage: by.holder.language,
    forgottenAt: null,
    checkedInAt: null,
    checkedInBy: null,
    reductionProofSeenAt: null,
    reductionProofSeenBy: null,
    cancellationFeeYen: null,
    linkNumber: 1,
    sequence: 0,
    version: 1,
    createdAt: now,
    changedAt: now,
  }
  releaseWhenDue(scope, row)
  await keepGuest(scope, row)
  return row
}

/** Until when the office has its say: the hours of the rule, and not beyond the start. */
export function answerDueAt(now: Temporal.Instant, wish: Pick<DecidedWish, 'policy' | 'span'>): Temporal.Instant {
  const due = now.add({ hours: wish.policy.approvalHours })
  const start = instantOf(wish.span.from)
  // asked for in the last minutes, or for a time that has just begun: a quarter of an hour at least
  const least = now.add({ minutes: 15 })
  const until = Temporal.Instant.compare(due, start) < 0 ? due : start
  // to the second: what is told is what is stored
  return (Temporal.Instant.compare(until, least) < 0 ? least : until).round({ smallestUnit: 'second', roundingMode: 'ceil' })
}

/**
 * When the place is released if nobody has come; null where that is no rule, or the use is over by then. Whoever books,
 * confirms or is approved after the beginning has five minutes to say that they are there.
 */
export function releaseAtOf(policy: Pick<Policy, 'releaseMinutes'>, span: Span, now: Temporal.Instant): Temporal.Instant | null {
  if (policy.releaseMinutes === null) return null
  const at = Math.max(span.from + policy.releaseMinutes * minuteMs, now.epochMilliseconds + 5 * minuteMs)
  return at < span.to ? instantOf(at) : null
}

/** Until when the holder can cancel, by the terms of the day of use. */
export function cancelUntilOf({ policy, span, target }: Pick<DecidedWish, 'policy' | 'span' | 'target'>): Temporal.Instant | null {
  if (policy.tariffs.length === 0) return null
  const { deadlineHours } = termsOn(policy, dayAt(span.from, target.zone)).terms.cancellation
  return deadlineHours === null ? null : instantOf(span.from).subtract({ hours: deadlineHours })
}

/** Reading the alternatives costs the loser a few reads; the winner has none of them. */
export async function refuseTaken(scope: Scope, wish: DecidedWish): Promise<never> {
  return fail('bookings.space_taken', { params: { alternatives: await findAlternatives(scope, wish) } })
}
