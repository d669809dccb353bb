/** The drawing: once, at its time or by the desk, all of it in one transaction. */
import { ExpectedError, fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { booked } from '../../../contract/events.ts'
import { lotteryDrawn } from '../../../contract/lottery/events.ts'
import type { BlockedWish, LotteryWin, LotteryWish } from '../../../contract/lottery/schemas.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { decideWish } from '../../booking/use-cases/decide-wish.ts'
import { placeBooking } from '../../booking/use-cases/place-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { tellHolder } from '../../booking/use-cases/tell-holder.ts'
import { attempt } from '../../desk/use-cases/attempt.ts'
import { findPolicies } from '../../policy/repository.ts'
import { blockedSpan, spanOf } from '../../rules.ts'
import { listInTheWay } from '../../series/repository.ts'
import { bookerOfWaiting } from '../../waiting/use-cases/require-waiting.ts'
import { bookablePlaces } from '#modules/hubs/server/index.ts'
import { findLottery, listStanding, updateLottery, writeDrawing, type ApplicationRow, type LotteryRow } from '../repository.ts'
import { stateOf, type Drawing, type DrawnApplication, type DrawnWish, type Win } from '../rules.ts'
import { drawLots } from './draw-lots.ts'
import { forgetUndrawn } from './find-undrawn.ts'
import { requireHubLottery } from './require-lottery.ts'
import { tellApplicant } from './tell-applicants.ts'

const fail = failOf(bookingsErrors)

/** By the desk, once applications are closed. */
export async function drawLottery(
  scope: MemberScope,
  of: { hubId: string; lotteryId: string },
  { version }: { version: number },
): Promise<LotteryRow> {
  const row = await requireHubLottery(scope, of, { forChange: true })
  const state = stateOf(row, scope.clock.now())
  if (state === 'drawn' || state === 'cancelled') fail('bookings.lottery_over')
  if (row.version !== version) failPlatform('platform.changed_meanwhile')
  if (state !== 'closed') fail('bookings.lottery_too_early')
  return drawLocked(scope, row)
}

/** By itself, at its time. */
export async function drawDueLottery(scope: Scope, lotteryId: string): Promise<void> {
  const row = await findLottery(scope, lotteryId, { forChange: true })
  // drawn by the desk or called off meanwhile, or its time was put off
  if (row === undefined || stateOf(row, scope.clock.now()) !== 'closed') return
  if (Temporal.Instant.compare(scope.clock.now(), row.drawsAt) < 0) return
  await drawLocked(scope, row)
}

async function drawLocked(scope: Scope, row: LotteryRow): Promise<LotteryRow> {
  const applications = await listStanding(scope, row.id)
  const byNumber = new Map(applications.map((each) => [each.number, each]))
  const drawn = await asDrawn(scope, row, applications)
  const blocked = await findBlocked(scope, row, drawn)
  for (;;) {
    const drawing = drawLots(row.seed, drawn, {
      mostWins: row.mostWins,
      isBlocked: (number, wish) => blocked.has(keyOf({ number, wish })),
    })
    const placed = await placeAll(scope, drawing.wins, byNumber)
    // taken since it was looked at, or not the applicant's to have any more: the next wish is theirs
    if ('refused' in placed) blocked.set(keyOf(placed.refused), placed.refused)
    else return record(scope, row, { drawing, bookings: placed.bookings, blocked: [...blocked.values()], applications })
  }
}

const keyOf = ({ number, wish }: BlockedWish): string => `${number}/${wish}`

async function asDrawn(scope: Scope, row: LotteryRow, applications: readonly ApplicationRow[]): Promise<DrawnApplication[]> {
  const policyOf = await findPolicies(scope, row.hubId)
  const wishOf = (wish: LotteryWish): DrawnWish => {
    const span = wishSpanOf(wish)
    return { targetId: wish.spaceId, span, blocked: blockedSpan(span, policyOf(wish.spaceId)) }
  }
  return applications.map(({ number, wishes }) => ({ number, wishes: wishes.map(wishOf) }))
}

const wishSpanOf = (wish: LotteryWish) =>
  spanOf({ startsAt: Temporal.Instant.from(wish.startsAt), endsAt: Temporal.Instant.from(wish.endsAt) })

/** What is booked, leased or closed before the drawing, in one question a space. */
async function findBlocked(scope: Scope, row: LotteryRow, drawn: readonly DrawnApplication[]): Promise<Map<string, BlockedWish>> {
  const blocked = new Map<string, BlockedWish>()
  for (const space of await bookablePlaces(scope, { hubId: row.hubId, spaceIds: row.targetIds })) {
    const wishes = drawn.flatMap(({ number, wishes: all }) =>
      all.flatMap((wish, i) => (wish.targetId === space.spaceId ? [{ number, wish: i, span: wish.blocked }] : [])),
    )
    if (wishes.length === 0) continue
    const met = await listInTheWay(
      scope,
      space.units.map(({ id }) => id),
      wishes.map(({ span }) => span),
    )
    for (const { index } of met) {
      const found = wishes[index]
      if (found !== undefined) blocked.set(keyOf(found), { number: found.number, wish: found.wish })
    }
  }
  return blocked
}

type Placed = { readonly bookings: ReadonlyMap<string, BookingRow> } | { readonly refused: BlockedWish }

/** All of them, or none and the first that cannot be had. */
async function placeAll(scope: Scope, wins: readonly Win[], byNumber: ReadonlyMap<number, ApplicationRow>): Promise<Placed> {
  const bookings = new Map<string, BookingRow>()
  let refused: BlockedWish | undefined
  const { refusal } = {
    refusal: undefined,
    ...(await attempt(scope, true, async (inner) => {
      for (const win of wins) {
        const application = byNumber.get(win.number) as ApplicationRow
        try {
          bookings.set(keyOf(win), await placeOne(inner, application, win.wish))
        } catch (error) {
          if (error instanceof ExpectedError) refused = win
          throw error
        }
      }
    })),
  }
  return refusal === undefined || refused === undefined ? { bookings } : { refused }
}

async function placeOne(scope: Scope, application: ApplicationRow, wish: number): Promise<BookingRow> {
  const wanted = application.wishes[wish] as LotteryWish
  const decided = await decideWish(
    scope,
    { what: { kind: 'space', spaceId: wanted.spaceId }, span: wishSpanOf(wanted), partySize: application.partySize },
    { isDrawn: true, booker: await bookerOfWaiting(scope, application) },
  )
  const { accountId, name, mail, language, purpose } = application
  // the lot is the office's yes
  const booking = await placeBooking(scope, decided, {
    holder: { accountId, name, mail, phone: null, language },
    status: 'confirmed',
    purpose,
    origin: 'lottery',
  })
  scope.emit(booked, factOf(booking), { subjectId: booking.id })
  tellHolder(scope, booking, 'booked')
  return booking
}

async function record(
  scope: Scope,
  row: LotteryRow,
  result: {
    drawing: Drawing
    bookings: ReadonlyMap<string, BookingRow>
    blocked: readonly BlockedWish[]
    applications: readonly ApplicationRow[]
  },
): Promise<LotteryRow> {
  const { drawing, bookings, blocked, applications } = result
  const winsOf = (number: number): LotteryWin[] =>
    drawing.wins
      .filter((win) => win.number === number)
      .map((win) => ({ wish: win.wish, bookingId: (bookings.get(keyOf(win)) as BookingRow).id }))
  const results = drawing.order.map((number, i) => ({ number, place: i + 1, wins: winsOf(number) }))
  await writeDrawing(scope, row.id, results)
  const after = await updateLottery(scope, row, { drawnAt: scope.clock.now(), blocked })
  scope.emit(
    lotteryDrawn,
    { hubId: row.hubId, lotteryId: row.id, applications: applications.length, wins: drawing.wins.length },
    { subjectId: row.id },
  )
  const winners = new Set(drawing.wins.map(({ number }) => number))
  for (const application of applications) tellApplicant(scope, application, winners.has(application.number) ? 'won' : 'lost')
  forgetUndrawn(scope, row.hubId)
  return after
}
