import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { registrationErrors } from '../../../contract/registration/errors.ts'
import { registrationDecided } from '../../../contract/registration/events.ts'
import type { DecideRegistrationBody, RegistrationDecision } from '../../../contract/registration/schemas.ts'
import { takeNumber } from '../../counter/repository.ts'
import { todayIn } from '../presenter.ts'
import { findRegistration, insertStep, updateRegistration, type RegistrationRow } from '../repository.ts'
import { mayDecide, stepOf } from '../rules.ts'
import { tellApplicant } from './tell-applicant.ts'

const fail = failOf(registrationErrors)

/** The office decides; what it decided and why stands in the file for good, and the applicant is told. */
export async function decideRegistration(
  scope: MemberScope,
  id: string,
  { version, decision }: DecideRegistrationBody,
): Promise<RegistrationRow> {
  const row = await findRegistration(scope, id, { isLocked: true })
  if (row === undefined) return fail('platform.not_found')
  if (row.version !== version) fail('platform.changed_meanwhile')
  if (!mayDecide(row.status, decision.kind)) fail('bookings.registration_decided', { params: { status: row.status } })
  const lastDay = 'validUntil' in decision ? decision.validUntil : decision.kind === 'block' ? decision.until : undefined
  if (lastDay !== undefined && lastDay < todayIn(scope)) fail('bookings.validity_over')
  const after = await updateRegistration(scope, row, await changeOf(scope, row, decision))
  const reason = 'reason' in decision ? decision.reason : decision.word
  await insertStep(scope, row.id, {
    kind: stepOf[decision.kind],
    reason,
    ...('userClass' in decision ? { userClass: decision.userClass, validUntil: decision.validUntil } : {}),
    ...(decision.kind === 'block' ? { blockedUntil: decision.until } : {}),
  })
  scope.emit(
    registrationDecided,
    { registrationId: row.id, decision: stepOf[decision.kind] },
    { subjectId: row.id, ...(reason === undefined || reason === '' ? {} : { reason }) },
  )
  tellApplicant(scope, after, stepOf[decision.kind])
  return after
}

async function changeOf(scope: MemberScope, row: RegistrationRow, decision: RegistrationDecision): Promise<Partial<RegistrationRow>> {
  switch (decision.kind) {
    case 'accept':
      return {
        status: 'accepted',
        number: row.number ?? (await takeNumber(scope, { ownerId: scope.consortiumId, series: 'registration', fiscalYear: 0 })),
        userClass: decision.userClass,
        validUntil: decision.validUntil,
      }
    case 'return':
      return { status: 'returned' }
    case 'refuse':
      return { status: 'refused' }
    case 'renew':
      return { userClass: decision.userClass, validUntil: decision.validUntil, renewalAskedAt: null }
    case 'block':
      return { status: 'blocked', blockedUntil: decision.until ?? null }
    case 'unblock':
      return { status: 'accepted', blockedUntil: null }
  }
}
