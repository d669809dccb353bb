/** Silence: deadlines are rows, told of once, one fact for all of a hub that fell silent together. */
import type { Sweep } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import { cameBack, wentSilent } from '../../../contract/events.ts'
import { expireAfterSeconds } from '../../../contract/rules.ts'
import { findByIds } from '../../registry/repository.ts'
import { isEdgeSilent, listDueHubs, lockSilence, markSilent, markTold, touchHealth } from '../repository.ts'

/** After a start devices have to find back first; else every one of them would be told of. */
const graceSeconds = 120

export async function tellSilence(scope: Scope, hubId: string): Promise<void> {
  // of two rounds at once the later one finds nothing: else each would tell of a part
  await lockSilence(scope, hubId)
  const silent = await markSilent(scope, hubId)
  if (silent.length === 0) return
  const isBlind = await isEdgeSilent(scope, hubId)
  // where the edge is away, that is the news; what stands behind it may be well
  const edges = isBlind ? (await findByIds(scope, silent)).filter((device) => device.kind === 'edge').map((device) => device.id) : []
  const told = isBlind ? edges : silent
  if (told.length === 0) return
  await markTold(scope, told)
  scope.emit(wentSilent, { hubId, deviceIds: [...told] }, { subjectId: hubId })
}

/** `uptimeSeconds`: of this process. */
export const silenceSweep = (uptimeSeconds: () => number): Sweep => ({
  name: 'devices.tellSilence',
  run: async (jobsDatabase, runInTenant) => {
    if (uptimeSeconds() < graceSeconds) return
    for (const { consortiumId, hubId } of await listDueHubs(jobsDatabase))
      await runInTenant(consortiumId, { name: 'devices.tellSilence', requestId: `sweep-${hubId}` }, (scope) => tellSilence(scope, hubId))
  },
})

/** A device showed that it lives by something that is no event: an edge by its call. */
export async function markSeen(scope: Scope, deviceId: string): Promise<void> {
  const [device] = await findByIds(scope, [deviceId])
  if (device === undefined) return
  const isBack = await touchHealth(scope, deviceId, expireAfterSeconds(device.kind, device.expireAfterSeconds))
  if (isBack === true) scope.emit(cameBack, { hubId: device.hubId, deviceIds: [deviceId] }, { subjectId: device.hubId })
}
