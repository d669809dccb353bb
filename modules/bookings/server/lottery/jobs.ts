import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { mailApplication } from '../mails/lottery.ts'
import { listDueDrawings } from './repository.ts'
import { drawDueLottery } from './use-cases/draw-lottery.ts'
import { drawLotteryJob, mailApplicationJob, type MailApplicationPayload } from './use-cases/tell-applicants.ts'

export const lotteryJobs: readonly Job[] = [
  job(mailApplicationJob, (scope, payload: MailApplicationPayload) => mailApplication(scope, payload)),
  job(drawLotteryJob, (scope, payload: { lotteryId: string }) => drawDueLottery(scope, payload.lotteryId)),
]

export const lotterySweeps: readonly Sweep[] = [
  // drawings whose job did not come: the worker was down, or the time was put off
  sweepEach({
    name: 'bookings.drawLotteries',
    list: listDueDrawings,
    idOf: (row) => row.id,
    run: (scope, row) => drawDueLottery(scope, row.id),
  }),
]
