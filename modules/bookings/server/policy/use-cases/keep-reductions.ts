/** Reasons to pay less (減免): a hub's list, and which of them a booking has. */
import { fail as platformFail, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { proofSeen, rulesChanged } from '../../../contract/events.ts'
import { reducedYen } from '../../../contract/policy/rules.ts'
import type { AddReductionBody, HubRules } from '../../../contract/policy/schemas.ts'
import { isActiveStatus } from '../../../contract/rules.ts'
import { updateBooking, type BookingRow } from '../../booking/repository.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { requireBooking } from '../../booking/use-cases/require-booking.ts'
import { refuseInvoiced } from '../../payment/use-cases/keep-bill.ts'
import { dayAt } from '../../rules.ts'
import * as repository from '../repository.ts'
import { recordFee } from './charge-cancellation.ts'
import { showRules } from './show-rules.ts'

const fail = failOf(bookingsErrors)

export async function addReduction(scope: MemberScope, hubId: string, body: AddReductionBody): Promise<HubRules> {
  await requireHub(scope, hubId)
  const reductionId = await repository.insertReduction(scope, { ...body, hubId, madeBy: scope.actor.accountId })
  scope.emit(rulesChanged, { hubId, targetId: hubId, tariffId: null, reductionId }, { subjectId: hubId, reason: body.reason })
  return showRules(scope, hubId)
}

export async function endReduction(
  scope: MemberScope,
  { hubId, reductionId }: { hubId: string; reductionId: string },
  body: { validUntil: string; reason: string },
): Promise<HubRules> {
  const hub = await requireHub(scope, hubId)
  const reduction = await repository.findReduction(scope, reductionId)
  if (reduction?.hubId !== hubId) return platformFail('platform.not_found')
  const today = dayAt(scope.clock.now().epochMilliseconds, hub.zone)
  const first = reduction.validFrom < today ? today : reduction.validFrom
  if (body.validUntil < first)
    platformFail('platform.invalid_input', { fields: [{ path: 'body.validUntil', expected: `${first} or later` }] })
  await repository.endReduction(scope, reductionId, body.validUntil)
  scope.emit(rulesChanged, { hubId, targetId: hubId, tariffId: null, reductionId }, { subjectId: hubId, reason: body.reason })
  return showRules(scope, hubId)
}

/** Given or taken by the desk; the list's fee stays what it was, and what is due follows. */
export async function setReduction(
  scope: MemberScope,
  bookingId: string,
  body: { reductionId: string | null; reason: string },
): Promise<BookingRow> {
  const row = await requireBooking(scope, bookingId, { forChange: true })
  if (!isActiveStatus(row.status)) fail('bookings.not_active')
  await refuseInvoiced(scope, row.id)
  const reduction = body.reductionId === null ? undefined : await repository.findReduction(scope, body.reductionId)
  if (body.reductionId !== null && reduction?.hubId !== row.hubId) fail('bookings.no_such_reduction')
  const listYen = row.listFeeYen ?? row.feeYen
  const feeYen = reducedYen(listYen, reduction)
  const after = await updateBooking(scope, row, {
    feeYen,
    listFeeYen: reduction === undefined ? null : listYen,
    reductionId: reduction?.id ?? null,
    reductionProofSeenAt: null,
    reductionProofSeenBy: null,
  })
  recordFee(scope, after, { what: 'use', wasYen: row.feeYen, becameYen: feeYen, reason: body.reason })
  return after
}

export async function noteProof(scope: MemberScope, bookingId: string): Promise<BookingRow> {
  const row = await requireBooking(scope, bookingId, { forChange: true })
  if (row.reductionId === null) fail('bookings.no_such_reduction')
  if (row.reductionProofSeenAt !== null) return row
  const after = await updateBooking(scope, row, {
    reductionProofSeenAt: scope.clock.now(),
    reductionProofSeenBy: scope.actor.accountId,
  })
  scope.emit(proofSeen, factOf(after), { subjectId: row.id })
  return after
}
