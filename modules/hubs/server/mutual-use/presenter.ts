import type { Scope } from '#platform/server/scope.ts'
import { stageOf } from '../../contract/mutual-use/rules.ts'
import type { MutualUse } from '../../contract/mutual-use/schemas.ts'
import { listNamedHubs, listPartners, type NamedHubRow } from './repository.ts'
import { dayOf, isOurs, sidesOf, type MutualUseRow } from './rules.ts'

/** Rows with the names of both sides: two look-ups for all. */
export async function presentMutualUses(scope: Scope, rows: readonly MutualUseRow[]): Promise<MutualUse[]> {
  const today = dayOf(scope.clock.now())
  const sides = rows.map((row) => sidesOf(row, scope.consortiumId))
  const partners = new Map(
    (
      await listPartners(
        scope,
        sides.map((side) => side.partnerId),
      )
    ).map((one) => [one.id, one]),
  )
  const ids = sides.flatMap((side) => [...(side.ownHubIds ?? []), ...(side.partnerHubIds ?? [])])
  const hubs = ids.length === 0 ? [] : await listNamedHubs(scope, { ids: [...new Set(ids)] })
  const named = (wanted: readonly string[] | null) => (wanted === null ? null : hubs.filter((hub) => wanted.includes(hub.id)).map(nameOf))
  return rows.map((row, i): MutualUse => {
    const side = sides[i] as (typeof sides)[number]
    const partner = partners.get(side.partnerId)
    const isMine = isOurs(row, scope.consortiumId)
    const stage = stageOf(row, today)
    return {
      id: row.id,
      proposedBy: isMine ? 'us' : 'them',
      partner: { key: partner?.key ?? '', names: partner?.names ?? { ja: '' } },
      stage,
      fromOn: row.fromOn,
      untilOn: row.untilOn,
      who: row.who,
      priceClass: row.priceClass,
      mostPerMonth: row.mostPerMonth,
      ownHubs: named(side.ownHubIds),
      partnerHubs: named(side.partnerHubIds),
      message: row.message,
      answer: row.answer,
      proposedAt: row.proposedAt.toString(),
      answeredAt: row.answeredAt?.toString() ?? null,
      endedAt: row.endedAt?.toString() ?? null,
      endedBy: row.endedBy === null ? null : (row.endedBy === 'proposer') === isMine ? 'us' : 'them',
      endsOn: row.endsOn,
      endReason: row.endReason,
      can: {
        answer: !isMine && stage === 'proposed',
        withdraw: isMine && row.state === 'proposed',
        end: row.state === 'active' && stage !== 'over',
      },
      version: row.version,
    }
  })
}

export async function presentMutualUse(scope: Scope, row: MutualUseRow): Promise<MutualUse> {
  const [presented] = await presentMutualUses(scope, [row])
  return presented as MutualUse
}

export const nameOf = ({ key, names }: NamedHubRow) => ({ key, names })
