/** Lotteries as the contract says them. The seed is told once it is drawn, names to the desk alone. */
import type { Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub, type HubRef, type PlaceName } from '#modules/hubs/server/index.ts'
import type { DeskApplication, Lottery, LotteryApplication, LotteryResult, MyLottery } from '../../contract/lottery/schemas.ts'
import type { ApplicationRow, LotteryRow } from './repository.ts'
import { stateOf } from './rules.ts'
import { lotOf } from './use-cases/draw-lots.ts'

export async function presentLotteries(scope: Scope, rows: readonly LotteryRow[]): Promise<Lottery[]> {
  const places = await placeNames(
    scope,
    rows.flatMap(({ targetIds }) => targetIds),
  )
  const hubs = new Map<string, HubRef>()
  for (const { hubId } of rows) if (!hubs.has(hubId)) hubs.set(hubId, await requireHub(scope, hubId))
  return rows.map((row) => presentOne(scope, row, { hub: hubs.get(row.hubId) as HubRef, places }))
}

export async function presentLottery(scope: Scope, row: LotteryRow): Promise<Lottery> {
  return (await presentLotteries(scope, [row]))[0] as Lottery
}

function presentOne(scope: Scope, row: LotteryRow, { hub, places }: { hub: HubRef; places: ReadonlyMap<string, PlaceName> }): Lottery {
  return {
    id: row.id,
    hubId: row.hubId,
    hubKey: hub.key,
    hubNames: hub.names,
    timeZone: hub.zone,
    names: row.names,
    spaces: row.targetIds.map((id) => ({ id, names: places.get(id)?.names ?? { ja: '' } })),
    useFrom: row.useFrom,
    useUntil: row.useUntil,
    opensAt: row.opensAt.toString(),
    closesAt: row.closesAt.toString(),
    drawsAt: row.drawsAt.toString(),
    mostWishes: row.mostWishes,
    mostWins: row.mostWins,
    note: row.note,
    state: stateOf(row, scope.clock.now()),
    seedHash: row.seedHash,
    seed: row.drawnAt === null ? null : row.seed,
    drawnAt: row.drawnAt?.toString() ?? null,
    version: row.version,
  }
}

export function presentApplication(row: ApplicationRow): LotteryApplication {
  return {
    id: row.id,
    number: row.number,
    wishes: [...row.wishes],
    partySize: row.partySize,
    purpose: row.purpose,
    isWithdrawn: row.withdrawnAt !== null,
    drawnPlace: row.drawnPlace,
    wins: [...row.wins],
    version: row.version,
    createdAt: row.createdAt.toString(),
  }
}

export const presentDeskApplication = (row: ApplicationRow): DeskApplication => ({
  ...presentApplication(row),
  name: row.name,
  mail: row.mail,
})

export async function presentMine(
  scope: Scope,
  own: readonly { readonly row: LotteryRow; readonly application: ApplicationRow | undefined }[],
): Promise<MyLottery[]> {
  const lotteries = await presentLotteries(
    scope,
    own.map(({ row }) => row),
  )
  return own.map(({ application }, i) => ({
    lottery: lotteries[i] as Lottery,
    application: application === undefined ? null : presentApplication(application),
  }))
}

export async function presentResult(
  scope: Scope,
  { row, applications }: { row: LotteryRow; applications: readonly ApplicationRow[] },
): Promise<LotteryResult> {
  const isDrawn = row.drawnAt !== null
  return {
    lottery: await presentLottery(scope, row),
    count: applications.length,
    // before the drawing a wish is its applicant's own
    items: isDrawn
      ? applications
          .map(({ number, drawnPlace, wishes, wins }) => ({
            number,
            place: drawnPlace ?? 0,
            lot: lotOf(row.seed, number),
            wishes: [...wishes],
            wins: wins.map(({ wish }) => wish),
          }))
          .toSorted((a, b) => a.place - b.place)
      : [],
    blocked: isDrawn ? [...row.blocked] : [],
  }
}
