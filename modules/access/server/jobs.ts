import { checkInAtDoor } from '#modules/bookings/server/index.ts'
import { job, type Job, type Sweep } from '#platform/server/module.ts'
import { sweepEach } from '#platform/server/sweeps.ts'
import { deletePinsOver, deleteShownCards, listTenantsWithOld } from './credential/repository.ts'
import { regrantHubJob } from './door/use-cases/keep-doors.ts'
import { deleteGrantsOver } from './grant/repository.ts'
import { regrantHub, renewRules } from './grant/use-cases/regrant.ts'
import { deleteCodesOver, listDueCodes } from './lock-code/repository.ts'
import { followCode, planDoorJob } from './lock-code/use-cases/follow-code.ts'
import { planDoor } from './lock-code/use-cases/plan-codes.ts'
import { mailArrival } from './mails/arrival.ts'
import { mailEntry } from './mails/entry.ts'
import { mailVisit } from './mails/visit.ts'
import { deleteOpenings } from './pass/repository.ts'
import { deleteChanges, listTenantsWithOldChanges } from './snapshot/repository.ts'
import { changesKeptHours } from './snapshot/use-cases/build-snapshot.ts'
import { checkInJob } from './passage/use-cases/fold-decisions.ts'
import { listTenantsWithOldVisits } from './visit/repository.ts'
import { expireVisitors } from './visit/use-cases/forget-visits.ts'
import { mailArrivalJob } from './visit/use-cases/note-arrivals.ts'
import { tellEntryJob, type TellEntryPayload } from './visit/use-cases/tell-entry.ts'
import { mailVisitJob, type MailVisitPayload } from './visit/use-cases/keep-visits.ts'

export const jobs: readonly Job[] = [
  job(regrantHubJob, (scope, payload: { hubId: string }) => regrantHub(scope, payload.hubId)),
  job(planDoorJob, (scope, payload: { doorId: string }) => planDoor(scope, payload.doorId)),
  job(mailVisitJob, (scope, payload: MailVisitPayload) => mailVisit(scope, payload)),
  job(tellEntryJob, (scope, payload: TellEntryPayload) => mailEntry(scope, payload)),
  job(checkInJob, (scope, payload: { bookingId: string }) => checkInAtDoor(scope, payload.bookingId)),
  job(mailArrivalJob, (scope, payload: { visitId: string }) => mailArrival(scope, payload.visitId)),
]

export const sweeps: readonly Sweep[] = [
  sweepEach({
    name: 'access.followCodes',
    list: listDueCodes,
    idOf: (row) => row.id,
    run: (scope, row) => followCode(scope, row.id),
  }),
  sweepEach({
    name: 'access.expireVisitors',
    list: listTenantsWithOldVisits,
    idOf: (row) => row.consortiumId,
    run: (scope) => expireVisitors(scope),
    longestMs: 10_000,
  }),
  // what gateways ask for within minutes
  sweepEach({
    name: 'access.letGoOfChanges',
    list: listTenantsWithOldChanges,
    idOf: (row) => row.consortiumId,
    run: (scope) => deleteChanges(scope, scope.clock.now().subtract({ hours: changesKeptHours })),
    longestMs: 10_000,
  }),
  // PINs that another may have now, grants that are over, cards that were shown
  sweepEach({
    name: 'access.letGo',
    list: listTenantsWithOld,
    idOf: (row) => row.consortiumId,
    run: async (scope) => {
      const now = scope.clock.now()
      await deleteGrantsOver(scope, now.subtract({ hours: 48 }))
      await deleteShownCards(scope, now.subtract({ minutes: 10 }))
      await deleteCodesOver(scope, now.subtract({ hours: 30 * 24 }))
      await deleteOpenings(scope, now.subtract({ hours: 24 }))
      await renewRules(scope, await deletePinsOver(scope, now))
    },
  }),
]
