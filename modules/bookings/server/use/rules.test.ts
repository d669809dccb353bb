/** Figures agree with themselves whatever was booked: parts add up to the whole, and nobody is counted who did not come. */
import { expect, test } from 'vitest'
import { countDay, hourSpans, type CountedBooking, type CountedTarget } from './rules.ts'

const day = '2026-11-24'
const at = (time: string, on = day, zone = 'Asia/Tokyo') =>
  Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant()
const spanAt = (from: string, to: string) => ({ from: at(from).epochMilliseconds, to: at(to).epochMilliseconds })
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
const booking = (change: Partial<CountedBooking>): CountedBooking => ({
  id: 'b',
  targetId: 'room',
  isEquipment: false,
  status: 'confirmed',
  unitCount: 1,
  startsAt: at('09:00'),
  endsAt: at('10:30'),
  createdAt: at('09:00', '2026-11-20'),
  partySize: 3,
  hasCome: false,
  ...change,
})
const room: CountedTarget = { id: 'room', isEquipment: false, unitCount: 1, open: [spanAt('09:00', '18:00')] }

test('a booking fills its hours, its people are there in each of them', () => {
  const { days, visits } = countDay({ day, zone: 'Asia/Tokyo', targets: [room], bookings: [booking({})] })
  const [one] = days
  expect(one?.booked.slice(8, 12)).toEqual([0, 60, 30, 0])
  expect(one?.people.slice(8, 12)).toEqual([0, 3, 3, 0])
  expect(sum(one?.open ?? [])).toBe(540)
  expect(visits).toEqual([
    {
      bookingId: 'b',
      targetId: 'room',
      isEquipment: false,
      outcome: 'used',
      people: 3,
      hasCome: false,
      minutes: 90,
      leadMinutes: 4 * 24 * 60,
      isFirst: true,
    },
  ])
})

test('outside the hours it was used, and the rate does not pass a hundred', () => {
  const night = booking({ startsAt: at('17:00'), endsAt: at('20:00') })
  const [one] = countDay({ day, zone: 'Asia/Tokyo', targets: [room], bookings: [night] }).days
  expect([sum(one?.booked ?? []), sum(one?.inside ?? [])]).toEqual([180, 60])
})

test('over midnight each day has its part, and it is one booking, of its first day', () => {
  const long = booking({ startsAt: at('22:00'), endsAt: at('03:00', '2026-11-25') })
  const first = countDay({ day, zone: 'Asia/Tokyo', targets: [room], bookings: [long] })
  const second = countDay({ day: '2026-11-25', zone: 'Asia/Tokyo', targets: [room], bookings: [long] })
  expect([sum(first.days[0]?.booked ?? []), sum(second.days[0]?.booked ?? [])]).toEqual([120, 180])
  expect([first.visits[0]?.isFirst, second.visits[0]?.isFirst]).toEqual([true, false])
})

test('who did not come, cancelled or was never confirmed fills nothing', () => {
  const bookings = ['no-show', 'cancelled', 'held', 'lapsed', 'declined', 'requested'].map((status, index) =>
    booking({ id: String(index), status }),
  )
  const { days, visits } = countDay({ day, zone: 'Asia/Tokyo', targets: [room], bookings })
  expect(sum(days[0]?.booked ?? [])).toBe(0)
  expect(visits.map((visit) => [visit.outcome, visit.minutes])).toEqual([
    ['no-show', 0],
    ['cancelled', 0],
  ])
})

test('a space that was retired since keeps what was booked of it', () => {
  const { days } = countDay({ day, zone: 'Asia/Tokyo', targets: [], bookings: [booking({ targetId: 'gone' })] })
  expect(days).toMatchObject([{ targetId: 'gone' }])
  expect([sum(days[0]?.open ?? []), sum(days[0]?.booked ?? [])]).toEqual([0, 90])
})

test('whatever was booked, wherever: hours add up to the day, days to the booking, and within never passes booked or open', () => {
  let state = 3
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
  for (let round = 0; round < 150; round++) {
    const zone = ['Asia/Tokyo', 'Europe/Berlin', 'America/New_York'][next(3)] as string
    // clocks change on some of these days
    const first = Temporal.PlainDate.from(['2026-11-23', '2026-10-24', '2026-10-31', '2027-03-13', '2027-03-27'][next(5)] as string)
    const from = first.toZonedDateTime(zone).epochMilliseconds
    const targets: CountedTarget[] = Array.from({ length: 1 + next(3) }, (_, index) => ({
      id: `t${index}`,
      isEquipment: false,
      unitCount: 1 + next(5),
      open: [0, 1, 2].flatMap((offset) => {
        const span = hourSpans(first.add({ days: offset }).toString(), zone)
        const [opens, closes] = [next(12), 12 + next(12)]
        return [{ from: span[opens]?.from ?? 0, to: span[closes]?.to ?? 0 }]
      }),
    }))
    // one after another on each target: two never hold the same
    const bookings: CountedBooking[] = targets.flatMap((target) => {
      let free = from
      return Array.from({ length: next(6) }, (_, index) => {
        const startsAt = free + next(8 * 60) * 60_000
        free = startsAt + (15 + next(14 * 60)) * 60_000
        return booking({
          id: `${target.id}-${index}`,
          targetId: target.id,
          unitCount: target.unitCount,
          partySize: 1 + next(4),
          startsAt: Temporal.Instant.fromEpochMilliseconds(startsAt),
          endsAt: Temporal.Instant.fromEpochMilliseconds(free),
        })
      })
    })
    const minutesOf = new Map<string, number>()
    for (let offset = 0; offset < 9; offset++) {
      const { days, visits } = countDay({ day: first.add({ days: offset }).toString(), zone, targets, bookings })
      for (const one of days) {
        const own = visits.filter((visit) => visit.targetId === one.targetId)
        expect(sum(one.booked)).toBe(sum(own.map((visit) => visit.minutes)))
        for (let hour = 0; hour < 24; hour++) {
          expect(one.inside[hour]).toBeLessThanOrEqual(one.booked[hour] ?? 0)
          expect(one.inside[hour]).toBeLessThanOrEqual(one.open[hour] ?? 0)
        }
      }
      for (const visit of visits) minutesOf.set(visit.bookingId, (minutesOf.get(visit.bookingId) ?? 0) + visit.minutes)
      expect(visits.filter((visit) => visit.isFirst).length).toBe(
        bookings.filter((one) =>
          one.startsAt
            .toZonedDateTimeISO(zone)
            .toPlainDate()
            .equals(first.add({ days: offset })),
        ).length,
      )
    }
    for (const one of bookings) {
      const whole = ((one.endsAt.epochMilliseconds - one.startsAt.epochMilliseconds) / 60_000) * one.unitCount
      expect(minutesOf.get(one.id)).toBe(whole)
    }
  }
})
