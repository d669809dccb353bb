/** The pages of presence, and what it adds to Today, Me and a hub's public page. */
import { hubPageSlots } from '#modules/hubs/web/index.ts'
import { queryClient } from '#platform/web/client.ts'
import type { Role } from '#platform/contract/permissions.ts'
import type { Card, NavItem, NeedSource, Page, Part } from '#platform/web/registry.ts'
import { presencePermissions } from '../contract/permissions.ts'
import { occupancyQuery } from './queries.ts'
import { usePresenceTexts } from './texts.ts'

const desk: readonly Role[] = presencePermissions['presence.see']
const office: readonly Role[] = presencePermissions['presence.see-visits']

export const pages: readonly Page[] = [
  { area: 'operator', path: 'presence', roles: desk, load: () => import('./pages/presence.page.tsx').then((file) => file.PresencePage) },
  { area: 'operator', path: 'presence/log', roles: desk, load: () => import('./pages/stays.page.tsx').then((file) => file.StaysPage) },
  {
    area: 'operator',
    path: 'presence/visits',
    roles: office,
    load: () => import('./pages/visits.page.tsx').then((file) => file.VisitsPage),
  },
  { area: 'me', path: 'stays', load: () => import('./pages/my-stays.page.tsx').then((file) => file.MyStaysPage) },
]

export const nav: readonly NavItem[] = [
  {
    area: 'operator',
    key: 'presence.now',
    order: 40,
    to: '/operate/$hubKey/presence',
    icon: 'people',
    roles: desk,
    useLabel: () => usePresenceTexts()('now.nav'),
  },
]

export const todayCards: readonly Card[] = [
  {
    key: 'presence.now',
    order: 10,
    size: 'normal',
    roles: desk,
    load: () => import('./components/today-card.tsx').then((file) => file.PresenceCard),
  },
]

export const needs: readonly NeedSource[] = [
  { key: 'presence.doors', order: 5, roles: desk, load: () => import('./components/door-needs.tsx').then((file) => file.DoorNeeds) },
]

export const meCards: readonly Card[] = [
  { key: 'presence.stays', order: 80, size: 'normal', load: () => import('./components/me-card.tsx').then((file) => file.MyStaysCard) },
]

export const parts: readonly Part[] = [
  {
    slot: hubPageSlots.now,
    key: 'presence.occupancy',
    order: 20,
    load: () => import('./components/occupancy.tsx').then((file) => file.OccupancyBox),
    prefetch: ({ hubKey = '' }) => queryClient.prefetchQuery(occupancyQuery(hubKey)),
  },
]
