/** What follows for the doors from bookings, leases, people, spaces and devices: within two seconds, and again without harm. */
import { bookingsEvents } from '#modules/bookings/contract/events.ts'
import { leaseEvents } from '#modules/bookings/contract/lease/events.ts'
import { deviceChanged } from '#modules/devices/contract/events.ts'
import { hubsChanged } from '#modules/hubs/contract/events.ts'
import {
  memberForgotten,
  memberJoined,
  membersImported,
  organisationChanged,
  rolesChanged,
  statusChanged,
} from '#modules/people/contract/events.ts'
import { findMember } from '#modules/people/server/index.ts'
import type { EventDeclaration } from '#platform/contract/events.ts'
import { reaction, reactionToMany, type Reaction } from '#platform/server/module.ts'
import { listHubRules } from './door/repository.ts'
import { regrantLater } from './door/use-cases/keep-doors.ts'
import { regrantBookings, regrantLease, regrantMembership, regrantOwn, renewRules } from './grant/use-cases/regrant.ts'

/** Turns in the life of a booking after which somebody may enter, no longer, or at another time. */
const turns = new Set(
  [
    'booked',
    'confirmed',
    'approved',
    'declined',
    'released',
    'releaseUndone',
    'changed',
    'cancelled',
    'lapsed',
    'visitorStopped',
    'visitorBack',
  ].map((name) => `bookings.${name}`),
)

const ofBookings: readonly EventDeclaration[] = bookingsEvents.filter((event) => turns.has(event.type))
const ofLeases: readonly EventDeclaration[] = leaseEvents.filter((event) => event.type !== 'bookings.leaseAccounted')

const nameOf = (event: EventDeclaration): string => event.type.replace('.', '-')

export const reactions: readonly Reaction[] = [
  ...ofBookings.map((event) =>
    reactionToMany(event, `grant-${nameOf(event)}`, (scope, facts) =>
      regrantBookings(scope, [...new Set(facts.map(({ payload }) => (payload as { bookingId: string }).bookingId))].toSorted()),
    ),
  ),
  ...ofLeases.map((event) =>
    reaction(event, `grant-${nameOf(event)}`, (scope, { payload }) => regrantLease(scope, (payload as { leaseId: string }).leaseId)),
  ),
  // who was here before is back, with what names them still
  reaction(memberJoined, 'grant-joined', async (scope, { payload }) => {
    await regrantMembership(scope, payload.membershipId)
    await regrantOwn(scope, payload.accountId)
  }),
  reaction(rolesChanged, 'grant-roles', (scope, { payload }) => regrantMembership(scope, payload.membershipId)),
  reaction(organisationChanged, 'grant-organisation', async (scope, { payload }) => {
    await regrantMembership(scope, payload.membershipId)
    const member = await findMember(scope, { id: payload.membershipId })
    if (member?.accountId != null) await regrantOwn(scope, member.accountId)
  }),
  reaction(statusChanged, 'grant-status', async (scope, { payload }) => {
    await regrantMembership(scope, payload.membershipId)
    if (payload.accountId !== null) await regrantOwn(scope, payload.accountId)
  }),
  reaction(memberForgotten, 'grant-forgotten', async (scope, { payload }) => {
    await regrantMembership(scope, payload.membershipId)
    await regrantOwn(scope, payload.accountId)
  }),
  reaction(membersImported, 'grant-imported', async (scope) => {
    for (const { hubId } of await listHubRules(scope)) regrantLater(scope, hubId)
  }),
  // a room that came under another roof is reached by other doors
  reaction(hubsChanged, 'grant-spaces', async (scope, { payload }) => {
    if ((await listHubRules(scope)).some((rules) => rules.hubId === payload.hubId)) regrantLater(scope, payload.hubId)
  }),
  reaction(deviceChanged, 'renew-devices', (scope, { payload }) => renewRules(scope, [payload.hubId])),
]
