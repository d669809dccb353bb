/** Whether a wish suits the space, its rules and its hours, whatever is taken already; refusals say why. */
import { failOf } from '#platform/server/errors.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { HolidayOf } from '#modules/hubs/contract/rules.ts'
import { bookableItem, bookableSpace, holidayLookup } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { reducedYen } from '../../../contract/policy/rules.ts'
import type { Reduction } from '../../../contract/policy/schemas.ts'
import { covers, minuteMs, whyNotPeriod, type Policy, type Span } from '../../../contract/rules.ts'
import type { UserClass, Wanted } from '../../../contract/schemas.ts'
import { findAlternatives } from '../../free/use-cases/find-alternatives.ts'
import { refuseUndrawn } from '../../lottery/use-cases/find-undrawn.ts'
import { sayIn } from '../../mails/texts.ts'
import { dayText } from '../../mails/when.ts'
import { isRefusal, type Visit } from '../../mutual-use/rules.ts'
import { refuseVisit } from '../../mutual-use/use-cases/find-visit.ts'
import { findPolicy, findPolicyFor, findReduction } from '../../policy/repository.ts'
import { listFeeOf } from '../../policy/rules.ts'
import { findStanding, type Booker, type Standing } from '../../policy/use-cases/find-standing.ts'
import {
  addDays,
  blockedSpan,
  bookableUntil,
  chooseUnits,
  clockPeriods,
  dayAt,
  daySpan,
  hoursOf,
  offsetMsAt,
  openSpans,
  periodOf,
  targetOfEquipment,
  targetOfSpace,
  type Target,
  type UnitChoice,
  type UnitRefusal,
} from '../../rules.ts'
import { keepWhole } from '../repository.ts'
import { isMember } from './require-booking.ts'

const fail = failOf(bookingsErrors)

export interface Wish {
  readonly what: Wanted
  readonly span: Span
  readonly partySize: number
  readonly reductionId?: string | undefined
  /** In the name of the booker's organisation. */
  readonly isForOrganisation?: boolean | undefined
  /** Said by the desk; else what the booker is known to be. */
  readonly userClass?: UserClass | undefined
}

export interface DecideOptions {
  /** Whom it is for; absent: the one who asks. */
  readonly booker?: Omit<Booker, 'isForOrganisation'> | undefined
  /** The desk is not held to lengths and distance. */
  readonly isDesk?: boolean
  /** Given by lot: as far ahead as the lottery, and not kept for it. */
  readonly isDrawn?: boolean
  /** Of a change: the start stays as it was. */
  readonly keepsStart?: boolean
  /** Only this hub: the one of the address, or of the booking that changes. Id or key. */
  readonly hub?: string
  /** Of a change: what is held already; staying within it asks no lottery. */
  readonly held?: { readonly targetId: string; readonly span: Span }
  /** Of a change: the booking itself stands in no one's way. */
  readonly exceptBookingId?: string
  /** So many seats or pieces at most; a whole space is one place, however many seats it has. */
  readonly mostUnits?: number | undefined
}

/** A wish that may be tried. */
export interface DecidedWish {
  readonly target: Target
  readonly policy: Policy
  readonly choice: UnitChoice
  readonly span: Span
  readonly blocked: Span
  readonly partySize: number
  /** Due, after the reduction. */
  readonly feeYen: number
  /** Before the reduction; null: there is none. */
  readonly listFeeYen: number | null
  readonly userClass: UserClass
  readonly tariffId: string | null
  readonly reductionId: string | null
  readonly reduction: Reduction | undefined
  readonly organisationId: string | null
  readonly exceptBookingId: string | undefined
  /** By which agreement of mutual use. */
  readonly visit: Visit | undefined
}

export async function decideWish(scope: Scope, wish: Wish, options: DecideOptions = {}): Promise<DecidedWish> {
  const booker = { ...(options.booker ?? bookerOf(scope)), isForOrganisation: wish.isForOrganisation === true }
  const { target, policy, standing } = await findFacts(scope, wish, booker)
  if (options.hub !== undefined && options.hub !== target.hubId && options.hub !== target.hubKey) fail('platform.not_found')
  const staysWithin = options.held?.targetId === target.id && covers([options.held.span], wish.span)
  const visit = standing.visit === undefined || isRefusal(standing.visit) ? undefined : standing.visit
  if (options.isDesk !== true) {
    // what was booked by an agreement stays: it may be made shorter after its end
    if (standing.visit !== undefined && isRefusal(standing.visit) && !staysWithin) refuseVisit(scope, standing.visit)
    await refuseBooker(policy, { ...booker, isMember: booker.isMember || standing.visit !== undefined }, standing)
  }
  if (options.isDesk !== true && options.isDrawn !== true && !staysWithin) await refuseUndrawn(scope, target, wish.span)
  const choice = chooseUnits(target, wish.what, wish.partySize)
  if (typeof choice === 'string') return refuseUnits(choice, target, wish.what)
  if (options.mostUnits !== undefined && choice.kind !== 'space' && choice.count > options.mostUnits)
    fail('bookings.too_many_for_guest', { params: { most: options.mostUnits } })
  const userClass = wish.userClass ?? standing.userClass
  const list = listFeeOf(policy, wish.span, target.zone, userClass)
  const listFeeYen = list.yen * (choice.kind === 'space' ? 1 : choice.count)
  const reduction = wish.reductionId === undefined ? undefined : await requireReduction(scope, wish, target, options)
  const decided: DecidedWish = {
    target,
    policy,
    choice,
    span: wish.span,
    blocked: blockedSpan(wish.span, policy),
    partySize: wish.partySize,
    feeYen: reducedYen(listFeeYen, reduction),
    listFeeYen: reduction === undefined ? null : listFeeYen,
    userClass,
    tariffId: list.tariffId,
    reductionId: reduction?.id ?? null,
    reduction,
    organisationId: booker.isForOrganisation ? booker.memberOf : null,
    exceptBookingId: options.exceptBookingId,
    visit,
  }
  await refusePeriod(scope, decided, options)
  return decided
}

/** The one who asks: a member of this consortium, or anybody. */
export function bookerOf(scope: Scope): Omit<Booker, 'isForOrganisation'> {
  const { actor } = scope
  if (actor.kind !== 'person') return { accountId: null, mail: null, memberOf: null, isMember: false }
  const memberOf = isMember(scope) ? actor.organisationId : null
  return { accountId: actor.accountId, mail: actor.mail, memberOf, isMember: isMember(scope) }
}

async function refuseBooker({ who }: Policy, booker: Booker, standing: Standing): Promise<void> {
  if (standing.isBlocked) fail('bookings.use_stopped')
  if (who === 'members' && !booker.isMember) fail('bookings.members_only')
  if (who === 'leaseholders' && !(await standing.isLeaseholder())) fail('bookings.leaseholders_only')
  if (who === 'registered' && !standing.isRegistered && !booker.isMember) fail('bookings.registered_only')
}

/** A reduction of this hub that is given on the day of use. One that a booking has already stays, also after its end. */
async function requireReduction(scope: Scope, wish: Wish, target: Target, options: DecideOptions): Promise<Reduction> {
  const reduction = await findReduction(scope, wish.reductionId as string)
  const day = dayAt(wish.span.from, target.zone)
  const isGiven =
    reduction !== undefined &&
    reduction.hubId === target.hubId &&
    (options.exceptBookingId !== undefined ||
      (reduction.validFrom <= day &&
        (reduction.validUntil === null || day <= reduction.validUntil) &&
        (!reduction.isDeskOnly || options.isDesk === true)))
  return isGiven ? reduction : fail('bookings.no_such_reduction')
}

interface Facts {
  readonly target: Target
  readonly policy: Policy
  readonly standing: Standing
}

/** Of which hub and zone a target was when it was asked for last: what follows from them is asked for with it, not after it. */
const placeOfTarget = new Map<string, Pick<Target, 'hubId' | 'zone'>>()
const mostKnownTargets = 10_000

async function findFacts(scope: Scope, wish: Wish, booker: Booker): Promise<Facts> {
  const targetId = wish.what.kind === 'equipment' ? wish.what.equipmentId : wish.what.spaceId
  const rulesAt = async ({ hubId, zone }: Pick<Target, 'hubId' | 'zone'>): Promise<Omit<Facts, 'target'>> => {
    const at = { hubId, day: dayAt(wish.span.from, zone) }
    const { accountId } = booker
    if (accountId === null) {
      const [policy, standing] = await Promise.all([findPolicy(scope, { hubId, targetId }), findStanding(scope, booker, at)])
      return { policy, standing }
    }
    const { policy, registrations } = await findPolicyFor(scope, { hubId, targetId, accountId })
    return { policy, standing: await findStanding(scope, { ...booker, registrations }, at) }
  }
  const guess = placeOfTarget.get(targetId)
  // asked for in one go and answered in this order: units that are added meanwhile are waited for, then read
  const [, target, guessed] = await Promise.all([
    wish.what.kind === 'space' ? keepWhole(scope, targetId) : undefined,
    requireTarget(scope, wish.what),
    guess === undefined ? undefined : rulesAt(guess),
  ])
  const isRight = guess?.hubId === target.hubId && guess.zone === target.zone
  if (!isRight) {
    if (placeOfTarget.size >= mostKnownTargets) placeOfTarget.clear()
    placeOfTarget.set(targetId, { hubId: target.hubId, zone: target.zone })
  }
  return { target, ...(isRight && guessed !== undefined ? guessed : await rulesAt(target)) }
}

export async function requireTarget(scope: Scope, what: Wanted): Promise<Target> {
  return what.kind === 'equipment'
    ? targetOfEquipment(await bookableItem(scope, what.equipmentId))
    : targetOfSpace(await bookableSpace(scope, what.spaceId))
}

function refuseUnits(refusal: UnitRefusal, target: Target, what: Wanted): never {
  switch (refusal) {
    case 'not_bookable':
      return fail('bookings.not_bookable')
    case 'too_many_units':
      return fail('bookings.too_many_units', { params: { totalUnits: target.units.length } })
    case 'party_too_large':
      return fail('bookings.party_too_large', { params: { capacity: capacityFor(target, what) } })
  }
}

const capacityFor = (target: Target, what: Wanted): number =>
  what.kind === 'seat' ? (what.unitIds?.length ?? what.count) : (target.capacity ?? target.units.length)

async function refusePeriod(scope: Scope, decided: DecidedWish, options: DecideOptions): Promise<void> {
  const { target, policy, span } = decided
  const now = scope.clock.now().epochMilliseconds
  const holidayOf = await holidayLookup(scope)
  const isAbsurd = span.to <= span.from || span.to - span.from > longestEverMs
  const refusal = whyNotPeriod(span, {
    now,
    policy,
    // a minute around, so that an edge of the hours can be told from the edge of what was looked at
    open: isAbsurd ? [] : openSpans(target, { from: span.from - minuteMs, to: span.to + minuteMs }, holidayOf),
    bookableUntil: options.isDrawn === true ? Number.POSITIVE_INFINITY : bookableUntil(policy, now, target.zone),
    offsetMs: offsetMsAt(span.from, target.zone),
    keepsStart: options.keepsStart ?? false,
    isDesk: options.isDesk ?? false,
  })
  switch (refusal) {
    case undefined:
      return isAbsurd
        ? fail('bookings.too_long', { params: { longestMinutes: longestEverMs / minuteMs, hours: longestEverMs / (60 * minuteMs) } })
        : undefined
    case 'in_the_past':
      return fail('bookings.in_the_past')
    case 'too_short':
      return fail('bookings.too_short', { params: { shortestMinutes: policy.shortestMinutes } })
    case 'too_long':
      return fail('bookings.too_long', { params: { longestMinutes: policy.longestMinutes, hours: policy.longestMinutes / 60 } })
    case 'too_far_ahead':
      return fail('bookings.too_far_ahead', {
        params: { daysAhead: policy.daysAhead, lastDay: addDays(dayAt(now, target.zone), policy.daysAhead) },
      })
    case 'off_the_clock':
      return fail('bookings.off_the_clock', { params: { granularityMinutes: policy.granularityMinutes } })
    case 'outside_hours':
      return fail('bookings.outside_hours', {
        params: { ...hoursAround(decided, holidayOf, scope.language), alternatives: await findAlternatives(scope, decided) },
      })
  }
}

/** Even the desk's: beyond this a booking is a lease. */
const longestEverMs = 31 * 24 * 60 * minuteMs

/** The hours of the day that the wish begins on, or where it fits there, of the day that it ends on. */
function hoursAround({ target, span }: DecidedWish, holidayOf: HolidayOf, language: Language): Record<string, unknown> {
  const first = dayAt(span.from, target.zone)
  const last = dayAt(span.to - 1, target.zone)
  const openOn = (day: string) => openSpans(target, daySpan(day, target.zone), holidayOf)
  const isFirstFine = first !== last && openOn(first).some((open) => open.from <= span.from && open.to >= daySpan(first, target.zone).to)
  const day = isFirstFine ? last : first
  const open = openOn(day)
  const { reason, note } = hoursOf(day, target.layers, holidayOf)
  return {
    day,
    dayText: dayText(day, language),
    open: open.map(periodOf),
    hours: open.length === 0 ? sayIn(language)('guestMail.closed') : clockPeriods(open, day, target.zone),
    closedReason: reason ?? (open.length === 0 ? 'closure' : 'hours'),
    note,
  }
}
