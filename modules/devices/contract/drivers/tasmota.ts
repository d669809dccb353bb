/**
 * A plug or meter with Tasmota, in its own words: `tele/<t>/SENSOR` with `ENERGY` (kWh, W), `tele/<t>/LWT` Online or Offline,
 * `stat/<t>/RESULT`. Its `Time` is local and without a zone, so it is not believed.
 */
import * as z from 'zod'
import { configReader, unnumbered, type DeviceDriver, type DriverFact } from './driver.ts'
import { numberOf, readJson, readText, type JsonObject } from './text.ts'
import { inOneUnit } from './units.ts'

export const tasmotaConfig = z.object({
  /** `tele/plug-1`: what stands before `/SENSOR`, as its full topic has it. */
  telemetry: z.string().min(1),
  status: z.string().min(1),
  online: z.string().default('Online'),
  offline: z.string().default('Offline'),
})
const configOf = configReader(tasmotaConfig)

const energy: readonly (readonly [field: string, key: string, unit: string])[] = [
  ['Total', 'energy', 'kWh'],
  ['Power', 'power', 'W'],
  ['Voltage', 'voltage', 'V'],
  ['Current', 'current', 'A'],
]

export const tasmotaDriver: DeviceDriver = {
  name: 'tasmota',
  kinds: ['plug', 'meter', 'sensor'],
  confirms: 'none',
  topicsOf(config) {
    const own = configOf(config)
    return [`${own.telemetry}/SENSOR`, `${own.telemetry}/STATE`, `${own.telemetry}/LWT`, `${own.status}/RESULT`]
  },
  read(config, message) {
    const own = configOf(config)
    if (message.topic === `${own.telemetry}/LWT`) {
      const text = readText(message.payload)
      if (text !== own.online && text !== own.offline) return []
      return [{ ...unnumbered(message), type: 'availability', data: { isOnline: text === own.online } }]
    }
    const json = readJson(message.payload)
    const reading = (key: string, value: unknown, unit: string): DriverFact[] => {
      const number = numberOf(value)
      return number === undefined ? [] : [{ ...unnumbered(message, key), type: 'reading', data: { key, ...inOneUnit(number, unit) } }]
    }
    const meter = json['ENERGY']
    const facts =
      typeof meter === 'object' && meter !== null
        ? energy.flatMap(([field, key, unit]) => reading(key, (meter as JsonObject)[field], unit))
        : []
    const power = json['POWER'] ?? json['POWER1']
    if (power === 'ON' || power === 'OFF') facts.push(...reading('switch', power === 'ON' ? 1 : 0, ''))
    return facts
  },
}
