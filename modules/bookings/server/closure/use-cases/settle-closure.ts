/**
 * The hand that moves, cancels or asks. A few cases a job, each behind a savepoint, the state of each in its row: whatever
 * interrupts it, the next job goes on where it was, and nobody is told twice.
 */
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { closureAdvanced } from '../../../contract/closure/events.ts'
import { isActiveStatus, overlaps } from '../../../contract/rules.ts'
import { lockBooking, type BookingRow } from '../../booking/repository.ts'
import { cancelBooking } from '../../booking/use-cases/cancel-booking.ts'
import { changeBooking } from '../../booking/use-cases/change-booking.ts'
import { mailHolderJob } from '../../booking/use-cases/tell-holder.ts'
import { attempt } from '../../desk/use-cases/attempt.ts'
import { wantedAt } from '../../desk/use-cases/change-many.ts'
import { spanOf } from '../../rules.ts'
import { findClosure, listCases, settleCase, type CaseRow, type ClosureRow } from '../repository.ts'
import { keepShut, settleSoon, shutTimeOf } from './keep-shut.ts'

export const mailOfferJob = 'bookings.mailClosureOffer'
export const endOffersJob = 'bookings.endClosureOffers'

/** So many a transaction: short enough that others need not wait, and that progress is seen. */
const aHand = 10

export async function settleClosure(scope: Scope, closureId: string): Promise<void> {
  const closure = await findClosure(scope, closureId, true)
  if (closure === undefined) return
  const cases = await listCases(scope, closureId, 'planned', aHand + 1)
  for (const one of cases.slice(0, aHand)) {
    const outcome = closure.liftedAt === null ? await attempt(scope, true, (inner) => settle(inner, closure, one)) : { done: undefined }
    await settleCase(scope, one, 'done' in outcome ? { state: 'done', refusal: null } : { state: 'refused', refusal: outcome.refusal.code })
  }
  if (closure.liftedAt === null) await keepShut(scope, closure)
  if (cases.length === 0) return
  const left = Math.max(0, cases.length - aHand)
  scope.emit(closureAdvanced, { hubId: closure.hubId, closureId, planned: left }, { subjectId: closureId })
  if (left > 0) settleSoon(scope, closure)
}

async function settle(scope: Scope, closure: ClosureRow, one: CaseRow): Promise<void> {
  const row = await lockBooking(scope, one.bookingId)
  // gone, or moved away by somebody meanwhile: nothing is left to do
  if (row === undefined || !isActiveStatus(row.status) || !overlaps(spanOf(row), shutTimeOf(closure))) return
  const desk = asDesk(scope, closure)
  const reason = closure.reason.ja
  switch (one.act) {
    case 'cancel':
      await cancelBooking(desk, row.id, { reason, chargesFee: false })
      return
    case 'move':
      await changeBooking(desk, row.id, { version: row.version, ...placeAndTime(one, row), reason })
      return
    case 'offer':
      scope.enqueue({ name: mailOfferJob, payload: { closureId: closure.id, bookingId: row.id } })
      scope.enqueue({ name: endOffersJob, payload: { closureId: closure.id }, runAt: closure.startsAt, key: `closure-${closure.id}` })
  }
}

function placeAndTime(one: CaseRow, row: BookingRow) {
  const to = one.toTargetId ?? row.targetId
  return {
    ...(one.toStartsAt === null ? {} : { startsAt: one.toStartsAt.toString() }),
    ...(one.toEndsAt === null ? {} : { endsAt: one.toEndsAt.toString() }),
    ...(to === row.targetId ? {} : { what: wantedAt(one.toKind ?? row.kind, to, row) }),
  }
}

/** Those who were asked and have not answered: cancelled when it begins. */
export async function endOffers(scope: Scope, closureId: string): Promise<void> {
  const closure = await findClosure(scope, closureId, true)
  if (closure === undefined || closure.liftedAt !== null) return
  for (const one of await listCases(scope, closureId)) {
    if (one.act !== 'offer' || one.state !== 'done') continue
    await attempt(scope, true, (inner) => settle(inner, closure, { ...one, act: 'cancel' }))
  }
  await keepShut(scope, closure)
}

/** With the rights of the desk that closed; its mails say why, in the desk's own words. */
function asDesk(scope: Scope, closure: ClosureRow): MemberScope {
  const accountId = closure.createdBy ?? closure.id
  const desk: Partial<MemberScope> & Scope = {
    ...scope,
    actor: { kind: 'person', accountId, name: '', mail: '', roles: ['operator'], organisationId: null, membershipId: null },
    membership: { id: accountId, consortiumId: scope.consortiumId, organisationId: null, roles: ['operator'] },
    enqueue: (job) => scope.enqueue(job.name === mailHolderJob ? { ...job, payload: { ...job.payload, closureId: closure.id } } : job),
  }
  return desk as MemberScope
}
