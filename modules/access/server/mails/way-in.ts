/** What a mail about a booking says of the door: its PIN and from when it works. Bookings know nothing of doors. */
import { requireHub } from '#modules/hubs/server/index.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listPins } from '../credential/repository.ts'
import { shownPin } from '../credential/use-cases/keep-pins.ts'
import { listDoorsById, listDoorsOfHubs } from '../door/repository.ts'
import { listGrantsOfSubjects } from '../grant/repository.ts'
import { regrantBookings } from '../grant/use-cases/regrant.ts'
import { localName, sayIn } from './texts.ts'
import { timeText } from './visit.ts'

export async function wayInOfBooking(
  scope: Scope,
  booking: { readonly id: string; readonly hubId: string },
  language: Language,
): Promise<readonly { name: string; value: string; isSecret?: boolean }[]> {
  if ((await listDoorsOfHubs(scope, [booking.hubId])).length === 0) return []
  // the mail may be faster than what follows from the booking
  await regrantBookings(scope, [booking.id])
  const [grant] = (await listGrantsOfSubjects(scope, [booking.id])).filter((one) => one.source_id === booking.id)
  if (grant === undefined) return []
  const say = sayIn(language)
  const hub = await requireHub(scope, booking.hubId)
  const [pin] = await listPins(scope, [booking.id])
  const doors = await listDoorsById(scope, grant.door_ids)
  const span = { from: timeText(grant.from_at, hub.zone, language), until: timeText(grant.until_at, hub.zone, language) }
  return [
    ...(pin === undefined ? [] : [{ name: say('guestMail.doorPinName'), value: shownPin(scope, pin), isSecret: true }]),
    { name: say('guestMail.doorNames'), value: doors.map((door) => localName(door.names, language)).join(', ') },
    { name: say('guestMail.doorTimes'), value: say('guestMail.doorSpan', span) },
  ]
}
