/**
 * From a message to what follows from it. Each fact of a message is stored with the decision it causes, as one group; only
 * then a command leaves. A fact that was known already causes nothing, so a device that sends again opens no door twice.
 */
import { randomUUIDv7 } from 'node:crypto'
import { decide, indexSnapshot, type SnapshotIndex } from '#modules/access/contract/rules.ts'
import type { Decision, Factor, Snapshot, SnapshotDevice, SnapshotDoor } from '#modules/access/contract/schemas.ts'
import { isReadError, type DriverFact, type FactOrigin } from '#modules/devices/contract/drivers/driver.ts'
import type { DeviceEvent } from '#modules/devices/contract/schemas.ts'
import { hashCard, hashPin } from './hash.ts'
import { openLocks } from './locks.ts'
import { isPhoneProven, readPhoneCode } from './phone.ts'
import { changed, keepVersion, newestVersion, openChanges, openSigned } from './snapshot.ts'
import { indexTopics, type TopicIndex } from './topics.ts'
import { openTries } from './tries.ts'
import type { AcceptOutcome, Gateway, GatewayCommand, GatewayMessage, GatewayOptions, LoadOptions, LoadResult } from './types.ts'

/** What was shown counts together with what is shown next at the same reader, for this long. */
const shownTogetherMilliseconds = 30_000
/** A tracker reports every few seconds; who was last heard longer ago is not near. */
const nearMilliseconds = 60_000
/** A card shown longer ago than this, and told only now, is recorded and opens nothing: its person has gone. */
const staleMilliseconds = 30_000
const longestLateMilliseconds = 7 * 24 * 60 * 60_000
/**
 * What a device or a broker kept while there was no connection comes right behind the next one, each piece close upon the one
 * before. Where it does not say when it happened it is recorded and opens nothing.
 */
const settledAfter = 3_000
const backlogGap = 1_000
const longestBacklog = 5 * 60_000
/** A clock that says it is right and runs ahead of ours by more than this is not. */
const mostAhead = 5 * 60_000
/** Ways out remembered, so that one that is sent again opens once. */
const mostLetOut = 1_000
/** Ways out whose record is tried again and again. */
const mostRecordsWaiting = 200
const firstPause = 250
const longestPause = 10_000

interface Shown {
  readonly factors: readonly Factor[]
  readonly at: number
}

interface Loaded {
  readonly snapshot: Snapshot
  readonly index: SnapshotIndex
  readonly devices: ReadonlyMap<string, SnapshotDevice>
  readonly doors: ReadonlyMap<string, SnapshotDoor>
  readonly topics: TopicIndex<SnapshotDevice>
  readonly phoneKeys: ReadonlyMap<string, string>
}

/** A fact with the raw number taken out, and what it proves. */
interface Understood {
  readonly event: DeviceEvent
  readonly factor?: Factor
  readonly isExitButton?: boolean
}

export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { clock, store, log, hubId } = options
  const shown = new Map<string, Shown>()
  /** door → subject → last heard. */
  const near = new Map<string, Map<string, number>>()
  const usedPhoneCodes = new Map<string, number>()
  const counted = { opened: 0, refused: 0 }
  /** Device → how long its connection had been there when its last piece of a backlog came. */
  const backlogs = new Map<string, number>()
  /** Own devices that went and came again, by the clock that never jumps. */
  const online = new Map<string, { readonly isOnline: boolean; readonly since: number }>()
  const letOutBefore = new Set<string>()
  let recordsWaiting = 0
  const closed = new AbortController()
  const tries = openTries(store)
  let loaded: Loaded | undefined
  let newest = await newestVersion(store)
  let newestKept = newest
  await tries.load()

  const locks = openLocks({
    ...options,
    device: (id) => loaded?.devices.get(id),
    door: (id) => loaded?.doors.get(id),
    doors: () => loaded?.doors.values() ?? [],
    mayHoldOpen: () => loaded !== undefined && clock.isTrusted() && clock.now() < Date.parse(loaded.snapshot.notAfter),
    async tell(deviceId, sourceKey, data) {
      await options.record([eventOf(deviceId, { type: 'command-ack', data, sourceKey, deviceTime: null, deviceClock: 'unknown' })])
    },
  })

  const iso = (ms: number): string => new Date(ms).toISOString()

  function eventOf(deviceId: string, fact: FactOrigin & { readonly type: DeviceEvent['type']; readonly data: unknown }): DeviceEvent {
    return {
      v: 1,
      id: randomUUIDv7(),
      deviceId,
      sourceKey: fact.sourceKey,
      type: fact.type,
      deviceTime: fact.deviceTime,
      deviceClock: fact.deviceClock,
      edgeTime: iso(clock.now()),
      edgeClock: clock.isSynced() ? 'synced' : 'unsynced',
      data: fact.data,
    } as DeviceEvent
  }

  function understand(device: SnapshotDevice, fact: DriverFact, snapshot: Snapshot, now: number): Understood {
    switch (fact.type) {
      case 'card': {
        const idHash = hashCard(snapshot.cardKey, fact.data.id)
        const event = eventOf(device.id, { ...fact, data: { idHash, technology: fact.data.technology } })
        return { event, factor: { kind: 'card', hash: idHash } }
      }
      case 'pin': {
        const codeHash = hashPin(snapshot.cardKey, fact.data.code)
        return { event: eventOf(device.id, { ...fact, data: { codeHash } }), factor: { kind: 'pin', hash: codeHash } }
      }
      case 'phone': {
        const code = readPhoneCode(fact.data.token)
        const publicKey = code === undefined ? undefined : loaded?.phoneKeys.get(code.credentialId)
        const isFirst = code !== undefined && !usedPhoneCodes.has(code.signature)
        const isProven = code !== undefined && publicKey !== undefined && isFirst && isPhoneProven(code, { hubId, publicKey, now })
        // the code itself is of no use to anybody and is not kept
        const event = eventOf(device.id, { ...fact, data: { token: code?.credentialId ?? 'unreadable' } })
        if (code === undefined) return { event, factor: { kind: 'phone', credentialId: 'unreadable', isProven: false } }
        if (isProven) {
          for (const [old, at] of usedPhoneCodes) if (now - at > 180_000) usedPhoneCodes.delete(old)
          usedPhoneCodes.set(code.signature, now)
        }
        return { event, factor: { kind: 'phone', credentialId: code.credentialId, isProven } }
      }
      case 'button':
        return { event: eventOf(device.id, fact), isExitButton: device.doorId !== null && device.direction === 'out' }
      default:
        return { event: eventOf(device.id, fact) }
    }
  }

  function nearOf(doorId: string, now: number): Factor[] {
    const people = near.get(doorId)
    if (people === undefined) return []
    for (const [subjectId, at] of people) if (now - at > nearMilliseconds) people.delete(subjectId)
    return [...people.keys()].map((subjectId) => ({ kind: 'near', subjectId }))
  }

  /** Keys of what a wrong PIN counts against: the door, and the credential shown beside it. */
  function triedKeys(door: SnapshotDoor, factors: readonly Factor[], current: Loaded): string[] {
    const card = factors.find((factor) => factor.kind === 'card')
    const credential = card === undefined ? undefined : current.index.credentialOfHash('card', card.hash)
    return [`door:${door.id}`, ...(credential === undefined ? [] : [`credential:${credential.id}`])]
  }

  function decideNow(current: Loaded, door: SnapshotDoor, factors: readonly Factor[], direction: 'in' | 'out', at: number): Decision {
    return decide(current.index, {
      doorId: door.id,
      at,
      direction,
      factors,
      isClockTrusted: clock.isTrusted(),
      triesLeft: tries.left(triedKeys(door, factors, current), at),
    })
  }

  function decisionEvent(
    deviceId: string,
    about: {
      decision: Decision
      decisionId: string
      door: SnapshotDoor
      direction: 'in' | 'out'
      factors: readonly Factor[]
      sourceKey: string
    },
    current: Loaded,
  ): DeviceEvent {
    const { decision, decisionId, door, direction, factors, sourceKey } = about
    return eventOf(deviceId, {
      type: 'decision',
      sourceKey,
      deviceTime: null,
      deviceClock: 'unknown',
      data: {
        decisionId,
        doorId: door.id,
        isOpen: decision.isOpen,
        reason: decision.reason,
        direction,
        subjectId: decision.subjectId,
        grantId: decision.grantId,
        until: decision.until === null ? null : iso(decision.until),
        factors: factors.map((factor) => factor.kind),
        credentialId: decision.credentialId,
        snapshotVersion: current.snapshot.version,
        isOffline: options.isOffline(),
      },
    })
  }

  /**
   * The way out, and a door that is open to all: the lock moves first. No disk that is full and no database that is away keeps
   * anybody inside; the record follows when it can, and until then the message is not acknowledged.
   */
  async function letOut(
    events: readonly DeviceEvent[],
    { decisionId, door }: { decisionId: string; door: SnapshotDoor },
    isWaiting: boolean,
  ): Promise<AcceptOutcome> {
    const key = `${events[0]?.deviceId} ${events[0]?.sourceKey}`
    // what is sent again because its record failed has opened already
    if (!letOutBefore.has(key)) {
      letOutBefore.add(key)
      const [oldest] = letOutBefore
      if (letOutBefore.size > mostLetOut && oldest !== undefined) letOutBefore.delete(oldest)
      counted.opened++
      void kept(locks.planRelock(door))
      void locks.unlock(door, decisionId).then((hasLeft) => hasLeft || letOutBefore.delete(key))
    }
    const [verdict] = isWaiting ? await recordAtLast(events) : await options.record(events)
    return outcomeOf(verdict?.outcome)
  }

  /** Tries until it is stored: an error would end the device's connection, and who may connect is asked of the same database. */
  async function recordAtLast(events: readonly DeviceEvent[]): ReturnType<GatewayOptions['record']> {
    recordsWaiting++
    try {
      for (let turn = 0; ; turn++) {
        try {
          return await options.record(events)
        } catch (error) {
          if (closed.signal.aborted || recordsWaiting > mostRecordsWaiting) throw error
          if (turn === 0) log('error', 'somebody left and it could not be stored; tried again', { error: String(error) })
          await pause(Math.min(longestPause, firstPause * 2 ** turn), closed.signal)
        }
      }
    } finally {
      recordsWaiting--
    }
  }

  /** Where it cannot be, the door is shut again and tries are counted all the same, as long as this program lives. */
  const kept = async (one: { readonly kept: Promise<void> } | undefined): Promise<void> =>
    one?.kept.catch((error: unknown) => log('error', 'what must outlive a restart could not be stored', { error: String(error) }))

  /** The decision is on the disk, then the command leaves. */
  async function carryOut(
    events: readonly DeviceEvent[],
    about: { decision: Decision; decisionId: string; door: SnapshotDoor; factors: readonly Factor[] },
    current: Loaded,
    { isWaiting = true } = {},
  ): Promise<AcceptOutcome> {
    const { decision, decisionId, door, factors } = about
    if (decision.reason === 'exit' || decision.reason === 'open_all') return letOut(events, about, isWaiting)
    const planned = decision.isOpen ? locks.planRelock(door) : undefined
    // counted now: whatever is judged while this one is stored has a try less
    const counts = decision.reason === 'pin_wrong' ? tries.wrong(triedKeys(door, factors, current), clock.now()) : undefined
    const [stored] = await Promise.allSettled([options.record(events), kept(planned), kept(counts)])
    const outcome = stored.status === 'fulfilled' ? (stored.value[0]?.outcome ?? 'rejected') : undefined
    if (outcome !== 'accepted') {
      counts?.giveBack()
      await planned?.undo()
    }
    if (stored.status === 'rejected') throw stored.reason
    if (outcome !== 'accepted') return outcome ?? 'rejected'
    counted[decision.isOpen ? 'opened' : 'refused']++
    if (decision.isOpen) await locks.unlock(door, decisionId)
    if (decision.isOpen && decision.credentialId !== null)
      await tries
        .right(`credential:${decision.credentialId}`)
        .catch((error: unknown) => log('warn', 'tries stay in the store', { error: String(error) }))
    return 'recorded'
  }

  /** Has it, for all that is known, waited for the connection it came by? */
  function isOfBacklog(device: SnapshotDevice, { connectedFor }: Pick<GatewayMessage, 'connectedFor'>): boolean {
    const cameBack = online.get(device.id)
    const own = cameBack?.isOnline === true ? performance.now() - cameBack.since : Infinity
    const at = Math.min(connectedFor ?? Infinity, own)
    const before = backlogs.get(device.id)
    const goesOn = before !== undefined && at >= before && at - before < backlogGap && at < longestBacklog
    const isOne = at < settledAfter || goesOn
    if (isOne) backlogs.set(device.id, at)
    else backlogs.delete(device.id)
    return isOne
  }

  async function acceptFact(
    device: SnapshotDevice,
    fact: DriverFact,
    current: Loaded,
    message: Pick<GatewayMessage, 'connectedFor' | 'isReplayed'>,
  ): Promise<AcceptOutcome> {
    const now = clock.now()
    const { event, factor, isExitButton } = understand(device, fact, current.snapshot, now)
    const door = device.doorId === null ? undefined : current.doors.get(device.doorId)
    const direction = isExitButton === true ? 'out' : (device.direction ?? 'in')
    const late = event.deviceTime === null || event.deviceClock !== 'synced' ? NaN : now - Date.parse(event.deviceTime)
    // a clock of another year is wrong, whatever it says of itself; and nobody is kept inside by a reader's clock
    const isTimed = clock.isTrusted() && late <= longestLateMilliseconds && late >= -mostAhead
    const isDeedInwards = isDeed(fact.type) && direction === 'in'
    // a phone's code says itself when it was made, and is proven or not
    const isOld = isDeedInwards && (isTimed ? late > staleMilliseconds : fact.type !== 'phone' && isOfBacklog(device, message))
    if (fact.type === 'near') return acceptNear(device, event, current, isOld)
    if (isOld) log('info', 'what was done before and told only now opens nothing', { deviceId: device.id, type: fact.type })
    if (door === undefined || isOld || (factor === undefined && isExitButton !== true)) {
      const [verdict] = await options.record([event])
      if (verdict?.outcome === 'accepted') hear(device, event, message.isReplayed === true)
      return outcomeOf(verdict?.outcome)
    }
    const before = shown.get(device.id)
    const together = before !== undefined && now - before.at <= shownTogetherMilliseconds && factor?.kind === 'pin' ? before.factors : []
    const factors = [...together, ...(factor === undefined ? [] : [factor]), ...nearOf(door.id, now)]
    const decision = decideNow(current, door, factors, direction, now)
    if (decision.wants !== undefined && factor !== undefined) shown.set(device.id, { factors: [...together, factor], at: now })
    else shown.delete(device.id)
    const decisionId = randomUUIDv7()
    const about = { decision, decisionId, door, direction, factors, sourceKey: `decision:${event.sourceKey}` } as const
    return carryOut([event, decisionEvent(device.id, about, current)], about, current)
  }

  function hear(device: SnapshotDevice, event: DeviceEvent, isReplayed: boolean): void {
    locks.hear(event, isReplayed)
    if (event.type !== 'availability' || isReplayed || device.driver !== 'hiroba') return
    const { isOnline } = event.data
    if (online.get(device.id)?.isOnline !== isOnline) online.set(device.id, { isOnline, since: performance.now() })
  }

  /** A phone in a pocket near a door counts as one factor; where that alone opens it, it does so when the phone comes, not each time it is heard. */
  async function acceptNear(device: SnapshotDevice, event: DeviceEvent, current: Loaded, isOld: boolean): Promise<AcceptOutcome> {
    const now = clock.now()
    const subjectId = event.type === 'near' ? current.index.subjectOfNear(event.data.subjectKey) : undefined
    const door = device.doorId === null ? undefined : current.doors.get(device.doorId)
    // radio goes through a door: from the inner side it would open to whoever passes by outside, and leaving is free
    if (door === undefined || subjectId === undefined || !door.nearCountsAsFactor || device.direction === 'out') {
      // a stranger's phone, or a place where it counts for nothing: nobody's business to keep
      return 'recorded'
    }
    if (isOld) return outcomeOf((await options.record([event]))[0]?.outcome)
    const people = near.get(door.id) ?? new Map<string, number>()
    near.set(door.id, people)
    const last = people.get(subjectId)
    const isComing = last === undefined || now - last > nearMilliseconds
    people.set(subjectId, now)
    if (!isComing) return 'recorded'
    const factors: Factor[] = [{ kind: 'near', subjectId }]
    const decision = decideNow(current, door, factors, 'in', now)
    if (!decision.isOpen) return outcomeOf((await options.record([event]))[0]?.outcome)
    const about = {
      decision,
      decisionId: randomUUIDv7(),
      door,
      direction: 'in',
      factors,
      sourceKey: `decision:${event.sourceKey}`,
    } as const
    return carryOut([event, decisionEvent(device.id, about, current)], about, current)
  }

  /** A wish from outside the hub is one to come in: nothing but a device at the inner side says that somebody leaves. */
  async function openDoor(doorId: string, factors: readonly Factor[], sourceKey?: string): Promise<Decision | undefined> {
    const current = loaded
    const door = current?.doors.get(doorId)
    if (current === undefined || door === undefined) return undefined
    const decision = decideNow(current, door, factors, 'in', clock.now())
    const decisionId = randomUUIDv7()
    const about = { decision, decisionId, door, direction: 'in', factors, sourceKey: sourceKey ?? `decision:${decisionId}` } as const
    const deviceId = door.lockDeviceId ?? door.readerDeviceIds[0]
    if (deviceId === undefined) return undefined
    await carryOut([decisionEvent(deviceId, about, current)], about, current, { isWaiting: false })
    return decision
  }

  /** A wish to open that names door and proof is decided like a card; any other command goes to its device. */
  async function runCommand(command: GatewayCommand): ReturnType<Gateway['command']> {
    const { doorId, factors } = command.params ?? {}
    if (doorId === undefined && factors === undefined) return locks.command(command)
    const gate = await locks.admit(command)
    if (gate !== 'admitted') return gate
    const door = typeof doorId === 'string' ? loaded?.doors.get(doorId) : undefined
    const hangsThere = door?.lockDeviceId === command.deviceId || door?.readerDeviceIds.includes(command.deviceId) === true
    const proof = proofOf(factors)
    let decision: Decision | undefined
    if (door !== undefined && hangsThere && proof !== undefined)
      decision = await openDoor(door.id, [proof], `decision:command:${command.id}`)
    const detail = decision?.reason ?? (door === undefined || !hangsThere ? 'unknown_door' : 'unknown_proof')
    await locks.finish(command, decision?.isOpen === true ? { outcome: 'done' } : { outcome: 'failed', detail })
    return decision?.isOpen === true ? 'done' : 'failed'
  }

  return {
    topics: () => loaded?.topics.filters ?? [],
    knows: (topic) => (loaded?.topics.find(topic).length ?? 0) > 0,
    async load(signed, publicKey, { pieces = [], keep } = {}) {
      let snapshot = openSigned(signed, publicKey)
      if (snapshot === undefined || snapshot.hubId !== hubId) return 'forged'
      for (const one of pieces) {
        const changes = openChanges(one, publicKey)
        if (changes === undefined) return 'forged'
        snapshot = changed(snapshot, changes)
        // a piece of the chain is missing
        if (snapshot === undefined) return 'older'
      }
      return snapshot.version < newest ? 'older' : takeUp(snapshot, keep)
    },
    async change(signed, publicKey, { keep } = {}) {
      const changes = openChanges(signed, publicKey)
      if (changes === undefined || changes.hubId !== hubId) return 'forged'
      if (loaded === undefined || loaded.snapshot.version < newest) return 'other'
      const snapshot = changed(loaded.snapshot, changes)
      return snapshot === undefined ? 'other' : takeUp(snapshot, keep)
    },
    async accept(message) {
      const current = loaded
      const found = current?.topics.find(message.topic) ?? []
      if (current === undefined || found.length === 0) {
        await refuse(message, null, 'unknown_device', 'no device of this hub listens to the topic')
        return 'rejected'
      }
      const outcomes: AcceptOutcome[] = []
      for (const device of found) outcomes.push(await acceptFrom(device, message, current))
      return outcomes.includes('recorded') ? 'recorded' : (outcomes[0] ?? 'rejected')
    },
    command: runCommand,
    async open(doorId, factors) {
      const decision = await openDoor(doorId, factors)
      if (decision === undefined) throw new Error('no such door in the snapshot')
      return decision
    },
    explain(doorId, factors, at = clock.now()) {
      const door = loaded?.doors.get(doorId)
      return loaded === undefined || door === undefined ? undefined : decideNow(loaded, door, factors, 'in', at)
    },
    state() {
      return {
        hubId,
        snapshot:
          loaded === undefined
            ? null
            : {
                version: loaded.snapshot.version,
                zone: loaded.snapshot.zone,
                issuedAt: loaded.snapshot.issuedAt,
                notAfter: loaded.snapshot.notAfter,
                isTooOld: Date.parse(loaded.snapshot.notAfter) <= clock.now(),
                doors: loaded.snapshot.doors.length,
                devices: loaded.snapshot.devices.length,
                credentials: loaded.snapshot.credentials.length,
                grants: loaded.snapshot.grants.length,
              },
        locks: locks.states(),
        decisions: { ...counted },
      }
    },
    async close() {
      closed.abort()
      locks.close()
    },
  }

  async function takeUp(snapshot: Snapshot, keep: LoadOptions['keep']): Promise<LoadResult> {
    const isFirst = loaded === undefined
    newest = snapshot.version
    const before = loaded
    const isNewer = newest > newestKept
    // newer rules are used at once, also where the disk is full: a lock-down, a card that was lost
    const stored = Promise.all([
      isNewer ? keepVersion(store, newest).then(() => void (newestKept = snapshot.version)) : undefined,
      keep?.(),
    ])
    await kept({ kept: stored.then(() => {}) })
    loaded = loadedOf(snapshot, options)
    if (isFirst) await locks.load()
    for (const door of loaded.doors.values()) {
      const mode = before?.doors.get(door.id)?.mode ?? (await modeOf(door.id)) ?? 'normal'
      if (mode === door.mode) continue
      // the lock is asked first: what cannot be stored holds up no other door
      await kept({ kept: locks.changeMode(door, mode).then(() => store.put(`mode:${door.id}`, door.mode)) })
    }
    locks.compare()
    return Date.parse(snapshot.notAfter) <= clock.now() && clock.isTrusted() ? 'expired' : 'loaded'
  }

  async function modeOf(doorId: string): Promise<SnapshotDoor['mode'] | undefined> {
    const key = `mode:${doorId}`
    return (await store.entries(key)).find(([each]) => each === key)?.[1] as SnapshotDoor['mode'] | undefined
  }

  async function acceptFrom(device: SnapshotDevice, message: GatewayMessage, current: Loaded): Promise<AcceptOutcome> {
    const driver = options.drivers.get(device.driver)
    // whoever has a credential of its own speaks for itself alone
    if (message.deviceId !== undefined && message.deviceId !== device.id && message.topic.startsWith('hiroba/')) {
      await refuse(message, message.deviceId, 'not_its_own', 'a device published for another')
      return 'rejected'
    }
    let facts: readonly DriverFact[]
    try {
      if (driver === undefined) throw new Error(`no driver ${device.driver}`)
      const { topic, payload, isRetained } = message
      const read = { topic, payload, isRetained, receivedAt: clock.now() }
      facts = driver.read(device.config, read)
      if (driver.codesIn !== undefined && message.isReplayed !== true) locks.hearCodes(device.id, driver.codesIn(device.config, read))
    } catch (error) {
      if (isReadError(error)) await refuse(message, device.id, error.code, error.detail)
      else await refuse(message, device.id, 'unreadable', String(error))
      return 'rejected'
    }
    const outcomes: AcceptOutcome[] = []
    for (const fact of facts) {
      // what a broker kept is not what somebody does now
      if ((message.isRetained || message.isReplayed === true) && isDeed(fact.type)) {
        await refuse(message, device.id, 'retained_event', 'an event came as a retained message')
        outcomes.push('rejected')
      } else outcomes.push(await acceptFact(device, fact, current, message))
    }
    return outcomes.includes('recorded') || outcomes.length === 0 ? 'recorded' : (outcomes[0] ?? 'rejected')
  }

  async function refuse(message: GatewayMessage, deviceId: string | null, code: string, detail: string): Promise<void> {
    await options.reject({ deviceId, topic: message.topic, payload: message.payload, code, detail })
    log('info', 'a message was refused', { topic: message.topic, code })
  }
}

/** Ends early where the gateway is closed. */
const pause = (milliseconds: number, closed: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      closed.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    closed.addEventListener('abort', end)
  })

const isDeed = (type: DeviceEvent['type']): boolean => ['card', 'pin', 'phone', 'near', 'button'].includes(type)

/**
 * What the server vouches for in a wish: one session, one link, or one operator's hand. What a card, a PIN, a phone's code or a
 * tracker proves is proven at the door and never told from afar.
 */
function proofOf(factors: unknown): Factor | undefined {
  const [given, ...more] = Array.isArray(factors) ? (factors as unknown[]) : []
  if (typeof given !== 'object' || given === null || more.length > 0) return undefined
  const { kind, subjectId, by, reason } = given as Readonly<Record<string, unknown>>
  const isText = (text: unknown): text is string => typeof text === 'string' && text !== ''
  if ((kind === 'pass' || kind === 'passkey') && isText(subjectId)) return { kind, subjectId }
  return kind === 'remote' && isText(by) && isText(reason) ? { kind, by, reason } : undefined
}

function outcomeOf(outcome: 'accepted' | 'duplicate' | 'rejected' | undefined): AcceptOutcome {
  return outcome === 'accepted' ? 'recorded' : (outcome ?? 'rejected')
}

function loadedOf(snapshot: Snapshot, options: Pick<GatewayOptions, 'drivers' | 'log'>): Loaded {
  const topics: (readonly [string, SnapshotDevice])[] = []
  for (const device of snapshot.devices) {
    try {
      for (const filter of options.drivers.get(device.driver)?.topicsOf(device.config) ?? []) topics.push([filter, device])
    } catch (error) {
      options.log('warn', 'a device has settings its driver cannot read', { deviceId: device.id, error: String(error) })
    }
  }
  return {
    snapshot,
    index: indexSnapshot(snapshot),
    devices: new Map(snapshot.devices.map((device) => [device.id, device])),
    doors: new Map(snapshot.doors.map((door) => [door.id, door])),
    topics: indexTopics(topics),
    phoneKeys: new Map(
      snapshot.credentials.flatMap((one) =>
        one.kind === 'phone' && one.publicKey !== undefined ? [[one.id, one.publicKey] as const] : [],
      ),
    ),
  }
}
