/**
 * What a hub needs for a simulated day, set up as an operator does it: devices by claim codes, a door, cards and PINs, all
 * through the public API. What a device is told once (its password) is kept by whoever runs this and given again next time.
 */
import { createHash } from 'node:crypto'
import { addCard, addDoor, issuePin, listCredentials, listDoors, listEntrants } from '#modules/access/contract/endpoints.ts'
import { listHubBookings } from '#modules/bookings/contract/endpoints.ts'
import { addDevice, claimDevice, listDevices, makeClaimCode, rotateDeviceSecret } from '#modules/devices/contract/endpoints.ts'
import { ProblemError, type Call } from '#platform/contract/client.ts'
import type { Person } from './day.ts'

export const roles = ['lock', 'readerIn', 'readerOut', 'contact'] as const
export type DeviceRole = (typeof roles)[number]

/** Kept between two runs; as secret as the devices' own memory. */
export interface KeptHub {
  devices: Partial<Record<DeviceRole, { id: string; password: string }>>
  brokerUrl: string | null
  doorId: string | null
  /** PINs by account. */
  pins: Record<string, string>
}

export const nothingKept = (): KeptHub => ({ devices: {}, brokerUrl: null, doorId: null, pins: {} })

export interface HubPlace {
  /** Somebody who may set devices and doors up. */
  readonly operator: Call
  /** A device that has nothing yet. */
  readonly stranger: Call
  readonly hubId: string
}

/** Said in each name, so that nobody takes them for real. */
const names: Record<DeviceRole, { kind: 'lock' | 'reader' | 'contact'; name: string; model: string }> = {
  lock: { kind: 'lock', name: '模擬の錠（玄関）', model: 'simulated lock' },
  readerIn: { kind: 'reader', name: '模擬のカードリーダー（玄関の外）', model: 'simulated reader' },
  readerOut: { kind: 'reader', name: '模擬のカードリーダー（玄関の中）', model: 'simulated reader' },
  contact: { kind: 'contact', name: '模擬の開閉センサー（玄関）', model: 'simulated contact' },
}
const doorNames = { ja: '玄関（模擬）', en: 'Front door (simulated)' }
const about = { manufacturer: 'Hiroba sim', firmware: '1.0.0' }

/** Four devices and a door; whatever is there from an earlier run is taken as it is. */
export async function equip({ operator, stranger, hubId }: HubPlace, kept: KeptHub, keep: () => Promise<void>): Promise<void> {
  const params = { hubId }
  const { items } = await operator(listDevices, { params })
  for (const role of roles) {
    const { kind, name, model } = names[role]
    const known = kept.devices[role]
    if (known !== undefined && items.some((device) => device.id === known.id && device.status === 'active')) continue
    const found = items.find((device) => device.name === name && device.kind === kind && device.status !== 'blocked')
    if (found?.hasCredential === true && found.status === 'active') {
      // what was told once is lost: a new password is told as to a person who mends it
      const { password } = await operator(rotateDeviceSecret, { params: { deviceId: found.id } })
      kept.devices[role] = { id: found.id, password }
    } else {
      const { code } =
        found === undefined
          ? await operator(addDevice, { params, body: { kind, name } })
          : await operator(makeClaimCode, { params: { deviceId: found.id } })
      const claimed = await stranger(claimDevice, { body: { code: code ?? '', model, ...about } })
      kept.devices[role] = { id: claimed.deviceId, password: claimed.password }
      kept.brokerUrl = claimed.brokerUrl
    }
    await keep()
  }
  const idOf = (role: DeviceRole): string => kept.devices[role]?.id ?? ''
  const doors = await operator(listDoors, { params })
  const door =
    doors.items.find((one) => one.lockDeviceId === idOf('lock') && one.retiredAt === null) ??
    (await operator(addDoor, {
      params,
      body: {
        names: doorNames,
        lockDeviceId: idOf('lock'),
        contactDeviceId: idOf('contact'),
        readers: [
          { deviceId: idOf('readerIn'), direction: 'in' },
          { deviceId: idOf('readerOut'), direction: 'out' },
        ],
      },
    }))
  kept.doorId = door.id
  await keep()
}

export interface Right {
  readonly accountId: string
  readonly from: number
  readonly until: number
  /** A lease or a role: the hours are those of work, not of the right. */
  readonly isAnyTime?: boolean
}

/** Who may come on a day and when, as the desk's own lists say: bookings of members, leases, and those who run the hub. */
export async function rightsOf(
  { operator, hubId }: Pick<HubPlace, 'operator' | 'hubId'>,
  { day, from, to, staffHours }: { day: string; from: number; to: number; staffHours: { from: number; until: number } },
): Promise<readonly Right[]> {
  const params = { hubId }
  const rights: Right[] = []
  let cursor: string | undefined
  do {
    const page = await operator(listHubBookings, { params, query: { day, limit: 100, ...(cursor === undefined ? {} : { cursor }) } })
    for (const { accountId, status, startsAt, endsAt } of page.items)
      if (accountId !== null && ['confirmed', 'checked-in'].includes(status))
        rights.push({ accountId, from: Date.parse(startsAt), until: Date.parse(endsAt) })
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  for (const source of ['lease', 'role'] as const) {
    const { items } = await operator(listEntrants, { params, query: { ...span, source, limit: 100 } })
    for (const { subject, from: begin, until } of items)
      if (subject.kind === 'person')
        rights.push({
          accountId: subject.id,
          // nobody stays all the time that a lease or a role lets them
          from: Math.max(begin === null ? 0 : Date.parse(begin), staffHours.from),
          until: Math.min(until === null ? Number.MAX_SAFE_INTEGER : Date.parse(until), staffHours.until),
          isAnyTime: true,
        })
  }
  return rights.filter((right) => right.until > right.from)
}

/** One time inside after the other: of two rights that overlap the person stays through both. */
export function joined(rights: readonly Right[]): ReadonlyMap<string, readonly Omit<Right, 'accountId'>[]> {
  const byPerson = new Map<string, { from: number; until: number; isAnyTime: boolean }[]>()
  for (const { accountId, from, until, isAnyTime = false } of rights.toSorted((a, b) => a.from - b.from)) {
    const spans = byPerson.get(accountId) ?? []
    byPerson.set(accountId, spans)
    const last = spans.at(-1)
    // somebody who leaves and comes back within the hour stays
    if (last !== undefined && from - last.until < 60 * 60_000) {
      last.until = Math.max(last.until, until)
      last.isAnyTime ||= isAnyTime
    } else spans.push({ from, until, isAnyTime })
  }
  return byPerson
}

/** A number of a FeliCa card for each person of a hub: always the same one. */
export const cardOf = (hubId: string, accountId: string): string =>
  `0116${createHash('sha256').update(`${hubId}/${accountId}`).digest('hex').slice(0, 12)}`

/** Cards for each, a PIN for every third who has none: as the desk gives them out. */
export async function giveOut(
  { operator, hubId }: Pick<HubPlace, 'operator' | 'hubId'>,
  rights: ReadonlyMap<string, readonly Omit<Right, 'accountId'>[]>,
  kept: KeptHub,
): Promise<Person[]> {
  const params = { hubId }
  const people: Person[] = []
  for (const [at, [accountId, spans]] of [...rights].entries()) {
    const { items } = await operator(listCredentials, { params, query: { accountId, limit: 50 } })
    const has = (kind: 'card' | 'pin') => items.some((one) => one.kind === kind && one.status === 'active')
    const cardId = cardOf(hubId, accountId)
    if (!items.some((one) => one.kind === 'card' && one.label === cardLabel && one.status === 'active'))
      try {
        await operator(addCard, { params, body: { accountId, card: { number: cardId }, label: cardLabel } })
      } catch (error) {
        // somebody has stopped being a member since, or the card is on record as lost: this person stays at home
        if (error instanceof ProblemError && error.status < 500) continue
        throw error
      }
    // whoever has a PIN of their own keeps it
    if (at % 3 === 0 && !has('pin')) kept.pins[accountId] = (await operator(issuePin, { params, body: { accountId } })).pin
    const pin = kept.pins[accountId]
    const mayComeAnyTime = spans.some((span) => span.isAnyTime)
    people.push({ subjectId: accountId, rights: spans, mayComeAnyTime, cardId, ...(pin === undefined ? {} : { pin }) })
  }
  return people
}

const cardLabel = '模擬のカード'
