/** When a reminder is due. Never at night, where the hub is: a phone beside a bed is no place for a booking of a desk. */
import type { ReminderSetting } from '../../contract/reminder/schemas.ts'

/** From this hour on, until the morning, nobody is told anything. */
export const nightFrom = 21
export const nightUntil = 7
/** The hour of the evening for what would fall into the night. */
const eveningHour = 20
const usualHour = 17
/** Booked closer to its start than this, it is still in mind; the hub has just confirmed it. */
const usualAfterHours = 48

export interface Reminded {
  readonly startsAt: Temporal.Instant
  readonly createdAt: Temporal.Instant
  /** Of the hub. */
  readonly zone: string
}

/** The instant to remind at; undefined: not at all. It may have passed. */
export function reminderDueAt({ startsAt, createdAt, zone }: Reminded, lead: ReminderSetting['lead']): Temporal.Instant | undefined {
  const due = wantedAt(startsAt, createdAt, zone, lead)
  // made after it would have been due: the confirmation has just said it
  return due === undefined || Temporal.Instant.compare(due, createdAt) <= 0 ? undefined : due
}

function wantedAt(
  startsAt: Temporal.Instant,
  createdAt: Temporal.Instant,
  zone: string,
  lead: ReminderSetting['lead'],
): Temporal.Instant | undefined {
  switch (lead) {
    case 'none':
      return undefined
    case 'usual': {
      if (Temporal.Instant.compare(createdAt.add({ hours: usualAfterHours }), startsAt) >= 0) return undefined
      return onClock(startsAt.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 }), usualHour, zone)
    }
    case 'day':
      return outOfNight(startsAt.toZonedDateTimeISO(zone).subtract({ days: 1 }).toInstant(), startsAt, zone)
    case 'hour':
      return outOfNight(startsAt.subtract({ hours: 1 }), startsAt, zone)
  }
}

/** Least time between being told and being there. */
const leastMinutes = 15

/** By day as it is. At night in the morning, if that is still before the start, else the evening before. */
function outOfNight(due: Temporal.Instant, startsAt: Temporal.Instant, zone: string): Temporal.Instant {
  const at = due.toZonedDateTimeISO(zone)
  if (at.hour >= nightUntil && at.hour < nightFrom) return due
  const day = at.toPlainDate()
  const morning = onClock(at.hour < nightUntil ? day : day.add({ days: 1 }), nightUntil, zone)
  if (Temporal.Instant.compare(morning.add({ minutes: leastMinutes }), startsAt) <= 0) return morning
  return onClock(at.hour < nightUntil ? day.subtract({ days: 1 }) : day, eveningHour, zone)
}

const onClock = (day: Temporal.PlainDate, hour: number, zone: string): Temporal.Instant =>
  day.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).toInstant()
