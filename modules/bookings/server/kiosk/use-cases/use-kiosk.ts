/** What a tablet may do with its code: look, check in, take a free seat, call. Of others it learns nothing. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { holidayLookup, requireHub, type HubRef } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { called } from '../../../contract/kiosk/events.ts'
import type { KioskBoard, KioskBooking, KioskWalkInBody } from '../../../contract/kiosk/schemas.ts'
import { minuteMs } from '../../../contract/rules.ts'
import { withPlaces, type PlacedBooking } from '../../booking/presenter.ts'
import { lockBooking, type BookingRow } from '../../booking/repository.ts'
import { listActive, listArrived } from '../../desk/repository.ts'
import { readCheckInCode } from '../../check-in/use-cases/check-in-code.ts'
import { arrive } from '../../desk/use-cases/record-arrival.ts'
import { walkIn } from '../../desk/use-cases/walk-in.ts'
import { presentFreeNow } from '../../free/presenter.ts'
import { findPlaces } from '../../free/use-cases/find-places.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { instantText } from '../../mails/when.ts'
import { dayAt, daySpan, isoOf, spanOf, whyNotChange } from '../../rules.ts'
import { findBySecret, findLastCall, insertCall, updateKiosk, type KioskRow } from '../repository.ts'
import { isMeant } from '../rules.ts'
import { bookingCode, hashOfCode } from './codes.ts'

const fail = failOf(bookingsErrors)

const lookAheadMs = 10 * 24 * 60 * minuteMs
const mostNext = 6
/** An answered call is shown this long. */
const answeredMs = 2 * minuteMs
const seenMs = 5 * minuteMs

async function requireKiosk(scope: Scope, hubKey: string): Promise<{ kiosk: KioskRow; hub: HubRef }> {
  const kiosk = scope.actor.kind === 'guest' ? await findBySecret(scope, hashOfCode(scope.actor.link)) : undefined
  if (kiosk === undefined) return failPlatform('platform.not_found')
  // by the guest's way a hub that is not published is not there
  const hub = await requireHub(scope, kiosk.hubId)
  if (hub.key !== hubKey && hub.id !== hubKey) failPlatform('platform.not_found')
  return { kiosk, hub }
}

export async function showBoard(scope: Scope, hubKey: string): Promise<KioskBoard> {
  const { kiosk, hub } = await requireKiosk(scope, hubKey)
  const now = scope.clock.now().epochMilliseconds
  const places = await findPlaces(scope, hub.id, { from: now, to: now + lookAheadMs }, await holidayLookup(scope))
  const free = presentFreeNow(hub, places, now)
  const today = daySpan(dayAt(now, hub.zone), hub.zone)
  const coming = (await listActive(scope, hub.id, { from: now, to: today.to })).filter(
    (row) => spanOf(row).from > now && row.kind === 'space' && row.status === 'confirmed',
  )
  const call = await findLastCall(scope, kiosk.id)
  return {
    hubName: hub.names,
    timeZone: hub.zone,
    now: isoOf(now),
    isOpen: free.isOpen,
    changesAt: free.changesAt,
    mayWalkIn: kiosk.mayWalkIn && free.isOpen,
    places: free.spaces.filter((space) => space.kind !== 'equipment').map(({ type: _, ...space }) => space),
    next: (await withPlaces(scope, coming.slice(0, mostNext))).map(({ row, place }) => ({
      name: place.names,
      startsAt: row.startsAt.toString(),
      endsAt: row.endsAt.toString(),
    })),
    call:
      call === undefined || (call.answeredAt !== null && call.answeredAt.epochMilliseconds < now - answeredMs)
        ? null
        : { calledAt: call.calledAt.toString(), answeredAt: call.answeredAt?.toString() ?? null },
  }
}

/** A tablet that is alive says so now and then; a read may not write, so it is said by whatever it does. */
async function markSeen(scope: Scope, kiosk: KioskRow): Promise<void> {
  const now = scope.clock.now()
  if (kiosk.seenAt === null || now.epochMilliseconds - kiosk.seenAt.epochMilliseconds > seenMs)
    await updateKiosk(scope, kiosk.id, { seenAt: now })
}

export async function findAtKiosk(scope: Scope, hubKey: string, text: string): Promise<KioskBooking[]> {
  const { kiosk, hub } = await requireKiosk(scope, hubKey)
  await markSeen(scope, kiosk)
  const now = scope.clock.now().epochMilliseconds
  const today = daySpan(dayAt(now, hub.zone), hub.zone)
  const meant = (await listActive(scope, hub.id, { from: now, to: today.to })).filter(
    (row) => row.status === 'confirmed' && row.forgottenAt === null && isOwn(scope, text, row),
  )
  return presentAll(scope, await withPlaces(scope, meant))
}

/** By the picture of the booking's own page or mail, its short code, or the whole name. */
const isOwn = (scope: Scope, text: string, row: BookingRow): boolean =>
  readCheckInCode(text, { scope, row }) === row.id || isMeant(text, { code: bookingCode(scope, row.id), holderName: row.holderName })

async function presentAll(scope: Scope, placed: readonly PlacedBooking[]): Promise<KioskBooking[]> {
  const counts = new Map(
    (
      await listArrived(
        scope,
        placed.map(({ row }) => row.id),
      )
    ).map((count) => [count.bookingId, count.arrived]),
  )
  return placed.map(({ row, place }) => ({
    id: row.id,
    initial: Array.from(row.holderName)[0] ?? '',
    place: place.names,
    units: row.kind === 'space' ? [] : row.unitIds.flatMap((id) => place.units.find((unit) => unit.id === id)?.label ?? []),
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    partySize: row.partySize,
    arrived: counts.get(row.id) ?? 0,
  }))
}

export async function checkInAtKiosk(
  scope: Scope,
  hubKey: string,
  body: { text: string; bookingId: string; people: number },
): Promise<KioskBooking> {
  const { kiosk, hub } = await requireKiosk(scope, hubKey)
  await markSeen(scope, kiosk)
  const row = await lockBooking(scope, body.bookingId)
  // whoever finds a booking by its code or name may check it in, and nobody else
  if (row === undefined || row.hubId !== hub.id || !isOwn(scope, body.text, row)) return failPlatform('platform.not_found')
  const refusal = row.status === 'confirmed' ? whyNotChange(row, scope.clock.now().epochMilliseconds) : 'not_active'
  if (refusal === 'already_over') fail('bookings.already_over')
  if (refusal !== undefined) fail('bookings.not_active')
  const [before] = await listArrived(scope, [row.id])
  await arrive(scope, row, body.people, before?.arrived ?? 0)
  return one(scope, row)
}

const one = async (scope: Scope, row: BookingRow): Promise<KioskBooking> => {
  const [presented] = await presentAll(scope, await withPlaces(scope, [row]))
  return presented as KioskBooking
}

export async function walkInAtKiosk(scope: Scope, hubKey: string, body: KioskWalkInBody): Promise<KioskBooking> {
  const { kiosk, hub } = await requireKiosk(scope, hubKey)
  await markSeen(scope, kiosk)
  if (!kiosk.mayWalkIn) fail('bookings.no_walk_ins')
  const name = body.name?.trim() ?? ''
  const { row } = await walkIn(
    scope,
    hub.id,
    {
      partySize: body.partySize,
      minutes: body.minutes,
      ...(name === '' ? {} : { holder: { name, language: body.language } }),
    },
    { isUnattended: true },
  )
  return one(scope, row)
}

export async function callDesk(scope: Scope, hubKey: string): Promise<void> {
  const { kiosk, hub } = await requireKiosk(scope, hubKey)
  await markSeen(scope, kiosk)
  if (!(await insertCall(scope, kiosk))) return
  scope.emit(called, { hubId: hub.id, kioskId: kiosk.id }, { subjectId: kiosk.id })
  if (kiosk.callMail === null) return
  const say = sayIn('ja')
  const at = scope.clock.now().epochMilliseconds
  await postMail(scope, {
    cause: `bookings.called:${kiosk.id}:${at}`,
    to: { name: '', address: kiosk.callMail },
    language: 'ja',
    subject: say('kiosk.callMailSubject', { hub: localName(hub.names, 'ja'), kiosk: kiosk.name }),
    text: [say('kiosk.callMailLead', { when: instantText(at, hub.zone, 'ja') }), '', `${scope.publicUrl}/operate/${hub.key}`].join('\n'),
  })
}
