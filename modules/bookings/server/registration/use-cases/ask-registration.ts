import type { MemberScope } from '#platform/server/scope.ts'
import { fail } from '#platform/server/errors.ts'
import { findMember } from '#modules/people/server/index.ts'
import { registrationAsked } from '../../../contract/registration/events.ts'
import type { AskRegistrationBody, EnterRegistrationBody } from '../../../contract/registration/schemas.ts'
import { insertRegistration, insertStep, type RegistrationFields, type RegistrationRow } from '../repository.ts'
import { searchTextOf, sortKeyOf } from '../rules.ts'
import { tellApplicant } from './tell-applicant.ts'

/** A member asks for themselves or for their group. */
export async function askRegistration(scope: MemberScope, body: AskRegistrationBody): Promise<RegistrationRow> {
  return open(scope, { ...fieldsOf(body), accountId: scope.actor.accountId, mail: body.mail ?? scope.actor.mail, language: scope.language })
}

/** The office enters a form that came on paper. */
export async function enterRegistration(scope: MemberScope, body: EnterRegistrationBody): Promise<RegistrationRow> {
  const member = body.accountId === undefined ? undefined : await findMember(scope, { accountId: body.accountId })
  if (body.accountId !== undefined && member === undefined)
    fail('platform.invalid_input', { fields: [{ path: 'body.accountId', expected: 'an account of a member' }] })
  return open(scope, {
    ...fieldsOf(body),
    accountId: body.accountId ?? null,
    mail: body.mail ?? member?.mail ?? null,
    language: member?.language ?? body.language,
  })
}

async function open(scope: MemberScope, fields: Omit<RegistrationFields, 'search' | 'sortKey'>): Promise<RegistrationRow> {
  const row = await insertRegistration(scope, { ...fields, search: searchTextOf(fields), sortKey: sortKeyOf(fields) })
  await insertStep(scope, row.id, { kind: 'asked' })
  scope.emit(registrationAsked, { registrationId: row.id }, { subjectId: row.id })
  tellApplicant(scope, row, 'asked')
  return row
}

type Given = Omit<AskRegistrationBody, 'mail'>

/** Of a person the counts say only whether they belong to the town. */
export function fieldsOf(body: Given): Omit<RegistrationFields, 'accountId' | 'mail' | 'language' | 'search' | 'sortKey'> {
  const isGroup = body.kind === 'group'
  return {
    kind: body.kind,
    name: body.name,
    kana: body.kana ?? '',
    representative: isGroup ? (body.representative ?? '') : '',
    phone: body.phone ?? null,
    postalCode: body.postalCode ?? null,
    address: body.address ?? '',
    membersCount: isGroup ? body.membersCount : 1,
    residentsCount: isGroup ? body.residentsCount : Math.min(1, body.residentsCount),
    purpose: body.purpose ?? '',
  }
}
