/** What the machine at a hub is told: the time, the rules, commands, who is in. Of its own hub and no other. */
import { listBusCredentials, markSeen, pendingCommands } from '#modules/devices/server/index.ts'
import { fail } from '#platform/server/errors.ts'
import type { EdgeScope, Scope } from '#platform/server/scope.ts'
import type { EdgeSnapshot, EdgeWord, EvacuationList } from '../../../contract/edge/schemas.ts'
import { snapshotPublicKey } from '../../use-cases/derive-keys.ts'
import { renewSnapshot, snapshotVersion } from '../../snapshot/use-cases/build-snapshot.ts'

export type ReadEvacuation = (scope: Scope, hubId: string) => Promise<Omit<EvacuationList, 'serverTime'>>

let readEvacuation: ReadEvacuation | undefined

/** Whoever knows who is in a hub gives the list that its edge keeps; that module stands on this one. */
export function provideEvacuation(read: ReadEvacuation): void {
  readEvacuation = read
}

const timeOf = (scope: Scope): string => scope.clock.now().toString()

export async function tellEdge(scope: EdgeScope): Promise<EdgeWord> {
  const { hubId, deviceId } = scope.edge
  await markSeen(scope, deviceId)
  const commands = await pendingCommands(scope, { hubId })
  return {
    serverTime: timeOf(scope),
    snapshotVersion: await snapshotVersion(scope, hubId),
    evacuationVersion: (await readEvacuation?.(scope, hubId))?.version ?? null,
    commands: [...commands],
  }
}

export async function giveSnapshot(scope: EdgeScope, since: number | undefined): Promise<EdgeSnapshot> {
  const { hubId } = scope.edge
  const bus = await listBusCredentials(scope, hubId)
  return {
    ...(await renewSnapshot(scope, hubId, since)),
    publicKey: snapshotPublicKey(scope),
    bus: bus.map(({ deviceId, kind, secretHash, topicFilters }) => ({ deviceId, kind, secretHash, topicFilters: [...topicFilters] })),
    // last: what is made before costs time, and the edge takes this for the moment of the answer
    serverTime: timeOf(scope),
  }
}

export async function giveEvacuation(scope: EdgeScope): Promise<EvacuationList> {
  const list = (await readEvacuation?.(scope, scope.edge.hubId)) ?? fail('platform.not_found')
  return { ...list, serverTime: timeOf(scope) }
}
