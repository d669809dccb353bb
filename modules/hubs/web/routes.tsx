/** The pages of hubs. */
import { queryClient } from '#platform/web/client.ts'
import type { Page } from '#platform/web/registry.ts'
import { mutualUseQuery, mutualUsesQuery } from './mutual-use/queries.ts'
import { hubQuery, hubsQuery, ownHubQuery, ownHubsQuery } from './queries.ts'

/** Places of a hub's public page that other modules fill; what they get is `HubPageProps`, for a plan `HubPlanProps`. */
export const hubPageSlots = { now: 'hubs.hub-page.now', book: 'hubs.hub-page.book', plan: 'hubs.hub-page.plan' } as const

export const publicPages: readonly Page[] = [
  {
    area: 'public',
    path: '',
    load: () => import('./pages/find-hub.page.tsx').then((file) => file.FindHubPage),
    prefetch: (_, search) =>
      queryClient.prefetchQuery(hubsQuery({ q: String(search['q'] ?? ''), prefecture: String(search['prefecture'] ?? '') })),
  },
  {
    area: 'public',
    path: 'hubs/$hubKey',
    load: () => import('./pages/hub.page.tsx').then((file) => file.HubPage),
    prefetch: ({ hubKey = '' }) => queryClient.prefetchQuery(hubQuery(hubKey)),
    slots: Object.values(hubPageSlots),
  },
]

const readers = ['operator', 'coordinator', 'officer', 'admin'] as const

export const settingsPages: readonly Page[] = [
  {
    area: 'settings',
    path: 'hubs',
    load: () => import('./pages/settings-hubs.page.tsx').then((file) => file.SettingsHubsPage),
    prefetch: () => queryClient.prefetchQuery(ownHubsQuery()),
    roles: readers,
  },
  {
    area: 'settings',
    path: 'hubs/$hubId',
    load: () => import('./pages/settings-hub.page.tsx').then((file) => file.SettingsHubPage),
    prefetch: ({ hubId = '' }) => queryClient.prefetchQuery(ownHubQuery(hubId)),
    roles: readers,
  },
  {
    area: 'settings',
    path: 'consortium',
    load: () => import('./pages/settings-consortium.page.tsx').then((file) => file.SettingsConsortiumPage),
    roles: readers,
  },
  {
    area: 'settings',
    path: 'facts',
    load: () => import('./pages/settings-facts.page.tsx').then((file) => file.SettingsFactsPage),
    roles: ['operator', 'officer', 'admin'],
  },
  {
    area: 'settings',
    path: 'mutual-use',
    load: () => import('./pages/settings-mutual-use.page.tsx').then((file) => file.SettingsMutualUsePage),
    prefetch: () => queryClient.prefetchQuery(mutualUsesQuery()),
    roles: ['operator', 'officer', 'admin'],
  },
  {
    area: 'settings',
    path: 'mutual-use/$mutualUseId',
    load: () => import('./pages/settings-mutual-use-one.page.tsx').then((file) => file.SettingsMutualUseOnePage),
    prefetch: ({ mutualUseId = '' }) => queryClient.prefetchQuery(mutualUseQuery(mutualUseId)),
    roles: ['operator', 'officer', 'admin'],
  },
]
