/** Every driver by its name. A new one: its file, its name in `driver.ts`, its line here. */
import type { DeviceDriver } from './driver.ts'
import { haLockDriver } from './ha-lock.ts'
import { haSensorDriver } from './ha-sensor.ts'
import { hirobaDriver } from './hiroba.ts'
import { httpLockDriver } from './http-lock.ts'
import { shellyDriver } from './shelly.ts'
import { tasmotaDriver } from './tasmota.ts'
import { z2mLockDriver } from './z2m-lock.ts'

export const drivers: ReadonlyMap<string, DeviceDriver> = new Map(
  [hirobaDriver, haLockDriver, z2mLockDriver, httpLockDriver, haSensorDriver, tasmotaDriver, shellyDriver].map((driver) => [
    driver.name,
    driver,
  ]),
)
