import type { Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { listDueHubs, listDueOpenings } from './repository.ts'
import { closeNight } from './use-cases/close-night.ts'
import { judgeOpening } from './use-cases/watch-doors.ts'

export const sweeps: readonly Sweep[] = [
  sweepEach({
    name: 'presence.closeNights',
    list: listDueHubs,
    idOf: (row) => row.hubId,
    run: (scope, row) => closeNight(scope, row.hubId),
  }),
  sweepEach({
    name: 'presence.judgeOpenings',
    list: listDueOpenings,
    idOf: (row) => row.id,
    run: (scope, row) => judgeOpening(scope, row.id),
  }),
]
