/** The office decides what is given by lot, and calls it off. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { bookablePlaces, requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { lotteryCancelled, lotteryChanged, lotteryMade } from '../../../contract/lottery/events.ts'
import type { ChangeLotteryBody, LotteryBody } from '../../../contract/lottery/schemas.ts'
import { localName } from '../../mails/texts.ts'
import { startOfDay, targetOfSpace } from '../../rules.ts'
import { insertLottery, listStanding, listUndrawn, lockMaking, updateLottery, type LotteryFields, type LotteryRow } from '../repository.ts'
import { stateOf } from '../rules.ts'
import { hashOfSeed, newSeed } from './draw-lots.ts'
import { forgetUndrawn } from './find-undrawn.ts'
import { requireHubLottery } from './require-lottery.ts'
import { drawWhenDue, tellApplicant } from './tell-applicants.ts'

const fail = failOf(bookingsErrors)

export async function makeLottery(scope: MemberScope, hubId: string, body: LotteryBody): Promise<LotteryRow> {
  const fields = await requireFields(scope, hubId, body)
  if (Temporal.Instant.compare(fields.closesAt, scope.clock.now()) <= 0) refuse('closesAt', 'a moment to come')
  const seed = newSeed()
  const row = await insertLottery(scope, { ...fields, hubId, seed, seedHash: hashOfSeed(seed) })
  scope.emit(lotteryMade, { hubId, lotteryId: row.id }, { subjectId: row.id })
  drawWhenDue(scope, row)
  forgetUndrawn(scope, hubId)
  return row
}

export async function changeLottery(
  scope: MemberScope,
  of: { hubId: string; lotteryId: string },
  { version, ...body }: ChangeLotteryBody,
): Promise<LotteryRow> {
  const row = await requireHubLottery(scope, of, { forChange: true })
  if (row.version !== version) failPlatform('platform.changed_meanwhile')
  const state = stateOf(row, scope.clock.now())
  if (state === 'drawn' || state === 'cancelled') fail('bookings.lottery_over')
  const fields = await requireFields(scope, of.hubId, body, row.id)
  if (state !== 'before' && !isOnlyLater(row, fields)) fail('bookings.lottery_begun')
  const after = await updateLottery(scope, row, fields)
  scope.emit(lotteryChanged, { hubId: row.hubId, lotteryId: row.id }, { subjectId: row.id })
  drawWhenDue(scope, after)
  forgetUndrawn(scope, row.hubId)
  return after
}

/** Once people may have applied, nothing that they relied on changes: only words, and more time. */
function isOnlyLater(row: LotteryRow, to: LotteryFields): boolean {
  const isLater = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(b, a) >= 0
  return (
    row.targetIds.length === to.targetIds.length &&
    row.targetIds.every((id) => to.targetIds.includes(id)) &&
    row.useFrom === to.useFrom &&
    row.useUntil === to.useUntil &&
    row.mostWishes === to.mostWishes &&
    row.mostWins === to.mostWins &&
    row.opensAt.equals(to.opensAt) &&
    isLater(row.closesAt, to.closesAt) &&
    isLater(row.drawsAt, to.drawsAt)
  )
}

export async function cancelLottery(
  scope: MemberScope,
  of: { hubId: string; lotteryId: string },
  { version, reason }: { version: number; reason: string },
): Promise<LotteryRow> {
  const row = await requireHubLottery(scope, of, { forChange: true })
  if (row.version !== version) failPlatform('platform.changed_meanwhile')
  if (row.drawnAt !== null || row.cancelledAt !== null) fail('bookings.lottery_over')
  const after = await updateLottery(scope, row, { cancelledAt: scope.clock.now() })
  scope.emit(lotteryCancelled, { hubId: row.hubId, lotteryId: row.id }, { subjectId: row.id, reason })
  for (const application of await listStanding(scope, row.id)) tellApplicant(scope, application, 'called_off', reason)
  forgetUndrawn(scope, row.hubId)
  return after
}

async function requireFields(scope: MemberScope, hubId: string, body: LotteryBody, exceptId?: string): Promise<LotteryFields> {
  const hub = await requireHub(scope, hubId)
  await lockMaking(scope, hubId)
  const targetIds = [...new Set(body.spaceIds)]
  const spaces = await bookablePlaces(scope, { hubId, spaceIds: targetIds })
  if (spaces.length !== targetIds.length) failPlatform('platform.not_found')
  if (spaces.map(targetOfSpace).some(({ takenAs }) => takenAs !== 'whole' && takenAs !== 'both')) fail('bookings.not_bookable')
  const [opensAt, closesAt, drawsAt] = [body.opensAt, body.closesAt, body.drawsAt].map((at) => Temporal.Instant.from(at)) as [
    Temporal.Instant,
    Temporal.Instant,
    Temporal.Instant,
  ]
  if (body.useUntil < body.useFrom) refuse('useUntil', 'the first day or a later one')
  if (Temporal.PlainDate.from(body.useFrom).until(body.useUntil, { largestUnit: 'days' }).days > 400) refuse('useUntil', 'at most 400 days')
  if (Temporal.Instant.compare(opensAt, closesAt) >= 0) refuse('closesAt', 'later than the beginning')
  if (Temporal.Instant.compare(closesAt, drawsAt) > 0) refuse('drawsAt', 'not before applications close')
  if (drawsAt.epochMilliseconds > startOfDay(body.useFrom, hub.zone)) refuse('drawsAt', 'before the first day of use')
  for (const other of await listUndrawn(scope, hubId)) {
    const isSame = other.id === exceptId || !other.targetIds.some((id) => targetIds.includes(id))
    if (!isSame && other.useFrom <= body.useUntil && body.useFrom <= other.useUntil)
      fail('bookings.lottery_overlaps', { params: { name: localName(other.names, scope.language) } })
  }
  return {
    names: body.names.en === undefined ? { ja: body.names.ja } : { ja: body.names.ja, en: body.names.en },
    targetIds,
    useFrom: body.useFrom,
    useUntil: body.useUntil,
    opensAt,
    closesAt,
    drawsAt,
    mostWishes: body.mostWishes,
    mostWins: body.mostWins,
    note: body.note ?? '',
  }
}

function refuse(field: string, expected: string): never {
  return failPlatform('platform.invalid_input', { fields: [{ path: `body.${field}`, expected }] })
}
