/** Endpoint to use case to presenter: a line each. */
import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../../contract/lottery/endpoints.ts'
import { presentDeskApplication, presentLotteries, presentLottery, presentMine, presentResult } from './presenter.ts'
import { countStanding } from './repository.ts'
import { applyForLottery, changeApplication, withdrawApplication, type OwnLottery } from './use-cases/apply-for-lottery.ts'
import { drawLottery } from './use-cases/draw-lottery.ts'
import { exportApplications, listApplications } from './use-cases/list-applications.ts'
import { cancelLottery, changeLottery, makeLottery } from './use-cases/make-lottery.ts'
import {
  listLotteries,
  listPublicLotteries,
  requireHubLottery,
  requireMembersLottery,
  requirePublicLottery,
  withOwn,
} from './use-cases/require-lottery.ts'
import type { MyLottery } from '../../contract/lottery/schemas.ts'
import type { MemberScope } from '#platform/server/scope.ts'

const mine = async (scope: MemberScope, own: OwnLottery): Promise<MyLottery> => (await presentMine(scope, [own]))[0] as MyLottery

export const lotteryRoutes: readonly Route[] = [
  bind(api.listPublicLotteries, async (scope, { params }) => ({
    items: await presentLotteries(scope, await listPublicLotteries(scope, params.hubKey)),
  })),
  bind(api.getLotteryResult, async (scope, { params }) => presentResult(scope, await requirePublicLottery(scope, params))),

  bind(api.listMyLotteries, async (scope, { query }) => {
    const { rows, nextCursor } = await listLotteries(scope, undefined, query)
    return { items: await presentMine(scope, await withOwn(scope, rows)), nextCursor }
  }),
  bind(api.getMyLottery, async (scope, { params }) => {
    const [own] = await withOwn(scope, [await requireMembersLottery(scope, params.lotteryId)])
    return mine(scope, own as OwnLottery)
  }),
  bind(api.applyForLottery, async (scope, { params, body }) => mine(scope, await applyForLottery(scope, params.lotteryId, body))),
  bind(api.changeMyApplication, async (scope, { params, body }) => mine(scope, await changeApplication(scope, params.lotteryId, body))),
  bind(api.withdrawMyApplication, async (scope, { params }) => mine(scope, await withdrawApplication(scope, params.lotteryId))),

  bind(api.makeLottery, async (scope, { params, body }) => presentLottery(scope, await makeLottery(scope, params.hubId, body))),
  bind(api.listHubLotteries, async (scope, { params, query }) => {
    const { rows, nextCursor } = await listLotteries(scope, params.hubId, query)
    return { items: await presentLotteries(scope, rows), nextCursor }
  }),
  bind(api.getHubLottery, async (scope, { params }) => {
    const row = await requireHubLottery(scope, params)
    return { lottery: await presentLottery(scope, row), count: await countStanding(scope, row.id) }
  }),
  bind(api.listLotteryApplications, async (scope, { params, query }) => {
    const { rows, nextCursor } = await listApplications(scope, params, query)
    return { items: rows.map(presentDeskApplication), nextCursor }
  }),
  bind(api.exportLotteryApplications, (scope, { params }) => exportApplications(scope, params)),
  bind(api.changeLottery, async (scope, { params, body }) => presentLottery(scope, await changeLottery(scope, params, body))),
  bind(api.cancelLottery, async (scope, { params, body }) => presentLottery(scope, await cancelLottery(scope, params, body))),
  bind(api.drawLottery, async (scope, { params, body }) => presentLottery(scope, await drawLottery(scope, params, body))),
]
