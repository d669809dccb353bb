import { bind, type Route } from '#platform/server/module.ts'
import * as api from '../../contract/calendar/endpoints.ts'
import { listHubFeeds, makeHubFeed, makeOwnFeed, renewFeed, revokeFeed, showOwnFeed } from './use-cases/keep-feeds.ts'
import { readFeed } from './use-cases/read-feed.ts'

export const calendarRoutes: readonly Route[] = [
  bind(api.getOwnFeed, async (scope) => ({ feed: await showOwnFeed(scope) })),
  bind(api.makeOwnFeed, (scope, { body }) => makeOwnFeed(scope, body)),
  bind(api.listHubFeeds, async (scope, { params }) => ({ items: await listHubFeeds(scope, params.hubId) })),
  bind(api.makeHubFeed, (scope, { params, body }) => makeHubFeed(scope, params.hubId, body)),
  bind(api.renewFeed, (scope, { params }) => renewFeed(scope, params.feedId)),
  bind(api.revokeFeed, (scope, { params }) => revokeFeed(scope, params.feedId)),
  bind(api.readFeed, (scope) => readFeed(scope)),
]
