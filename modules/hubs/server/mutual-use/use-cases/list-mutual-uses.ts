import { cursorOf, readCursor } from '#platform/server/paging.ts'
import { historyOf } from '#platform/server/history.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { namesOf } from '#modules/people/server/index.ts'
import { holdsOn, lastDayOf } from '../../../contract/mutual-use/rules.ts'
import type { MutualUse, PartnerHub } from '../../../contract/mutual-use/schemas.ts'
import { nameOf, presentMutualUses } from '../presenter.ts'
import * as repository from '../repository.ts'
import { dayOf, isStaff, sidesOf } from '../rules.ts'
import { requireMutualUse } from './settle-mutual-use.ts'

export async function listMutualUses(
  scope: Scope,
  query: { limit: number; cursor?: string | undefined; waiting?: 'true' | undefined },
): Promise<{ items: MutualUse[]; nextCursor: string | null }> {
  const rows = await repository.listMutualUses(scope, {
    limit: query.limit + 1,
    after: readCursor(query.cursor),
    isWaiting: query.waiting === 'true',
  })
  return { items: await presentMutualUses(scope, rows.slice(0, query.limit)), nextCursor: cursorOf(rows, query.limit) }
}

/** The own log of it: what the other side did stands there too, without its people. */
export async function readMutualUseHistory(scope: Scope, id: string) {
  const row = await requireMutualUse(scope, id)
  const { items } = await historyOf(scope, { subjectIds: [row.id] }, { limit: 50 })
  const names = await namesOf(
    scope,
    items.flatMap((item) => item.actorAccountId ?? []),
  )
  return {
    items: items.map((item) => ({
      at: item.at.toString(),
      type: item.type,
      who: {
        side: item.payload['by'] === 'them' ? ('them' as const) : ('us' as const),
        name: item.actorAccountId === null ? '' : (names.get(item.actorAccountId)?.name ?? ''),
      },
      reason: item.reason,
    })),
  }
}

export async function listPossiblePartners(scope: Scope, query: { limit: number; cursor?: string | undefined; q?: string | undefined }) {
  const after = /^[a-z0-9-]+$/.test(query.cursor ?? '') ? (query.cursor ?? null) : null
  const rows = await repository.listPossiblePartners(scope, { text: query.q ?? null, after, limit: query.limit + 1 })
  const items = rows.slice(0, query.limit).map(({ key, names, hubs }) => ({ key, names, hubs }))
  return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.key ?? null) : null }
}

/** Hubs elsewhere that the asker may use today; one that two agreements open is told once. */
export async function listPartnerHubs(
  scope: MemberScope,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: PartnerHub[]; nextCursor: string | null }> {
  const today = dayOf(scope.clock.now())
  const isOfStaff = isStaff(scope.membership.roles)
  const agreed = (await repository.listAgreed(scope)).filter((row) => holdsOn(row, today) && (row.who === 'members' || isOfStaff))
  if (agreed.length === 0) return { items: [], nextCursor: null }
  const sides = agreed.map((row) => ({ row, ...sidesOf(row, scope.consortiumId) }))
  const partnerIds = [...new Set(sides.map((side) => side.partnerId))]
  const partners = new Map((await repository.listPartners(scope, partnerIds)).map((one) => [one.id, one]))
  const after = query.cursor ?? ''
  const items = (await repository.listNamedHubs(scope, { consortiumIds: partnerIds }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap((hub): PartnerHub[] => {
      const side = sides.find((one) => one.partnerId === hub.consortiumId && (one.partnerHubIds?.includes(hub.id) ?? true))
      const partner = partners.get(hub.consortiumId)
      if (side === undefined || partner === undefined || hub.key <= after) return []
      const { who, priceClass, mostPerMonth } = side.row
      return [
        {
          ...nameOf(hub),
          partner: { key: partner.key, names: partner.names },
          who,
          priceClass,
          mostPerMonth,
          untilOn: lastDayOf(side.row),
        },
      ]
    })
  const shown = items.slice(0, query.limit)
  return { items: shown, nextCursor: items.length > query.limit ? (shown.at(-1)?.key ?? null) : null }
}
