/** One day, a range or the rest, moved or changed: all of them as agreed, or none and each that cannot be had. */
import { ExpectedError, fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { holidayLookup } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { isActiveStatus, type Span } from '../../../contract/rules.ts'
import type { ChangeBookingBody, Wanted } from '../../../contract/schemas.ts'
import { seriesChanged } from '../../../contract/series/events.ts'
import type { ChangeSeriesBody, SeriesChangePreview, TriedDay } from '../../../contract/series/schemas.ts'
import { lockUnits, type BookingRow } from '../../booking/repository.ts'
import { changeBooking, decideChange } from '../../booking/use-cases/change-booking.ts'
import { requireTarget } from '../../booking/use-cases/decide-wish.ts'
import { writeNote } from '../../booking/use-cases/note-booking.ts'
import { isDesk } from '../../booking/use-cases/require-booking.ts'
import { clockTime, dayAt, hasStarted, isoOf, spanOf, whyNotChange, wishSpan } from '../../rules.ts'
import { updateSeries } from '../repository.ts'
import type { PlannedDay } from '../rules.ts'
import { bookingsMeant } from './cancel-series.ts'
import { requireSeries, type WholeSeries } from './require-series.ts'
import { tryDays } from './try-days.ts'

const fail = failOf(bookingsErrors)

/** One day that is to change: what of it becomes other, and where it would stand then. */
interface DayChange {
  readonly day: string
  readonly booking: BookingRow
  readonly body: Omit<ChangeBookingBody, 'version'>
  readonly planned: PlannedDay
}

export async function changeSeries(scope: MemberScope, seriesId: string, body: ChangeSeriesBody): Promise<WholeSeries> {
  const series = await requireSeries(scope, seriesId, { forChange: true })
  if (series.row.version !== body.version) failPlatform('platform.changed_meanwhile')
  if (body.note !== undefined && !isDesk(scope)) failPlatform('platform.not_allowed')
  const { changing } = await planChange(scope, series, body)
  if (changing.length === 0) fail('bookings.series_over')
  const wanted = await Promise.all(distinctTargets(changing).map((what) => requireTarget(scope, what)))
  // all that anybody of them has or wants, before the first lets go: two ranges never hold what the other waits for
  await lockUnits(scope, [
    ...new Set([...changing.flatMap(({ booking }) => booking.unitIds), ...wanted.flatMap(({ units }) => units.map((unit) => unit.id))]),
  ])
  const bookings = new Map(series.bookings)
  const refused: DayChange[] = []
  for (const change of changing) {
    const after = await changeOne(scope, change, body)
    if (after !== undefined) bookings.set(after.id, after)
    else refused.push(change)
  }
  if (refused.length > 0)
    fail('bookings.series_conflicts', { params: { count: refused.length, days: await tryChanges(scope, refused, changing) } })
  const row = await updateSeries(scope, series.row, { isChanged: true })
  scope.emit(
    seriesChanged,
    { hubId: row.hubId, seriesId, count: changing.length, from: body.from ?? null, to: body.to ?? null },
    { subjectId: seriesId, ...(body.reason === undefined || body.reason === '' ? {} : { reason: body.reason }) },
  )
  return { ...series, row, bookings }
}

/** The same, tried only. */
export async function previewSeriesChange(scope: MemberScope, seriesId: string, body: ChangeSeriesBody): Promise<SeriesChangePreview> {
  const series = await requireSeries(scope, seriesId)
  const { changing, staying } = await planChange(scope, series, body)
  const all = [...changing, ...staying].toSorted((a, b) => (a.day < b.day ? -1 : 1))
  if (all.length === 0) fail('bookings.series_over')
  const days = await tryChanges(scope, all, changing)
  const isFree = new Set(days.flatMap(({ day, state }) => (state === 'free' ? [day] : [])))
  return {
    days,
    freeCount: isFree.size,
    refusedCount: days.filter(({ state }) => state !== 'free' && state !== 'left_out').length,
    feeYen: days.reduce((sum, { day, feeYen }) => sum + (isFree.has(day) ? feeYen : 0), 0),
    wasFeeYen: all.reduce((sum, { day, booking }) => sum + (isFree.has(day) ? booking.feeYen : 0), 0),
  }
}

/** The days that are meant and can still be changed: those that change, and those that stay by choice. */
async function planChange(
  scope: MemberScope,
  series: WholeSeries,
  body: ChangeSeriesBody,
): Promise<{ changing: DayChange[]; staying: DayChange[] }> {
  const now = scope.clock.now().epochMilliseconds
  const { zone, hubId } = await requireTarget(scope, body.what ?? wantedOf(series.row.kind, series.row.targetId, 1))
  if (hubId !== series.row.hubId) failPlatform('platform.not_found')
  const choices = new Map(body.choices.map((choice) => [choice.day, choice]))
  const changing: DayChange[] = []
  const staying: DayChange[] = []
  for (const { day, booking } of bookingsMeant(series, body)) {
    if (!isActiveStatus(booking.status) || whyNotChange(booking, now) !== undefined || hasStarted(booking, now)) continue
    const choice = choices.get(day)
    const isLeftOut = choice !== undefined && 'isLeftOut' in choice
    const span = isLeftOut ? spanOf(booking) : spanFor(booking, { ...body, ...choice }, zone)
    const what = (isLeftOut ? undefined : (choice?.what ?? body.what)) ?? seatsFor(booking, body.partySize)
    const planned = { day, ruled: span, span, what: what ?? wantedLike(booking), isOther: choice !== undefined && !isLeftOut, isLeftOut }
    ;(isLeftOut ? staying : changing).push({ day, booking, planned, body: bodyFor(booking, span, what, body) })
  }
  return { changing, staying }
}

function bodyFor(booking: BookingRow, span: Span, what: Wanted | undefined, body: ChangeSeriesBody): DayChange['body'] {
  const before = spanOf(booking)
  return {
    ...(span.from === before.from ? {} : { startsAt: isoOf(span.from) }),
    ...(span.to === before.to ? {} : { endsAt: isoOf(span.to) }),
    ...(what === undefined ? {} : { what }),
    ...(body.partySize === undefined ? {} : { partySize: body.partySize }),
    ...(body.purpose === undefined ? {} : { purpose: body.purpose }),
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  }
}

/** Who comes needs a seat: as many as the party, in the space where the day stands. */
function seatsFor(booking: BookingRow, partySize: number | undefined): Wanted | undefined {
  if (booking.kind !== 'seat' || partySize === undefined || partySize === booking.unitIds.length) return undefined
  return wantedOf('seat', booking.targetId, partySize)
}

interface TimesOfDay {
  readonly start?: string | undefined
  readonly end?: string | undefined
  readonly startsAt?: string | undefined
  readonly endsAt?: string | undefined
}

/** The new times on the day that the booking stands on now: a day that was moved stays where it was moved to. */
function spanFor(booking: BookingRow, { start, end, startsAt, endsAt }: TimesOfDay, zone: string): Span {
  const now = spanOf(booking)
  const day = dayAt(now.from, zone)
  const clock = (at: number): string => clockTime(at, day, zone).padStart(5, '0')
  const ruled = start === undefined && end === undefined ? now : wishSpan(day, start ?? clock(now.from), end ?? clock(now.to), zone)
  const at = (instant: string | undefined, otherwise: number): number =>
    instant === undefined ? otherwise : Temporal.Instant.from(instant).epochMilliseconds
  return { from: at(startsAt, ruled.from), to: at(endsAt, ruled.to) }
}

async function changeOne(
  scope: MemberScope,
  { booking, body }: DayChange,
  { note, keepsFee }: ChangeSeriesBody,
): Promise<BookingRow | undefined> {
  const { reason: _, ...fields } = body
  try {
    const after =
      Object.keys(fields).length === 0
        ? booking
        : await changeBooking(scope, booking.id, { version: booking.version, ...body }, { keepsFee })
    return note === undefined ? after : await writeNote(scope, after, note)
  } catch (error) {
    if (error instanceof ExpectedError && error.code.startsWith('bookings.')) return undefined
    throw error
  }
}

/** What each of the days would be told; those that move stand in no one's way. */
async function tryChanges(scope: MemberScope, days: readonly DayChange[], moving: readonly DayChange[]): Promise<TriedDay[]> {
  const changes = new Map(days.map((change) => [change.day, change]))
  return tryDays(
    scope,
    days.map(({ planned }) => planned),
    {
      each: { partySize: 1 },
      caller: { isDesk: isDesk(scope) },
      holidayOf: await holidayLookup(scope),
      except: moving.map(({ booking }) => booking.id),
      decide: async ({ day }) => {
        const { booking, body } = changes.get(day) as DayChange
        const { wish, isMoved } = await decideChange(scope, booking, body)
        return { decided: isMoved ? wish : undefined, feeYen: isMoved ? (wish?.feeYen ?? 0) : booking.feeYen }
      },
    },
  )
}

function distinctTargets(changes: readonly DayChange[]): Wanted[] {
  const keyOf = ({ what }: PlannedDay): string => (what.kind === 'equipment' ? what.equipmentId : what.spaceId)
  return [...new Map(changes.map(({ planned }) => [keyOf(planned), planned.what])).values()]
}

const wantedLike = (booking: BookingRow): Wanted => wantedOf(booking.kind, booking.targetId, booking.unitIds.length)

function wantedOf(kind: Wanted['kind'], targetId: string, count: number): Wanted {
  if (kind === 'space') return { kind, spaceId: targetId }
  return kind === 'seat' ? { kind, spaceId: targetId, count } : { kind, equipmentId: targetId, count }
}
