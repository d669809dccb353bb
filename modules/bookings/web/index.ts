/** The face of bookings in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { calendarSettings, noticeCards, noticePages } from './calendar/routes.tsx'
import { bookingsLive } from './live.ts'
import { moneyCards, moneyNav, moneyPages, moneySettings } from './payment/routes.tsx'
import { retentionPages, retentionSettings } from './records/routes.tsx'
import { registrationCards, registrationPages, registrationSettings } from './registration/routes.tsx'
import { deskNeeds, kioskSettings, deskPages, hubPageParts, myPages, nav, publicPages, rulesSettings, settingsPages } from './routes.tsx'
import { figuresNav, figuresPages } from './use/routes.tsx'

export { useMyHubs } from './queries.ts'
export { guestBookingSlots } from './routes.tsx'

export const bookingsWeb: WebModule = {
  name: 'bookings',
  pages: [
    ...publicPages,
    ...deskPages,
    ...myPages,
    ...noticePages,
    ...figuresPages,
    ...settingsPages,
    ...moneyPages,
    ...retentionPages,
    ...registrationPages,
  ],
  nav: [...nav, ...figuresNav, ...moneyNav],
  parts: hubPageParts,
  todayCards: moneyCards,
  needs: deskNeeds,
  meCards: [...noticeCards, ...registrationCards],
  settings: [kioskSettings, ...registrationSettings, ...rulesSettings, ...calendarSettings, ...retentionSettings, ...moneySettings],
  live: bookingsLive,
}
