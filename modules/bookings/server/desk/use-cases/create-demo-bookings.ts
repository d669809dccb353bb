/**
 * The demonstration's days: invented bookings around today, so that the screens show a hub at work, and the fees and
 * rules that are assumed. The same consortium gets the same pattern on every machine.
 */
import type { Scope } from '#platform/server/scope.ts'
import { bookableEquipment, bookablePlaces, holidayLookup, requireHubByKey } from '#modules/hubs/server/index.ts'
import {
  blockedSpan,
  chooseUnits,
  daySpan,
  dayAt,
  addDays,
  instantOf,
  openSpans,
  targetOfEquipment,
  targetOfSpace,
  usualKind,
  type Target,
} from '../../rules.ts'
import { booked } from '../../../contract/events.ts'
import { minuteMs, type Span } from '../../../contract/rules.ts'
import { createDemoRequest, createDemoRules } from '../../policy/use-cases/create-demo-rules.ts'
import { insertBooking, type Holder } from '../../booking/repository.ts'
import { findPolicies } from '../../policy/repository.ts'
import { listFeeOf } from '../../policy/rules.ts'
import { createDemoLeases, type DemoTenant } from '../../lease/use-cases/create-demo-leases.ts'
import { createDemoMoney, type DemoMoney } from '../../payment/use-cases/create-demo-money.ts'
import { createDemoRegistrations, type DemoRegistration } from '../../registration/use-cases/create-demo-registrations.ts'
import { createDemoSeries } from '../../series/use-cases/create-demo-series.ts'
import { createDemoWaiting, type DemoTaken } from '../../waiting/use-cases/create-demo-waiting.ts'
import { createDemoUse } from '../../use/use-cases/create-demo-use.ts'
import { createDemoDesk, type DemoLost } from './create-demo-desk.ts'
import { storePolicies, type PolicyInput } from '../../policy/use-cases/store-policies.ts'

export interface DemoBookingsInput {
  readonly hubKeys: readonly string[]
  readonly policies: PolicyInput
  readonly people: readonly DemoTenant[]
  /** Names of guests; invented. */
  readonly guests: readonly string[]
  /** What stands on the papers; nothing where it is left out. */
  readonly money?: DemoMoney
  readonly registrations?: readonly DemoRegistration[]
  /** What was left behind; the same at each hub. */
  readonly lost?: readonly DemoLost[]
  /** So many days before today get bookings for the figures of use; none where nothing is given. */
  readonly pastDays?: number
}

/** Days before and after today that get bookings. */
const daysBefore = 3
const daysAfter = 10

/** Starts within the opening hours and lengths, in minutes: a morning, a day, an afternoon, an hour or two. */
const shapes = [
  { after: 0, minutes: 180 },
  { after: 0, minutes: 540 },
  { after: 240, minutes: 240 },
  { after: 60, minutes: 120 },
  { after: 300, minutes: 90 },
  { after: 90, minutes: 300 },
] as const

export async function createDemoBookings(scope: Scope, input: DemoBookingsInput): Promise<number> {
  let made = 0
  const next = pattern(input.hubKeys.join())
  const holidayOf = await holidayLookup(scope)
  const holders = holdersOf(input)
  for (const hubKey of input.hubKeys) {
    const hub = await requireHubByKey(scope, hubKey)
    await storePolicies(scope, hub.id, input.policies, { isAssumed: true })
    const targets = [
      ...(await bookablePlaces(scope, { hubId: hub.id })).map(targetOfSpace),
      ...(await bookableEquipment(scope, { hubId: hub.id })).map(targetOfEquipment),
    ].filter((target) => target.takenAs !== 'none')
    await createDemoRules(scope, hub, targets)
    const policyOf = await findPolicies(scope, hub.id)
    if (input.pastDays !== undefined)
      await createDemoUse(scope, {
        hubId: hub.id,
        zone: hub.zone,
        targets,
        holders,
        from: input.pastDays,
        to: daysBefore + 1,
        next: pattern(hubKey),
      })
    // where the accounts look: one lease, one trial stay
    if (input.pastDays !== undefined) await createDemoLeases(scope, hub, { targets, people: input.people, daysAgo: daysBefore })
    const today = dayAt(scope.clock.now().epochMilliseconds, hub.zone)
    let taken: DemoTaken | undefined
    for (let offset = -daysBefore; offset <= daysAfter; offset++) {
      const day = addDays(today, offset)
      for (const target of targets) {
        const [open] = openSpans(target, daySpan(day, target.zone), holidayOf)
        if (open === undefined) continue
        for (let count = bookingsOf(target, next); count > 0; count--) {
          const shape = shapes[next(shapes.length)] ?? shapes[0]
          const wish = spanWithin(open, shape)
          if (wish === undefined) continue
          const policy = policyOf(target.id)
          const choice = chooseUnits(target, wantedOf(target), 1)
          if (typeof choice === 'string') continue
          const holder = holders[next(holders.length)]
          if (holder === undefined) continue
          const userClass = holder.accountId === null ? 'general' : 'member'
          const list = listFeeOf(policy, wish, target.zone, userClass)
          const row = await insertBooking(scope, choice, {
            hubId: hub.id,
            targetId: target.id,
            status: 'confirmed',
            holdExpiresAt: null,
            partySize: choice.kind === 'space' ? 1 + next(Math.min(4, target.capacity ?? 2)) : 1,
            consentedAt: null,
            purpose: '',
            note: '',
            feeYen: list.yen,
            tariffId: list.tariffId,
            userClass,
            wish,
            blocked: blockedSpan(wish, policy),
            holder,
          })
          // taken already by one made before: the day is simply less full
          if (row === undefined) continue
          made++
          if (choice.kind === 'space' && offset >= 2)
            taken ??= { hubId: hub.id, targetId: target.id, startsAt: instantOf(wish.from), endsAt: instantOf(wish.to) }
          scope.emit(booked, { hubId: hub.id, bookingId: row.id, kind: choice.kind, targetId: target.id }, { subjectId: row.id })
        }
      }
    }
    await createDemoRequest(scope, hub, targets, holders[0])
    const room = targets.findLast((target) => target.takenAs === 'whole')
    const [member] = holders
    if (room !== undefined && member !== undefined) await createDemoSeries(scope, { target: room, holder: member })
    if (taken !== undefined) await createDemoWaiting(scope, taken, [...holders.slice(1, 2), ...holders.slice(-1)])
    await createDemoDesk(scope, {
      hubId: hub.id,
      zone: hub.zone,
      guests: holders.filter((holder) => holder.accountId === null),
      lost: input.lost ?? [],
    })
    if (input.money !== undefined) await createDemoMoney(scope, hub, input.money)
  }
  await createDemoRegistrations(scope, input.registrations ?? [])
  return made
}

const wantedOf = (target: Target) => {
  const kind = usualKind(target)
  return kind === 'equipment'
    ? { kind, equipmentId: target.id, count: 1 }
    : kind === 'space'
      ? { kind, spaceId: target.id }
      : { kind, spaceId: target.id, count: 1 }
}

function bookingsOf(target: Target, next: (below: number) => number): number {
  if (target.takenAs === 'whole') return next(4)
  if (target.kind === 'equipment') return next(2)
  return 1 + next(Math.max(2, Math.floor(Math.min(target.units.length, 24) * 0.7)))
}

function spanWithin(open: Span, shape: { readonly after: number; readonly minutes: number }): Span | undefined {
  // hubs that are open from 6:00 fill up when people work, not at dawn
  const from =
    Math.max(open.from, open.to - 24 * 60 * minuteMs) +
    (open.to - open.from > 12 * 60 * minuteMs ? 180 * minuteMs : 0) +
    shape.after * minuteMs
  const to = Math.min(open.to, from + shape.minutes * minuteMs)
  return to - from >= 30 * minuteMs ? { from, to } : undefined
}

function holdersOf(input: DemoBookingsInput): Holder[] {
  return [
    ...input.people.map((person) => ({
      accountId: person.accountId,
      name: person.name,
      mail: person.mail,
      phone: null,
      language: 'ja' as const,
    })),
    ...input.guests.map((name, at) => ({
      accountId: null,
      name,
      mail: `guest${at + 1}@example.jp`,
      phone: null,
      language: /^[\x20-\x7e]+$/.test(name) ? ('en' as const) : ('ja' as const),
    })),
  ]
}

/** A small generator (mulberry32) seeded by a text: the demonstration is the same everywhere, and nothing else uses it. */
function pattern(text: string): (below: number) => number {
  let state = 2_166_136_261
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16_777_619)
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}
