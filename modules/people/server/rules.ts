/** Decisions about people: no database, no clock of their own. */
import type { Role } from '#platform/contract/permissions.ts'

/** Only an administrator gives, takes or keeps from others the role of one. */
export function mayGiveRoles(giver: readonly Role[], before: readonly Role[], after: readonly Role[]): boolean {
  return giver.includes('admin') || !(before.includes('admin') || after.includes('admin'))
}

/** Who sees every member, and not only the people of the own organisation. */
export function seesEverybody(roles: readonly Role[]): boolean {
  return roles.some((role) => role === 'coordinator' || role === 'operator' || role === 'officer' || role === 'admin')
}

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired'

export function invitationStateOf(
  row: { acceptedAt: Temporal.Instant | null; revokedAt: Temporal.Instant | null; expiresAt: Temporal.Instant },
  now: Temporal.Instant,
): InvitationState {
  if (row.acceptedAt !== null) return 'accepted'
  if (row.revokedAt !== null) return 'revoked'
  return Temporal.Instant.compare(row.expiresAt, now) <= 0 ? 'expired' : 'open'
}

type Status = 'invited' | 'active' | 'suspended' | 'ended'

const reachable: Readonly<Record<Status, readonly Status[]>> = {
  invited: ['ended'],
  active: ['suspended', 'ended'],
  suspended: ['active', 'ended'],
  ended: ['active'],
}

export function mayBecome(from: Status, to: Status): boolean {
  return reachable[from].includes(to)
}

/** The consortia are in Japan: the day of a membership is the day there. */
export const peopleZone = 'Asia/Tokyo'

export function dayOf(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO(peopleZone).toPlainDate().toString()
}

export interface Period {
  readonly validFrom: string
  /** The first day on which it no longer holds. */
  readonly validTo: string | null
}

/**
 * What becomes of earlier engagements when a new one is put among them: those that began before are cut where it begins,
 * one that outlasts it goes on after it, one of the same first day is replaced.
 * One that begins later is not touched: if the new one reaches into it, the database refuses.
 */
export function placeEngagement<E extends Period>(
  existing: readonly E[],
  added: Period,
): { remove: E[]; cut: { engagement: E; validTo: string }[]; goOn: { engagement: E; validFrom: string }[] } {
  const remove: E[] = []
  const cut: { engagement: E; validTo: string }[] = []
  const goOn: { engagement: E; validFrom: string }[] = []
  for (const engagement of existing) {
    const isStillOn = engagement.validTo === null || engagement.validTo > added.validFrom
    if (engagement.validFrom > added.validFrom || !isStillOn) continue
    if (engagement.validFrom === added.validFrom) remove.push(engagement)
    else cut.push({ engagement, validTo: added.validFrom })
    const outlasts = added.validTo !== null && (engagement.validTo === null || engagement.validTo > added.validTo)
    if (outlasts) goOn.push({ engagement, validFrom: added.validTo })
  }
  return { remove, cut, goOn }
}
