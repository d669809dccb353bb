/**
 * Home Assistant's MQTT discovery, both forms: a device with its components (`homeassistant/device/<id>/config`) and one component
 * (`homeassistant/<component>/[<node>/]<object>/config`). What a hub can use becomes adoptable; what it cannot is named with
 * the reason. Format: https://www.home-assistant.io/integrations/mqtt/
 */
import * as z from 'zod'
import { parseTemplate } from '../drivers/template.ts'
import type { AvailabilityConfig, ValueAt } from '../drivers/ha-values.ts'
import type { HaLockConfig } from '../drivers/ha-lock.ts'
import type { HaPart, HaSensorConfig } from '../drivers/ha-sensor.ts'
import type { DrivenKind } from '../drivers/driver.ts'
import type { Z2mLockConfig } from '../drivers/z2m-lock.ts'
import type { JsonObject } from '../drivers/text.ts'
import { readingKey } from '../drivers/units.ts'
import { availabilityNames, componentNames, deviceNames, inFull, originNames, withBase } from './abbreviations.ts'
import type { AdoptableDevice, RefusalCode, RefusedComponent } from './types.ts'

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)
/** Of the bridge's own world: never one of our devices, whose commands open doors, nor of the broker itself. */
const topic = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?!hiroba\/|\$)[^\0]*$/u, 'not a topic of a bridge')

const device = z.object({
  identifiers: z.union([text, z.array(text)]).optional(),
  connections: z.array(z.array(text)).optional(),
  name: text.nullish(),
  manufacturer: text.nullish(),
  model: text.nullish(),
  sw_version: text.nullish(),
})
const origin = z.object({ name: text.optional() })

const component = z.object({
  platform: z.string().optional(),
  name: text.nullish(),
  unique_id: text.optional(),
  object_id: text.optional(),
  device_class: z.string().nullish(),
  state_topic: topic.optional(),
  command_topic: topic.optional(),
  topic: topic.optional(),
  value_template: z.string().optional(),
  command_template: z.string().optional(),
  payload_lock: text.optional(),
  payload_unlock: text.optional(),
  payload_open: text.optional(),
  state_locked: text.optional(),
  state_locking: text.optional(),
  state_unlocked: text.optional(),
  state_unlocking: text.optional(),
  state_jammed: text.optional(),
  payload_on: text.optional(),
  payload_off: text.optional(),
  payload_home: text.optional(),
  unit_of_measurement: z.string().nullish(),
  expire_after: z.coerce.number().min(0).optional(),
  off_delay: z.coerce.number().min(0).nullish(),
  optimistic: z.boolean().optional(),
  availability: z.unknown().optional(),
  availability_mode: z.enum(['all', 'any', 'latest']).optional(),
  availability_topic: topic.optional(),
  availability_template: z.string().optional(),
  payload_available: text.optional(),
  payload_not_available: text.optional(),
})
type Component = z.infer<typeof component>

const oneAvailability = z.object({
  topic,
  value_template: z.string().optional(),
  payload_available: text.optional(),
  payload_not_available: text.optional(),
})

/** Thrown inside a component: it is refused, its neighbours are not. */
interface Refusal {
  readonly code: RefusalCode
  readonly detail: string
}
const refuse = (code: RefusalCode, detail: string): never => {
  throw Object.assign(new Error(detail), { refusal: { code, detail: detail.slice(0, 300) } satisfies Refusal })
}

export interface FoundDevices {
  readonly adoptable: readonly AdoptableDevice[]
  readonly refused: readonly RefusedComponent[]
}

/** `platform` is the topic's component in the single form, undefined in the form of a device. */
export function readHomeAssistant(json: JsonObject, about: { readonly platform?: string; readonly fallbackId: string }): FoundDevices {
  const whole = inFull(json, componentNames)
  const base = typeof json['~'] === 'string' ? json['~'] : undefined
  const hardware = device.catch({}).parse(inFull(objectOf(whole['device']) ?? {}, deviceNames))
  const from = origin.catch({}).parse(inFull(objectOf(whole['origin']) ?? {}, originNames))
  const ids = [hardware.identifiers ?? []].flat()
  const hardwareId = (ids[0] ?? hardware.connections?.[0]?.join(':') ?? about.fallbackId).slice(0, 200)

  const components: (readonly [key: string, platform: string, fields: Record<string, unknown>])[] = []
  if (about.platform !== undefined) components.push([about.fallbackId, about.platform, whole])
  else {
    // what stands beside the components holds for each of them
    const { components: parts, device: _device, origin: _origin, '~': _base, ...shared } = whole
    for (const [key, part] of Object.entries(objectOf(parts) ?? {})) {
      const own = inFull(objectOf(part) ?? {}, componentNames)
      // an entry with nothing but its platform takes the component away
      if (Object.keys(own).length > 1) components.push([key, String(own['platform'] ?? ''), { ...shared, ...own }])
    }
  }

  const adoptable: AdoptableDevice[] = []
  const refused: RefusedComponent[] = []
  for (const [key, platform, fields] of components) {
    const id = `${hardwareId}/${key}`.slice(0, 300)
    const partBase = typeof fields['~'] === 'string' ? fields['~'] : base
    const parsed = component.safeParse(withBase(fields, partBase))
    try {
      if (!parsed.success) refuse('unknown_shape', parsed.error.issues.map((each) => `${each.path.join('.')}: ${each.message}`).join('; '))
      const one = parsed.data ?? {}
      const made = deviceOf(platform, one, { key, base: partBase, isZigbee2Mqtt: from.name === 'Zigbee2MQTT' })
      adoptable.push({
        id: (one.unique_id ?? id).slice(0, 300),
        hardwareId,
        name: nameOf(hardware.name ?? null, one.name ?? null, key),
        manufacturer: hardware.manufacturer ?? null,
        model: hardware.model ?? null,
        firmware: hardware.sw_version ?? null,
        ...made,
      })
    } catch (error) {
      const { refusal } = error as { refusal?: Refusal }
      if (refusal === undefined) throw error
      refused.push({ id: (parsed.data?.unique_id ?? id).slice(0, 300), ...refusal })
    }
  }
  return about.platform === undefined ? joinBattery(adoptable, refused) : { adoptable, refused }
}

type Made = Pick<AdoptableDevice, 'kind' | 'driver' | 'config'>

function deviceOf(platform: string, one: Component, about: { key: string; base: string | undefined; isZigbee2Mqtt: boolean }): Made {
  switch (platform) {
    case 'lock':
      return lockOf(one, about)
    case 'binary_sensor':
      return binaryOf(one, about)
    case 'sensor':
      return sensorOf(one, about)
    case 'event':
      return sensor('button', { as: 'event', at: at(one.state_topic, one.value_template) }, one, about.base)
    case 'tag':
      return sensor('reader', { as: 'card', at: at(one.topic, one.value_template) }, one, about.base)
    case 'device_tracker': {
      const trackerId = one.unique_id ?? about.key
      const part: HaPart = {
        as: 'near',
        at: at(one.state_topic, one.value_template),
        home: one.payload_home ?? 'home',
        trackerId,
        subjectKey: trackerId,
      }
      return sensor('tracker', part, one, about.base)
    }
    default:
      return refuse('unsupported_component', platform === '' ? 'no platform' : platform)
  }
}

function lockOf(one: Component, { base, isZigbee2Mqtt }: { base: string | undefined; isZigbee2Mqtt: boolean }): Made {
  const commandTopic = one.command_topic ?? refuse('no_topic', 'command_topic')
  if (/[+#]/.test(commandTopic)) refuse('no_topic', commandTopic)
  if (one.command_template !== undefined && one.command_template.replaceAll(/\s/g, '') !== '{{value}}')
    refuse('template', `command_template: ${one.command_template}`)
  const shared = baseOf(one, base)
  // its own driver hears battery, contact and who it was from the same message, and can set codes
  if (isZigbee2Mqtt && one.state_topic !== undefined && commandTopic === `${one.state_topic}/set`)
    return { kind: 'lock', driver: 'z2m-lock', config: { ...shared, baseTopic: one.state_topic } satisfies Z2mLockConfig }
  const config: HaLockConfig = {
    ...shared,
    commandTopic,
    payloads: {
      lock: one.payload_lock ?? 'LOCK',
      unlock: one.payload_unlock ?? 'UNLOCK',
      ...(one.payload_open === undefined ? {} : { open: one.payload_open }),
    },
    // an optimistic lock may have a state topic and mean nothing by it
    ...(one.state_topic === undefined || one.optimistic === true ? {} : { state: at(one.state_topic, one.value_template) }),
    says: {
      locked: one.state_locked ?? 'LOCKED',
      locking: one.state_locking ?? 'LOCKING',
      unlocked: one.state_unlocked ?? 'UNLOCKED',
      unlocking: one.state_unlocking ?? 'UNLOCKING',
      jammed: one.state_jammed ?? 'JAMMED',
    },
  }
  return { kind: 'lock', driver: 'ha-lock', config }
}

const contactClasses = new Set(['door', 'garage_door', 'window', 'opening', 'lock'])
const motionClasses = new Set(['motion', 'moving', 'occupancy', 'presence'])

function binaryOf(one: Component, { key, base }: { key: string; base: string | undefined }): Made {
  const shared = { at: at(one.state_topic, one.value_template), on: one.payload_on ?? 'ON', off: one.payload_off ?? 'OFF' }
  const deviceClass = one.device_class ?? ''
  if (contactClasses.has(deviceClass)) return sensor('contact', { as: 'contact', ...shared }, one, base)
  if (motionClasses.has(deviceClass)) {
    const delay = one.off_delay ?? 0
    return sensor('motion', { as: 'motion', ...shared, ...(delay > 0 ? { offDelaySeconds: delay } : {}) }, one, base)
  }
  return sensor('sensor', { as: 'flag', ...shared, key: readingKey(deviceClass === '' ? key : deviceClass) || 'flag' }, one, base)
}

function sensorOf(one: Component, { key, base }: { key: string; base: string | undefined }): Made {
  const value = at(one.state_topic, one.value_template)
  const deviceClass = one.device_class ?? ''
  const unit = one.unit_of_measurement?.trim().slice(0, 20) ?? ''
  if (deviceClass === 'battery' && unit === '%')
    return made('sensor', { ...baseOf(one, base), battery: value, parts: [{ as: 'reading', at: value, key: 'battery', unit: '%' }] })
  if (unit === '' && deviceClass === '') refuse('unsupported_component', 'sensor without unit and class: a text')
  const kind = deviceClass === 'power' || deviceClass === 'energy' ? 'meter' : 'sensor'
  return sensor(kind, { as: 'reading', at: value, key: readingKey(deviceClass === '' ? key : deviceClass) || 'value', unit }, one, base)
}

const made = (kind: DrivenKind, config: HaSensorConfig): Made => ({ kind, driver: 'ha-sensor', config })
const sensor = (kind: DrivenKind, part: HaPart, one: Component, base: string | undefined): Made =>
  made(kind, { ...baseOf(one, base), parts: [part] })

function at(where: string | undefined, template: string | undefined): ValueAt {
  if (where === undefined || /[+#]/.test(where)) return refuse('no_topic', where ?? 'no topic')
  if (template === undefined) return { topic: where }
  if (parseTemplate(template) === undefined) refuse('template', template)
  return { topic: where, template }
}

function baseOf(one: Component, base: string | undefined): { availability?: AvailabilityConfig; expireSeconds?: number } {
  const listed = one.availability === undefined || one.availability === null ? [] : [one.availability].flat()
  const topics = listed.map((each) => {
    const parsed = oneAvailability.safeParse(withBase(inFull(objectOf(each) ?? {}, availabilityNames), base))
    return parsed.success ? parsed.data : refuse('unknown_shape', 'availability')
  })
  if (one.availability_topic !== undefined)
    topics.push({
      topic: one.availability_topic,
      ...(one.availability_template === undefined ? {} : { value_template: one.availability_template }),
      payload_available: one.payload_available,
      payload_not_available: one.payload_not_available,
    })
  // whose own it is, is last (`readAvailability`): of a bridge, a driver and the device that which stands beside its state
  const beside = one.state_topic ?? one.command_topic ?? one.topic ?? ''
  const nearness = topics.map((each) => levelsShared(each.topic, beside))
  const ownAt = nearness.lastIndexOf(Math.max(...nearness))
  const inOrder = one.availability_mode === 'all' ? [...topics.toSpliced(ownAt, 1), ...topics.slice(ownAt, ownAt + 1)] : topics
  const availability = inOrder.map((each) => ({
    ...at(each.topic, each.value_template),
    online: each.payload_available ?? 'online',
    offline: each.payload_not_available ?? 'offline',
  }))
  return {
    ...(availability.length === 0 ? {} : { availability: { mode: one.availability_mode ?? 'latest', topics: availability } }),
    ...(one.expire_after === undefined || one.expire_after === 0 ? {} : { expireSeconds: one.expire_after }),
  }
}

function levelsShared(one: string, other: string): number {
  const levels = other.split('/')
  const differs = one.split('/').findIndex((level, at) => level !== levels[at])
  return differs === -1 ? levels.length : differs
}

/** In the form of a device the battery belongs to the thing beside it, not to a thing of its own. */
function joinBattery(adoptable: readonly AdoptableDevice[], refused: readonly RefusedComponent[]): FoundDevices {
  const batteries = adoptable.filter((one) => isBattery(one))
  const others = adoptable.filter((one) => !isBattery(one))
  const battery = (batteries[0]?.config as HaSensorConfig | undefined)?.battery
  if (battery === undefined || others.length === 0) return { adoptable, refused }
  return {
    adoptable: others.map((one) => (one.driver === 'z2m-lock' ? one : { ...one, config: { ...one.config, battery } })),
    refused,
  }
}

function isBattery({ driver, config }: AdoptableDevice): boolean {
  const parts = driver === 'ha-sensor' ? (config as HaSensorConfig).parts : []
  return parts.length === 1 && parts[0]?.as === 'reading' && parts[0].key === 'battery'
}

function nameOf(hardware: string | null, part: string | null, key: string): string {
  const name = hardware === null ? (part ?? key) : part === null || part.startsWith(hardware) ? (part ?? hardware) : `${hardware} ${part}`
  return name.trim().slice(0, 120) || key
}

const objectOf = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
