/** Each day of a series, tried: free, or why not and what instead. Reads only; what is had the inserts decide. */
import { ExpectedError, failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { holidayLookup } from '#modules/hubs/server/index.ts'
import type { HolidayOf } from '#modules/hubs/contract/rules.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { covers, minuteMs, overlaps, type Span } from '../../../contract/rules.ts'
import type { Alternatives, UserClass } from '../../../contract/schemas.ts'
import { daysOf, mostOccurrences, type SeriesDays } from '../../../contract/series/rules.ts'
import type { SeriesPreview, SeriesWish, TriedDay } from '../../../contract/series/schemas.ts'
import { decideWish, requireTarget, type DecidedWish, type DecideOptions, type Wish } from '../../booking/use-cases/decide-wish.ts'
import { findAlternatives } from '../../free/use-cases/find-alternatives.ts'
import { sayIn } from '../../mails/texts.ts'
import { dayText } from '../../mails/when.ts'
import { clockPeriods, dayAt, daySpan, hoursOf, openSpans, periodOf, type Target } from '../../rules.ts'
import { listInTheWay } from '../repository.ts'
import { plannedDays, type PlannedDay } from '../rules.ts'

const fail = failOf(bookingsErrors)

/** Alternatives cost several reads a day: whoever has more days in the way changes the rule, not each of them. */
const mostAlternatives = 40

export interface Caller {
  readonly isDesk: boolean
  /** Only this hub. */
  readonly hub?: string | undefined
  /** Whom the desk books for; absent: the one who asks. */
  readonly booker?: DecideOptions['booker']
}

export const decideOptionsOf = ({ isDesk, hub, booker }: Caller): DecideOptions => ({
  isDesk,
  booker,
  ...(hub === undefined ? {} : { hub }),
})

/** What of a wish is the same on each of its days. */
export type SameEachDay = Pick<Wish, 'partySize' | 'reductionId' | 'isForOrganisation' | 'userClass'>

export const sameEachDay = (
  wish: Pick<SeriesWish, 'partySize' | 'reductionId' | 'forOrganisation'> & { userClass?: UserClass | undefined },
): SameEachDay => ({
  partySize: wish.partySize,
  reductionId: wish.reductionId,
  isForOrganisation: wish.forOrganisation,
  userClass: wish.userClass,
})

export interface PlannedSeries {
  readonly target: Target
  readonly holidayOf: HolidayOf
  readonly days: readonly PlannedDay[]
  readonly passed: SeriesDays['passed']
}

/** The days that a wish means, before any of them is tried. */
export async function planSeries(scope: Scope, wish: SeriesWish, caller: Caller): Promise<PlannedSeries> {
  const target = await requireTarget(scope, wish.what)
  if (caller.hub !== undefined && caller.hub !== target.hubId) fail('platform.not_found')
  const holidayOf = await holidayLookup(scope)
  const { days, passed, isCut } = daysOf(wish.rule, (day) => holidayOf(day) !== undefined)
  if (isCut) fail('bookings.series_too_long', { params: { most: mostOccurrences } })
  if (days.length === 0) fail('bookings.series_empty')
  return { target, holidayOf, days: plannedDays(wish, days, target.zone), passed }
}

export async function previewSeries(scope: Scope, wish: SeriesWish, caller: Caller): Promise<SeriesPreview> {
  const plan = await planSeries(scope, wish, caller)
  const days = await tryDays(scope, plan.days, { each: sameEachDay(wish), caller, holidayOf: plan.holidayOf })
  const { target, holidayOf } = plan
  const free = days.filter(({ state }) => state === 'free')
  return {
    hubId: target.hubId,
    hubKey: target.hubKey,
    timeZone: target.zone,
    days,
    passed: plan.passed.map((one) => ({ ...one, holiday: holidayOf(one.day) ?? null })),
    freeCount: free.length,
    refusedCount: days.filter(({ state }) => state !== 'free' && state !== 'left_out').length,
    feeYen: free.reduce((sum, { feeYen }) => sum + feeYen, 0),
  }
}

export interface TryOptions {
  readonly each: SameEachDay
  readonly caller: Caller
  readonly holidayOf: HolidayOf
  /** Of a change: the bookings that move stand in no one's way. */
  readonly except?: readonly string[]
  /** Of a change: the rules for a booking that exists; `decided` is absent where it stays in its place and time. */
  readonly decide?: (planned: PlannedDay) => Promise<{ decided: DecidedWish | undefined; feeYen: number }>
}

interface Attempt {
  readonly planned: PlannedDay
  readonly target: Target
  readonly decided?: DecidedWish | undefined
  readonly feeYen?: number
  readonly isClosed?: boolean
  readonly refusal?: { readonly code: string; readonly params: Readonly<Record<string, unknown>> }
}

export async function tryDays(scope: Scope, days: readonly PlannedDay[], options: TryOptions): Promise<TriedDay[]> {
  const targets = new Map<string, Target>()
  const attempts: Attempt[] = []
  for (const planned of days) {
    const key = planned.what.kind === 'equipment' ? planned.what.equipmentId : planned.what.spaceId
    const target = targets.get(key) ?? (await requireTarget(scope, planned.what))
    targets.set(key, target)
    attempts.push(planned.isLeftOut ? { planned, target } : await attemptDay(scope, planned, target, options))
  }
  const taken = await findTaken(scope, attempts, options.except ?? [])
  const tried: TriedDay[] = []
  let offered = 0
  for (const [i, attempt] of attempts.entries()) {
    const base = presentAttempt(scope, attempt, taken.get(i), options.holidayOf)
    const hasOffer = base.state !== 'free' && base.state !== 'left_out' && offered < mostAlternatives
    if (hasOffer) offered++
    tried.push({ ...base, alternatives: hasOffer ? await offersFor(scope, attempt, options) : null })
  }
  return tried
}

/** The rules of the place for one day. Hours are asked first: a year of closed Sundays must not cost a year of look-ups. */
async function attemptDay(scope: Scope, planned: PlannedDay, target: Target, options: TryOptions): Promise<Attempt> {
  const { each, caller, holidayOf, decide } = options
  const { span, what } = planned
  const open = openSpans(target, { from: span.from - minuteMs, to: span.to + minuteMs }, holidayOf)
  const isPast = span.from < scope.clock.now().epochMilliseconds
  try {
    const found = decide === undefined ? undefined : await decide(planned)
    if (found !== undefined) return { planned, target, ...found }
    if (!isPast && !covers(open, span)) return { planned, target, isClosed: true }
    const decided = await decideWish(scope, { ...each, what, span }, decideOptionsOf(caller))
    return { planned, target, decided }
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.code === 'platform.not_found') throw error
    if (error.code === 'bookings.outside_hours') return { planned, target, isClosed: true, refusal: refusalOf(error) }
    return { planned, target, refusal: refusalOf(error) }
  }
}

const refusalOf = ({ code, details }: ExpectedError): NonNullable<Attempt['refusal']> => ({ code, params: details.params ?? {} })

type TakenBy = NonNullable<TriedDay['takenBy']>

/** What stands in the way of which day: one look-up for all days of the same units. */
async function findTaken(scope: Scope, attempts: readonly Attempt[], except: readonly string[]): Promise<ReadonlyMap<number, TakenBy>> {
  const taken = new Map<number, TakenBy>()
  const byUnits = new Map<string, { index: number; decided: DecidedWish }[]>()
  for (const [index, { decided }] of attempts.entries()) {
    if (decided === undefined) continue
    const key = decided.choice.unitIds.join()
    const group = byUnits.get(key)
    if (group === undefined) byUnits.set(key, [{ index, decided }])
    else group.push({ index, decided })
  }
  for (const group of byUnits.values()) {
    const choice = (group[0] as { decided: DecidedWish }).decided.choice
    const spans = group.map(({ decided }) => decided.blocked)
    const met = await listInTheWay(scope, choice.unitIds, spans, except)
    for (const { index, units, kind } of met) {
      const { index: at, decided } = group[index] as { index: number; decided: DecidedWish }
      const left = decided.choice.unitIds.length - units
      if (decided.choice.isExact ? units > 0 : left < decided.choice.count) taken.set(at, kind)
    }
    // a day that runs into the next one of the same series, buffers and all
    if (choice.isExact) for (const at of meetingTheDayBefore(group, taken)) taken.set(at, 'series')
  }
  return taken
}

function meetingTheDayBefore(group: readonly { index: number; decided: DecidedWish }[], taken: ReadonlyMap<number, TakenBy>): number[] {
  const found: number[] = []
  let last: Span | undefined
  for (const { index, decided } of group) {
    if (last !== undefined && overlaps(last, decided.blocked)) found.push(index)
    else if (!taken.has(index)) last = decided.blocked
  }
  return found
}

function presentAttempt(
  scope: Scope,
  attempt: Attempt,
  takenBy: TakenBy | undefined,
  holidayOf: HolidayOf,
): Omit<TriedDay, 'alternatives'> {
  const { planned, target, decided, refusal } = attempt
  const facts = {
    day: planned.day,
    ...periodOf(planned.span),
    kind: planned.what.kind,
    targetId: target.id,
    targetName: target.names,
    isOther: planned.isOther,
    holiday: holidayOf(planned.day) ?? null,
    takenBy: null,
    code: null,
    why: null,
    feeYen: attempt.feeYen ?? decided?.feeYen ?? 0,
  }
  if (planned.isLeftOut) return { ...facts, state: 'left_out', feeYen: 0 }
  if (attempt.isClosed === true) {
    return { ...facts, state: 'closed', code: 'bookings.outside_hours', why: sayClosed(scope, planned.span, target, holidayOf) }
  }
  if (refusal !== undefined) return { ...facts, state: 'refused', code: refusal.code, why: sayRefusal(scope, refusal) }
  if (takenBy !== undefined) {
    return { ...facts, state: 'taken', takenBy, code: 'bookings.space_taken', why: sayIn(scope.language)('errors.space_taken') }
  }
  return { ...facts, state: 'free' }
}

function sayClosed(scope: Scope, span: Span, target: Target, holidayOf: HolidayOf): string {
  const say = sayIn(scope.language)
  const day = dayAt(span.from, target.zone)
  const open = openSpans(target, daySpan(day, target.zone), holidayOf)
  const { note } = hoursOf(day, target.layers, holidayOf)
  const sentence = say('errors.outside_hours', {
    dayText: dayText(day, scope.language),
    hours: open.length === 0 ? say('guestMail.closed') : clockPeriods(open, day, target.zone),
  })
  const because = note?.[scope.language] ?? note?.ja
  return because === undefined ? sentence : `${sentence} ${because}`
}

/** The sentence that booking this day alone would answer. */
export function sayRefusal(scope: Scope, refusal: { code: string; params: Readonly<Record<string, unknown>> }): string {
  const key = `errors.${refusal.code.split('.')[1] ?? ''}` as Parameters<ReturnType<typeof sayIn>>[0]
  return sayIn(scope.language)(key, refusal.params as Record<string, string>)
}

/** Other times of the same day first: whoever plans a series keeps the day. */
async function offersFor(scope: Scope, attempt: Attempt, options: TryOptions): Promise<Alternatives | null> {
  const { planned, target, decided } = attempt
  const found = decided === undefined ? await offersWhenShut(scope, attempt, options) : await findAlternatives(scope, decided)
  if (found === undefined) return null
  const day = dayAt(planned.span.from, target.zone)
  const sameDay = found.times.filter(({ startsAt }) => dayAt(Temporal.Instant.from(startsAt).epochMilliseconds, target.zone) === day)
  return { times: sameDay.length > 0 ? sameDay : found.times, spaces: found.spaces }
}

/** Outside the hours: what booking that day alone would be offered. */
async function offersWhenShut(
  scope: Scope,
  { planned, isClosed, refusal }: Attempt,
  { each, caller }: TryOptions,
): Promise<Alternatives | undefined> {
  if (isClosed !== true) return undefined
  if (refusal !== undefined) return refusal.params['alternatives'] as Alternatives | undefined
  try {
    await decideWish(scope, { ...each, what: planned.what, span: planned.span }, decideOptionsOf(caller))
    return undefined
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    return error.details.params?.['alternatives'] as Alternatives | undefined
  }
}
