/**
 * Hiroba's own devices: one JSON object a message, with a number that rises (`seq`) within a switching-on (`boot`). `event` tells
 * what happened, `state` what holds, `avail` is the text `online` or `offline`, `cmd/ack` what became of a command.
 *
 *     hiroba/v1/<hub>/<device>/event   {"type":"card","seq":17,"boot":"3f2a","time":"2026-11-23T09:00:00Z","clock":"synced","id":"0123456789abcdef","technology":"felica"}
 *     hiroba/v1/<hub>/<device>/state   {"type":"lock","seq":18,"boot":"3f2a","state":"locked","by":"auto"}
 *     hiroba/v1/<hub>/<device>/cmd     {"id":"…","action":"unlock","params":{"seconds":5},"expiresAt":"…","nonce":"…"}
 *     hiroba/v1/<hub>/<device>/cmd/ack {"id":"…","outcome":"done","seq":19,"boot":"3f2a"}
 *
 * docs/developer/devices.md is the description for makers.
 */
import * as z from 'zod'
import { deviceTopic, deviceLeaves, readDeviceTopic } from '../topics.ts'
import { configReader, readError, unnumbered, type DeviceDriver, type DriverFact, type DriverMessage, type FactOrigin } from './driver.ts'
import { readJson, readText } from './text.ts'

const configOf = configReader(z.object({ hubId: z.string().min(1), deviceId: z.string().min(1) }))

const short = z.string().min(1).max(200)
const origin = z.object({
  seq: z.int().min(0),
  boot: z.string().regex(/^[\w.-]{1,40}$/),
  time: z.iso.datetime({ offset: true }).optional(),
  clock: z.enum(['synced', 'unsynced', 'unknown']).optional(),
})

const bodies = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('card'),
    id: z.string().regex(/^[0-9a-fA-F:. -]{4,60}$/),
    technology: z.enum(['felica', 'mifare', 'other']).default('other'),
  }),
  z.object({ type: z.literal('pin'), code: z.string().regex(/^\d{4,12}$/) }),
  z.object({ type: z.literal('phone'), token: z.string().min(8).max(400) }),
  z.object({ type: z.literal('near'), trackerId: short, subjectKey: short, rssi: z.number().min(-200).max(50).optional() }),
  z.object({
    type: z.literal('lock'),
    state: z.enum(['locked', 'locking', 'unlocked', 'unlocking', 'jammed']),
    by: z.enum(['remote', 'manual', 'key', 'auto', 'code']).optional(),
    codeSlot: z.int().min(0).max(9999).optional(),
  }),
  z.object({ type: z.literal('contact'), isOpen: z.boolean() }),
  z.object({ type: z.literal('motion'), isActive: z.boolean() }),
  z.object({ type: z.literal('button'), press: short.max(50).default('single') }),
  z.object({ type: z.literal('battery'), percent: z.number().min(0).max(100) }),
  z.object({
    type: z.literal('reading'),
    key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
    value: z.number(),
    unit: z.string().max(20).default(''),
  }),
])
const acknowledgement = z.object({
  id: short,
  outcome: z.enum(['done', 'failed', 'expired', 'duplicate']),
  detail: z.string().max(200).optional(),
})

/** What may stand in `state`, which is kept: a card that was shown is not a state. */
const states = new Set(['lock', 'contact', 'motion', 'battery', 'reading'])

export const hirobaDriver: DeviceDriver = {
  name: 'hiroba',
  kinds: ['lock', 'reader', 'contact', 'motion', 'button', 'tracker', 'plug', 'meter', 'sensor'],
  confirms: 'feedback',
  keepsCodeTimes: true,
  topicsOf: (config) => deviceLeaves.map((leaf) => deviceTopic(configOf(config), leaf)),
  read(config, message) {
    const place = configOf(config)
    const topic = readDeviceTopic(message.topic)
    if (topic === undefined || topic.hubId !== place.hubId || topic.deviceId !== place.deviceId) return []
    if (topic.leaf === 'avail') return [availability(message)]
    if (topic.leaf === 'cmd') return []
    const json = readJson(message.payload)
    const from = originOf(json)
    if (topic.leaf === 'cmd/ack') {
      const { id, ...rest } = parse(acknowledgement, json)
      return [{ ...from, type: 'command-ack', data: { commandId: id, ...rest } }]
    }
    const { type, ...data } = parse(bodies, json)
    if (topic.leaf === 'state' && !states.has(type)) throw readError('unknown_shape', `${type} is no state`)
    return [{ ...from, type, data } as DriverFact]
  },
  write(config, command) {
    return {
      topic: deviceTopic(configOf(config), 'cmd'),
      // it names its own end, so a broker that keeps it for a device that is away does no harm
      qos: 1,
      payload: JSON.stringify({
        id: command.id,
        action: command.action,
        ...(command.params === undefined ? {} : { params: command.params }),
        expiresAt: command.expiresAt,
        nonce: command.nonce,
      }),
    }
  },
}

function availability(message: DriverMessage): DriverFact {
  const text = readText(message.payload).trim()
  if (text !== 'online' && text !== 'offline') throw readError('unknown_shape', text.slice(0, 80))
  return { ...unnumbered(message), type: 'availability', data: { isOnline: text === 'online' } }
}

function originOf(json: unknown): FactOrigin {
  const { boot, seq, time, clock } = parse(origin, json)
  return { sourceKey: `${boot}:${seq}`, deviceTime: time ?? null, deviceClock: time === undefined ? 'unknown' : (clock ?? 'unknown') }
}

function parse<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json)
  if (!parsed.success)
    throw readError(
      'unknown_shape',
      parsed.error.issues
        .map((one) => `${one.path.join('.')}: ${one.message}`)
        .join('; ')
        .slice(0, 200),
    )
  return parsed.data
}
