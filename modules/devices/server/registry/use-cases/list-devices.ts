import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { confirmsOf } from '../../../contract/drivers/driver.ts'
import { drivers } from '../../../contract/drivers/registry.ts'
import { lockState, type ListedDevice, type LockNow } from '../../../contract/schemas.ts'
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

export async function showDevices(scope: Scope, hubId: string): Promise<ListedDevice[]> {
  await requireHub(scope, hubId)
  const rows = await listOfHub(scope, hubId)
  const locks = rows.filter((row) => row.kind === 'lock').map((row) => row.id)
  const said = new Map((await listStates(scope, locks)).filter(({ key }) => key === 'lock').map((one) => [one.deviceId, one]))
  return rows.map((row) => ({ ...presentDevice(row), lock: row.kind === 'lock' ? presentLock(row, said.get(row.id)) : null }))
}

function presentLock(row: DeviceRow, said: { readonly data: unknown; readonly at: Temporal.Instant } | undefined): LockNow {
  const driver = drivers.get(row.driver ?? '')
  const state = lockState.safeParse((said?.data as { state?: unknown } | undefined)?.state)
  return {
    state: state.success ? state.data : null,
    at: said?.at.toString() ?? null,
    isConfirming: driver !== undefined && confirmsOf(driver, row.config) === 'feedback',
  }
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
