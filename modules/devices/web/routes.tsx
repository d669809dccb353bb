/** The pages of devices, and what they add to Today. */
import type { NavItem, NeedSource, Page } from '#platform/web/registry.ts'
import { devicesPermissions } from '../contract/permissions.ts'
import { useDevicesTexts } from './texts.ts'

const desk = devicesPermissions['devices.read']

export const pages: readonly Page[] = [
  { area: 'operator', path: 'devices', roles: desk, load: () => import('./pages/devices.page.tsx').then((file) => file.DevicesPage) },
  {
    area: 'operator',
    path: 'devices/unreadable',
    roles: desk,
    load: () => import('./pages/unreadable.page.tsx').then((file) => file.UnreadablePage),
  },
  {
    area: 'operator',
    path: 'devices/$deviceId',
    roles: desk,
    load: () => import('./pages/device.page.tsx').then((file) => file.DevicePage),
  },
]

export const nav: readonly NavItem[] = [
  {
    area: 'operator',
    key: 'devices.devices',
    order: 64,
    to: '/operate/$hubKey/devices',
    icon: 'wifi',
    roles: desk,
    useLabel: () => useDevicesTexts()('list.nav'),
  },
]

export const needs: readonly NeedSource[] = [
  {
    key: 'devices.devices',
    order: 30,
    roles: desk,
    load: () => import('./components/device-needs.tsx').then((file) => file.DeviceNeeds),
  },
]
