/** The face of hubs in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { hubsLive } from './live.ts'
import { publicPages } from './routes.tsx'
import { useHubsTexts } from './texts.ts'

export { hubQuery } from './queries.ts'
export { hubPageSlots } from './routes.tsx'
export type { HubPageProps } from './components/hub-page-props.tsx'

export const hubsWeb: WebModule = {
  name: 'hubs',
  pages: publicPages,
  nav: [{ area: 'public', key: 'hubs.find', order: 10, to: '/', icon: 'search', isExact: true, useLabel: () => useHubsTexts()('public.page.nav') }],
  live: hubsLive,
}
