/** A space or hub is shut for a time: the hours change, whoever is hit is dealt with by a job that goes on until all are. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { addClosure, removeClosure, requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { closed, closureLifted } from '../../../contract/closure/events.ts'
import type {
  CloseBody,
  ClosurePlan,
  ClosurePreview,
  ClosurePreviewQuery,
  DeskClosure,
  DeskClosureDetail,
} from '../../../contract/closure/schemas.ts'
import { presentDeskBooking, withPlaces } from '../../booking/presenter.ts'
import { deleteOccupancies, findBooking, listBookingsById } from '../../booking/repository.ts'
import { findTargets } from '../../free/use-cases/find-places.ts'
import { offerSoon } from '../../waiting/use-cases/tell-waiting.ts'
import { presentClosure } from '../presenter.ts'
import {
  countCases,
  findClosure,
  insertClosure,
  listCases,
  listClosureLeases,
  listClosures,
  markLifted,
  savePlans,
  type ClosureRow,
} from '../repository.ts'
import { listHit, proposeFor, shutTargets, type ShutTime } from './propose.ts'
import { listHitLeases, mailLeases, presentHitLeases, presentToldLeases, tellLeases } from './tell-leases.ts'
import { keepClosuresShut, keepShut, settleSoon, shutTimeOf } from './keep-shut.ts'

const fail = failOf(bookingsErrors)
const mostListed = 40

export async function previewClosure(scope: MemberScope, hubId: string, query: ClosurePreviewQuery): Promise<ClosurePreview> {
  await requireHub(scope, hubId)
  const shut: ShutTime = {
    hubId,
    spaceId: query.spaceId ?? null,
    from: Temporal.Instant.from(query.startsAt).epochMilliseconds,
    to: Temporal.Instant.from(query.endsAt).epochMilliseconds,
  }
  if (shut.to <= shut.from) return { hits: [], leases: [] }
  const { targets } = await findTargets(scope, hubId)
  const closedTargets = await shutTargets(scope, shut, targets)
  const rows = await listHit(scope, shut, closedTargets)
  return {
    hits: await proposeFor(scope, shut, { rows, targets, closed: closedTargets }),
    leases: await presentHitLeases(scope, await listHitLeases(scope, shut, closedTargets)),
  }
}

export async function closePlace(scope: MemberScope, hubId: string, body: CloseBody): Promise<DeskClosure> {
  await requireHub(scope, hubId)
  const startsAt = Temporal.Instant.from(body.startsAt)
  const endsAt = Temporal.Instant.from(body.endsAt)
  if (Temporal.Instant.compare(startsAt, endsAt) >= 0) fail('bookings.too_short', { params: { shortestMinutes: 1 } })
  if (Temporal.Instant.compare(endsAt, scope.clock.now()) <= 0) fail('bookings.in_the_past')
  await requirePlans(scope, hubId, body.plans)
  const reason = { ja: body.reason.ja, ...(body.reason.en === undefined ? {} : { en: body.reason.en }) }
  const settings = await addClosure(scope, hubId, {
    spaceId: body.spaceId,
    closure: { startsAt: startsAt.toString(), endsAt: endsAt.toString(), reason },
  })
  // ids are in the order of time: the one just made is the last
  const hoursClosureId = [...settings.schedule.closures, ...settings.spaces.flatMap((space) => space.schedule?.closures ?? [])]
    .map((one) => one.id)
    .toSorted()
    .at(-1)
  const row = await insertClosure(scope, {
    hubId,
    spaceId: body.spaceId,
    hoursClosureId: hoursClosureId as string,
    startsAt,
    endsAt,
    reason,
    message: body.message,
    createdBy: scope.actor.accountId,
  })
  await keepShut(scope, row)
  await savePlans(scope, row.id, body.plans)
  const shut = shutTimeOf(row)
  const { targets } = await findTargets(scope, hubId)
  await tellLeases(scope, row, await listHitLeases(scope, shut, await shutTargets(scope, shut, targets)))
  scope.emit(
    closed,
    { hubId, closureId: row.id, spaceId: row.spaceId, startsAt: startsAt.toString(), endsAt: endsAt.toString() },
    { subjectId: row.id, reason: reason.ja },
  )
  settleSoon(scope, row)
  return presentOne(scope, row)
}

/** Plans name bookings of this hub, and moves say where to. */
async function requirePlans(scope: Scope, hubId: string, plans: readonly ClosurePlan[]): Promise<void> {
  for (const plan of plans) {
    if ((plan.act === 'move') !== (plan.to !== null))
      failPlatform('platform.invalid_input', { fields: [{ path: 'body.plans', expected: 'a move says where to, nothing else does' }] })
    const booking = await findBooking(scope, plan.bookingId)
    if (booking === undefined || booking.hubId !== hubId) failPlatform('platform.not_found')
  }
}

export async function addPlans(
  scope: MemberScope,
  ref: { hubId: string; deskClosureId: string },
  plans: readonly ClosurePlan[],
): Promise<DeskClosure> {
  const row = await requireClosure(scope, ref, { forChange: true })
  if (row.liftedAt !== null) fail('bookings.closure_lifted')
  await requirePlans(scope, ref.hubId, plans)
  await savePlans(scope, row.id, plans)
  settleSoon(scope, row)
  return presentOne(scope, row)
}

export async function liftClosure(scope: MemberScope, ref: { hubId: string; deskClosureId: string }): Promise<DeskClosure> {
  const row = await requireClosure(scope, ref, { forChange: true })
  if (row.liftedAt !== null) fail('bookings.closure_lifted')
  // taken back in the settings already: nothing is left to take back there
  if (row.hoursClosureId !== null) await removeClosure(scope, row.hubId, row.hoursClosureId).catch(ignoreAbsent)
  await deleteOccupancies(scope, row.id)
  await markLifted(scope, row.id)
  // another closure may reach into the same time
  await keepClosuresShut(scope, row.hubId)
  // its places are free: whoever waits for one is asked
  offerSoon(scope, row.hubId)
  // who was told that it is shut is told that it is not
  const isToCome = Temporal.Instant.compare(row.endsAt, scope.clock.now()) > 0
  if (isToCome && (await listClosureLeases(scope, row.id)).length > 0) mailLeases(scope, row.id, 'lifted')
  scope.emit(closureLifted, { hubId: row.hubId, closureId: row.id }, { subjectId: row.id })
  return presentOne(scope, { ...row, liftedAt: scope.clock.now() })
}

function ignoreAbsent(error: unknown): void {
  if ((error as { code?: string }).code !== 'platform.not_found') throw error
}

export async function listDeskClosures(scope: MemberScope, hubId: string): Promise<DeskClosure[]> {
  await requireHub(scope, hubId)
  const rows = await listClosures(scope, hubId, mostListed)
  const counts = await countCases(
    scope,
    rows.map((row) => row.id),
  )
  return rows.map((row) => presentClosure(row, counts.get(row.id)))
}

export async function showClosure(scope: MemberScope, ref: { hubId: string; deskClosureId: string }): Promise<DeskClosureDetail> {
  const row = await requireClosure(scope, ref)
  const cases = await listCases(scope, row.id)
  const bookings = await listBookingsById(
    scope,
    cases.map((one) => one.bookingId),
  )
  const presented = new Map((await withPlaces(scope, bookings)).map((placed) => [placed.row.id, presentDeskBooking(scope, placed)]))
  const shut = shutTimeOf(row)
  const { targets } = await findTargets(scope, row.hubId)
  const closedTargets = await shutTargets(scope, shut, targets)
  const pending = new Set(
    cases.filter((one) => one.state === 'planned' || (one.state === 'done' && one.act === 'offer')).map((one) => one.bookingId),
  )
  const left = row.liftedAt !== null ? [] : (await listHit(scope, shut, closedTargets)).filter((one) => !pending.has(one.id))
  return {
    ...(await presentOne(scope, row)),
    cases: cases.map((one) => ({
      booking: presented.get(one.bookingId) ?? null,
      bookingId: one.bookingId,
      act: one.act,
      state: one.state,
      refusal: one.refusal,
    })),
    left: await proposeFor(scope, shut, { rows: left, targets, closed: closedTargets }),
    leases: await presentToldLeases(scope, row.id),
  }
}

const presentOne = async (scope: Scope, row: ClosureRow): Promise<DeskClosure> =>
  presentClosure(row, (await countCases(scope, [row.id])).get(row.id))

async function requireClosure(
  scope: Scope,
  ref: { hubId: string; deskClosureId: string },
  { forChange = false } = {},
): Promise<ClosureRow> {
  const row = await findClosure(scope, ref.deskClosureId, forChange)
  if (row === undefined || row.hubId !== ref.hubId) return failPlatform('platform.not_found')
  return row
}
