/** Pages of mutual use, and what it adds to a hub's public page. */
import { hubPageSlots } from '#modules/hubs/web/index.ts'
import { queryClient } from '#platform/web/client.ts'
import type { Page, Part, SettingsEntry } from '#platform/web/registry.ts'
import { useBookingsTexts } from '../texts.ts'
import { visitorBookingQuery } from './queries.ts'

const readers = ['operator', 'officer', 'admin'] as const

export const mutualUsePages: readonly Page[] = [
  {
    area: 'me',
    path: 'visits/$hubKey/$bookingId',
    load: () => import('../pages/my-visit.page.tsx').then((file) => file.MyVisitPage),
    prefetch: ({ hubKey = '', bookingId = '' }) => queryClient.prefetchQuery(visitorBookingQuery(hubKey, bookingId)),
  },
  {
    area: 'settings',
    path: 'mutual-use-records',
    load: () => import('../pages/mutual-use-records.page.tsx').then((file) => file.MutualUseRecordsPage),
    roles: readers,
  },
]

export const mutualUseParts: readonly Part[] = [
  {
    slot: hubPageSlots.book,
    key: 'bookings.partner',
    order: 5,
    load: () => import('../components/mutual-use/partner-note.tsx').then((file) => file.PartnerNote),
  },
]

export const mutualUseSettings: SettingsEntry = {
  key: 'bookings.mutual-use-records',
  order: 113,
  to: '/settings/mutual-use-records',
  icon: 'doc',
  roles: readers,
  useLabel: () => useBookingsTexts()('mutualUse.records.title'),
  useAbout: () => useBookingsTexts()('mutualUse.records.about'),
}
