import type { Sweep } from '#platform/server/module.ts'
import { listDueDays, listDueHubs } from './repository.ts'
import { advanceCounting, countDueDay } from './use-cases/count-use.ts'

/** After midnight all hubs are due at once; other rounds wait for this one. */
const longestMs = 30_000

/** Each hub and day in a transaction of its own: one that fails stays on the list and keeps no other from being counted. */
export const countDue: Sweep = {
  name: 'bookings.countUse',
  run: async (jobsDatabase, runInTenant) => {
    const failures: unknown[] = []
    const until = performance.now() + longestMs
    for (const { consortiumId, hubId } of await listDueHubs(jobsDatabase)) {
      if (performance.now() > until) break
      await runInTenant(consortiumId, { name: 'bookings.countUse', requestId: `use-${hubId}` }, (scope) =>
        advanceCounting(scope, hubId),
      ).catch((error: unknown) => failures.push(error))
    }
    for (const { consortiumId, hubId, day } of await listDueDays(jobsDatabase)) {
      if (performance.now() > until) break
      await runInTenant(consortiumId, { name: 'bookings.countUse', requestId: `use-${hubId}-${day}` }, (scope) =>
        countDueDay(scope, hubId, day),
      ).catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw new AggregateError(failures, 'days of use could not be counted; they are tried again in a minute')
  },
}
