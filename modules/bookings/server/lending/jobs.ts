import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { listLate } from './repository.ts'
import { remindLate, remindLoanJob } from './use-cases/remind-loan.ts'

export const lendingJobs: readonly Job[] = [job(remindLoanJob, (scope, payload: { loanId: string }) => remindLate(scope, payload.loanId))]

export const lendingSweeps: readonly Sweep[] = [
  {
    // loans whose job did not come
    name: 'bookings.remindLoans',
    run: async (jobsDatabase, runInTenant) => {
      for (const { consortiumId, id } of await listLate(jobsDatabase)) {
        await runInTenant(consortiumId, { name: 'bookings.remindLoans', requestId: `sweep-${id}` }, (scope) => remindLate(scope, id))
      }
    },
  },
]
