/**
 * What Home Assistant's discovery announces and a hub can use besides locks: `binary_sensor`, `sensor`, `event`, `tag`,
 * `device_tracker`. A thing has one part or several (a plug tells power and energy).
 */
import * as z from 'zod'
import { configReader, readError, unnumbered, type DeviceDriver, type DriverFact, type DriverMessage } from './driver.ts'
import { adoptedBase, isSaid, payloadOf, readAvailability, topicsOfBase, valueAt, valueOf } from './ha-values.ts'
import { numberOf, percentOf, readJson } from './text.ts'
import { inOneUnit } from './units.ts'

const onOff = z.object({ at: valueAt, on: z.string(), off: z.string() })
const part = z.discriminatedUnion('as', [
  onOff.extend({ as: z.literal('contact') }),
  /** `offDelaySeconds`: it never says that it ended. */
  onOff.extend({ as: z.literal('motion'), offDelaySeconds: z.number().positive().optional() }),
  onOff.extend({ as: z.literal('flag'), key: z.string() }),
  z.object({ as: z.literal('reading'), at: valueAt, key: z.string(), unit: z.string() }),
  z.object({ as: z.literal('event'), at: valueAt }),
  z.object({ as: z.literal('card'), at: valueAt }),
  z.object({ as: z.literal('near'), at: valueAt, home: z.string(), trackerId: z.string(), subjectKey: z.string() }),
])
export type HaPart = z.infer<typeof part>

export const haSensorConfig = adoptedBase.extend({ parts: z.array(part).min(1).max(60) })
export type HaSensorConfig = z.infer<typeof haSensorConfig>
const configOf = configReader(haSensorConfig)

export const haSensorDriver: DeviceDriver = {
  name: 'ha-sensor',
  kinds: ['reader', 'contact', 'motion', 'button', 'tracker', 'plug', 'meter', 'sensor'],
  confirms: 'none',
  topicsOf(config) {
    const own = configOf(config)
    return [...new Set([...own.parts.map((one) => one.at.topic), ...topicsOfBase(own)])]
  },
  read(config, message) {
    const own = configOf(config)
    const facts: DriverFact[] = readAvailability(own.availability, message)
    for (const one of own.parts) {
      const fact = one.at.topic === message.topic && message.payload.length > 0 ? readPart(one, message) : undefined
      if (fact !== undefined) facts.push(fact)
    }
    if (own.battery?.topic === message.topic) {
      const percent = percentOf(valueOf(own.battery, message))
      if (percent !== undefined) facts.push({ ...unnumbered(message, 'battery'), type: 'battery', data: { percent } })
    }
    return facts
  },
}

function readPart(one: HaPart, message: DriverMessage): DriverFact | undefined {
  switch (one.as) {
    case 'reading': {
      const number = numberOf(valueOf(one.at, message))
      if (number === undefined) return undefined
      return { ...unnumbered(message, one.key), type: 'reading', data: { key: one.key, ...inOneUnit(number, one.unit) } }
    }
    case 'event': {
      // the format demands JSON with `event_type`; a template may have taken it out of something larger
      const value = valueOf(one.at, message)
      const json = typeof value === 'string' ? readJson(message.payload) : value
      const press = (json as { event_type?: unknown } | undefined)?.event_type
      if (typeof press !== 'string' || press === '') throw readError('unknown_shape', 'an event without event_type')
      return { ...unnumbered(message, 'event'), type: 'button', data: { press: press.slice(0, 50) } }
    }
    case 'card': {
      const id = payloadOf(one.at, message)?.trim()
      if (id === undefined || id === '') return undefined
      if (!/^[0-9a-fA-F:. -]{8,60}$/.test(id)) throw readError('unknown_shape', 'a card has at least 8 hexadecimal digits')
      return { ...unnumbered(message, 'card'), type: 'card', data: { id, technology: 'other' } }
    }
    case 'near':
      if (!isSaid(payloadOf(one.at, message), one.home)) return undefined
      return { ...unnumbered(message, 'near'), type: 'near', data: { trackerId: one.trackerId, subjectKey: one.subjectKey } }
    default:
      return readOnOff(one, message)
  }
}

function readOnOff(one: Extract<HaPart, { on: string }>, message: DriverMessage): DriverFact | undefined {
  const payload = payloadOf(one.at, message)
  const isOn = isSaid(payload, one.on)
  if (!isOn && !isSaid(payload, one.off)) return undefined
  const origin = unnumbered(message, one.as === 'flag' ? one.key : one.as)
  if (one.as === 'contact') return { ...origin, type: 'contact', data: { isOpen: isOn } }
  if (one.as === 'motion') return { ...origin, type: 'motion', data: { isActive: isOn } }
  return { ...origin, type: 'reading', data: { key: one.key, value: isOn ? 1 : 0, unit: '' } }
}
