/**
 * A lock behind Zigbee2MQTT: `<base>/<name>` holds one JSON object with `state` (LOCK, UNLOCK), `lock_state` (locked, unlocked,
 * not_fully_locked), `battery`, `contact`, `action` and who did it; `<base>/<name>/set` takes the commands, `pin_code` among
 * them. Written from the public description of its devices; not tried with a lock.
 *
 * The object is sent whole each time anything in it changes and also after a restart of the bridge. So `action` tells who
 * moved the bolt only in the message that tells the movement.
 */
import * as z from 'zod'
import { configReader, unnumbered, type DeviceDriver, type DriverFact, type FactData, type LockSays } from './driver.ts'
import { adoptedBase, readAvailability, topicsOfBase } from './ha-values.ts'
import { percentOf, readJson, type JsonObject } from './text.ts'

export const z2mLockConfig = adoptedBase.extend({
  /** `zigbee2mqtt/front door`: without a slash at the end. */
  baseTopic: z.string().min(1).regex(/[^/]$/),
})
export type Z2mLockConfig = z.infer<typeof z2mLockConfig>
const configOf = configReader(z2mLockConfig)

const states: Readonly<Record<string, LockSays>> = {
  LOCK: 'locked',
  UNLOCK: 'unlocked',
  locked: 'locked',
  unlocked: 'unlocked',
  not_fully_locked: 'jammed',
}

/** Who moved it, as newer versions say it beside the action. */
const sources: Readonly<Record<string, NonNullable<FactData['lock']['by']>>> = {
  keypad: 'code',
  rfid: 'code',
  rf: 'remote',
  manual: 'manual',
}
/** And by how the action's name ends or begins. */
const whose: readonly (readonly [test: RegExp, by: NonNullable<FactData['lock']['by']>])[] = [
  [/^(auto_lock|schedule_lock)$/, 'auto'],
  [/^(zigbee|rf)_|_(zigbee|rf|remote)$/, 'remote'],
  [/^keypad_|_keypad$|_code$|^rfid_/, 'code'],
  [/^key_/, 'key'],
  [/^(manual_|one_touch_)/, 'manual'],
]

export const z2mLockDriver: DeviceDriver = {
  name: 'z2m-lock',
  kinds: ['lock'],
  confirms: 'feedback',
  topicsOf(config) {
    const own = configOf(config)
    return [...new Set([own.baseTopic, ...topicsOfBase(own)])]
  },
  read(config, message) {
    const own = configOf(config)
    const facts: DriverFact[] = readAvailability(own.availability, message)
    if (message.topic !== own.baseTopic || message.payload.length === 0) return facts
    const json = readJson(message.payload)
    const state = stateOf(json)
    if (state !== undefined) facts.push({ ...unnumbered(message, 'lock'), type: 'lock', data: { state, ...actionOf(json, state) } })
    const percent = percentOf(json['battery'])
    if (percent !== undefined) facts.push({ ...unnumbered(message, 'battery'), type: 'battery', data: { percent } })
    // contact: true is a closed door there
    if (typeof json['contact'] === 'boolean')
      facts.push({ ...unnumbered(message, 'contact'), type: 'contact', data: { isOpen: !json['contact'] } })
    return facts
  },
  codesIn(config, message) {
    if (message.topic !== configOf(config).baseTopic || message.payload.length === 0) return []
    const users = readJson(message.payload)['users']
    if (typeof users !== 'object' || users === null) return []
    return Object.entries(users).flatMap(([slot, user]: [string, unknown]) => {
      const status = (user as { status?: unknown } | null)?.status
      return /^\d{1,4}$/.test(slot) && typeof status === 'string' ? [{ slot: Number(slot), isSet: status === 'enabled' }] : []
    })
  },
  write(config, command) {
    const topic = `${configOf(config).baseTopic}/set`
    switch (command.action) {
      case 'lock':
        return { topic, payload: '{"state":"LOCK"}', qos: 0 }
      case 'unlock':
      case 'open':
        return { topic, payload: '{"state":"UNLOCK"}', qos: 0 }
      case 'set-code':
      case 'clear-code': {
        const { slot, code } = command.params ?? {}
        if (typeof slot !== 'number') return { unsupported: 'a code needs a slot' }
        if (command.action === 'clear-code') return { topic, payload: JSON.stringify({ pin_code: { user: slot, pin_code: null } }), qos: 1 }
        if (typeof code !== 'string' || !/^\d{4,12}$/.test(code)) return { unsupported: 'a code has 4 to 12 digits' }
        return {
          topic,
          payload: JSON.stringify({ pin_code: { user: slot, user_type: 'unrestricted', user_enabled: true, pin_code: code } }),
          qos: 1,
        }
      }
    }
  },
}

/** `lock_state` is what the bolt does, `state` what was last asked or said: the bolt is believed. */
function stateOf(json: JsonObject): LockSays | undefined {
  for (const value of [json['lock_state'], json['state']]) {
    if (typeof value === 'string' && Object.hasOwn(states, value)) return states[value]
  }
  return undefined
}

function actionOf(json: JsonObject, state: LockSays): Pick<FactData['lock'], 'by' | 'codeSlot'> {
  const action = json['action']
  if (typeof action !== 'string' || !/lock/.test(action)) return {}
  const isUnlock = /unlock/.test(action)
  if (isUnlock !== (state === 'unlocked')) return {}
  const source = json['action_source_name']
  const named = whose.find(([test]) => test.test(action))?.[1]
  const by = named ?? (typeof source === 'string' && Object.hasOwn(sources, source) ? sources[source] : undefined)
  const user = json['action_user']
  return { ...(by === undefined ? {} : { by }), ...(typeof user === 'number' && user >= 0 && by === 'code' ? { codeSlot: user } : {}) }
}
