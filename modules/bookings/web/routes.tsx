/** The pages of bookings, and what they add to a hub's public page. */
import { hubPageSlots } from '#modules/hubs/web/index.ts'
import { queryClient } from '#platform/web/client.ts'
import type { Page, Part } from '#platform/web/registry.ts'
import { freeNowQuery } from './components/guest/calls.tsx'

export const publicPages: readonly Page[] = [
  {
    area: 'public',
    path: 'hubs/$hubKey/bookings/$bookingId',
    load: () => import('./pages/guest-booking.page.tsx').then((file) => file.GuestBookingPage),
  },
]

export const hubPageParts: readonly Part[] = [
  {
    slot: hubPageSlots.now,
    key: 'bookings.free-now',
    order: 10,
    load: () => import('./components/guest/free-now.tsx').then((file) => file.FreeNowBox),
    prefetch: ({ hubKey = '' }) => queryClient.prefetchQuery(freeNowQuery(hubKey)),
  },
  { slot: hubPageSlots.book, key: 'bookings.book', order: 10, load: () => import('./components/guest/book-section.tsx').then((file) => file.BookSection) },
]
