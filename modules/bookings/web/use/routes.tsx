import type { NavItem, Page } from '#platform/web/registry.ts'
import type { Role } from '#platform/contract/permissions.ts'
import { useBookingsTexts } from '../texts.ts'

const readers: readonly Role[] = ['operator', 'officer', 'admin']

export const figuresPages: readonly Page[] = [
  { area: 'operator', path: 'use', roles: readers, load: () => import('../pages/use.page.tsx').then((file) => file.UsePage) },
]

export const figuresNav: readonly NavItem[] = [
  {
    area: 'operator',
    key: 'bookings.use',
    order: 60,
    to: '/operate/$hubKey/use',
    icon: 'sum',
    roles: readers,
    useLabel: () => useBookingsTexts()('use.title'),
  },
]
