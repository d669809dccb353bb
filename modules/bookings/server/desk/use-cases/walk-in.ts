/** Somebody stands at the desk: what is free now, taken and checked in with one press. */
import { failOf } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findMember } from '#modules/people/server/index.ts'
import { holidayLookup, requireHub } from '#modules/hubs/server/index.ts'
import { bookingsErrors } from '../../../contract/errors.ts'
import { booked } from '../../../contract/events.ts'
import { minuteMs, type Span } from '../../../contract/rules.ts'
import type { WalkInBody } from '../../../contract/desk/schemas.ts'
import type { Wanted } from '../../../contract/schemas.ts'
import type { PlacedBooking } from '../../booking/presenter.ts'
import type { Holder } from '../../booking/repository.ts'
import { decideWish, type DecideOptions } from '../../booking/use-cases/decide-wish.ts'
import { placeBooking } from '../../booking/use-cases/place-booking.ts'
import { factOf } from '../../booking/use-cases/record-fact.ts'
import { tellHolder } from '../../booking/use-cases/tell-holder.ts'
import { findPlaces } from '../../free/use-cases/find-places.ts'
import { freeUnitsFor, holds, neededUnits, type Place } from '../../free/rules.ts'
import { refuseUndrawn } from '../../lottery/use-cases/find-undrawn.ts'
import { sayIn } from '../../mails/texts.ts'
import { offsetMsAt } from '../../rules.ts'
import { arrive } from './record-arrival.ts'

const fail = failOf(bookingsErrors)

/** A stay shorter than this is not worth a seat's name on it. */
const leastMs = 15 * minuteMs
const dayMs = 24 * 60 * minuteMs

/** `isUnattended`: at the entrance nobody looks on, so only what anybody may take by themselves is given: a seat. */
export async function walkIn(scope: Scope, hubId: string, body: WalkInBody, { isUnattended = false } = {}): Promise<PlacedBooking> {
  const hub = await requireHub(scope, hubId)
  const { holder, booker } = await holderOf(scope, body.holder)
  const now = scope.clock.now().epochMilliseconds
  // counted from the begun five minutes, as a desk would write it down
  const from = now - (now % (5 * minuteMs))
  const places = await findPlaces(scope, hubId, { from, to: from + dayMs }, await holidayLookup(scope))
  const allowed = isUnattended
    ? places.filter(({ policy, isWhole }) => policy.who === 'public' && !policy.needsApproval && !isWhole)
    : places
  const choice = choosePlace(allowed, { from, to: from + body.minutes * minuteMs }, body, offsetMsAt(now, hub.zone))
  if (choice === undefined) return fail('bookings.nothing_free_now')
  // begun already: the step of the clock counts for its end only
  const wish = await decideWish(
    scope,
    { what: choice.what, span: choice.span, partySize: body.partySize },
    { hub: hubId, isDesk: true, keepsStart: true, booker },
  )
  if (isUnattended) await refuseUndrawn(scope, wish.target, wish.span)
  const row = await placeBooking(scope, wish, { holder, status: 'confirmed', purpose: '', origin: 'walk-in' })
  scope.emit(booked, factOf(row), { subjectId: row.id })
  tellHolder(scope, row, 'booked')
  const after = await arrive(scope, row, body.partySize)
  return { row: after, place: wish.target }
}

async function holderOf(
  scope: Scope,
  holder: WalkInBody['holder'],
): Promise<{ holder: Holder; booker: NonNullable<DecideOptions['booker']> }> {
  if (holder !== undefined && 'accountId' in holder) {
    const member = await findMember(scope, { accountId: holder.accountId })
    if (member === undefined)
      return fail('platform.invalid_input', { fields: [{ path: 'body.holder.accountId', expected: 'an account of a member' }] })
    const { accountId } = holder
    return {
      holder: { accountId, name: member.name, mail: member.mail, phone: null, language: member.language },
      booker: { accountId, mail: member.mail, memberOf: member.organisationId, isMember: true },
    }
  }
  const mail = holder?.mail ?? null
  return {
    holder: {
      accountId: null,
      name: holder?.name ?? sayIn(scope.language)('public.kiosk.walkInName'),
      mail,
      phone: holder?.phone ?? null,
      language: holder?.language ?? scope.language,
    },
    // priced as who they are, not as who stands behind the desk
    booker: { accountId: null, mail, memberOf: null, isMember: false },
  }
}

/** Where one can stay longest, up to what was asked; seats before rooms, so that a room is not one person's. */
function choosePlace(
  places: readonly Place[],
  wish: Span,
  { what, partySize }: WalkInBody,
  offsetMs: number,
): { what: Wanted; span: Span } | undefined {
  const wantedId = what === undefined ? undefined : what.kind === 'equipment' ? what.equipmentId : what.spaceId
  const [best] = places
    .filter((place) => (wantedId === undefined ? place.target.kind === 'space' : place.target.id === wantedId) && holds(place, partySize))
    .flatMap((place) => {
      const span = longestFrom(place, wish, what?.kind === 'space' ? place.freeByUnit.length : neededUnits(place, partySize), offsetMs)
      return span === undefined ? [] : [{ place, span }]
    })
    .toSorted((a, b) => b.span.to - a.span.to || Number(a.place.isWhole) - Number(b.place.isWhole))
  if (best === undefined) return undefined
  const { target, isWhole } = best.place
  const chosen: Wanted =
    what ?? (isWhole ? { kind: 'space', spaceId: target.id } : { kind: 'seat', spaceId: target.id, count: Math.max(1, partySize) })
  return { what: chosen, span: best.span }
}

/** The longest stay from the beginning on in which enough units stay free, ending on the clock of the space. */
function longestFrom(place: Place, wish: Span, need: number, offsetMs: number): Span | undefined {
  const step = place.policy.granularityMinutes * minuteMs
  const edges = new Set(place.open.map((open) => open.to))
  const ends = place.freeByUnit.flatMap((free) =>
    free.filter((span) => span.from <= wish.from && wish.from < span.to).map((span) => Math.min(span.to, wish.to)),
  )
  return [...new Set(ends)]
    .map((end) => (edges.has(end) ? end : Math.floor((end + offsetMs) / step) * step - offsetMs))
    .toSorted((a, b) => b - a)
    .map((to) => ({ from: wish.from, to }))
    .find((span) => span.to - span.from >= leastMs && freeUnitsFor(place, span) >= need)
}
