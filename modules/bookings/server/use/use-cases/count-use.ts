/**
 * Counting, a day of a hub at a time and always the whole of it. A day is counted when it is over at the hub, and again
 * when something about it is set right afterwards; coming days wait for their turn.
 */
import type { Scope } from '#platform/server/scope.ts'
import { bookableEquipment, bookablePlaces, holidayLookup, requireHub } from '#modules/hubs/server/index.ts'
import { engagementsOn, namesOf } from '#modules/people/server/index.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { listLeasesTouching } from '../../lease/repository.ts'
import { addDays, dayAt, daySpan, instantOf, openSpans, spanOf, startOfDay, targetOfEquipment, targetOfSpace } from '../../rules.ts'
import { countDay, type CountedBooking, type Visit } from '../rules.ts'
import {
  insertDueDays,
  insertUseHub,
  listBookingsTouching,
  storeDay,
  takeDueDay,
  takeUseHub,
  updateUseHub,
  type StoredVisit,
} from '../repository.ts'

/** Of several changes one after another the day is counted once. */
const settleSeconds = 20
/** After midnight, when the last booking of the day has been let go of. */
const afterMidnightMinutes = 10
/** A hub that nobody counted for years is not counted back to its beginning. */
const mostDaysBack = 800

export interface TouchedTimes {
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** A booking of the past was made, changed or ended: its days are counted again. Coming ones are when they are over. */
export async function markUse(scope: Scope, hubId: string, touched: readonly TouchedTimes[]): Promise<void> {
  const { zone } = await requireHub(scope, hubId)
  const now = scope.clock.now().epochMilliseconds
  const today = dayAt(now, zone)
  await startCounting(scope, hubId)
  const days = new Set<string>()
  for (const { startsAt, endsAt } of touched) {
    const last = dayAt(endsAt.epochMilliseconds - 1, zone)
    for (let day = dayAt(startsAt.epochMilliseconds, zone); day <= last && day < today; day = addDays(day, 1)) days.add(day)
  }
  await insertDueDays(scope, hubId, [...days], scope.clock.now().add({ seconds: settleSeconds }))
}

/** Days of the hub as such: hours were set right afterwards. */
export async function markDays(scope: Scope, hubId: string, from: string | undefined, to: string | undefined): Promise<void> {
  const { zone } = await requireHub(scope, hubId)
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  // without bounds it is about the coming days; those that are over stay as they were
  if (from === undefined || from >= today) return
  const first = from < addDays(today, -mostDaysBack) ? addDays(today, -mostDaysBack) : from
  const days: string[] = []
  for (let day = first; day < today && (to === undefined || day <= to); day = addDays(day, 1)) days.push(day)
  await insertDueDays(scope, hubId, days, scope.clock.now().add({ seconds: settleSeconds }))
}

export async function startCounting(scope: Scope, hubId: string): Promise<void> {
  const { zone } = await requireHub(scope, hubId)
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  await insertUseHub(scope, hubId, { countedTo: addDays(today, -1), nextAt: endOf(today, zone) })
}

const endOf = (day: string, zone: string): Temporal.Instant =>
  instantOf(startOfDay(addDays(day, 1), zone)).add({ minutes: afterMidnightMinutes })

/** The days that are over since the last time. */
export async function advanceCounting(scope: Scope, hubId: string): Promise<void> {
  const taken = await takeUseHub(scope, hubId)
  if (taken === undefined) return
  const { zone } = await requireHub(scope, hubId)
  const now = scope.clock.now()
  const today = dayAt(now.epochMilliseconds, zone)
  const earliest = addDays(today, -mostDaysBack)
  const days: string[] = []
  for (let day = taken.countedTo < earliest ? earliest : addDays(taken.countedTo, 1); day < today; day = addDays(day, 1)) days.push(day)
  await insertDueDays(scope, hubId, days, now)
  await updateUseHub(scope, hubId, { countedTo: addDays(today, -1), nextAt: endOf(today, zone) })
}

/** Counts a day that waits to be. */
export async function countDueDay(scope: Scope, hubId: string, day: string): Promise<void> {
  if (await takeDueDay(scope, hubId, day)) await countUse(scope, hubId, day)
}

export async function countUse(scope: Scope, hubId: string, day: string): Promise<void> {
  const hub = await requireHub(scope, hubId)
  const span = daySpan(day, hub.zone)
  const holidayOf = await holidayLookup(scope)
  const targets = [
    ...(await bookablePlaces(scope, { hubId })).map(targetOfSpace),
    ...(await bookableEquipment(scope, { hubId })).map(targetOfEquipment),
  ].filter((target) => target.takenAs !== 'none')
  const rows = await listBookingsTouching(scope, hubId, span)
  const leases = await listLeasesTouching(scope, hubId, span, { statuses: ['active', 'ended'] })
  const counted = countDay({
    day,
    zone: hub.zone,
    targets: targets.map((target) => ({
      id: target.id,
      isEquipment: target.kind === 'equipment',
      unitCount: target.units.length,
      open: openSpans(target, span, holidayOf),
    })),
    bookings: rows.map(countedOf),
    leases: leases.map((lease) => ({ targetId: lease.targetId, span: spanOf(lease) })),
  })
  await storeDay(scope, hubId, day, { days: counted.days, visits: await withPersons(scope, counted.visits, rows, day) })
}

const countedOf = (row: BookingRow): CountedBooking => ({
  id: row.id,
  targetId: row.targetId,
  isEquipment: row.kind === 'equipment',
  status: row.status,
  unitCount: row.unitIds.length,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  createdAt: row.createdAt,
  partySize: row.partySize,
  hasCome: row.checkedInAt !== null,
})

async function withPersons(scope: Scope, visits: readonly Visit[], rows: readonly BookingRow[], day: string): Promise<StoredVisit[]> {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const accountIds = rows.flatMap((row) => row.accountId ?? [])
  const people = await namesOf(scope, accountIds)
  const types = await engagementsOn(scope, accountIds, day)
  return visits.flatMap((visit) => {
    const row = byId.get(visit.bookingId)
    if (row === undefined) return []
    const { accountId } = row
    return [
      {
        ...visit,
        personKey: personKeyOf(scope, row),
        organisationId: row.organisationId ?? (accountId === null ? null : (people.get(accountId)?.organisationId ?? null)),
        engagement: accountId === null ? null : (types.get(accountId) ?? null),
      },
    ]
  })
}

/**
 * The same for the same person, and nothing that leads back to one. A guest is known by the mail, else by name and phone;
 * of whom nothing is known each booking is somebody else.
 */
function personKeyOf(scope: Scope, row: BookingRow): string {
  const who =
    row.accountId ??
    row.holderMail ??
    (row.holderName === '' ? row.id : `${row.holderName.normalize('NFKC').replaceAll(/\s/g, '')}/${row.holderPhone ?? ''}`)
  const hex = Buffer.from(scope.sign('bookings.use', `${scope.consortiumId}/${who}`), 'base64url').toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
