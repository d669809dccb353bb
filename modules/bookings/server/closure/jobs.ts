import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { mailClosureOffer, type MailOfferPayload } from '../mails/closure-offer.ts'
import { listWaitingClosures } from './repository.ts'
import { settleClosureJob } from './use-cases/keep-shut.ts'
import { endOffers, endOffersJob, mailOfferJob, settleClosure } from './use-cases/settle-closure.ts'

export const closureJobs: readonly Job[] = [
  job(settleClosureJob, (scope, payload: { closureId: string }) => settleClosure(scope, payload.closureId)),
  job(endOffersJob, (scope, payload: { closureId: string }) => endOffers(scope, payload.closureId)),
  job(mailOfferJob, (scope, payload: MailOfferPayload) => mailClosureOffer(scope, payload)),
]

export const closureSweeps: readonly Sweep[] = [
  // cases whose job did not come: the worker died between two hands
  sweepEach({
    name: 'bookings.settleClosures',
    list: listWaitingClosures,
    idOf: (row) => row.id,
    run: (scope, row) => settleClosure(scope, row.id),
  }),
]
