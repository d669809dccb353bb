/** The pages of hubs. */
import { queryClient } from '#platform/web/client.ts'
import type { Page } from '#platform/web/registry.ts'
import { hubQuery, hubsQuery } from './queries.ts'

/** Places of a hub's public page that other modules fill; what they get is `HubPageProps`. */
export const hubPageSlots = { now: 'hubs.hub-page.now', book: 'hubs.hub-page.book' } as const

export const publicPages: readonly Page[] = [
  {
    area: 'public',
    path: '',
    load: () => import('./pages/find-hub.page.tsx').then((file) => file.FindHubPage),
    prefetch: (_, search) => queryClient.prefetchQuery(hubsQuery({ q: String(search['q'] ?? ''), prefecture: String(search['prefecture'] ?? '') })),
  },
  {
    area: 'public',
    path: 'hubs/$hubKey',
    load: () => import('./pages/hub.page.tsx').then((file) => file.HubPage),
    prefetch: ({ hubKey = '' }) => queryClient.prefetchQuery(hubQuery(hubKey)),
    slots: Object.values(hubPageSlots),
  },
]
