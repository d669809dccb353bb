/** What somebody is to a hub: decides who may book, and at whose price. Other nouns of this module add what they know. */
import type { Scope } from '#platform/server/scope.ts'
import type { UserClass } from '../../../contract/schemas.ts'
import type { Home, Visit, VisitRefusal } from '../../mutual-use/rules.ts'
import type { OwnStanding } from '../../registration/rules.ts'

/** Whom a booking is for, as far as the rules go. */
export interface Booker {
  readonly accountId: string | null
  /** Of a guest. */
  readonly mail: string | null
  /** The organisation that the person belongs to. */
  readonly memberOf: string | null
  readonly isMember: boolean
  /** Booked in the organisation's name: its quota, its price. */
  readonly isForOrganisation: boolean
  /** How the office has registered them, where that was asked for with the rules already. */
  readonly registrations?: readonly OwnStanding[]
  /** Comes by an agreement of mutual use, from one of these; absent: as whoever else. */
  readonly homes?: readonly Home[]
}

export interface Standing {
  /** Named in a lease that runs on the day of use; asked for only where the rules want to know. */
  readonly isLeaseholder: () => Promise<boolean>
  readonly isRegistered: boolean
  /** The office has stopped them from using its facilities. */
  readonly isBlocked: boolean
  readonly userClass: UserClass
  /** Of a visitor from a partner: by which agreement, or why by none. */
  readonly visit?: Visit | VisitRefusal | undefined
}

/** Told by others: what they do not know they leave out; the last word on the class is that of the source added last. */
export type StandingSource = (
  scope: Scope,
  booker: Booker,
  at: { hubId: string; day: string },
) => Promise<{
  readonly isLeaseholder?: () => Promise<boolean>
  readonly isRegistered?: boolean
  readonly isBlocked?: boolean
  readonly userClass?: UserClass | undefined
  readonly visit?: Visit | VisitRefusal
}>

const sources = new Map<string, StandingSource>()

/** Leases and registrations say here who holds one. */
export function provideStanding(name: string, source: StandingSource): void {
  sources.set(name, source)
}

/** Without asking anybody: a member, somebody in the name of an organisation, or anybody. */
export const usualClass = (booker: Pick<Booker, 'isMember' | 'isForOrganisation'>): UserClass =>
  booker.isForOrganisation ? 'company' : booker.isMember ? 'member' : 'general'

export async function findStanding(scope: Scope, booker: Booker, at: { hubId: string; day: string }): Promise<Standing> {
  let standing: Standing = { isLeaseholder: async () => false, isRegistered: false, isBlocked: false, userClass: usualClass(booker) }
  for (const known of await Promise.all([...sources.values()].map((source) => source(scope, booker, at)))) {
    standing = {
      isLeaseholder: known.isLeaseholder ?? standing.isLeaseholder,
      isRegistered: standing.isRegistered || known.isRegistered === true,
      isBlocked: standing.isBlocked || known.isBlocked === true,
      userClass: known.userClass ?? standing.userClass,
      visit: known.visit ?? standing.visit,
    }
  }
  return standing
}
