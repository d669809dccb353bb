/** Work nobody waits for, and the minute's rounds: silence, commands that are over, months of the ledger, what is old. */
import { job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { keptDays } from '../contract/rules.ts'
import { listDue } from './command/repository.ts'
import { endOverdueCommands } from './command/use-cases/send-command.ts'
import { silenceSweep } from './health/use-cases/tell-silence.ts'
import { keepLedger } from './ledger/repository.ts'
import { tellClaimed } from './registry/use-cases/claim-device.ts'
import { forgetRejects } from './reject/repository.ts'

export const jobs = [job<{ hubId: string; deviceId: string }>('devices.tellClaimed', tellClaimed)]

/** Reading months of the ledger each minute would be work for nothing. */
const everyMilliseconds = 6 * 60 * 60_000

function retentionSweep(): Sweep {
  let lastAt = Number.NEGATIVE_INFINITY
  return {
    name: 'devices.keepLedger',
    run: async (jobsDatabase) => {
      if (performance.now() - lastAt < everyMilliseconds) return
      await keepLedger(jobsDatabase, keptDays)
      await forgetRejects(jobsDatabase)
      lastAt = performance.now()
    },
  }
}

export const sweeps: readonly Sweep[] = [
  silenceSweep(() => process.uptime()),
  sweepEach({
    name: 'devices.endCommands',
    list: listDue,
    idOf: (row) => row.consortiumId,
    run: (scope) => endOverdueCommands(scope),
  }),
  retentionSweep(),
]
