/** The pages of doors, and what they add to others. */
import { guestBookingSlots } from '#modules/bookings/web/index.ts'
import type { Card, NavItem, NeedSource, Page, Part } from '#platform/web/registry.ts'
import { accessPermissions } from '../contract/permissions.ts'
import { useAccessTexts } from './texts.ts'

const desk = accessPermissions['access.read']

export const pages: readonly Page[] = [
  { area: 'operator', path: 'doors', roles: desk, load: () => import('./pages/doors.page.tsx').then((file) => file.DoorsPage) },
  { area: 'operator', path: 'doors/who', roles: desk, load: () => import('./pages/entrants.page.tsx').then((file) => file.EntrantsPage) },
  { area: 'operator', path: 'doors/log', roles: desk, load: () => import('./pages/log.page.tsx').then((file) => file.LogPage) },
  { area: 'operator', path: 'doors/cards', roles: desk, load: () => import('./pages/cards.page.tsx').then((file) => file.CardsPage) },
  {
    area: 'operator',
    path: 'doors/visitors',
    roles: desk,
    load: () => import('./pages/visitors.page.tsx').then((file) => file.VisitorsPage),
  },
  { area: 'operator', path: 'doors/$doorId', roles: desk, load: () => import('./pages/door.page.tsx').then((file) => file.DoorPage) },
  { area: 'me', path: 'doors', load: () => import('./pages/my-doors.page.tsx').then((file) => file.MyDoorsPage) },
  { area: 'public', path: 'd/$hubKey/$doorId', load: () => import('./pages/at-door.page.tsx').then((file) => file.AtDoorPage) },
  {
    area: 'public',
    path: 'hubs/$hubKey/visits/$visitId',
    load: () => import('./pages/visit.page.tsx').then((file) => file.VisitPage),
  },
]

export const nav: readonly NavItem[] = [
  {
    area: 'operator',
    key: 'access.doors',
    order: 40,
    to: '/operate/$hubKey/doors',
    icon: 'door',
    roles: desk,
    useLabel: () => useAccessTexts()('doors.nav'),
  },
  { area: 'me', key: 'access.doors', order: 25, to: '/me/doors', icon: 'door', useLabel: () => useAccessTexts()('me.nav') },
]

export const todayCards: readonly Card[] = [
  {
    key: 'access.doors',
    order: 20,
    size: 'normal',
    roles: desk,
    load: () => import('./components/today-card.tsx').then((file) => file.DoorsCard),
  },
]

export const meCards: readonly Card[] = [
  {
    key: 'access.doors',
    order: 5,
    size: 'wide',
    load: () => import('./components/my-doors-card.tsx').then((file) => file.MyDoorsCard),
  },
]

export const needs: readonly NeedSource[] = [
  { key: 'access.doors', order: 20, roles: desk, load: () => import('./components/door-needs.tsx').then((file) => file.DoorNeeds) },
]

export const parts: readonly Part[] = [
  {
    slot: guestBookingSlots.doors,
    key: 'access.pass',
    order: 10,
    load: () => import('./components/pass-part.tsx').then((file) => file.PassPart),
  },
]
