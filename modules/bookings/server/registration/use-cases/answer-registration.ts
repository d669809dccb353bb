import { failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { registrationErrors } from '../../../contract/registration/errors.ts'
import { registrationAnswered, registrationRenewalAsked, registrationWithdrawn } from '../../../contract/registration/events.ts'
import type { AnswerRegistrationBody } from '../../../contract/registration/schemas.ts'
import { insertStep, updateRegistration, type RegistrationRow } from '../repository.ts'
import { mayAnswer, mayWithdraw, searchTextOf, sortKeyOf } from '../rules.ts'
import { fieldsOf } from './ask-registration.ts'
import { requireRegistration } from './require-registration.ts'
import { tellApplicant } from './tell-applicant.ts'

const fail = failOf(registrationErrors)

/** What was missing or wrong is sent again: the application goes back to the office. */
export async function answerRegistration(scope: MemberScope, id: string, body: AnswerRegistrationBody): Promise<RegistrationRow> {
  const row = await requireRegistration(scope, id, { isLocked: true })
  if (row.version !== body.version) fail('platform.changed_meanwhile')
  if (!mayAnswer(row.status)) fail('bookings.registration_decided', { params: { status: row.status } })
  const { kind: _, ...fields } = fieldsOf({ ...body, kind: row.kind })
  const mail = body.mail ?? row.mail
  const after = await updateRegistration(scope, row, {
    ...fields,
    mail,
    status: 'asked',
    search: searchTextOf({ ...fields, mail }),
    sortKey: sortKeyOf(fields),
  })
  await insertStep(scope, row.id, { kind: 'answered', reason: body.word })
  scope.emit(registrationAnswered, { registrationId: row.id }, { subjectId: row.id })
  return after
}

/** Asks for a term more; asking twice is asking once. */
export async function askRenewal(
  scope: MemberScope,
  id: string,
  body: { version: number; word?: string | undefined },
): Promise<RegistrationRow> {
  const row = await requireRegistration(scope, id, { isLocked: true })
  if (row.status !== 'accepted') fail('bookings.registration_decided', { params: { status: row.status } })
  if (row.renewalAskedAt !== null) return row
  const after = await updateRegistration(scope, row, { renewalAskedAt: scope.clock.now() })
  await insertStep(scope, row.id, { kind: 'renewal-asked', reason: body.word })
  scope.emit(registrationRenewalAsked, { registrationId: row.id }, { subjectId: row.id })
  return after
}

export async function withdrawRegistration(
  scope: MemberScope,
  id: string,
  body: { version: number; word?: string | undefined },
): Promise<RegistrationRow> {
  const row = await requireRegistration(scope, id, { isLocked: true })
  if (row.status === 'withdrawn') return row
  if (row.version !== body.version) fail('platform.changed_meanwhile')
  if (!mayWithdraw(row.status)) fail('bookings.registration_decided', { params: { status: row.status } })
  const after = await updateRegistration(scope, row, { status: 'withdrawn', renewalAskedAt: null })
  await insertStep(scope, row.id, { kind: 'withdrawn', reason: body.word })
  scope.emit(registrationWithdrawn, { registrationId: row.id }, { subjectId: row.id })
  tellApplicant(scope, after, 'withdrawn')
  return after
}
