import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { changed } from '../../../contract/events.ts'
import type { ChangeBookingBody, Wanted } from '../../../contract/schemas.ts'
import { covers } from '../../../contract/rules.ts'
import { costOfCancelling, recordFee } from '../../policy/use-cases/charge-cancellation.ts'
import { homesOf } from '../../mutual-use/use-cases/find-visit.ts'
import { requireVisitsLeft } from '../../mutual-use/use-cases/require-visits-left.ts'
import { requireQuota } from '../../policy/use-cases/require-quota.ts'
import { releaseWhenDue, tellHolder } from './tell-holder.ts'
import { hasStarted, instantOf, mostUnitsOfGuest, spanOf, whyNotChange } from '../../rules.ts'
import { deleteOccupancies, insertOccupancies, lockUnits, updateBooking, type BookingChange, type BookingRow } from '../repository.ts'
import { bookerOf, decideWish, type DecidedWish, type DecideOptions } from './decide-wish.ts'
import { requireShareOfChange } from './limit-holds.ts'
import { answerDueAt, cancelUntilOf, refuseTaken, releaseAtOf } from './place-booking.ts'
import { factOf, placeAndTimeOf } from './record-fact.ts'
import { isDesk, requireBooking, requireGuestBooking } from './require-booking.ts'

const fail = failOf(bookingsErrors)

/** The desk's word on the fee where the price has become another: it stays as it was agreed. */
interface ChangedBy {
  readonly keepsFee?: boolean
}

/** Move, extend, shorten, take another space: a member's own booking, or any by the desk. */
export async function changeBooking(scope: Scope, bookingId: string, body: ChangeBookingBody, by: ChangedBy = {}): Promise<BookingRow> {
  return change(scope, await requireBooking(scope, bookingId, { forChange: true }), body, by)
}

export async function changeGuestBooking(scope: Scope, bookingId: string, body: ChangeBookingBody): Promise<BookingRow> {
  return change(scope, await requireGuestBooking(scope, bookingId, { forChange: true }), body, {})
}

/** By whoever has shown that it is theirs. `row` is locked. */
export async function changeOwn(scope: Scope, row: BookingRow, body: ChangeBookingBody): Promise<BookingRow> {
  return change(scope, row, body, {})
}

export interface DecidedChange {
  readonly isMoved: boolean
  readonly partySize: number
  /** Undefined: a new purpose alone asks nothing of the hours and rules of today. */
  readonly wish: DecidedWish | undefined
}

/** Whether a change suits the rules, whatever is taken already; refusals say why. Stores nothing. */
export async function decideChange(scope: Scope, row: BookingRow, body: Omit<ChangeBookingBody, 'version'>): Promise<DecidedChange> {
  const now = scope.clock.now().epochMilliseconds
  const refusal = whyNotChange(row, now)
  if (refusal !== undefined) fail(`bookings.${refusal}`)
  const before = spanOf(row)
  const span = {
    from: body.startsAt === undefined ? before.from : Temporal.Instant.from(body.startsAt).epochMilliseconds,
    to: body.endsAt === undefined ? before.to : Temporal.Instant.from(body.endsAt).epochMilliseconds,
  }
  const keepsStart = span.from === before.from
  if (!keepsStart && hasStarted(row, now)) fail('bookings.already_started')
  const partySize = body.partySize ?? row.partySize
  const isMoved = !keepsStart || span.to !== before.to || body.what !== undefined
  if (!isMoved && partySize === row.partySize) return { isMoved, partySize, wish: undefined }
  const wish = await decideWish(
    scope,
    {
      span,
      partySize,
      what: body.what ?? anyLike(row),
      reductionId: row.reductionId ?? undefined,
      userClass: row.userClass,
      isForOrganisation: row.organisationId !== null,
    },
    {
      isDesk: isDesk(scope),
      booker: bookerOfRow(scope, row),
      keepsStart,
      hub: row.hubId,
      exceptBookingId: row.id,
      held: { targetId: row.targetId, span: before },
      mostUnits: mostUnitsOf(scope, row),
    },
  )
  if (isMoved && !isDesk(scope)) await requireOwnSay(scope, row, wish)
  return { isMoved, partySize, wish }
}

async function change(scope: Scope, row: BookingRow, body: ChangeBookingBody, by: ChangedBy): Promise<BookingRow> {
  if (row.version !== body.version) fail('platform.changed_meanwhile')
  const { isMoved, partySize, wish } = await decideChange(scope, row, body)
  if (isMoved && wish !== undefined) await requireShareOfChange(scope, row, wish)
  const taken = isMoved && wish !== undefined ? await takeAnew(scope, row, wish, body.what === undefined) : {}
  const after = await updateBooking(scope, row, {
    partySize,
    ...(body.purpose === undefined ? {} : { purpose: body.purpose }),
    ...taken,
    ...(by.keepsFee === true && isDesk(scope) ? { feeYen: row.feeYen, listFeeYen: row.listFeeYen, tariffId: row.tariffId } : {}),
  })
  scope.emit(
    changed,
    { ...factOf(after), was: placeAndTimeOf(row), became: placeAndTimeOf(after) },
    { subjectId: row.id, ...(body.reason === undefined || body.reason === '' ? {} : { reason: body.reason }) },
  )
  if (isMoved && after.feeYen !== row.feeYen)
    recordFee(scope, after, { what: 'use', wasYen: row.feeYen, becameYen: after.feeYen, reason: body.reason })
  releaseWhenDue(scope, after)
  if (isMoved) tellHolder(scope, after, row.status === 'held' ? 'held' : row.status === 'requested' ? 'requested' : 'changed')
  return after
}

/** The holder's say ends where the quota or the office's begins: what it said yes to can be made shorter, not other. */
async function requireOwnSay(scope: Scope, row: BookingRow, wish: DecidedWish): Promise<void> {
  await refuseEscape(scope, row, wish)
  const isPart = wish.target.id === row.targetId && covers([spanOf(row)], wish.span) && wish.choice.count <= row.unitIds.length
  if (isPart) return
  if (wish.policy.needsApproval && row.status === 'confirmed') fail('bookings.change_needs_office')
  // what goes beyond needs an agreement that holds
  if (row.homeConsortiumId !== null && wish.visit === undefined) fail('bookings.no_mutual_use')
  await requireVisitsLeft(scope, { ...wish, accountId: row.accountId })
  await requireQuota(scope, { ...wish, accountId: row.accountId, mail: row.holderMail })
}

/**
 * Once withdrawing costs something, or its time is over, the holder can stay longer but not go elsewhere or sooner: to
 * move a booking and cancel it there would be to cancel it for nothing.
 */
async function refuseEscape(scope: Scope, row: BookingRow, wish: DecidedWish): Promise<void> {
  if (row.status !== 'confirmed') return
  const isMore = wish.target.id === row.targetId && covers([wish.span], spanOf(row)) && wish.feeYen >= row.feeYen
  if (isMore) return
  const isLate = row.cancelUntil !== null && Temporal.Instant.compare(row.cancelUntil, scope.clock.now()) < 0
  if (isLate || (await costOfCancelling(scope, row)).feeYen > 0) fail('bookings.too_late_to_change')
}

/** Whose it is stays, whoever moves it. */
function bookerOfRow(scope: Scope, row: BookingRow): NonNullable<DecideOptions['booker']> {
  const isMine = scope.actor.kind === 'person' && row.accountId === scope.actor.accountId
  return {
    ...(isMine ? bookerOf(scope) : { isMember: row.accountId !== null }),
    ...(isMine && row.homeConsortiumId !== null
      ? { homes: homesOf(scope).filter((home) => home.consortiumId === row.homeConsortiumId) }
      : {}),
    accountId: row.accountId,
    mail: row.holderMail,
    memberOf: row.organisationId,
  }
}

/** A guest keeps what the desk gave them, and adds no more to it than a guest may have. */
const mostUnitsOf = (scope: Scope, row: BookingRow): number | undefined =>
  scope.actor.kind === 'guest' ? Math.max(mostUnitsOfGuest, row.kind === 'space' ? 0 : row.unitIds.length) : undefined

/** The same again, by whichever units: those it has may have been retired since. */
function anyLike(row: BookingRow): Wanted {
  const count = row.unitIds.length
  if (row.kind === 'space') return { kind: 'space', spaceId: row.targetId }
  return row.kind === 'seat' ? { kind: 'seat', spaceId: row.targetId, count } : { kind: 'equipment', equipmentId: row.targetId, count }
}

/**
 * Lets go of the old units and takes the new ones; within the transaction, so that a refusal leaves all as it was.
 * `prefersOwn`: the same seats where they can be had, else others of the space.
 */
async function takeAnew(scope: Scope, row: BookingRow, wish: DecidedWish, prefersOwn: boolean): Promise<BookingChange> {
  const source = { id: row.id, kind: row.status === 'confirmed' ? 'booking' : 'hold' } as const
  await lockUnits(scope, [...row.unitIds, ...wish.choice.unitIds])
  await deleteOccupancies(scope, row.id)
  const hasOwn = prefersOwn && !wish.choice.isExact && row.unitIds.every((id) => wish.choice.unitIds.includes(id))
  let unitIds = hasOwn
    ? await insertOccupancies(scope, { ...wish.choice, unitIds: row.unitIds, isExact: true }, wish.blocked, source)
    : undefined
  // a part of the own units may have been taken
  if (hasOwn && unitIds === undefined) await deleteOccupancies(scope, row.id)
  unitIds ??= (await insertOccupancies(scope, wish.choice, wish.blocked, source)) ?? (await refuseTaken(scope, wish))
  return {
    kind: wish.choice.kind,
    targetId: wish.target.id,
    unitIds,
    startsAt: instantOf(wish.span.from),
    endsAt: instantOf(wish.span.to),
    feeYen: wish.feeYen,
    listFeeYen: wish.listFeeYen,
    tariffId: wish.tariffId,
    cancelUntil: cancelUntilOf(wish),
    ...(row.checkedInAt === null ? { releaseAt: releaseAtOf(wish.policy, wish.span, scope.clock.now()) } : {}),
    ...(row.status === 'requested' ? { holdExpiresAt: answerDueAt(scope.clock.now(), wish) } : {}),
    // a calendar must take this over
    sequence: row.sequence + 1,
  }
}
