/**
 * A lock as Home Assistant's `lock.mqtt` has it. Its commands are plain words without an end to their time, so they leave with
 * QoS 0, which no broker keeps for a lock that is away, and are never retained: an `UNLOCK` that waits opens a door at night.
 * Without a state topic nobody knows what it did.
 */
import * as z from 'zod'
import { configReader, unnumbered, type DeviceDriver, type DriverFact, type LockSays } from './driver.ts'
import { adoptedBase, isSaid, payloadOf, readAvailability, topicsOfBase, valueAt, valueOf } from './ha-values.ts'
import { percentOf } from './text.ts'

export const haLockConfig = adoptedBase.extend({
  commandTopic: z.string().min(1),
  payloads: z.object({ lock: z.string(), unlock: z.string(), open: z.string().optional() }),
  state: valueAt.optional(),
  says: z.object({ locked: z.string(), locking: z.string(), unlocked: z.string(), unlocking: z.string(), jammed: z.string() }),
})
export type HaLockConfig = z.infer<typeof haLockConfig>
const configOf = configReader(haLockConfig)

const lockStates: readonly LockSays[] = ['locked', 'locking', 'unlocked', 'unlocking', 'jammed']

export const haLockDriver: DeviceDriver = {
  name: 'ha-lock',
  kinds: ['lock'],
  confirms: (config) => (configOf(config).state === undefined ? 'none' : 'feedback'),
  topicsOf(config) {
    const own = configOf(config)
    return [...new Set([...(own.state === undefined ? [] : [own.state.topic]), ...topicsOfBase(own)])]
  },
  read(config, message) {
    const own = configOf(config)
    const facts: DriverFact[] = readAvailability(own.availability, message)
    if (own.state?.topic === message.topic) {
      const payload = payloadOf(own.state, message)
      const state = lockStates.find((one) => isSaid(payload, own.says[one]))
      // `None` and what a lock says besides is no state: the last one stands
      if (state !== undefined) facts.push({ ...unnumbered(message, 'lock'), type: 'lock', data: { state } })
    }
    if (own.battery?.topic === message.topic) {
      const percent = percentOf(valueOf(own.battery, message))
      if (percent !== undefined) facts.push({ ...unnumbered(message, 'battery'), type: 'battery', data: { percent } })
    }
    return facts
  },
  write(config, command) {
    const { commandTopic, payloads } = configOf(config)
    if (command.action === 'set-code' || command.action === 'clear-code') return { unsupported: command.action }
    const payload = command.action === 'open' ? (payloads.open ?? payloads.unlock) : payloads[command.action]
    return { topic: commandTopic, payload, qos: 0 }
  },
}
