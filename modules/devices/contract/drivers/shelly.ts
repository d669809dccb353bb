/**
 * A Shelly of the second generation and later, in its own words: `<id>/events/rpc` carries NotifyStatus and NotifyFullStatus with
 * `ts` in seconds of UTC, `<id>/online` is `true` or `false`. `aenergy.total` is watt-hours already.
 */
import * as z from 'zod'
import { configReader, unnumbered, type DeviceDriver, type DriverFact, type FactOrigin } from './driver.ts'
import { numberOf, readJson, readText, type JsonObject } from './text.ts'
import { inOneUnit } from './units.ts'

export const shellyConfig = z.object({
  id: z
    .string()
    .min(1)
    .regex(/^[^/+#]+$/),
})
const configOf = configReader(shellyConfig)

const fields: readonly (readonly [field: string, key: string, unit: string])[] = [
  ['apower', 'power', 'W'],
  ['act_power', 'power', 'W'],
  ['voltage', 'voltage', 'V'],
  ['current', 'current', 'A'],
]

export const shellyDriver: DeviceDriver = {
  name: 'shelly',
  kinds: ['plug', 'meter', 'sensor', 'contact', 'button'],
  confirms: 'none',
  topicsOf(config) {
    const { id } = configOf(config)
    return [`${id}/events/rpc`, `${id}/online`]
  },
  read(config, message) {
    const { id } = configOf(config)
    if (message.topic === `${id}/online`) {
      const text = readText(message.payload)
      if (text !== 'true' && text !== 'false') return []
      return [{ ...unnumbered(message), type: 'availability', data: { isOnline: text === 'true' } }]
    }
    const json = readJson(message.payload)
    const params = objectOf(json['params'])
    if (params === undefined || (json['method'] !== 'NotifyStatus' && json['method'] !== 'NotifyFullStatus')) return []
    const ts = numberOf(params['ts'])
    // before it has asked a time service it counts from zero
    const isDated = ts !== undefined && ts > 1_500_000_000 && ts < 253_402_300_800
    const facts: DriverFact[] = []
    for (const [part, value] of Object.entries(params)) {
      const one = objectOf(value)
      if (one === undefined || !/^[a-z0-9_]+:\d+$/.test(part)) continue
      const index = Number(part.split(':')[1])
      const originOf = (key: string): FactOrigin => {
        const origin = unnumbered(message, `${part}/${key}`)
        if (!isDated) return origin
        const deviceTime = new Date(ts * 1_000).toISOString()
        return { sourceKey: `${ts}:${part}/${key}`, deviceTime, deviceClock: 'synced' }
      }
      const reading = (key: string, found: unknown, unit: string) => {
        const number = numberOf(found)
        const named = index === 0 ? key : `${key}_${index}`
        if (number !== undefined) facts.push({ ...originOf(key), type: 'reading', data: { key: named, ...inOneUnit(number, unit) } })
      }
      for (const [field, key, unit] of fields) reading(key, one[field], unit)
      reading('energy', objectOf(one['aenergy'])?.['total'], 'Wh')
      reading('temperature', part.startsWith('temperature:') ? one['tC'] : undefined, '°C')
      if (part.startsWith('switch:') && typeof one['output'] === 'boolean') reading('switch', one['output'] ? 1 : 0, '')
      const percent = numberOf(objectOf(one['battery'])?.['percent'])
      if (percent !== undefined)
        facts.push({ ...originOf('battery'), type: 'battery', data: { percent: Math.max(0, Math.min(100, percent)) } })
    }
    return facts
  },
}

const objectOf = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
