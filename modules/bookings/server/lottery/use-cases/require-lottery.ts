/** Lotteries as they are asked for: by the desk of their hub, by members, by anybody at the hub's address. */
import { fail } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub, requireHubByKey } from '#modules/hubs/server/index.ts'
import { addDays, dayAt } from '../../rules.ts'
import {
  findLottery,
  listLotteries as listRows,
  listOwnApplications,
  listStanding,
  type ApplicationRow,
  type LotteryRow,
} from '../repository.ts'

export async function requireHubLottery(
  scope: Scope,
  of: { hubId: string; lotteryId: string },
  { forChange = false } = {},
): Promise<LotteryRow> {
  const row = await findLottery(scope, of.lotteryId, { forChange })
  if (row?.hubId !== of.hubId) return fail('platform.not_found')
  await requireHub(scope, row.hubId)
  return row
}

/** Of any hub of the consortium that the member may see. */
export async function requireMembersLottery(scope: MemberScope, lotteryId: string, { forChange = false } = {}): Promise<LotteryRow> {
  const row = await findLottery(scope, lotteryId, { forChange })
  if (row === undefined) return fail('platform.not_found')
  await requireHub(scope, row.hubId)
  return row
}

export interface ListQuery {
  readonly when: 'now' | 'past'
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Of one hub, or of all of the consortium. */
export async function listLotteries(
  scope: Scope,
  hubId: string | undefined,
  { when, limit, cursor }: ListQuery,
): Promise<{ rows: LotteryRow[]; nextCursor: string | null }> {
  const zone = hubId === undefined ? 'Asia/Tokyo' : (await requireHub(scope, hubId)).zone
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  const found = await listRows(scope, hubId, { when, limit, after: readCursor(cursor), today })
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows, nextCursor: last === undefined ? null : `${last.useUntil}_${last.id}` }
}

/** Announced, open, or drawn within the last two months: longer nobody looks for a result on a public page. */
export async function listPublicLotteries(scope: Scope, hubKey: string): Promise<LotteryRow[]> {
  const hub = await requireHubByKey(scope, hubKey)
  const today = dayAt(scope.clock.now().epochMilliseconds, hub.zone)
  const rows = await listRows(scope, hub.id, { when: 'now', limit: 50, after: undefined, today: addDays(today, -60) })
  return rows.filter(({ cancelledAt }) => cancelledAt === null).slice(0, 50)
}

export async function requirePublicLottery(
  scope: Scope,
  { hubKey, lotteryId }: { hubKey: string; lotteryId: string },
): Promise<{ row: LotteryRow; applications: readonly ApplicationRow[] }> {
  const hub = await requireHubByKey(scope, hubKey)
  const row = await findLottery(scope, lotteryId)
  if (row?.hubId !== hub.id) return fail('platform.not_found')
  return { row, applications: await listStanding(scope, row.id) }
}

export async function withOwn(
  scope: MemberScope,
  rows: readonly LotteryRow[],
): Promise<{ row: LotteryRow; application: ApplicationRow | undefined }[]> {
  const own = await listOwnApplications(
    scope,
    scope.actor.accountId,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ row, application: own.get(row.id) }))
}

/** A cursor that does not read starts from the beginning. */
function readCursor(cursor: string | undefined): { useUntil: string; id: string } | undefined {
  const match = /^(\d{4}-\d\d-\d\d)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor ?? '')
  return match === null ? undefined : { useUntil: match[1] as string, id: match[2] as string }
}
