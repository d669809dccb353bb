/**
 * Devices as a hub has them, over real MQTT: a number that rises within a switching-on and outlives a line that drops, a store
 * of what is not acknowledged yet, a clock that may be wrong, a lock that locks itself again, jams and runs out of battery.
 */
import { randomUUID } from 'node:crypto'
import { connect, type MqttClient } from 'mqtt'
import { topicsOfDevice, type DevicePlace } from '#modules/devices/contract/topics.ts'

export interface SimDeviceOptions extends DevicePlace {
  readonly url: string
  readonly password: string
  /** What the device believes the time is; the real time where it is left out. */
  readonly clock?: () => number
  readonly isClockSynced?: boolean
  /** Between two tries to connect. */
  readonly reconnectMilliseconds?: number
  /** False: what is acknowledged is forgotten, as a device that runs for weeks does. */
  readonly keepsHistory?: boolean
}

export interface SimDevice {
  /** Numbered and kept at once; resolves with the PUBACK, however often the line drops before. */
  tell(type: string, data: Record<string, unknown>): Promise<void>
  /** Retained: what holds. Numbered likewise. */
  hold(type: string, data: Record<string, unknown>): Promise<void>
  onCommand(obey: (command: SimCommand) => Promise<'done' | 'failed'>): void
  /** The cable is pulled, and put back when it is called again. */
  setLine(isUp: boolean): void
  /** Power off and on: the numbers begin again under another boot; what was not acknowledged is still there. */
  restart(): void
  /** Every number given with whether it was acknowledged: the truth of this device. */
  said(): readonly { readonly sourceKey: string; readonly isAcknowledged: boolean }[]
  isConnected(): boolean
  close(): Promise<void>
}

export interface SimCommand {
  readonly id: string
  readonly action: string
  readonly params?: Record<string, unknown>
  readonly expiresAt: string
}

interface Kept {
  readonly sourceKey: string
  readonly topic: string
  readonly payload: string
  readonly isRetained: boolean
  isAcknowledged: boolean
  readonly done: () => void
}

export function openSimDevice(options: SimDeviceOptions): SimDevice {
  const topics = topicsOfDevice(options)
  const now = options.clock ?? Date.now
  const kept: Kept[] = []
  const ended = new Map<string, 'done' | 'failed'>()
  let obey: ((command: SimCommand) => Promise<'done' | 'failed'>) | undefined
  let boot = newBoot()
  let seq = 0
  let client: MqttClient | undefined
  let isLineUp = true
  let isClosed = false
  let retry: NodeJS.Timeout | undefined
  let isSending = false

  const keep = (topic: string, word: Record<string, unknown>, isRetained = false): Promise<void> =>
    new Promise((resolve) => {
      seq++
      const time = { time: new Date(now()).toISOString(), clock: options.isClockSynced === false ? 'unsynced' : 'synced' }
      kept.push({
        sourceKey: `${boot}:${seq}`,
        topic,
        payload: JSON.stringify({ ...word, boot, seq, ...time }),
        isRetained,
        isAcknowledged: false,
        done: resolve,
      })
      void send()
    })

  /** Oldest first, one at a time: their order is theirs. */
  async function send(): Promise<void> {
    if (isSending) return
    isSending = true
    try {
      for (let next = kept.find((one) => !one.isAcknowledged); next !== undefined; next = kept.find((one) => !one.isAcknowledged)) {
        const line = client
        if (!isLineUp || line?.connected !== true) return
        const { promise: closed, resolve: close } = Promise.withResolvers<'closed'>()
        const onClose = (): void => close('closed')
        line.once('close', onClose)
        const told = line.publishAsync(next.topic, next.payload, { qos: 1, retain: next.isRetained }).then(
          () => 'told' as const,
          () => 'closed' as const,
        )
        const end = await Promise.race([closed, told])
        line.off('close', onClose)
        if (end === 'closed') return
        next.isAcknowledged = true
        if (options.keepsHistory === false) kept.splice(kept.indexOf(next), 1)
        next.done()
      }
    } finally {
      isSending = false
      // the line may have come back while the old one was given up
      if (isLineUp && client?.connected === true && kept.some((one) => !one.isAcknowledged)) setTimeout(() => void send(), 20)
    }
  }

  function open(): void {
    if (isClosed || !isLineUp) return
    const line = connect(options.url, {
      username: options.deviceId,
      password: options.password,
      clientId: options.deviceId,
      reconnectPeriod: 0,
      connectTimeout: 5_000,
      will: { topic: topics.availability, payload: Buffer.from('offline'), qos: 1, retain: true },
    })
    client = line
    line.on('error', () => {})
    line.on('connect', () => {
      // there is who hears commands: said before the broker has noted it, one could be lost
      line.subscribe(topics.command, { qos: 1 }, () => {
        if (client !== line) return
        line.publish(topics.availability, 'online', { qos: 1, retain: true })
        void send()
      })
    })
    line.on('message', (_topic, payload, packet) => {
      // an order that was kept is nobody's order now
      if (!packet.retain) void take(JSON.parse(payload.toString()) as SimCommand)
    })
    line.once('close', () => {
      if (client === line) client = undefined
      clearTimeout(retry)
      retry = setTimeout(open, (options.reconnectMilliseconds ?? 500) * (0.5 + Math.random()))
    })
  }

  async function take(command: SimCommand): Promise<void> {
    const answer = (outcome: string) => keep(topics.acknowledgement, { id: command.id, outcome })
    if (ended.has(command.id)) return answer('duplicate')
    if (Date.parse(command.expiresAt) <= now()) return answer('expired')
    ended.set(command.id, 'done')
    const outcome = (await obey?.(command)) ?? 'failed'
    ended.set(command.id, outcome)
    return answer(outcome)
  }

  open()
  return {
    tell: (type, data) => keep(topics.event, { type, ...data }),
    hold: (type, data) => keep(topics.state, { type, ...data }, true),
    onCommand: (how) => void (obey = how),
    setLine(isUp) {
      isLineUp = isUp
      clearTimeout(retry)
      if (!isUp) client?.stream.destroy()
      else if (client === undefined) open()
    },
    restart() {
      boot = newBoot()
      seq = 0
      client?.stream.destroy()
    },
    said: () => kept.map(({ sourceKey, isAcknowledged }) => ({ sourceKey, isAcknowledged })),
    isConnected: () => isLineUp && client?.connected === true,
    async close() {
      isClosed = true
      clearTimeout(retry)
      await client?.endAsync(true)
    },
  }
}

const newBoot = (): string => randomUUID().slice(0, 8)

export interface SimLock {
  readonly device: SimDevice
  state(): 'locked' | 'unlocked' | 'jammed'
  percent(): number
  /** How often it has opened because it was told to. */
  openings(): number
  /** From now on the bolt does not move until it is freed. */
  jam(isJammed: boolean): void
  /** By hand, from inside: leaving needs nobody's leave. */
  turnByHand(): Promise<void>
  close(): Promise<void>
}

/** A lock: obeys `unlock`, `open` and `lock`, locks itself again, tells each turn of the bolt, and loses a little battery by it. */
export function openSimLock(device: SimDevice, { relockMilliseconds = 5_000, startPercent = 100, percentPerTurn = 0.05 } = {}): SimLock {
  let state: 'locked' | 'unlocked' | 'jammed' = 'locked'
  let percent = startPercent
  let isJammed = false
  let openings = 0
  let relock: NodeJS.Timeout | undefined

  async function turn(to: 'locked' | 'unlocked', by: 'remote' | 'manual' | 'auto'): Promise<boolean> {
    clearTimeout(relock)
    const before = Math.floor(percent)
    percent = Math.max(0, percent - percentPerTurn)
    state = isJammed || percent === 0 ? 'jammed' : to
    if (state === 'unlocked' && by === 'remote') openings++
    if (state === 'unlocked') relock = setTimeout(() => void turn('locked', 'auto'), relockMilliseconds)
    const words = [device.hold('lock', { state, by })]
    if (Math.floor(percent) !== before) words.push(device.tell('battery', { percent: Math.floor(percent) }))
    await Promise.all(words)
    return state === to
  }

  device.onCommand(async ({ action }) => {
    if (action !== 'unlock' && action !== 'open' && action !== 'lock') return 'failed'
    return (await turn(action === 'lock' ? 'locked' : 'unlocked', 'remote')) ? 'done' : 'failed'
  })
  return {
    device,
    state: () => state,
    percent: () => percent,
    openings: () => openings,
    jam: (is) => void (isJammed = is),
    async turnByHand() {
      await turn(state === 'unlocked' ? 'locked' : 'unlocked', 'manual')
    },
    async close() {
      clearTimeout(relock)
      await device.close()
    },
  }
}

/** A reader with a keypad. */
export const openSimReader = (device: SimDevice) => ({
  device,
  showCard: (cardId: string) => device.tell('card', { id: cardId, technology: 'felica' }),
  typePin: (code: string) => device.tell('pin', { code }),
  close: () => device.close(),
})

/** A contact at the leaf of a door. */
export const openSimContact = (device: SimDevice) => ({
  device,
  setOpen: (isOpen: boolean) => device.hold('contact', { isOpen }),
  close: () => device.close(),
})

/** A clock that is wrong by `offsetMs` and runs `driftPpm` too fast. */
export function noisyClock(
  { offsetMs = 0, driftPpm = 0 }: { offsetMs?: number; driftPpm?: number },
  real: () => number = Date.now,
): () => number {
  const since = real()
  return () => Math.round(real() + offsetMs + ((real() - since) * driftPpm) / 1_000_000)
}
