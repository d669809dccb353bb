/** The pages of money: the desk's, and what a hub decides. */
import type { Role } from '#platform/contract/permissions.ts'
import type { Card, NavItem, Page, SettingsEntry } from '#platform/web/registry.ts'
import { bookingsPermissions } from '../../contract/permissions.ts'
import { useBookingsTexts } from '../texts.ts'

const desk: readonly Role[] = bookingsPermissions['bookings.run']
const money: readonly Role[] = bookingsPermissions['bookings.money']
const ofOrganisation: readonly Role[] = bookingsPermissions['bookings.readOwnInvoices']

export const moneyPages: readonly Page[] = [
  { area: 'operator', path: 'money', roles: desk, load: () => import('../pages/money.page.tsx').then((file) => file.MoneyPage) },
  {
    area: 'operator',
    path: 'money/closing',
    roles: desk,
    load: () => import('../pages/money-closing.page.tsx').then((file) => file.MoneyClosingPage),
  },
  {
    area: 'operator',
    path: 'money/invoices',
    roles: money,
    load: () => import('../pages/money-invoices.page.tsx').then((file) => file.MoneyInvoicesPage),
  },
  {
    area: 'me',
    path: 'invoices',
    roles: ofOrganisation,
    load: () => import('../pages/my-invoices.page.tsx').then((file) => file.MyInvoicesPage),
  },
  {
    area: 'settings',
    path: 'money',
    roles: money,
    load: () => import('../pages/settings-money.page.tsx').then((file) => file.SettingsMoneyPage),
  },
]

export const moneyNav: readonly NavItem[] = [
  {
    area: 'operator',
    key: 'bookings.money',
    order: 30,
    to: '/operate/$hubKey/money',
    icon: 'card',
    roles: desk,
    useLabel: () => useBookingsTexts()('payment.title'),
  },
  {
    area: 'me',
    key: 'bookings.own-invoices',
    order: 65,
    to: '/me/invoices',
    icon: 'doc',
    roles: ofOrganisation,
    useLabel: () => useBookingsTexts()('payment.ownInvoices'),
  },
]

export const moneyCards: readonly Card[] = [
  {
    key: 'bookings.open-money',
    order: 60,
    size: 'normal',
    roles: desk,
    load: () => import('../components/payment/today-card.tsx').then((file) => file.OpenMoneyCard),
  },
]

export const moneySettings: readonly SettingsEntry[] = [
  {
    key: 'bookings.money',
    order: 107,
    to: '/settings/money',
    icon: 'card',
    roles: money,
    useLabel: () => useBookingsTexts()('payment.settingsTitle'),
    useAbout: () => useBookingsTexts()('payment.about'),
  },
]
