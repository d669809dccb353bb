/**
 * The one way into the ledger: from the broker, from an edge, from pollers. In the caller's transaction: acknowledge after it
 * is committed. An item that cannot be stored is kept apart with the reason, and nothing waits behind it.
 */
import { isWorthRetrying } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { batteryLow, cameBack, commandEnded, stateChanged } from '../../../contract/events.ts'
import { batteryLowPercent, batteryWellPercent } from '../../../contract/rules.ts'
import { deviceEvent, type CommandState, type DeviceEvent, type TimeQuality, type Verdict } from '../../../contract/schemas.ts'
import { insertRejects, type NewReject } from '../../reject/repository.ts'
import {
  endCommands,
  findSpeaking,
  foldHealth,
  foldStates,
  insertEvents,
  markPlace,
  passPlace,
  returnToPlace,
  type LedgerRow,
  type SpeakingDevice,
} from '../repository.ts'
import { isoOf, isUnstorable, newestHealth, newestStates, timed } from '../rules.ts'

/** Who hands it in. A device speaks for itself, an edge for its hub, the server for the tenant it is seated at. */
export interface IngestFrom {
  readonly kind: 'device' | 'edge' | 'server'
  readonly deviceId?: string | undefined
}

/** As it stands in the ledger. */
export type StoredEvent = DeviceEvent & {
  readonly hubId: string
  /** When it happened, by the best clock there was. */
  readonly at: Temporal.Instant
  readonly quality: TimeQuality
  readonly receivedAt: Temporal.Instant
}

type Fold = (scope: Scope, events: readonly StoredEvent[]) => Promise<void>
const folds = new Map<string, { readonly types: ReadonlySet<DeviceEvent['type']>; readonly fold: Fold }>()

/**
 * Another module's projection: called in the transaction that stores the events, with those that are new, in the order in
 * which they happened. Where it fails the events are stored all the same and the failure is kept with the rejects.
 */
export function provideFold(name: string, types: readonly DeviceEvent['type'][], fold: Fold): void {
  folds.set(name, { types: new Set(types), fold })
}

/** Something follows from events of this type: somebody stands at a door and waits. */
export const hasFold = (type: string): boolean => [...folds.values()].some(({ types }) => (types as ReadonlySet<string>).has(type))

export interface IngestGroup {
  /** Read here, one by one: what came over the wire may be anything. */
  readonly events: readonly unknown[]
  readonly from: IngestFrom
}

export async function ingest(scope: Scope, batch: readonly unknown[], from: IngestFrom): Promise<readonly Verdict[]> {
  const [verdicts = []] = await ingestGroups(scope, [{ events: batch, from }])
  return verdicts
}

/** States whose change is a fact of its own. */
const toldStates = ['lock', 'contact']

/** A last will is told of after a minute: a line that comes back by then was not away. */
const leavingMs = 60_000

interface Item {
  verdict: Verdict
  readonly given: unknown
  readonly event: DeviceEvent | undefined
  readonly from: IngestFrom
}

export async function ingestGroups(scope: Scope, groups: readonly IngestGroup[]): Promise<readonly (readonly Verdict[])[]> {
  const receivedAt = scope.clock.now()
  const items = groups.map(({ events, from }) => events.map((given) => read(given, from)))
  const all = items.flat()
  const readable = all.flatMap(({ event, from }) =>
    event === undefined ? [] : from.deviceId === undefined ? [event.deviceId] : [event.deviceId, from.deviceId],
  )
  const devices = readable.length === 0 ? new Map<string, SpeakingDevice>() : await findSpeaking(scope, [...new Set(readable)])
  const { rows, rejects } = sift(all, devices, receivedAt.epochMilliseconds)
  if (rows.size > 0) {
    const isNew = await insertEvents(scope, [...rows.values()], receivedAt)
    const fresh: LedgerRow[] = []
    for (const [item, row] of rows) {
      if (isNew(row)) fresh.push(row)
      else item.verdict = { id: row.event.id, outcome: 'duplicate' }
    }
    if (fresh.length > 0) await follow(scope, fresh, { devices, receivedAt })
  }
  if (rejects.length > 0) await insertRejects(scope, rejects)
  return items.map((group) => group.map((item) => item.verdict))
}

const idOf = (given: unknown): string => {
  const id = (given as { id?: unknown } | null | undefined)?.id
  return typeof id === 'string' ? id.slice(0, 100) : ''
}

function read(given: unknown, from: IngestFrom): Item {
  const parsed = deviceEvent.safeParse(given)
  if (parsed.success) return { verdict: { id: parsed.data.id, outcome: 'accepted' }, given, event: parsed.data, from }
  const [issue] = parsed.error.issues
  const detail = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
  return { verdict: { id: idOf(given), outcome: 'rejected', code: `malformed ${detail}`.slice(0, 300) }, given, event: undefined, from }
}

/** What may be stored, one row a happening; the others get their verdict. */
function sift(
  items: readonly Item[],
  devices: ReadonlyMap<string, SpeakingDevice>,
  receivedAt: number,
): { rows: Map<Item, LedgerRow>; rejects: NewReject[] } {
  const rows = new Map<Item, LedgerRow>()
  const rejects: NewReject[] = []
  const keys = new Set<string>()
  const ids = new Set<string>()
  const refuse = (item: Item, code: string, detail: string) => {
    item.verdict = { ...item.verdict, outcome: 'rejected', code }
    const device = item.event === undefined ? undefined : devices.get(item.event.deviceId)
    rejects.push({
      deviceId: device?.id ?? null,
      hubId: device?.hub_id ?? null,
      topic: null,
      payload: Buffer.from(JSON.stringify(item.given) ?? 'null'),
      code,
      detail,
    })
  }
  for (const item of items) {
    const { event } = item
    if (event === undefined) {
      const told = item.verdict.code ?? ''
      refuse(item, 'malformed', told.replace(/^malformed /, ''))
      continue
    }
    const device = devices.get(event.deviceId)
    const strange = device === undefined ? 'unknown_device' : whyNot(device, item.from, devices)
    const data = JSON.stringify(event.data)
    if (device === undefined || strange !== undefined) refuse(item, strange ?? 'unknown_device', event.deviceId)
    else if (isUnstorable(data) || event.sourceKey.includes('\0')) refuse(item, 'unstorable', 'signs that are no text')
    else if (keys.has(`${event.deviceId} ${event.sourceKey}`)) item.verdict = { id: event.id, outcome: 'duplicate' }
    else if (ids.has(`${event.deviceId} ${event.id}`)) refuse(item, 'id_reused', event.id)
    else {
      keys.add(`${event.deviceId} ${event.sourceKey}`)
      ids.add(`${event.deviceId} ${event.id}`)
      const { at, quality } = timed(event, receivedAt)
      rows.set(item, {
        event,
        hubId: device.hub_id,
        at: isoOf(at),
        quality,
        deviceTime: event.deviceTime === null ? null : isoOf(Date.parse(event.deviceTime)),
        edgeTime: isoOf(Date.parse(event.edgeTime)),
        data,
      })
    }
  }
  return { rows, rejects }
}

function whyNot(device: SpeakingDevice, from: IngestFrom, devices: ReadonlyMap<string, SpeakingDevice>): string | undefined {
  if (from.kind === 'server') return undefined
  const speaker = devices.get(from.deviceId ?? '')
  if (speaker === undefined) return 'not_own'
  if (from.kind === 'edge') return speaker.kind === 'edge' && speaker.hub_id === device.hub_id ? undefined : 'not_own'
  return speaker.id === device.id && device.status === 'active' ? undefined : 'not_own'
}

async function follow(
  scope: Scope,
  fresh: readonly LedgerRow[],
  { devices, receivedAt }: { devices: ReadonlyMap<string, SpeakingDevice>; receivedAt: Temporal.Instant },
): Promise<void> {
  const received = receivedAt.epochMilliseconds
  const events = fresh.map((row) => ({ event: row.event, at: Date.parse(row.at), quality: row.quality, data: row.data }))
  const states = newestStates(events)
  const health = newestHealth(events, (id) => devices.get(id), received)
  const acknowledged = fresh.flatMap(({ event }) =>
    event.type === 'command-ack' && event.data.outcome !== 'duplicate'
      ? {
          commandId: event.data.commandId,
          deviceId: event.deviceId,
          state: event.data.outcome as CommandState,
          detail: event.data.detail ?? null,
        }
      : [],
  )
  const [changed, changes, ended] = await Promise.all([
    states.length === 0 ? [] : foldStates(scope, states, toldStates),
    health.length === 0
      ? []
      : foldHealth(scope, health, {
          now: isoOf(received),
          leavingDueAt: isoOf(received + leavingMs),
          lowPercent: batteryLowPercent,
          wellPercent: batteryWellPercent,
        }),
    acknowledged.length === 0 ? [] : endCommands(scope, acknowledged),
  ])
  for (const { deviceId, key } of changed) {
    const hubId = devices.get(deviceId)?.hub_id
    if (hubId !== undefined) scope.emit(stateChanged, { hubId, deviceId, key }, { subjectId: deviceId })
  }
  const back = Map.groupBy(
    changes.filter((one) => one.is_back),
    (one) => one.hub_id,
  )
  for (const [hubId, those] of back) scope.emit(cameBack, { hubId, deviceIds: those.map((one) => one.device_id) }, { subjectId: hubId })
  for (const one of changes)
    if (one.is_low)
      scope.emit(
        batteryLow,
        { hubId: one.hub_id, deviceId: one.device_id, percent: one.battery_percent ?? 0 },
        { subjectId: one.device_id },
      )
  for (const one of ended)
    scope.emit(
      commandEnded,
      { hubId: one.hub_id, deviceId: one.device_id, commandId: one.id, state: one.state },
      { subjectId: one.device_id },
    )
  await runFolds(scope, fresh, receivedAt)
}

async function runFolds(scope: Scope, fresh: readonly LedgerRow[], receivedAt: Temporal.Instant): Promise<void> {
  if (folds.size === 0) return
  let ordered: readonly StoredEvent[] | undefined
  for (const [name, { types, fold }] of folds) {
    if (!fresh.some(({ event }) => types.has(event.type))) continue
    ordered ??= fresh
      .map(
        ({ event, hubId, at, quality }) => ({ ...event, hubId, at: Temporal.Instant.from(at), quality, receivedAt }) satisfies StoredEvent,
      )
      .toSorted((one, other) => Temporal.Instant.compare(one.at, other.at))
    await runFold(
      scope,
      { name, fold },
      ordered.filter((event) => types.has(event.type)),
    )
  }
}

/** One of them may be the cause of a failure: by halves, in their order, until it is alone. */
async function runFold(scope: Scope, { name, fold }: { name: string; fold: Fold }, events: readonly StoredEvent[]): Promise<void> {
  if (await isFolded(scope, name, () => fold(scope, events))) return
  const [event] = events
  if (event === undefined) return
  if (events.length > 1) {
    const middle = events.length >> 1
    await runFold(scope, { name, fold }, events.slice(0, middle))
    await runFold(scope, { name, fold }, events.slice(middle))
    return
  }
  await insertRejects(scope, [
    {
      deviceId: event.deviceId,
      hubId: event.hubId,
      topic: null,
      payload: Buffer.from(JSON.stringify({ id: event.id, type: event.type, data: event.data })),
      code: 'not_followed',
      detail: `${name}: the event is stored, what should follow from it failed`,
    },
  ])
}

/** A fold that fails takes back what it wrote and nothing else. */
async function isFolded(scope: Scope, name: string, run: () => Promise<void>): Promise<boolean> {
  await markPlace(scope)
  try {
    await run()
    await passPlace(scope)
    return true
  } catch (error) {
    // the whole transaction is worth another try
    if (isWorthRetrying(error)) throw error
    scope.log.error({ err: error, fold: name }, 'what follows from device events failed')
    await returnToPlace(scope)
    return false
  }
}
