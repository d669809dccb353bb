/**
 * A day at a hub with its own server, database and broker: devices claim themselves, people come and go, the night is closed.
 * The clock goes from one happening to the next. Afterwards presence says what was true, as far as a door can know.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brokerUrlOf, startDevices, type RunningDevices } from '#apps/server/devices.ts'
import { modules } from '#apps/server/modules.ts'
import { listPassages } from '#modules/access/contract/endpoints.ts'
import { bookForSomebody } from '#modules/bookings/contract/endpoints.ts'
import { createHub, type TestHub } from '#modules/bookings/server/factory.ts'
import { listDevices } from '#modules/devices/contract/endpoints.ts'
import { provideBrokerUrl } from '#modules/devices/server/index.ts'
import { createMember } from '#modules/people/server/factory.ts'
import { getPresence, listStays } from '#modules/presence/contract/endpoints.ts'
import type { StayView } from '#modules/presence/contract/schemas.ts'
import { createLog } from '#platform/server/log.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { compareStays } from './compare.ts'
import { planDay, usualHabits } from './day.ts'
import { equip, giveOut, joined, nothingKept, rightsOf } from './equipment.ts'
import { openHardware, playDay, type SimTime } from './play.ts'

const day = '2026-11-18'
const zone = 'Asia/Tokyo'
const at = (time: string): number => Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds
const iso = (ms: number): string => new Date(ms).toISOString()

let app: TestApp
let running: RunningDevices
const clock = testClock(iso(at('07:00')))
const now = (): number => clock.now().epochMilliseconds
/** From one happening to the next. */
const time: SimTime = {
  now,
  speed: 600,
  async until(next) {
    if (next > now()) clock.set(iso(next))
    return true
  },
}

beforeAll(async () => {
  app = await createTestApp({ modules, hasWorker: true, clock })
  const settings = {
    host: '127.0.0.1',
    mqttPort: 0,
    isMqttPortGiven: true,
    mqttUrl: undefined,
    tls: undefined,
    publicUrl: 'http://localhost:3000',
  }
  running = await startDevices({ program: app.program, settings, log: createLog('silent'), now })
  provideBrokerUrl(() => brokerUrlOf(settings, running.url()))
})
afterAll(async () => {
  await running.stop()
  await app.stop()
})

async function book(hub: TestHub, accountId: string, targetId: string, from: string, until: string): Promise<void> {
  await app.client({ cookie: hub.operator.cookie })(bookForSomebody, {
    params: { hubId: hub.id },
    body: {
      what: { kind: 'seat', spaceId: targetId },
      startsAt: iso(at(from)),
      endsAt: iso(at(until)),
      partySize: 1,
      purpose: '個人の作業',
      holder: { accountId },
    },
  })
}

test('of a simulated day presence says what was true, and says where it cannot know', { timeout: 90_000 }, async () => {
  const hub = await createHub(app)
  const operator = app.client({ cookie: hub.operator.cookie })
  const people = [hub.member, hub.other]
  for (let n = 0; n < 26; n++)
    people.push(await createMember(app, { consortiumId: hub.consortiumId, familyName: '模擬', givenName: `${n}` }))
  for (const [n, { accountId }] of people.entries())
    await book(hub, accountId, hub.open.id, `${String(9 + (n % 4)).padStart(2, '0')}:00`, n % 3 === 0 ? '17:30' : '14:00').catch(
      (error) => {
        if (n < 20) throw error
      },
    )
  await app.settle()

  const kept = nothingKept()
  await equip({ operator, stranger: app.client(), hubId: hub.id }, kept, async () => {})
  await app.settle()
  const rights = await rightsOf(
    { operator, hubId: hub.id },
    { day, from: at('07:00'), to: at('23:59'), staffHours: { from: at('08:30'), until: at('17:30') } },
  )
  const played = await giveOut({ operator, hubId: hub.id }, joined(rights), kept)
  expect(played.length).toBeGreaterThan(20)
  await app.settle()

  const habits = { ...usualHabits, comes: 1, tailgates: 0.25, leavesUnseen: 0.2, triesEarly: 0.2, forgetsCard: 0.15 }
  // each has dice of their own, and new ids every time: the first day on which somebody is refused and somebody unseen
  const seed = [...Array(100).keys()].find((each) => {
    const { acts } = planDay(played, { seed: each, habits })
    return acts.some((act) => act.does === 'try') && acts.some((act) => act.behind !== undefined || (act.does === 'leave' && !act.shown))
  })
  if (seed === undefined) throw new Error('a hundred days without anything to see')
  const plan = planDay(played, { seed, habits })
  const hardware = openHardware(kept, { url: running.url() ?? '', hubId: hub.id, time })
  await expect.poll(() => Object.values(hardware.devices).every((one) => one.isConnected())).toBe(true)
  const result = await playDay(plan, hardware, { time, seed, until: at('23:00') })
  const truth = result.stays
  const { counts } = result
  expect(counts.openedWrongly).toBe(0)
  expect(counts.notOpened).toBe(0)
  expect(counts.enteredBehind + counts.leftUnseen).toBeGreaterThan(0)
  expect(counts.refused).toBeGreaterThan(0)
  expect(counts.lineDrops).toBeGreaterThan(0)
  expect(truth.every((stay) => stay.until !== null)).toBe(true)

  // every showing has one line in the entry log
  const passages = await operator(listPassages, { params: { hubId: hub.id }, query: { limit: 100 } })
  expect(passages.items.filter((one) => one.isOpen)).toHaveLength(counts.entered + counts.leftSeen)
  expect(passages.items.filter((one) => !one.isOpen)).toHaveLength(counts.refused)
  expect(passages.items.every((one) => Math.abs(Date.parse(one.at) - at('12:00')) < 86_400_000)).toBe(true)

  const evening = await staysOf(operator, hub.id)
  const before = compareStays(truth, evening, { isNightClosed: false, toleranceMilliseconds: 0 })
  expect(before.wrong).toEqual([])
  const inside = await operator(getPresence, { params: { hubId: hub.id } })
  expect(inside.here).toHaveLength(before.outcomes.stillIn)

  clock.set(iso(at('23:59') + 5 * 3_600_000))
  await app.program.sweeper?.runAll()
  await app.settle()
  const after = compareStays(truth, await staysOf(operator, hub.id), { isNightClosed: true, toleranceMilliseconds: 0 })
  expect(after.wrong).toEqual([])
  expect(after.outcomes.closedByRule).toBe(before.outcomes.stillIn)
  const { exact, seenTwice, entryMissed, closedByRule } = after.outcomes
  expect(exact).toBeGreaterThan(0)
  expect(entryMissed + after.unseen + closedByRule + seenTwice).toBeGreaterThan(0)
  expect((await operator(getPresence, { params: { hubId: hub.id } })).here).toEqual([])

  // the clocks: one of 2012, one a little fast; the contact's battery is told of
  const devices = (await operator(listDevices, { params: { hubId: hub.id } })).items
  const skewOf = (role: 'readerIn' | 'readerOut') => devices.find((one) => one.id === kept.devices[role]?.id)?.clockSkewSeconds ?? 0
  expect(skewOf('readerOut')).toBeLessThan(-86_400 * 365)
  expect(Math.abs(skewOf('readerIn'))).toBeLessThan(60)
  expect(devices.find((one) => one.id === kept.devices.contact?.id)?.isBatteryLow).toBe(true)
  await hardware.close()
})

async function staysOf(operator: ReturnType<TestApp['client']>, hubId: string): Promise<StayView[]> {
  const all: StayView[] = []
  let cursor: string | undefined
  do {
    const page = await operator(listStays, { params: { hubId }, query: { day, limit: 100, ...(cursor === undefined ? {} : { cursor }) } })
    all.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return all
}
