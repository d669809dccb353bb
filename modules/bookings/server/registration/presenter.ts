import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { namesOf } from '#modules/people/server/index.ts'
import { bookingsPermissions } from '../../contract/permissions.ts'
import type { Registration, RegistrationFile, RegistrationStep } from '../../contract/registration/schemas.ts'
import { dayAt } from '../rules.ts'
import { listSteps, type RegistrationRow } from './repository.ts'
import { filesOf } from './use-cases/list-proofs.ts'
import { isBlockedOn, isDecidable, isValidOn, mayAnswer, mayWithdraw } from './rules.ts'

/** Validity is counted in days of Japan: a registration belongs to a town, not to one of its hubs. */
export const townZone = 'Asia/Tokyo'
export const todayIn = (scope: Scope): string => dayAt(scope.clock.now().epochMilliseconds, townZone)

/** Who examines registrations: `bookings.registrations`. */
export const isOffice = (scope: MemberScope): boolean =>
  scope.actor.roles.some((role) => (bookingsPermissions['bookings.registrations'] as readonly string[]).includes(role))

export function presentRegistration(scope: MemberScope, row: RegistrationRow): Registration {
  const today = todayIn(scope)
  const office = isOffice(scope)
  return {
    id: row.id,
    kind: row.kind,
    // a block whose last day is over holds nobody up
    status: row.status === 'blocked' && !isBlockedOn(row, today) ? 'accepted' : row.status,
    number: row.number,
    name: row.name,
    kana: row.kana,
    representative: row.representative,
    phone: row.phone,
    mail: row.mail,
    postalCode: row.postalCode,
    address: row.address,
    membersCount: row.membersCount,
    residentsCount: row.residentsCount,
    purpose: row.purpose,
    userClass: row.userClass,
    validUntil: row.validUntil,
    blockedUntil: isBlockedOn(row, today) ? row.blockedUntil : null,
    isValid: isValidOn(row, today),
    isRenewalAsked: row.renewalAskedAt !== null,
    can: {
      answer: mayAnswer(row.status),
      renew: row.status === 'accepted' && row.renewalAskedAt === null,
      withdraw: mayWithdraw(row.status),
      decide: office && isDecidable(row.status),
    },
    version: row.version,
    createdAt: row.createdAt.toString(),
    changedAt: row.changedAt.toString(),
  }
}

/** The whole file: the application, its papers and what was decided. */
export async function presentRegistrationFile(scope: MemberScope, row: RegistrationRow): Promise<RegistrationFile> {
  const steps = await listSteps(scope, row.id)
  const names = await namesOf(
    scope,
    steps.flatMap((step) => step.accountId ?? []),
  )
  return {
    ...presentRegistration(scope, row),
    isOnPaper: row.accountId === null,
    steps: steps.map((step) => ({
      kind: step.kind as RegistrationStep['kind'],
      at: step.at.toString(),
      who: step.accountId === null ? '' : (names.get(step.accountId)?.name ?? ''),
      isOffice: step.accountId !== row.accountId,
      reason: step.reason,
      userClass: step.userClass as RegistrationStep['userClass'],
      validUntil: step.validUntil,
      blockedUntil: step.blockedUntil,
    })),
    proofs: await filesOf(scope, row.id),
  }
}
