/** Takes what was decided, or refuses with what is free instead. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import type { BookingOrigin } from '../../../contract/schemas.ts'
import { findAlternatives } from '../../free/use-cases/find-alternatives.ts'
import { instantOf } from '../../rules.ts'
import { insertBooking, type BookingRow, type Holder } from '../repository.ts'
import type { DecidedWish } from './decide-wish.ts'

const fail = failOf(bookingsErrors)

export interface PlacedBy {
  readonly holder: Holder
  readonly status: 'requested' | 'held' | 'confirmed'
  readonly purpose: string
  readonly note?: string
  readonly consentedAt?: Temporal.Instant
  readonly origin?: BookingOrigin
  readonly seriesId?: string
}

export async function placeBooking(scope: Scope, wish: DecidedWish, by: PlacedBy): Promise<BookingRow> {
  const now = scope.clock.now()
  const fields = {
    hubId: wish.target.hubId,
    targetId: wish.target.id,
    status: by.status,
    holdExpiresAt: by.status === 'held' ? now.add({ minutes: wish.policy.holdMinutes }) : null,
    partySize: wish.partySize,
    consentedAt: by.consentedAt ?? null,
    purpose: by.purpose,
    note: by.note ?? '',
    feeYen: wish.feeYen,
    origin: by.origin ?? 'web',
    seriesId: by.seriesId ?? null,
    organisationId: null,
    userClass: 'general' as const,
    tariffId: null,
    reductionId: null,
    listFeeYen: null,
    releaseAt: null,
  }
  const made = await insertBooking(scope, wish.choice, { ...fields, wish: wish.span, blocked: wish.blocked, holder: by.holder })
  if (made === undefined) return refuseTaken(scope, wish)
  return {
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
}

/** Reading the alternatives costs the loser a few reads; the winner has none of them. */
export async function refuseTaken(scope: Scope, wish: DecidedWish): Promise<never> {
  return fail('bookings.space_taken', { params: { alternatives: await findAlternatives(scope, wish) } })
}
