/** What may have freed a place, or answered an offer. */
import { reaction, type Reaction } from '#platform/server/module.ts'
import { cancelled, changed, confirmed, declined, lapsed, released } from '../../contract/events.ts'
import { followOffer } from './use-cases/answer-offer.ts'

export const waitingReactions: readonly Reaction[] = [cancelled, changed, confirmed, declined, lapsed, released].map((event) =>
  reaction(event, `offer-after-${event.type.slice('bookings.'.length)}`, (scope, { payload }) => followOffer(scope, payload)),
)
