/** Every screen of the product, and who looks at it: for the scan of accessibility and for the pictures. */
import { furnishDoors } from './furnish-doors.ts'
import type { Product } from './product.ts'

export type Viewer = 'stranger' | 'member' | 'manager' | 'operator' | 'admin'

export interface Screen {
  readonly name: string
  readonly path: string
  readonly as: Viewer
}

const consortium = 'minakami'
export const hubKey = `${consortium}.tsukiyono`

/** Addresses with ids of the demonstration in them. */
export async function screensOf(product: Product): Promise<readonly Screen[]> {
  const idOf = async (text: string): Promise<string> => {
    const [row] = await product.app.sql<{ id: string }>(text)
    if (row === undefined) throw new Error(`the demonstration has none: ${text}`)
    return row.id
  }
  const tenant = `(select id from platform.tenant where slug = '${consortium}')`
  const account = (name: string) => `(select id from auth."user" where email = '${name}@${consortium}.example.jp')`
  const hubId = await idOf(`select id from hubs.hub where consortium_id = ${tenant} limit 1`)
  const memberId = await idOf(`select id from people.membership where consortium_id = ${tenant} and account_id = ${account('member')}`)
  const deskBookingId = await idOf(
    `select id from bookings.booking where consortium_id = ${tenant} and status = 'confirmed' and starts_at > '${product.app.clock.now().toString()}' order by starts_at limit 1`,
  )
  const ownBookingId = await idOf(
    `select id from bookings.booking where consortium_id = ${tenant} and status = 'confirmed' and account_id = ${account('member')} order by starts_at desc limit 1`,
  )
  const seriesId = await idOf(`select id from bookings.series where consortium_id = ${tenant} order by id limit 1`)
  const leaseId = await idOf(`select id from bookings.lease where consortium_id = ${tenant} and kind = 'lease' limit 1`)
  const mutualUseId = await idOf(`select id from hubs.mutual_use where consortium_id = ${tenant} limit 1`)
  const visitId = await idOf(
    `select id from bookings.booking where account_id = ${account('member')} and home_consortium_id = ${tenant} limit 1`,
  )
  const visitedHub = await idOf(
    `select t.slug || '.' || h.slug as id from bookings.booking b join hubs.hub h on h.id = b.hub_id join platform.tenant t on t.id = h.consortium_id where b.id = '${visitId}'`,
  )
  const { doorId, deviceId, doorPath } = await furnishDoors(product, { hubKey })
  return [
    { name: 'find-hub', path: '/', as: 'stranger' },
    { name: 'hub', path: '/hubs/niseko.denpun', as: 'stranger' },
    { name: 'join', path: `/hubs/${hubKey}/join`, as: 'stranger' },
    { name: 'link-wrong', path: `/hubs/${hubKey}/bookings/00000000-0000-7000-8000-000000000000`, as: 'stranger' },
    { name: 'check-in', path: `/hubs/${hubKey}/check-in#c=none`, as: 'stranger' },
    { name: 'sign-in', path: '/sign-in', as: 'stranger' },
    { name: 'sign-up', path: '/sign-up', as: 'stranger' },
    { name: 'forgot-password', path: '/forgot-password', as: 'stranger' },
    { name: 'reset-password', path: '/reset-password?token=none', as: 'stranger' },
    { name: 'invitation', path: '/invitation', as: 'stranger' },
    { name: 'setup', path: '/setup', as: 'stranger' },
    { name: 'not-found', path: '/no/such/page', as: 'stranger' },
    { name: 'me', path: '/me', as: 'member' },
    { name: 'my-bookings', path: '/me/bookings', as: 'member' },
    { name: 'my-booking', path: `/me/bookings/${ownBookingId}`, as: 'member' },
    { name: 'my-series', path: '/me/series', as: 'member' },
    { name: 'my-waiting', path: '/me/waiting', as: 'member' },
    { name: 'notices', path: '/me/notices', as: 'member' },
    { name: 'book', path: '/me/book', as: 'member' },
    { name: 'my-visit', path: `/me/visits/${visitedHub}/${visitId}`, as: 'member' },
    { name: 'book-at-partner', path: `/me/book?hub=${visitedHub}`, as: 'member' },
    { name: 'settings-mutual-use', path: '/settings/mutual-use', as: 'admin' },
    { name: 'settings-mutual-use-one', path: `/settings/mutual-use/${mutualUseId}`, as: 'admin' },
    { name: 'mutual-use-records', path: '/settings/mutual-use-records', as: 'admin' },
    { name: 'profile', path: '/me/account', as: 'member' },
    { name: 'security', path: '/me/account/security', as: 'member' },
    { name: 'consortia', path: '/me/account/consortia', as: 'member' },
    { name: 'records', path: '/me/account/records', as: 'member' },
    { name: 'own-people', path: '/me/people', as: 'manager' },
    { name: 'own-person', path: `/me/people/${memberId}`, as: 'manager' },
    { name: 'own-invoices', path: '/me/invoices', as: 'manager' },
    { name: 'our-rooms', path: '/me/rooms', as: 'manager' },
    { name: 'leases', path: `/operate/${hubKey}/leases`, as: 'operator' },
    { name: 'lease-new', path: `/operate/${hubKey}/leases/new`, as: 'operator' },
    { name: 'lease-dues', path: `/operate/${hubKey}/leases/dues`, as: 'operator' },
    { name: 'lease', path: `/operate/${hubKey}/leases/${leaseId}`, as: 'operator' },
    { name: 'today', path: `/operate/${hubKey}`, as: 'operator' },
    { name: 'doors', path: `/operate/${hubKey}/doors`, as: 'operator' },
    { name: 'door-log', path: `/operate/${hubKey}/doors/log`, as: 'operator' },
    { name: 'door-entrants', path: `/operate/${hubKey}/doors/who`, as: 'operator' },
    { name: 'door-cards', path: `/operate/${hubKey}/doors/cards`, as: 'operator' },
    { name: 'door-visitors', path: `/operate/${hubKey}/doors/visitors`, as: 'operator' },
    { name: 'devices', path: `/operate/${hubKey}/devices`, as: 'operator' },
    { name: 'devices-unreadable', path: `/operate/${hubKey}/devices/unreadable`, as: 'operator' },
    { name: 'door', path: `/operate/${hubKey}/doors/${doorId}`, as: 'operator' },
    { name: 'device', path: `/operate/${hubKey}/devices/${deviceId}`, as: 'operator' },
    { name: 'at-door', path: doorPath, as: 'member' },
    { name: 'at-door-as-stranger', path: doorPath, as: 'stranger' },
    { name: 'my-doors', path: '/me/doors', as: 'member' },
    { name: 'at-no-door', path: `/d/${hubKey}/00000000-0000-7000-8000-000000000000#none`, as: 'stranger' },
    { name: 'desk-bookings', path: `/operate/${hubKey}/bookings`, as: 'operator' },
    { name: 'desk-booking', path: `/operate/${hubKey}/bookings/${deskBookingId}`, as: 'operator' },
    { name: 'desk-all-series', path: `/operate/${hubKey}/series`, as: 'operator' },
    { name: 'desk-series', path: `/operate/${hubKey}/series/${seriesId}`, as: 'operator' },
    { name: 'desk-waiting', path: `/operate/${hubKey}/waiting`, as: 'operator' },
    { name: 'desk-book', path: `/operate/${hubKey}/book`, as: 'operator' },
    { name: 'use', path: `/operate/${hubKey}/use`, as: 'operator' },
    { name: 'desk-week', path: `/operate/${hubKey}/calendar`, as: 'operator' },
    { name: 'desk-month', path: `/operate/${hubKey}/calendar?view=month`, as: 'operator' },
    { name: 'presence', path: `/operate/${hubKey}/presence`, as: 'operator' },
    { name: 'presence-log', path: `/operate/${hubKey}/presence/log`, as: 'operator' },
    { name: 'presence-visits', path: `/operate/${hubKey}/presence/visits`, as: 'operator' },
    { name: 'my-stays', path: '/me/stays', as: 'member' },
    { name: 'closures', path: `/operate/${hubKey}/closures`, as: 'operator' },
    { name: 'lending', path: `/operate/${hubKey}/lending`, as: 'operator' },
    { name: 'lost-items', path: `/operate/${hubKey}/lending?tab=lost`, as: 'operator' },
    { name: 'lotteries', path: `/operate/${hubKey}/lotteries`, as: 'operator' },
    { name: 'money', path: `/operate/${hubKey}/money`, as: 'operator' },
    { name: 'closing', path: `/operate/${hubKey}/money/closing`, as: 'operator' },
    { name: 'settings-kiosks', path: '/settings/kiosks', as: 'admin' },
    { name: 'settings-money', path: '/settings/money', as: 'admin' },
    { name: 'my-lotteries', path: '/me/lotteries', as: 'member' },
    { name: 'kiosk-set-up', path: `/kiosk/${hubKey}`, as: 'stranger' },
    { name: 'settings', path: '/settings', as: 'admin' },
    { name: 'invoices', path: `/operate/${hubKey}/money/invoices`, as: 'operator' },
    { name: 'settings-retention', path: '/settings/retention', as: 'operator' },
    { name: 'settings-registrations', path: '/settings/registrations', as: 'operator' },
    { name: 'settings-calendars', path: '/settings/calendars', as: 'operator' },
    { name: 'settings-hubs', path: '/settings/hubs', as: 'admin' },
    { name: 'settings-rules', path: '/settings/rules', as: 'operator' },
    { name: 'settings-hub', path: `/settings/hubs/${hubId}`, as: 'admin' },
    { name: 'settings-spaces', path: `/settings/hubs/${hubId}?tab=spaces`, as: 'admin' },
    { name: 'settings-hours', path: `/settings/hubs/${hubId}?tab=hours`, as: 'admin' },
    { name: 'settings-equipment', path: `/settings/hubs/${hubId}?tab=equipment`, as: 'admin' },
    { name: 'settings-plans', path: `/settings/hubs/${hubId}?tab=plans`, as: 'admin' },
    { name: 'settings-photos', path: `/settings/hubs/${hubId}?tab=photos`, as: 'admin' },
    { name: 'settings-consortium', path: '/settings/consortium', as: 'admin' },
    { name: 'settings-facts', path: '/settings/facts', as: 'admin' },
    { name: 'members', path: '/settings/members', as: 'admin' },
    { name: 'member', path: `/settings/members/${memberId}`, as: 'admin' },
    { name: 'members-import', path: '/settings/members/import', as: 'admin' },
    { name: 'invitations', path: '/settings/invitations', as: 'admin' },
    { name: 'join-requests', path: '/settings/join-requests', as: 'admin' },
    { name: 'organisations', path: '/settings/organisations', as: 'admin' },
    { name: 'terms', path: '/settings/terms', as: 'admin' },
    { name: 'mails', path: '/settings/mails', as: 'admin' },
    { name: 'mail-server', path: '/settings/mail-server', as: 'admin' },
    { name: 'audit', path: '/settings/audit', as: 'admin' },
    { name: 'not-for-you', path: '/settings/audit', as: 'member' },
  ]
}

export function mailOf(viewer: Exclude<Viewer, 'stranger'>): string {
  return `${viewer}@${consortium}.example.jp`
}
