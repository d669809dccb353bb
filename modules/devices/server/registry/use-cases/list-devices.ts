import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import type { Device } from '../../../contract/schemas.ts'
import { listStates } from '../../ledger/repository.ts'
import { presentDevice } from '../presenter.ts'
import { findByIds, listOfHub, type DeviceRow } from '../repository.ts'

/** Devices of a hub that are not retired. */
export async function listDevices(scope: Scope, hubId: string): Promise<readonly DeviceRow[]> {
  return listOfHub(scope, hubId)
}

/** By id, retired ones too; what the tenant has not is left out. */
export async function devicesByIds(scope: Scope, ids: readonly string[]): Promise<readonly DeviceRow[]> {
  return findByIds(scope, [...new Set(ids)])
}

export async function requireDevice(scope: Scope, id: string): Promise<DeviceRow> {
  const [row] = await findByIds(scope, [id])
  return row ?? fail('platform.not_found')
}

export async function showDevices(scope: Scope, hubId: string): Promise<Device[]> {
  await requireHub(scope, hubId)
  return (await listOfHub(scope, hubId)).map(presentDevice)
}

export async function showDevice(scope: Scope, deviceId: string) {
  const row = await requireDevice(scope, deviceId)
  const states = await listStates(scope, [deviceId])
  return {
    ...presentDevice(row),
    // a lock with an address of its own may carry a password there
    config: row.driver === 'http-lock' ? {} : { ...row.config },
    state: states.map(({ key, data, at, quality }) => ({
      key,
      data: data as Record<string, unknown>,
      at: at.toString(),
      quality: quality as 'device',
    })),
  }
}
