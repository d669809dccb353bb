import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { listLate } from './repository.ts'
import { remindLate, remindLoanJob } from './use-cases/remind-loan.ts'

export const lendingJobs: readonly Job[] = [job(remindLoanJob, (scope, payload: { loanId: string }) => remindLate(scope, payload.loanId))]

export const lendingSweeps: readonly Sweep[] = [
  // loans whose job did not come
  sweepEach({
    name: 'bookings.remindLoans',
    list: listLate,
    idOf: (row) => row.id,
    run: (scope, row) => remindLate(scope, row.id),
  }),
]
