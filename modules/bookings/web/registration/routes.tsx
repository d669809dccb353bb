/** The pages of registration: the office's list and file, and the applicant's own. */
import type { Role } from '#platform/contract/permissions.ts'
import type { Card, Page, SettingsEntry } from '#platform/web/registry.ts'
import { bookingsPermissions } from '../../contract/permissions.ts'
import { useBookingsTexts } from '../texts.ts'

const office: readonly Role[] = bookingsPermissions['bookings.registrations']

export const registrationPages: readonly Page[] = [
  {
    area: 'settings',
    path: 'registrations',
    roles: office,
    load: () => import('../pages/registrations.page.tsx').then((file) => file.RegistrationsPage),
  },
  {
    area: 'settings',
    path: 'registrations/$registrationId',
    roles: office,
    load: () => import('../pages/registration.page.tsx').then((file) => file.RegistrationPage),
  },
  {
    area: 'me',
    path: 'registration',
    load: () => import('../pages/my-registration.page.tsx').then((file) => file.MyRegistrationsPage),
  },
  {
    area: 'me',
    path: 'registration/$registrationId',
    load: () => import('../pages/my-registration.page.tsx').then((file) => file.MyRegistrationPage),
  },
]

export const registrationCards: readonly Card[] = [
  {
    key: 'bookings.registration',
    order: 70,
    size: 'normal',
    load: () => import('../components/registration/me-card.tsx').then((file) => file.RegistrationCard),
  },
]

export const registrationSettings: readonly SettingsEntry[] = [
  {
    key: 'bookings.registrations',
    order: 103,
    to: '/settings/registrations',
    icon: 'people',
    roles: office,
    useLabel: () => useBookingsTexts()('registration.title'),
    useAbout: () => useBookingsTexts()('registration.about'),
  },
]
