/**
 * What devices say and are told, as it goes over the wire: from a gateway to the ledger (`DeviceEvent`), back to it
 * (`Verdict`, commands), and to the screens of whoever runs a hub. Ids and figures, no names of persons.
 */
import * as z from 'zod'
import { id, instant, line, page, pageQuery } from '#platform/contract/schemas.ts'
import { driverNames } from './drivers/driver.ts'

export const deviceKinds = [
  'lock',
  'reader',
  'contact',
  'motion',
  'button',
  'tracker',
  'plug',
  'meter',
  'sensor',
  'edge',
  'bridge',
] as const
/** `edge`: the gateway of a hub. `bridge`: a program that speaks for devices of others (Zigbee2MQTT, Tasmota); it is none itself. */
export const deviceKind = z.enum(deviceKinds)
export type DeviceKind = z.output<typeof deviceKind>

// ---- events

export const lockState = z.enum(['locked', 'locking', 'unlocked', 'unlocking', 'jammed'])
export type LockState = z.output<typeof lockState>

const hash = z.string().min(1).max(100)

/** What each type carries. A card, a PIN and a phone's code are here as keyed hashes: what was shown itself is never kept. */
export const eventData = {
  card: z.object({ idHash: hash, technology: z.enum(['felica', 'mifare', 'other']) }),
  pin: z.object({ codeHash: hash }),
  /** Of the code a phone showed: which credential it named; whether it was true stands in the decision. */
  phone: z.object({ token: z.string().max(200) }),
  near: z.object({ trackerId: z.string().max(200), subjectKey: z.string().max(200), rssi: z.number().optional() }),
  lock: z.object({
    state: lockState,
    by: z.enum(['remote', 'manual', 'key', 'auto', 'code']).optional(),
    codeSlot: z.int().min(0).optional(),
  }),
  contact: z.object({ isOpen: z.boolean() }),
  motion: z.object({ isActive: z.boolean() }),
  button: z.object({ press: z.string().max(50) }),
  battery: z.object({ percent: z.number().min(0).max(100) }),
  reading: z.object({ key: z.string().min(1).max(100), value: z.number(), unit: z.string().max(20) }),
  availability: z.object({ isOnline: z.boolean() }),
  'command-ack': z.object({
    commandId: id,
    outcome: z.enum(['done', 'failed', 'expired', 'duplicate']),
    detail: z.string().max(500).optional(),
  }),
  decision: z.object({
    decisionId: id,
    doorId: id,
    isOpen: z.boolean(),
    /** Of the closed list of access. */
    reason: z.string().min(1).max(50),
    direction: z.enum(['in', 'out']),
    subjectId: z.string().max(200).nullable(),
    grantId: z.string().max(200).nullable(),
    /** Until when the grant holds. */
    until: z.string().max(40).nullable(),
    factors: z.array(z.string().max(50)).max(10),
    credentialId: z.string().max(200).nullable(),
    snapshotVersion: z.int().nullable(),
    /** Decided without a line to the server. */
    isOffline: z.boolean(),
  }),
} as const

export type DeviceEventType = keyof typeof eventData

/** `synced`: agreed with a time service since the machine was switched on. */
export const deviceClock = z.enum(['synced', 'unsynced', 'unknown'])
/** `restamped`: recorded while unsynced, moved by the monotonic clock's distance when the time arrived. */
export const edgeClock = z.enum(['synced', 'unsynced', 'restamped'])

const envelope = {
  v: z.literal(1),
  /** UUIDv7, minted at the first durable point. */
  id,
  deviceId: id,
  /** Unique for the device for ever: `<boot>:<number>`, a vendor's id, or a hash of the content and the two seconds it came in. */
  sourceKey: z.string().min(1).max(200),
  /** As the device says it. */
  deviceTime: instant.nullable(),
  deviceClock,
  /** When the gateway saw it. */
  edgeTime: instant,
  edgeClock,
}

const eventOf = <T extends DeviceEventType>(type: T) => z.object({ ...envelope, type: z.literal(type), data: eventData[type] })

/** One item of a batch. */
export const deviceEvent = z.discriminatedUnion('type', [
  eventOf('card'),
  eventOf('pin'),
  eventOf('phone'),
  eventOf('near'),
  eventOf('lock'),
  eventOf('contact'),
  eventOf('motion'),
  eventOf('button'),
  eventOf('battery'),
  eventOf('reading'),
  eventOf('availability'),
  eventOf('command-ack'),
  eventOf('decision'),
])
export type DeviceEvent = z.output<typeof deviceEvent>

/**
 * `duplicate` is good news: it is stored already. `rejected` is kept apart for a person to look at, and need not be sent
 * again. Either way the sender may forget it.
 */
export const verdict = z.object({ id: z.string(), outcome: z.enum(['accepted', 'duplicate', 'rejected']), code: z.string().optional() })
export type Verdict = z.output<typeof verdict>

/** How far the effective time can be believed, best first. */
export const timeQuality = z.enum(['device', 'edge', 'server', 'doubtful'])
export type TimeQuality = z.output<typeof timeQuality>

// ---- commands

export const commandAction = z.enum(['lock', 'unlock', 'open', 'set-code', 'clear-code'])
export type CommandAction = z.output<typeof commandAction>

/** `pending`: not yet taken by a gateway. `sent`: on its way to the device. A lock that never answers stays there until it expires. */
export const commandState = z.enum(['pending', 'sent', 'done', 'failed', 'expired'])
export type CommandState = z.output<typeof commandState>

export const command = z.object({
  id,
  deviceId: id,
  hubId: id,
  action: commandAction,
  state: commandState,
  reason: z.string(),
  /** Null: the program itself. */
  askedByAccountId: id.nullable(),
  askedAt: instant,
  expiresAt: instant,
  sentAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** What the device or the gateway said of it. */
  detail: z.string().nullable(),
})
export type Command = z.output<typeof command>

// ---- the registry

export const driverName = z.enum(driverNames)

/**
 * `announced`: it spoke of itself and waits for a person. `waiting`: made by a person, not yet claimed. `active`: at work.
 * `blocked`: its credential opens nothing, what it sent stays. `retired`: gone.
 */
export const deviceStatus = z.enum(['waiting', 'active', 'blocked', 'retired'])
export type DeviceStatus = z.output<typeof deviceStatus>

/** `silent`: nothing for longer than it may be. `unknown`: it has never spoken. */
export const deviceHealth = z.enum(['fine', 'silent', 'unknown'])

export const device = z.object({
  id,
  hubId: id,
  /** Where it stands; null: somewhere in the hub. */
  spaceId: id.nullable(),
  name: z.string(),
  kind: deviceKind,
  driver: driverName.nullable(),
  status: deviceStatus,
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  firmware: z.string().nullable(),
  /** A bridge: what it may speak of. */
  topicFilters: z.array(z.string()),
  hasCredential: z.boolean(),
  health: deviceHealth,
  lastSeenAt: instant.nullable(),
  silentSince: instant.nullable(),
  /** After so long without a word it counts as silent. */
  expireAfterSeconds: z.int(),
  batteryPercent: z.number().nullable(),
  isBatteryLow: z.boolean(),
  /** How far its clock is from ours, seconds; positive: ahead. Null: it sends no time. */
  clockSkewSeconds: z.number().nullable(),
  claimedAt: instant.nullable(),
  createdAt: instant,
  version: z.int(),
})
export type Device = z.output<typeof device>

/** The newest word of one kind, by effective time. */
export const deviceStateEntry = z.object({
  /** The type of the event, or `reading.<key>`. */
  key: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: instant,
  quality: timeQuality,
})

export const deviceDetails = device.extend({ state: z.array(deviceStateEntry), config: z.record(z.string(), z.unknown()) })

export const hubParams = z.object({ hubId: id })
export const deviceParams = z.object({ deviceId: id })
export const announcementParams = z.object({ announcedId: id })
export const rejectParams = z.object({ rejectId: id })

/** How a lock stands, by its own word. */
export const lockNow = z.object({
  /** Null: it has never said. */
  state: lockState.nullable(),
  at: instant.nullable(),
  /** False: it takes commands and never tells what it did; what it said last may be long over. */
  isConfirming: z.boolean(),
})
export type LockNow = z.output<typeof lockNow>
/** Of locks how they stand; of others null. */
export const listedDevice = device.extend({ lock: lockNow.nullable() })
export type ListedDevice = z.output<typeof listedDevice>
export const devices = z.object({ items: z.array(listedDevice) })

export const addDeviceBody = z.object({
  kind: deviceKind,
  name: line(80),
  spaceId: id.nullable().default(null),
  /** Of a bridge alone: MQTT filters it may speak and listen on. */
  topicFilters: z.array(z.string().min(1).max(200)).max(20).default([]),
  /** Of a lock with an address of its own. */
  http: z.record(z.string(), z.unknown()).optional(),
})
export type AddDeviceBody = z.output<typeof addDeviceBody>

/** To be typed into the device within a quarter of an hour, once; told this once. Null: a lock with an address of its own. */
export const claimCode = z.object({ device, code: z.string().nullable(), expiresAt: instant.nullable() })

export const changeDeviceBody = z.object({
  name: line(80).optional(),
  hubId: id.optional(),
  spaceId: id.nullable().optional(),
  topicFilters: z.array(z.string().min(1).max(200)).max(20).optional(),
  /** Null: as its kind has it. */
  expireAfterSeconds: z.int().min(10).max(31_536_000).nullable().optional(),
  version: z.int(),
})
export type ChangeDeviceBody = z.output<typeof changeDeviceBody>

export const reasonBody = z.object({ reason: line(200) })

/** The user name is the device's id; the password is told this once. */
export const deviceSecret = z.object({ device, username: z.string(), password: z.string() })

/** As a person reads it off a screen and types it: blanks, dashes, case and the letters O, I and L do not matter. */
export const claimBody = z.object({
  code: z.string().min(8).max(20),
  manufacturer: line(80).optional(),
  model: line(80).optional(),
  firmware: line(80).optional(),
})
export type ClaimBody = z.output<typeof claimBody>

export const claimed = z.object({
  deviceId: id,
  hubId: id,
  kind: deviceKind,
  username: z.string(),
  password: z.string(),
  /** Null where no broker is told of: the edge of the hub says its own. */
  brokerUrl: z.string().nullable(),
  topics: z.object({
    event: z.string(),
    state: z.string(),
    availability: z.string(),
    command: z.string(),
    acknowledgement: z.string(),
  }),
})

export const announced = z.object({
  id,
  hubId: id,
  name: z.string(),
  /** Null with a refusal. */
  kind: deviceKind.nullable(),
  driver: driverName.nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  status: z.enum(['new', 'ignored', 'adopted', 'gone']),
  deviceId: id.nullable(),
  /** Why it cannot be used, and what was found. */
  refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
  firstSeenAt: instant,
  lastSeenAt: instant,
})
export const announcedList = z.object({ items: z.array(announced) })

export const adoptBody = z.object({ name: line(80), spaceId: id.nullable().default(null) })
export const ignoreBody = z.object({ isIgnored: z.boolean() })

export const storedEvent = z.object({
  id,
  type: z.enum(Object.keys(eventData) as [DeviceEventType, ...DeviceEventType[]]),
  at: instant,
  quality: timeQuality,
  deviceTime: instant.nullable(),
  deviceClock,
  edgeTime: instant,
  edgeClock,
  receivedAt: instant,
  data: z.record(z.string(), z.unknown()),
})
export const eventQuery = pageQuery.extend({
  type: z.enum(Object.keys(eventData) as [DeviceEventType, ...DeviceEventType[]]).optional(),
})
export const storedEvents = page(storedEvent)

export const reject = z.object({
  id,
  deviceId: id.nullable(),
  topic: z.string().nullable(),
  code: z.string(),
  detail: z.string(),
  /** As text, as far as it is one, shortened. */
  payload: z.string(),
  status: z.enum(['open', 'retried', 'dismissed']),
  receivedAt: instant,
})
export const rejectQuery = pageQuery.extend({ status: z.enum(['open', 'retried', 'dismissed']).default('open') })
export const rejects = page(reject)

export const commands = page(command)
