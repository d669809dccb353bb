/** Somebody asks to be told when something falls free. */
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { holidayLookup, requireHub, requireHubByKey } from '#modules/hubs/server/index.ts'
import { recordGuestConsent, requireShownTerms } from '#modules/people/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { minuteMs, type Span } from '../../../contract/rules.ts'
import type { Wanted } from '../../../contract/schemas.ts'
import { waitingAsked } from '../../../contract/waiting/events.ts'
import type { AskAsGuestBody, AskToWaitBody, WaitedFor } from '../../../contract/waiting/schemas.ts'
import { decideWish, type DecideOptions } from '../../booking/use-cases/decide-wish.ts'
import { bookerOf } from '../../booking/use-cases/decide-wish.ts'
import { findPolicies } from '../../policy/repository.ts'
import { instantOf, isoOf, mostUnitsOfGuest, offsetMsAt, openSpans, usualKind, type Target } from '../../rules.ts'
import { findWaitingRule, insertWaiting, listWaitingHeldBy, lockAsking, type NewWaiting, type WaitingRow } from '../repository.ts'
import { findPossible, targetsFor } from './find-offer.ts'
import { offerSoon, tellWaiting } from './tell-waiting.ts'

const fail = failOf(bookingsErrors)

/** So many entries may one person have open: a line of wishes is no wish. */
const mostOfGuest = 3
const mostOfMember = 10

export async function askAsGuest(scope: Scope, hubKey: string, body: AskAsGuestBody): Promise<WaitingRow> {
  const hub = await requireHubByKey(scope, hubKey)
  const { guest } = body
  const termsId = await requireShownTerms(scope, body.termsId)
  const row = await ask(scope, body, {
    hubId: hub.id,
    holder: { accountId: null, name: guest.name, mail: guest.mail, phone: guest.phone ?? null, language: guest.language },
    consentedAt: scope.clock.now(),
  })
  await recordGuestConsent(scope, row.id, termsId)
  return row
}

export async function askToWait(scope: MemberScope, body: AskToWaitBody): Promise<WaitingRow> {
  const hub = await requireHub(scope, body.hubId)
  const { accountId, name, mail } = scope.actor
  return ask(scope, body, { hubId: hub.id, holder: { accountId, name, mail, phone: null, language: scope.language }, consentedAt: null })
}

interface By {
  readonly hubId: string
  readonly holder: Pick<NewWaiting, 'accountId' | 'name' | 'mail' | 'phone' | 'language'>
  readonly consentedAt: Temporal.Instant | null
}

type Asked = Omit<AskToWaitBody, 'hubId'>

async function ask(scope: Scope, body: Asked, { hubId, holder, consentedAt }: By): Promise<WaitingRow> {
  const rule = await findWaitingRule(scope, hubId)
  if (!rule.isOpen) fail('bookings.waiting_closed')
  const window = { from: Temporal.Instant.from(body.from).epochMilliseconds, to: Temporal.Instant.from(body.to).epochMilliseconds }
  const minutes = body.minutes ?? Math.floor((window.to - window.from) / minuteMs)
  if (minutes < 5 || window.from + minutes * minuteMs > window.to) fail('bookings.waiting_too_short')
  const asked: NewWaiting = {
    hubId,
    ...placeFieldsOf(body.what, body.partySize),
    partySize: body.partySize,
    fromAt: instantOf(window.from),
    toAt: instantOf(window.to),
    minutes,
    ...holder,
    consentedAt,
    purpose: body.purpose ?? '',
  }
  await lockAsking(scope, holder.accountId ?? holder.mail ?? '')
  const before = await openEntries(scope, holder)
  const same = before.find((row) => isSameWish(row, asked))
  // asked twice: the place in line is the first one's
  if (same !== undefined) return same
  const most = holder.accountId === null ? mostOfGuest : mostOfMember
  if (before.length >= most) fail('bookings.waiting_too_many', { params: { count: before.length } })
  await refuseHopeless(scope, asked)
  const [free] = await findPossible(scope, asked)
  if (free !== undefined) {
    const { span, target, what } = free
    fail('bookings.waiting_not_needed', {
      params: { startsAt: isoOf(span.from), endsAt: isoOf(span.to), targetId: target.id, kind: what.kind },
    })
  }
  const row = await insertWaiting(scope, asked)
  scope.emit(waitingAsked, { hubId, waitingId: row.id }, { subjectId: row.id })
  tellWaiting(scope, row, 'asked')
  // what fell free while this was asked was offered without them
  offerSoon(scope, hubId)
  return row
}

async function openEntries(scope: Scope, holder: By['holder']): Promise<WaitingRow[]> {
  const of = holder.accountId === null ? { guestMail: holder.mail ?? '' } : { accountId: holder.accountId }
  const now = scope.clock.now()
  return (await listWaitingHeldBy(scope, of)).filter(
    ({ status, toAt }) => (status === 'waiting' || status === 'offered') && Temporal.Instant.compare(toAt, now) > 0,
  )
}

function isSameWish(row: WaitingRow, asked: NewWaiting): boolean {
  return (
    row.hubId === asked.hubId &&
    row.kind === asked.kind &&
    row.targetId === asked.targetId &&
    row.targetType === asked.targetType &&
    row.count === asked.count &&
    row.minutes === asked.minutes &&
    row.fromAt.equals(asked.fromAt) &&
    row.toAt.equals(asked.toAt)
  )
}

function placeFieldsOf(what: WaitedFor, partySize: number): Pick<NewWaiting, 'kind' | 'targetId' | 'targetType' | 'count'> {
  switch (what.kind) {
    case 'any':
      return { kind: 'space', targetId: null, targetType: what.type, count: partySize }
    case 'space':
      return { kind: 'space', targetId: what.spaceId, targetType: null, count: 1 }
    case 'seat':
      return { kind: 'seat', targetId: what.spaceId, targetType: null, count: Math.max(what.count, partySize) }
    case 'equipment':
      return { kind: 'equipment', targetId: what.equipmentId, targetType: null, count: what.count }
  }
}

/** Nobody waits for what no rule would ever let them have: the first time within the hours is decided as a booking is. */
async function refuseHopeless(scope: Scope, asked: NewWaiting): Promise<void> {
  const targets = await targetsFor(scope, asked)
  const [target] = targets
  if (target === undefined) return fail('platform.not_found')
  const policyOf = await findPolicies(scope, asked.hubId)
  const holidayOf = await holidayLookup(scope)
  const options: DecideOptions = {
    hub: asked.hubId,
    booker: bookerOf(scope),
    ...(asked.accountId === null ? { mostUnits: mostUnitsOfGuest } : {}),
  }
  const spanIn = (one: Target): Span =>
    firstWithin(asked, openSpans(one, windowOf(asked), holidayOf), {
      stepMs: policyOf(one.id).granularityMinutes * minuteMs,
      offsetMs: offsetMsAt(asked.fromAt.epochMilliseconds, one.zone),
    })
  await decideWish(scope, { what: wantedOf(asked, target), span: spanIn(target), partySize: asked.partySize }, options)
}

const windowOf = (asked: NewWaiting): Span => ({ from: asked.fromAt.epochMilliseconds, to: asked.toAt.epochMilliseconds })

/** The first time of the window that lies in the hours; where none does, its beginning, whose refusal says the hours. */
function firstWithin(asked: NewWaiting, open: readonly Span[], { stepMs, offsetMs }: { stepMs: number; offsetMs: number }): Span {
  const length = asked.minutes * minuteMs
  const up = (at: number): number => Math.ceil((at + offsetMs) / stepMs) * stepMs - offsetMs
  for (const span of open) {
    const from = open.length > 0 && span.from > asked.fromAt.epochMilliseconds ? up(span.from) : span.from
    if (from + length <= span.to) return { from, to: from + length }
  }
  const { from } = windowOf(asked)
  return { from, to: from + length }
}

function wantedOf(asked: NewWaiting, target: Target): Wanted {
  const kind = asked.targetId === null ? usualKind(target) : asked.kind
  if (kind === 'space') return { kind, spaceId: target.id }
  return kind === 'seat'
    ? { kind, spaceId: target.id, count: asked.count }
    : { kind: 'equipment', equipmentId: target.id, count: asked.count }
}
