import type { Scope } from '#platform/server/scope.ts'
import type { RegistrationClass } from '../../../contract/registration/schemas.ts'
import type { StandingSource } from '../../policy/use-cases/find-standing.ts'
import { dayAt } from '../../rules.ts'
import { townZone } from '../presenter.ts'
import { listStandings } from '../repository.ts'
import { bestStanding, isBlockedOn, type OwnStanding } from '../rules.ts'

export interface RegistrationStanding {
  /** `none`: not registered, or no longer. `blocked`: the office has blocked the only one there is. */
  readonly state: 'none' | 'valid' | 'blocked'
  readonly registrationId: string | undefined
  readonly userClass: RegistrationClass | undefined
  /** The last day on which it holds: a booking for a later day is not covered. */
  readonly validUntil: string | undefined
}

/**
 * Whether an account is registered on a day, and as what: the kernel asks before it decides who may book and for how much.
 * `on` is the day of use; today where nothing is given.
 */
export async function registrationOf(scope: Scope, accountId: string, on?: string): Promise<RegistrationStanding> {
  return standingFrom(await listStandings(scope, accountId), on ?? dayAt(scope.clock.now().epochMilliseconds, townZone))
}

function standingFrom(rows: readonly OwnStanding[], day: string): RegistrationStanding {
  const best = bestStanding(rows, day)
  if (best !== undefined)
    return { state: 'valid', registrationId: best.id, userClass: best.userClass ?? undefined, validUntil: best.validUntil ?? undefined }
  const blocked = rows.find((row) => isBlockedOn(row, day))
  return { state: blocked === undefined ? 'none' : 'blocked', registrationId: blocked?.id, userClass: undefined, validUntil: undefined }
}

/** What the kernel is told: a guest has no account to be registered by, and what is booked for an organisation is the organisation's. */
export const standingOfRegistered: StandingSource = async (scope, booker, at) => {
  if (booker.accountId === null) return {}
  const { state, userClass } = standingFrom(booker.registrations ?? (await listStandings(scope, booker.accountId)), at.day)
  if (state === 'blocked') return { isBlocked: true }
  return state === 'valid' ? { isRegistered: true, ...(booker.isForOrganisation ? {} : { userClass }) } : {}
}
