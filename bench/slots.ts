/** Times and seats that nobody has: half an hour each, beyond the demonstration's own bookings, at a hub that is open from 9 to 18 every day. */
import { must } from './http.ts'

export interface SeatWish {
  readonly what: { readonly kind: 'seat'; readonly spaceId: string; readonly count: 1; readonly unitIds: readonly [string] }
  readonly startsAt: string
  readonly endsAt: string
  readonly partySize: 1
}

const zone = 'Asia/Tokyo'

export async function seatWishes(url: string, hubKey: string): Promise<() => SeatWish> {
  const first = Temporal.Now.plainDateISO(zone).add({ days: 12 })
  const found = await must<{ choice: { spaces: { kind: string; targetId: string; units: { id: string }[] }[] } }>(url, {
    path: `/hubs/${hubKey}/availability?from=${first.toString()}&day=${first.toString()}&start=10:00&end=11:00`,
  })
  const seats = found.choice.spaces
    .filter((space) => space.kind === 'seat')
    .flatMap((space) => space.units.map((unit) => ({ spaceId: space.targetId, unitId: unit.id })))
  const { days } = await must<{ days: { day: string; open: unknown[] }[] }>(url, {
    path: `/hubs/${hubKey}/availability?from=${first.toString()}&days=60`,
  })
  const wishes: SeatWish[] = []
  for (const { day, open } of days) {
    if (open.length === 0) continue
    for (let minute = 9 * 60; minute < 18 * 60; minute += 30) {
      for (const { spaceId, unitId } of seats) {
        const begin = Temporal.PlainDate.from(day).toZonedDateTime({
          timeZone: zone,
          plainTime: { hour: Math.floor(minute / 60), minute: minute % 60 },
        })
        wishes.push({
          what: { kind: 'seat', spaceId, count: 1, unitIds: [unitId] },
          startsAt: begin.toInstant().toString(),
          endsAt: begin.add({ minutes: 30 }).toInstant().toString(),
          partySize: 1,
        })
      }
    }
  }
  let used = 0
  return () => {
    const wish = wishes[used++]
    if (wish === undefined) throw new Error(`there are only ${wishes.length} free times at ${hubKey}`)
    return wish
  }
}
