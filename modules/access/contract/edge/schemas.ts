/** What the machine at a hub and the server say to each other. Programs speak here: ids and times, no names but on the evacuation list. */
import * as z from 'zod'
import { commandAction, verdict } from '#modules/devices/contract/schemas.ts'
import { signedSnapshot } from '../schemas.ts'

/** A wish for one device, as the gateway takes it. */
export const edgeCommand = z.object({
  id: z.uuid(),
  deviceId: z.uuid(),
  action: commandAction,
  params: z.record(z.string(), z.unknown()).optional(),
  expiresAt: z.string(),
  nonce: z.string(),
})

/** Asked for every two seconds: small. */
export const edgeWord = z.object({
  /** What time it is: an edge without a time service lives by this. */
  serverTime: z.string(),
  snapshotVersion: z.int(),
  /** Null where nobody keeps a list. */
  evacuationVersion: z.string().nullable(),
  commands: z.array(edgeCommand).max(100),
})
export type EdgeWord = z.infer<typeof edgeWord>

/** Who may connect to the broker at the hub. The hash is of a random secret of 192 bits. */
export const busUser = z.object({
  deviceId: z.uuid(),
  kind: z.string(),
  secretHash: z.string(),
  topicFilters: z.array(z.string()),
})
export type BusUser = z.infer<typeof busUser>

export const edgeSnapshotQuery = z.object({
  /** The version that is there: what changed since is enough. Where that is not known any more the whole comes. */
  since: z.coerce.number().int().positive().optional(),
})

export const edgeSnapshot = z.object({
  serverTime: z.string(),
  signed: signedSnapshot,
  /** What is signed is what changed since the version that was asked for. */
  isChanges: z.boolean(),
  /** PEM; an edge remembers the one it was given when it was claimed. */
  publicKey: z.string(),
  bus: z.array(busUser),
})
export type EdgeSnapshot = z.infer<typeof edgeSnapshot>

const listedPerson = z.object({
  subjectId: z.string(),
  name: z.string(),
  space: z.string().nullable(),
  since: z.string(),
  /** Who came in together on one card. */
  people: z.int().optional(),
})
export const evacuationList = z.object({
  serverTime: z.string(),
  version: z.string(),
  madeAt: z.string(),
  people: z.array(listedPerson),
  /** Closed by the rule of the night and not seen since: they may be in. */
  mayBeIn: z.array(listedPerson),
  /** Of whom nobody knows whether they are in. */
  unknown: z.int(),
})
export type EvacuationList = z.infer<typeof evacuationList>

/** A message that no driver could read, for a person to look at. */
export const edgeReject = z.object({
  id: z.uuid(),
  deviceId: z.uuid().nullable(),
  topic: z.string().max(1_000),
  /** Base64. */
  payload: z.string().max(200_000),
  code: z.string().max(100),
  detail: z.string().max(2_000),
  edgeTime: z.string(),
  edgeClock: z.string(),
})

export const mostInBatch = 500

/** Items are read one by one on the inside, so that one that cannot be read does not hold up the others. */
export const edgeBatch = z.object({
  events: z.array(z.unknown()).max(mostInBatch),
  rejects: z.array(z.unknown()).max(mostInBatch),
})

export const edgeVerdicts = z.object({ serverTime: z.string(), verdicts: z.array(verdict) })
