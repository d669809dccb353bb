/** A hub with simulated devices and people, at a server that is reached by its address like any other. */
import { listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { listStays } from '#modules/presence/contract/endpoints.ts'
import type { StayView } from '#modules/presence/contract/schemas.ts'
import { createClient, type Call } from '#platform/contract/client.ts'
import { compareStays, type Comparison } from './compare.ts'
import { planDay, type Person } from './day.ts'
import { equip, giveOut, joined, rightsOf, type KeptHub, type Right } from './equipment.ts'
import { openHardware, playDay, type Played } from './play.ts'
import type { RunningTime } from './time.ts'

const clientOf = (url: string, cookie?: string): Call =>
  createClient({
    baseUrl: url,
    fetch: (address, init) => fetch(address, init),
    language: () => 'ja',
    headers: () => ({ origin: url, ...(cookie === undefined ? {} : { cookie }) }),
  })

/** A session by mail and password, as the sign-in page gets it. */
async function signIn(url: string, account: Account): Promise<Call> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: account.mail, password: account.password }),
  })
  if (!answer.ok) throw new SimError(`${account.mail}: ${answer.status}`, answer.status)
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0])
  return clientOf(url, cookies.join('; '))
}

/** Something whoever runs it can put right. */
export class SimError extends Error {
  /** Of an answer that said no. */
  readonly status: number | undefined
  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

export interface Account {
  readonly mail: string
  readonly password: string
}

export interface SimHubOptions {
  readonly url: string
  /** Its end is enough: `tsukiyono` for `minakami.tsukiyono`. */
  readonly hub: string
  readonly account: Account
  readonly time: RunningTime
  readonly seed: number
  /** At most so many people are played. */
  readonly people: number
  /** Who may come at any time comes several times, from morning to night: whoever looks sees something happen. */
  readonly isLively?: boolean
  /** Where devices connect; as the server says where nothing is given. */
  readonly brokerUrl?: string
  readonly kept: KeptHub
  readonly keep: (kept: KeptHub) => Promise<void>
  /** What was given out has reached the doors, what the doors said has reached the lists. */
  readonly settled: () => Promise<void>
}

export interface SimHub {
  /** Cards and PINs for whoever may come on a day, as far as they have none. */
  giveOut(day: string): Promise<void>
  /** Plays a day from a moment of it to another. */
  play(span: { from: number; until: number }): Promise<{ played: Played; people: number }>
  compare(played: Played, isNightClosed: boolean): Promise<Comparison>
  close(): Promise<void>
}

export const zone = 'Asia/Tokyo'
const connectMilliseconds = 15_000
/** Clocks of readers are a little off, and in fast motion a moment on the way is a minute. */
const toleranceMilliseconds = { real: 5_000, fast: 60_000 }

const dayOf = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString()
export const instantOn = (day: string, time: string): number =>
  Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds

const visitMinutes = { length: 80, every: 150 }

/** In turns, so that somebody comes or goes every few minutes. */
function throughTheDay(rights: readonly Right[], day: string): readonly Right[] {
  const minute = 60_000
  const people = [...new Set(rights.flatMap((right) => (right.isAnyTime === true ? right.accountId : [])))]
  const [first, last] = [instantOn(day, '06:45'), instantOn(day, '21:30')]
  const visits = people.flatMap((accountId, at) => {
    const own: Right[] = []
    const offset = Math.round((at * visitMinutes.every) / people.length)
    for (let from = first + offset * minute; from < last; from += visitMinutes.every * minute)
      own.push({ accountId, from, until: from + visitMinutes.length * minute, isAnyTime: true })
    return own
  })
  return [...rights.filter((right) => right.isAnyTime !== true), ...visits]
}

export async function openSimHub(options: SimHubOptions): Promise<SimHub> {
  const { url, time, seed, kept } = options
  const operator = await signIn(url, options.account)
  const { items } = await operator(listOwnHubs, {})
  const hub = items.find((one) => one.key === options.hub || one.key.endsWith(`.${options.hub}`))
  if (hub === undefined) throw new SimError(`${options.hub}: ${items.map((one) => one.key).join(', ')}`)
  const place = { operator, stranger: clientOf(url), hubId: hub.id }
  await equip(place, kept, () => options.keep(kept))
  await options.settled()
  const brokerUrl = options.brokerUrl ?? kept.brokerUrl
  if (brokerUrl === null) throw new SimError('no broker')
  const hardware = openHardware(kept, { url: brokerUrl, hubId: hub.id, time })
  const end = Date.now() + connectMilliseconds
  while (!Object.values(hardware.devices).every((one) => one.isConnected())) {
    if (Date.now() > end) {
      await hardware.close()
      throw new SimError(`${brokerUrl}: no answer`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }

  let began = time.now()

  async function staysOn(day: string): Promise<StayView[]> {
    const all: StayView[] = []
    let cursor: string | undefined
    do {
      const page = await operator(listStays, {
        params: { hubId: hub?.id ?? '' },
        query: { day, limit: 100, ...(cursor === undefined ? {} : { cursor }) },
      })
      all.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return all
  }

  async function peopleOf(day: string): Promise<Person[]> {
    const given = await rightsOf(place, {
      day,
      from: instantOn(day, '00:00'),
      to: instantOn(day, '23:59'),
      staffHours: { from: instantOn(day, '08:30'), until: instantOn(day, '17:30') },
    })
    const rights = joined(options.isLively === true ? throughTheDay(given, day) : given)
    const people = await giveOut(place, new Map([...rights].slice(0, options.people)), kept)
    await options.keep(kept)
    await options.settled()
    return people
  }

  return {
    giveOut: async (day) => void (await peopleOf(day)),
    async play({ from, until }) {
      const people = await peopleOf(dayOf(from))
      const plan = planDay(people, { seed })
      time.set(from)
      began = time.now()
      // whoever is there by the plan when it begins comes in now, one after the other
      const late = plan.stays
        .filter((stay) => stay.from < began && began < stay.until - 10 * 60_000)
        .flatMap((stay, at) => {
          const cardId = people.find((one) => one.subjectId === stay.subjectId)?.cardId
          const shown = cardId === undefined ? {} : { shown: { kind: 'card' as const, cardId } }
          return [{ at: began + (at + 1) * 20_000, subjectId: stay.subjectId, does: 'enter' as const, ...shown }]
        })
      const played = await playDay({ ...plan, acts: [...plan.acts, ...late] }, hardware, { time, seed, until })
      return { played, people: people.length }
    },
    async compare(played, isNightClosed) {
      await options.settled()
      const tolerance = time.speed === 1 ? toleranceMilliseconds.real : toleranceMilliseconds.fast
      const found: StayView[] = []
      for (const day of new Set(played.stays.map((stay) => dayOf(stay.from)))) found.push(...(await staysOn(day)))
      return compareStays(
        played.stays,
        // what the demonstration says of the morning before is not ours
        found.filter((stay) => Date.parse(stay.enteredAt) >= began - tolerance),
        { isNightClosed, toleranceMilliseconds: tolerance },
      )
    },
    close: () => hardware.close(),
  }
}
