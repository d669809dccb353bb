/** The face of hubs in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { hubsLive } from './live.ts'
import { queryClient } from '#platform/web/client.ts'
import { ownHubsQuery } from './queries.ts'
import { publicPages, settingsPages } from './routes.tsx'
import { useHubsTexts } from './texts.ts'

export { partnerHubsQuery } from './mutual-use/queries.ts'
export { hubQuery } from './queries.ts'
export { hubPageSlots } from './routes.tsx'
export { HubDesk, useHubOfDesk, type DeskHub } from './components/desk-frame.tsx'
export { useKindText } from './components/kinds.tsx'
export type { HubPageProps } from './components/hub-page-props.tsx'

export const hubsWeb: WebModule = {
  name: 'hubs',
  pages: [...publicPages, ...settingsPages],
  nav: [
    {
      area: 'public',
      key: 'hubs.find',
      order: 10,
      to: '/',
      icon: 'search',
      isExact: true,
      useLabel: () => useHubsTexts()('public.page.nav'),
    },
  ],
  settings: [
    {
      key: 'hubs.hubs',
      order: 100,
      to: '/settings/hubs',
      icon: 'home',
      useLabel: () => useHubsTexts()('settings.hubs'),
      useAbout: () => useHubsTexts()('settings.hubsAbout'),
      roles: ['operator', 'coordinator', 'officer', 'admin'],
    },
    {
      key: 'hubs.consortium',
      order: 110,
      to: '/settings/consortium',
      icon: 'people',
      useLabel: () => useHubsTexts()('settings.consortium'),
      useAbout: () => useHubsTexts()('settings.consortiumAbout'),
      roles: ['operator', 'coordinator', 'officer', 'admin'],
    },
    {
      key: 'hubs.facts',
      order: 120,
      to: '/settings/facts',
      icon: 'upload',
      useLabel: () => useHubsTexts()('settings.facts'),
      useAbout: () => useHubsTexts()('settings.factsAbout'),
      roles: ['operator', 'officer', 'admin'],
    },
    {
      key: 'hubs.mutual-use',
      order: 112,
      to: '/settings/mutual-use',
      icon: 'people',
      useLabel: () => useHubsTexts()('mutualUse.nav'),
      useAbout: () => useHubsTexts()('mutualUse.about'),
      roles: ['operator', 'officer', 'admin'],
    },
  ],
  live: hubsLive,
  deskPicker: () => import('./components/desk-picker.tsx').then((file) => file.DeskPicker),
  firstDesk: async () => (await queryClient.fetchQuery(ownHubsQuery())).items[0]?.key,
}
