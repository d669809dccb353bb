/** Sides of an agreement, seen from the seated tenant. */
import type { Role } from '#platform/contract/permissions.ts'
import type { VisitorPriceClass, VisitorWho } from '../../contract/mutual-use/schemas.ts'

export interface MutualUseRow {
  readonly consortiumId: string
  readonly id: string
  readonly partnerId: string
  readonly state: 'proposed' | 'active' | 'declined' | 'withdrawn' | 'ended'
  readonly fromOn: string
  readonly untilOn: string | null
  readonly hubIds: string[] | null
  readonly partnerHubIds: string[] | null
  readonly who: VisitorWho
  readonly priceClass: VisitorPriceClass
  readonly mostPerMonth: number | null
  readonly message: string
  readonly proposedAt: Temporal.Instant
  readonly answeredAt: Temporal.Instant | null
  readonly answer: string
  readonly endedAt: Temporal.Instant | null
  readonly endedBy: 'proposer' | 'partner' | null
  readonly endsOn: string | null
  readonly endReason: string
  readonly version: number
}

/** Days of agreements are those of Japan; the day of a use is the hub's own. */
export const agreementZone = 'Asia/Tokyo'
export const dayOf = (at: Temporal.Instant): string => at.toZonedDateTimeISO(agreementZone).toPlainDate().toString()

/** Who runs a consortium, of those who belong to it. */
const staffRoles: readonly Role[] = ['coordinator', 'operator', 'officer', 'admin']
export const isStaff = (roles: readonly Role[]): boolean => roles.some((role) => staffRoles.includes(role))

export const isOurs = (row: Pick<MutualUseRow, 'consortiumId'>, consortiumId: string): boolean => row.consortiumId === consortiumId

/** The other side, its hubs and one's own; null: all. */
export function sidesOf(
  row: Pick<MutualUseRow, 'consortiumId' | 'partnerId' | 'hubIds' | 'partnerHubIds'>,
  consortiumId: string,
): { readonly partnerId: string; readonly ownHubIds: readonly string[] | null; readonly partnerHubIds: readonly string[] | null } {
  return isOurs(row, consortiumId)
    ? { partnerId: row.partnerId, ownHubIds: row.hubIds, partnerHubIds: row.partnerHubIds }
    : { partnerId: row.consortiumId, ownHubIds: row.partnerHubIds, partnerHubIds: row.hubIds }
}

/** What an agreement says to a hub's rules. */
export interface HubAgreement {
  readonly id: string
  readonly partnerId: string
  readonly state: 'active' | 'ended'
  readonly fromOn: string
  readonly untilOn: string | null
  readonly endsOn: string | null
  /** Hubs of the seated tenant that the partner's people may use; null: all. */
  readonly hubIds: readonly string[] | null
  readonly who: VisitorWho
  readonly priceClass: VisitorPriceClass
  readonly mostPerMonth: number | null
}

export function hubAgreementOf(row: MutualUseRow, consortiumId: string): HubAgreement {
  const { partnerId, ownHubIds } = sidesOf(row, consortiumId)
  const { id, state, fromOn, untilOn, endsOn, who, priceClass, mostPerMonth } = row
  return {
    id,
    partnerId,
    state: state === 'ended' ? 'ended' : 'active',
    fromOn,
    untilOn,
    endsOn,
    hubIds: ownHubIds,
    who,
    priceClass,
    mostPerMonth,
  }
}
