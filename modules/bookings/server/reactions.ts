/** What follows from every turn in the life of a booking. One reaction for all of it: a job a fact, not three. */
import { hubsChanged, hubsOpeningChanged, hubsPublished } from '#modules/hubs/contract/events.ts'
import { memberJoined, statusChanged } from '#modules/people/contract/events.ts'
import type { EventDeclaration } from '#platform/contract/events.ts'
import { reaction, reactionToMany, type Reaction } from '#platform/server/module.ts'
import { bookingsEvents } from '../contract/events.ts'
import { waitingOffered } from '../contract/waiting/events.ts'
import { pushOffer } from './reminder/use-cases/push-news.ts'
import { raiseAllFeeds } from './calendar/repository.ts'
import { waitingReactions } from './waiting/reactions.ts'
import { markDays, startCounting } from './use/use-cases/count-use.ts'
import { followBookings, type BookingFact } from './calendar/use-cases/follow-booking.ts'
import { tellWhetherStopped } from './mutual-use/use-cases/stop-visitor.ts'

/** Facts that name a booking. */
const ofBookings: readonly EventDeclaration[] = bookingsEvents.filter(
  (event) => 'bookingId' in ((event.payload as unknown as { shape?: object }).shape ?? {}),
)

export const reactions: readonly Reaction[] = [
  ...waitingReactions,
  ...ofBookings.map((event) =>
    reactionToMany(event, `follow-${event.type.slice('bookings.'.length)}`, (scope, facts) =>
      followBookings(
        scope,
        facts.map(({ id, payload }) => ({ eventId: id, type: event.type, payload: payload as BookingFact })),
      ),
    ),
  ),
  // who is stopped, or back, is so at the hubs of partners too
  reaction(statusChanged, 'tell-partners', async (scope, { payload }) => {
    if (payload.accountId !== null) await tellWhetherStopped(scope, payload.accountId)
  }),
  reaction(memberJoined, 'tell-partners-joined', (scope, { payload }) => tellWhetherStopped(scope, payload.accountId)),
  // names and addresses of places stand in every entry
  reaction(hubsChanged, 'rename-in-feeds', (scope) => raiseAllFeeds(scope)),
  // half an hour to answer: the mail alone may be read too late
  reaction(waitingOffered, 'push-offer', (scope, { payload }) => pushOffer(scope, payload.offerId)),
  reaction(hubsPublished, 'count-hub', (scope, { payload }) => startCounting(scope, payload.hubId)),
  reaction(hubsOpeningChanged, 'count-hours-anew', (scope, { payload }) => markDays(scope, payload.hubId, payload.from, payload.to)),
]
