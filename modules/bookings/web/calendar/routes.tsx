/** Calendars and reminders: a person's own page, the desk's settings, the guest's way out. */
import type { Card, Page, SettingsEntry } from '#platform/web/registry.ts'
import { useBookingsTexts } from '../texts.ts'

export const noticePages: readonly Page[] = [
  { area: 'me', path: 'notices', load: () => import('../pages/notices.page.tsx').then((file) => file.NoticesPage) },
  {
    area: 'settings',
    path: 'calendars',
    roles: ['operator', 'admin'],
    load: () => import('../pages/settings-calendars.page.tsx').then((file) => file.SettingsCalendarsPage),
  },
  {
    area: 'public',
    path: 'hubs/$hubKey/bookings/$bookingId/reminders',
    load: () => import('../pages/guest-reminders.page.tsx').then((file) => file.GuestRemindersPage),
  },
]

export const noticeCards: readonly Card[] = [
  {
    key: 'bookings.notices',
    order: 60,
    size: 'normal',
    load: () => import('../components/calendar/notices-card.tsx').then((file) => file.NoticesCard),
  },
]

export const calendarSettings: readonly SettingsEntry[] = [
  {
    key: 'bookings.calendars',
    order: 420,
    to: '/settings/calendars',
    icon: 'calendar',
    roles: ['operator', 'admin'],
    useLabel: () => useBookingsTexts()('calendar.deskTitle'),
    useAbout: () => useBookingsTexts()('calendar.deskAbout'),
  },
]
