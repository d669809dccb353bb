/**
 * What devices are and what they say. `DeviceEvent` is the one shape behind MQTT, batches of an edge and vendors' pollers:
 * ids and times, no names; cards and PINs come as keyed hashes only.
 */
import * as z from 'zod'
import { id, instant } from '#platform/contract/schemas.ts'

/** `bridge`: speaks for others by topics of its own (Zigbee2MQTT, Tasmota). `edge`: the machine at a hub. */
export const deviceKind = z.enum(['lock', 'reader', 'contact', 'motion', 'button', 'tracker', 'plug', 'meter', 'sensor', 'bridge', 'edge'])
export type DeviceKind = z.infer<typeof deviceKind>

export const commandAction = z.enum(['lock', 'unlock', 'open', 'set-code', 'clear-code'])
export type CommandAction = z.infer<typeof commandAction>

/** `restamped`: recorded while the edge did not know the time, and moved by its steady clock when it learned it. */
export const edgeClock = z.enum(['synced', 'unsynced', 'restamped'])

const hash = z.string().min(16).max(100)

const head = {
  v: z.literal(1),
  /** UUIDv7, made where the event was durable first: at the edge, or in the server. */
  id,
  deviceId: id,
  /** The same for the same happening however often it is sent, another for any other of this device, for ever. */
  sourceKey: z.string().min(1).max(200),
  /** As the device says. */
  deviceTime: instant.nullable(),
  deviceClock: z.enum(['synced', 'unsynced', 'unknown']),
  /** When the gateway saw it. */
  edgeTime: instant,
  edgeClock,
}

const of = <T extends string, D extends z.ZodObject>(type: T, data: D) => z.object({ ...head, type: z.literal(type), data })

export const lockSays = z.enum(['locked', 'locking', 'unlocked', 'unlocking', 'jammed'])

export const deviceEvent = z.discriminatedUnion('type', [
  of('card', z.object({ idHash: hash, technology: z.enum(['felica', 'mifare', 'other']) })),
  of('pin', z.object({ codeHash: hash })),
  /** The credential that the code names; the code itself is of no use a minute later and is not kept. */
  of('phone', z.object({ token: z.string().max(200) })),
  of('near', z.object({ trackerId: z.string().max(200), subjectKey: z.string().max(200), rssi: z.number().optional() })),
  of(
    'lock',
    z.object({ state: lockSays, by: z.enum(['remote', 'manual', 'key', 'auto', 'code']).optional(), codeSlot: z.int().optional() }),
  ),
  of('contact', z.object({ isOpen: z.boolean() })),
  of('motion', z.object({ isActive: z.boolean() })),
  of('button', z.object({ press: z.string().max(60) })),
  of('battery', z.object({ percent: z.number().min(0).max(100) })),
  of('availability', z.object({ isOnline: z.boolean() })),
  of('reading', z.object({ key: z.string().min(1).max(60), value: z.number(), unit: z.string().max(20) })),
  of(
    'command-ack',
    z.object({ commandId: id, outcome: z.enum(['done', 'failed', 'expired', 'duplicate']), detail: z.string().max(500).optional() }),
  ),
  of(
    'decision',
    z.object({
      decisionId: id,
      doorId: id,
      isOpen: z.boolean(),
      /** One of the reasons of `access`. */
      reason: z.string().max(40),
      direction: z.enum(['in', 'out']),
      subjectId: z.string().max(200).nullable(),
      grantId: z.string().max(200).nullable(),
      until: instant.nullable(),
      factors: z.array(z.string().max(40)).max(10),
      credentialId: z.string().max(200).nullable(),
      snapshotVersion: z.int().nullable(),
      isOffline: z.boolean(),
    }),
  ),
])
export type DeviceEvent = z.infer<typeof deviceEvent>
export type DeviceEventType = DeviceEvent['type']

/** What became of one item: `rejected` is kept for a person to look at, and is not sent again. */
export const verdict = z.object({ id, outcome: z.enum(['accepted', 'duplicate', 'rejected']), code: z.string().optional() })
export type Verdict = z.infer<typeof verdict>

/** How sure the time of an event is: whose clock it was; `doubtful` where no clock was right and it is when it was received. */
export const timeQuality = z.enum(['device', 'edge', 'server', 'doubtful'])
export type TimeQuality = z.infer<typeof timeQuality>
