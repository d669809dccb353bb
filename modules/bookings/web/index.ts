/** The face of bookings in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { calendarSettings, noticeCards, noticePages } from './calendar/routes.tsx'
import { bookingsLive } from './live.ts'
import { deskPages, hubPageParts, myPages, nav, publicPages, rulesSettings, settingsPages } from './routes.tsx'
import { figuresNav, figuresPages } from './use/routes.tsx'

export const bookingsWeb: WebModule = {
  name: 'bookings',
  pages: [...publicPages, ...deskPages, ...myPages, ...noticePages, ...figuresPages, ...settingsPages],
  nav: [...nav, ...figuresNav],
  parts: hubPageParts,
  meCards: noticeCards,
  settings: [...rulesSettings, ...calendarSettings],
  live: bookingsLive,
}
