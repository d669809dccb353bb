/** The face of bookings in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { bookingsLive } from './live.ts'
import { deskPages, hubPageParts, myPages, nav, publicPages } from './routes.tsx'

export const bookingsWeb: WebModule = {
  name: 'bookings',
  pages: [...publicPages, ...deskPages, ...myPages],
  nav,
  parts: hubPageParts,
  live: bookingsLive,
}
