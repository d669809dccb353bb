/**
 * A planned day played at a door, over the wire: people show what they have, the lock obeys or does not, the leaf opens and
 * falls shut, lines drop, clocks are wrong. What was true is written down as it happens, whatever the product makes of it.
 */
import { randomOf, type Act, type DayPlan, type Shown } from './day.ts'
import {
  noisyClock,
  openSimContact,
  openSimDevice,
  openSimLock,
  openSimReader,
  type SimDevice,
  type SimDeviceOptions,
  type SimLock,
} from './device.ts'
import type { DeviceRole, KeptHub } from './equipment.ts'

/** The time of the simulated world, and a way to wait for it. */
export interface SimTime {
  now(): number
  /** Answers false where it was ended before. */
  until(at: number): Promise<boolean>
  /** How much faster than the real one. */
  readonly speed: number
}

/** One stay as it was, and what the door saw of it. */
export interface TrueStay {
  readonly subjectId: string
  readonly from: number
  until: number | null
  readonly isSeenIn: boolean
  isSeenOut: boolean
}

export interface Played {
  readonly stays: TrueStay[]
  readonly counts: Record<
    'entered' | 'enteredBehind' | 'leftSeen' | 'leftUnseen' | 'refused' | 'openedWrongly' | 'notOpened' | 'lineDrops',
    number
  >
}

export interface Hardware {
  readonly lock: SimLock
  readonly readerIn: ReturnType<typeof openSimReader>
  readonly readerOut: ReturnType<typeof openSimReader>
  readonly contact: ReturnType<typeof openSimContact>
  readonly devices: Readonly<Record<DeviceRole, SimDevice>>
  close(): Promise<void>
}

/** The reader at the way out believes that it is 2012 and is sure of it; the one outside runs a little fast. */
export function openHardware(kept: KeptHub, place: { url: string; hubId: string; time: SimTime; batteryPercent?: number }): Hardware {
  const { time } = place
  const open = (role: DeviceRole, more: Pick<SimDeviceOptions, 'clock'> = {}): SimDevice => {
    const device = kept.devices[role]
    if (device === undefined) throw new Error(`no ${role}`)
    return openSimDevice({
      url: place.url,
      hubId: place.hubId,
      deviceId: device.id,
      password: device.password,
      clock: time.now,
      reconnectMilliseconds: time.speed > 1 ? 200 : 5_000,
      keepsHistory: false,
      ...more,
    })
  }
  const devices = {
    lock: open('lock'),
    readerIn: open('readerIn', { clock: noisyClock({ driftPpm: 100 }, time.now) }),
    readerOut: open('readerOut', { clock: noisyClock({ offsetMs: Date.parse('2012-01-01T00:00:00Z') - time.now() }, time.now) }),
    contact: open('contact'),
  }
  const lock = openSimLock(devices.lock, {
    relockMilliseconds: Math.max(100, 5_000 / time.speed),
    startPercent: place.batteryPercent ?? 84,
  })
  return {
    lock,
    readerIn: openSimReader(devices.readerIn),
    readerOut: openSimReader(devices.readerOut),
    contact: openSimContact(devices.contact),
    devices,
    async close() {
      await lock.close()
      await Promise.all([devices.readerIn, devices.readerOut, devices.contact].map((one) => one.close()))
    },
  }
}

const minute = 60_000
/** A word of life of each device. */
const heartbeatMilliseconds = 10 * minute
/** The leaf of the door: how long it stands open after somebody. */
const leafMilliseconds = 6_000
const openingWaitMilliseconds = 3_000
const longestAnswerMilliseconds = 5_000

export const newPlayed = (): Played => ({
  stays: [],
  counts: {
    entered: 0,
    enteredBehind: 0,
    leftSeen: 0,
    leftUnseen: 0,
    refused: 0,
    openedWrongly: 0,
    notOpened: 0,
    lineDrops: 0,
  },
})

interface Happening {
  readonly at: number
  readonly does: () => Promise<void>
}

/** Plays what is still to come of a plan. Whoever is in `inside` already, and is not in `played`, came before it began. */
export async function playDay(
  plan: DayPlan,
  hardware: Hardware,
  { time, seed, until, played = newPlayed() }: { time: SimTime; seed: number; until: number; played?: Played },
): Promise<Played> {
  const { counts, stays } = played
  const random = randomOf(`${seed} things`)
  const inside = new Map(stays.flatMap((stay) => (stay.until === null ? [[stay.subjectId, stay] as const] : [])))
  const queue: Happening[] = []
  let leaf: { closes: number } | undefined
  let lastEntered: { subjectId: string; at: number } | undefined

  const put = (at: number, does: () => Promise<void>): void => {
    const place = queue.findIndex((one) => one.at > at)
    queue.splice(place === -1 ? queue.length : place, 0, { at, does })
  }

  async function openLeaf(): Promise<void> {
    const isOpen = leaf !== undefined
    const mine = { closes: time.now() + leafMilliseconds }
    leaf = mine
    if (!isOpen) await told(hardware.contact.device, hardware.contact.setOpen(true))
    put(mine.closes, async () => {
      if (leaf !== mine) return
      leaf = undefined
      await told(hardware.contact.device, hardware.contact.setOpen(false))
    })
  }

  /** Shown at a reader: whether the lock opened by it. */
  async function show(reader: Hardware['readerIn'], shown: Shown, isHoped: boolean): Promise<boolean> {
    const before = hardware.lock.openings()
    await told(reader.device, shown.kind === 'card' ? reader.showCard(shown.cardId) : reader.typePin(shown.code))
    const end = Date.now() + (isHoped ? openingWaitMilliseconds : 50)
    while (hardware.lock.openings() === before && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
    return hardware.lock.openings() > before
  }

  async function act(one: Act): Promise<void> {
    const { subjectId, does, shown, behind } = one
    const stay = inside.get(subjectId)
    if (does === 'try') {
      if (stay !== undefined || shown === undefined) return
      if (await show(hardware.readerIn, shown, false)) counts.openedWrongly++
      else counts.refused++
      return
    }
    if (does === 'enter') {
      if (stay !== undefined) return
      if (behind !== undefined) {
        // nobody came in before: the door is shut
        if (lastEntered?.subjectId !== behind || time.now() - lastEntered.at > leafMilliseconds) return
        counts.enteredBehind++
      } else {
        if (shown === undefined) return
        const at = time.now()
        if (!(await show(hardware.readerIn, shown, true))) {
          counts.notOpened++
          return
        }
        counts.entered++
        lastEntered = { subjectId, at }
        await openLeaf()
      }
      const made: TrueStay = { subjectId, from: time.now(), until: null, isSeenIn: behind === undefined, isSeenOut: false }
      stays.push(made)
      inside.set(subjectId, made)
      return
    }
    if (stay === undefined) return
    stay.isSeenOut = shown !== undefined && (await show(hardware.readerOut, shown, true))
    if (stay.isSeenOut) counts.leftSeen++
    else {
      counts.leftUnseen++
      // by the knob: leaving needs nobody's leave
      if (hardware.lock.state() === 'locked') await told(hardware.lock.device, hardware.lock.turnByHand())
    }
    stay.until = time.now()
    inside.delete(subjectId)
    await openLeaf()
  }

  /** The cable of the door contact is pulled for some minutes: what it has to say comes later. */
  async function dropLine(): Promise<void> {
    counts.lineDrops++
    hardware.devices.contact.setLine(false)
    put(time.now() + 4 * minute, async () => hardware.devices.contact.setLine(true))
  }

  async function beat(): Promise<void> {
    // the battery of the contact has been old for long
    const { lock, devices } = hardware
    await told(
      devices.lock,
      Promise.all([
        devices.lock.tell('battery', { percent: Math.floor(lock.percent()) }),
        told(devices.contact, devices.contact.tell('battery', { percent: 17 })),
        devices.readerIn.tell('reading', { key: 'temperature', value: Math.round(180 + random() * 60) / 10, unit: 'C' }),
        devices.readerOut.tell('reading', { key: 'temperature', value: Math.round(200 + random() * 40) / 10, unit: 'C' }),
      ]),
    )
  }

  const begin = time.now()
  for (const one of plan.acts) if (one.at >= begin && one.at < until) put(one.at, () => act(one))
  for (let at = begin + 1_000; at < until; at += heartbeatMilliseconds) put(at, beat)
  for (let at = begin + 45 * minute; at < until; at += (80 + random() * 160) * minute) put(at, dropLine)
  for (let next = queue.shift(); next !== undefined && next.at < until; next = queue.shift()) {
    if (!(await time.until(next.at))) break
    await next.does()
  }
  // a short plan, as in fast motion, ends with all cables in
  hardware.devices.contact.setLine(true)
  if (leaf !== undefined) await told(hardware.contact.device, hardware.contact.setOpen(false))
  return played
}

/** Acknowledged, or kept by the device for later: nobody waits at a door for a cable. */
async function told(device: SimDevice, word: Promise<unknown>): Promise<void> {
  if (!device.isConnected()) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, longestAnswerMilliseconds)
  await Promise.race([word, promise])
  clearTimeout(timer)
}
