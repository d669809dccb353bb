import { requireHub } from '#modules/hubs/server/index.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import type { LockCode } from '../../../contract/door/schemas.ts'
import { listCodesOfHub } from '../repository.ts'

export async function listLockCodes(scope: MemberScope, hubId: string): Promise<{ items: LockCode[] }> {
  await requireHub(scope, hubId)
  return {
    items: (await listCodesOfHub(scope, hubId)).map((row) => ({
      id: row.id,
      doorId: row.doorId,
      deviceId: row.deviceId,
      slot: row.slot,
      wanted: row.wanted,
      observed: row.observed,
      tries: row.tries,
      lastError: row.lastError,
      validFrom: row.validFrom.toString(),
      validTo: row.validTo.toString(),
    })),
  }
}
