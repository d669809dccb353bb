/** The face of bookings in the browser. */
import type { WebModule } from '#platform/web/registry.ts'
import { bookingsLive } from './live.ts'
import { hubPageParts, publicPages } from './routes.tsx'

export const bookingsWeb: WebModule = {
  name: 'bookings',
  pages: publicPages,
  parts: hubPageParts,
  live: bookingsLive,
}
