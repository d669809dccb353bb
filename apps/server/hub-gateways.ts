/** Gateways of the hubs that this process serves: one a hub, made when first needed, with the rules as they are now. */
import { createGateway, type Gateway } from '#modules/access/gateway/index.ts'
import { gatewayStoreOf, renewSnapshot, snapshotPublicKey, snapshotVersion } from '#modules/access/server/index.ts'
import { drivers } from '#modules/devices/contract/drivers/registry.ts'
import { pendingCommands, recordReject, type IngestQueue } from '#modules/devices/server/index.ts'
import type { Bus } from '#platform/server/broker.ts'
import type { Log } from '#platform/server/log.ts'
import { callOut } from '#platform/server/outbound.ts'
import type { Program } from '#platform/server/program.ts'
import type { Scope } from '#platform/server/scope.ts'

export interface HubPlace {
  readonly consortiumId: string
  readonly hubId: string
}

export interface HubGateways {
  /** `topic`: what is about to be handed over. Where no device of the rules has it, they are made anew: the device may be newer than they. */
  of(place: HubPlace, topic?: string): Promise<Gateway>
  /** Makes it where it is not there, or looks whether its rules have changed. */
  refresh(place: HubPlace): void
  /** Somebody asked something of a device of this hub, which has no machine of its own to run it. */
  runCommands(place: HubPlace): void
  close(): Promise<void>
}

/** The rules carry an age limit; they are made anew long before it. */
const freshMilliseconds = 60 * 60_000

/** A topic that the newest rules do not have either is asked about no more often. */
const unknownMilliseconds = 30_000

interface Served {
  readonly place: HubPlace
  readonly gateway: Gateway
  version: number
  loadedAt: number
  /** Of the topics as the gateway gave them. */
  known: { readonly list: readonly string[]; readonly set: ReadonlySet<string> }
  /** Topics that no device has, and when that was asked. */
  readonly strange: Map<string, number>
  loading: Promise<void> | undefined
}

export function openHubGateways(options: {
  program: Pick<Program, 'runInTenant'>
  queue: IngestQueue
  publish: Bus['publish']
  log: Log
  now: () => number
}): HubGateways {
  const { program, queue, log, now } = options
  const served = new Map<string, Promise<Served>>()
  /** Work of a hub that is under way or waits: one of each kind at a time, and once more where it was asked for meanwhile. */
  const busy = new Map<string, 'once' | 'again'>()
  let isClosed = false

  const inTenant = <T>(place: HubPlace, name: string, work: (scope: Scope) => Promise<T>): Promise<T> =>
    program.runInTenant(place.consortiumId, { name, requestId: `gateway-${place.hubId}` }, work)

  async function open(place: HubPlace): Promise<Served> {
    const { consortiumId, hubId } = place
    const gateway = await createGateway({
      hubId,
      drivers,
      // the server's own clock is the judge of all others
      clock: { now, isSynced: () => true, isTrusted: () => true },
      record: (events) => queue.add(consortiumId, events, { kind: 'server' }),
      reject: (message) => inTenant(place, 'devices.reject', (scope) => recordReject(scope, { hubId, ...message })),
      publish: (topic, payload, { qos }) => options.publish(topic, payload, { space: hubId, qos }),
      http: callOut,
      store: gatewayStoreOf({ runInTenant: program.runInTenant, consortiumId, hubId }),
      log: (level, message, facts) => log[level]({ hubId, ...facts }, message),
      isOffline: () => false,
    })
    const one: Served = {
      place,
      gateway,
      version: 0,
      loadedAt: 0,
      known: { list: [], set: new Set() },
      strange: new Map(),
      loading: undefined,
    }
    await load(one)
    return one
  }

  /** One at a time. */
  const load = (one: Served): Promise<void> => (one.loading ??= loadNow(one).finally(() => (one.loading = undefined)))

  async function loadNow(one: Served): Promise<void> {
    const { hubId } = one.place
    const isFresh = Date.now() - one.loadedAt < freshMilliseconds
    const { signed, isChanges, key } = await inTenant(one.place, 'access.snapshot', async (scope) => ({
      ...(await renewSnapshot(scope, hubId, isFresh && one.version > 0 ? one.version : undefined)),
      key: snapshotPublicKey(scope),
    }))
    const result = isChanges ? await one.gateway.change(signed, key) : await one.gateway.load(signed, key)
    if (result === 'other') {
      // they do not fit what is there: the whole
      one.version = 0
      await loadNow(one)
      return
    }
    if (result === 'loaded') one.version = one.gateway.state().snapshot?.version ?? 0
    else log.error({ ...one.place, result }, 'the rules of a hub are not used')
    if (!isChanges) one.loadedAt = Date.now()
  }

  function of(place: HubPlace): Promise<Served> {
    let one = served.get(place.hubId)
    if (one === undefined) {
      one = open(place)
      served.set(place.hubId, one)
      // tried again by the next message
      one.catch(() => served.delete(place.hubId))
    }
    return one
  }

  function isKnown(one: Served, topic: string): boolean {
    const list = one.gateway.topics()
    if (one.known.list !== list) one.known = { list, set: new Set(list) }
    return one.known.set.has(topic)
  }

  async function lookFor(one: Served, topic: string): Promise<void> {
    const now = Date.now()
    if (now - (one.strange.get(topic) ?? 0) < unknownMilliseconds) return
    // a load that is under way may have read before the device was there
    const isUnderWay = one.loading !== undefined
    await load(one)
    if (isUnderWay && !isKnown(one, topic)) await load(one)
    if (one.strange.size > 1_000) one.strange.clear()
    if (isKnown(one, topic)) one.strange.delete(topic)
    else one.strange.set(topic, now)
  }

  function once(key: string, work: () => Promise<void>): void {
    if (isClosed) return
    if (busy.has(key)) {
      busy.set(key, 'again')
      return
    }
    busy.set(key, 'once')
    work()
      .catch((error: unknown) => log.warn({ err: error, key }, 'work of a hub failed; tried again'))
      .finally(() => {
        const isAsked = busy.get(key) === 'again'
        busy.delete(key)
        if (isAsked) once(key, work)
      })
  }

  const refresh = (place: HubPlace): void =>
    once(`rules ${place.hubId}`, async () => {
      const one = await of(place)
      const version = await inTenant(place, 'access.version', (scope) => snapshotVersion(scope, place.hubId))
      if (version !== one.version || Date.now() - one.loadedAt > freshMilliseconds) await load(one)
    })

  const runCommands = (place: HubPlace): void =>
    once(`commands ${place.hubId}`, async () => {
      const { gateway } = await of(place)
      const commands = await inTenant(place, 'devices.commands', (scope) => pendingCommands(scope, { hubId: place.hubId }))
      for (const command of commands) {
        const outcome = await gateway.command(command)
        log.info({ commandId: command.id, deviceId: command.deviceId, outcome }, 'a command to a device')
      }
    })

  return {
    async of(place, topic) {
      const one = await of(place)
      if (topic !== undefined && !isKnown(one, topic)) await lookFor(one, topic)
      return one.gateway
    },
    refresh,
    runCommands,
    async close() {
      isClosed = true
      for (const one of served.values()) await one.then(({ gateway }) => gateway.close()).catch(() => {})
    },
  }
}
