import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { mailClosureLeases } from '../mails/closure-lease.ts'
import { mailClosureOffer, type MailOfferPayload } from '../mails/closure-offer.ts'
import { listWaitingClosures } from './repository.ts'
import { settleClosureJob } from './use-cases/keep-shut.ts'
import { endOffers, endOffersJob, mailOfferJob, settleClosure } from './use-cases/settle-closure.ts'
import { mailClosureLeasesJob, type MailClosureLeasesPayload } from './use-cases/tell-leases.ts'

export const closureJobs: readonly Job[] = [
  job(settleClosureJob, (scope, payload: { closureId: string }) => settleClosure(scope, payload.closureId)),
  job(endOffersJob, (scope, payload: { closureId: string }) => endOffers(scope, payload.closureId)),
  job(mailClosureLeasesJob, (scope, payload: MailClosureLeasesPayload) => mailClosureLeases(scope, payload)),
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
