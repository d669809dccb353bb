/** How long guests are kept: a page of the settings. */
import type { Role } from '#platform/contract/permissions.ts'
import type { Page, SettingsEntry } from '#platform/web/registry.ts'
import { bookingsPermissions } from '../../contract/permissions.ts'
import { useBookingsTexts } from '../texts.ts'

const keepers: readonly Role[] = bookingsPermissions['bookings.keepData']

export const retentionPages: readonly Page[] = [
  {
    area: 'settings',
    path: 'retention',
    roles: keepers,
    load: () => import('../pages/settings-retention.page.tsx').then((file) => file.SettingsRetentionPage),
  },
]

export const retentionSettings: readonly SettingsEntry[] = [
  {
    key: 'bookings.retention',
    order: 470,
    to: '/settings/retention',
    icon: 'clock',
    roles: keepers,
    useLabel: () => useBookingsTexts()('retention.title'),
    useAbout: () => useBookingsTexts()('retention.about'),
  },
]
