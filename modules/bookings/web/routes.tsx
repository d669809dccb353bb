/** The pages of bookings, and what they add to a hub's public page. */
import { hubPageSlots } from '#modules/hubs/web/index.ts'
import { queryClient } from '#platform/web/client.ts'
import { today } from '#platform/web/format.ts'
import type { Role } from '#platform/contract/permissions.ts'
import type { NavItem, NeedSource, Page, Part, SettingsEntry } from '#platform/web/registry.ts'
import { freeNowQuery, marksQuery, rangeOfMonth } from './components/guest/calls.tsx'
import { mutualUsePages, mutualUseParts, mutualUseSettings } from './mutual-use/routes.tsx'
import { bookingQuery, myBookingsQuery } from './queries.ts'
import { useBookingsTexts } from './texts.ts'

/** Places of a guest's booking page that other modules fill; what they get is `{ hubKey, passId, link }`. */
export const guestBookingSlots = { doors: 'bookings.guest-booking.doors' } as const

export const publicPages: readonly Page[] = [
  {
    area: 'public',
    path: 'hubs/$hubKey/records/$recordsOf',
    load: () => import('./pages/guest-records.page.tsx').then((file) => file.GuestRecordsPage),
  },
  {
    area: 'public',
    path: 'hubs/$hubKey/bookings/$bookingId',
    load: () => import('./pages/guest-booking.page.tsx').then((file) => file.GuestBookingPage),
    slots: Object.values(guestBookingSlots),
  },
  {
    area: 'public',
    path: 'hubs/$hubKey/lotteries/$lotteryId',
    load: () => import('./pages/lottery-result.page.tsx').then((file) => file.LotteryResultPage),
  },
  {
    area: 'public',
    path: 'hubs/$hubKey/check-in',
    load: () => import('./pages/check-in.page.tsx').then((file) => file.CheckInPage),
  },
  {
    area: 'public',
    path: 'hubs/$hubKey/waiting/$waitingId',
    load: () => import('./pages/guest-waiting.page.tsx').then((file) => file.GuestWaitingPage),
  },
]

export const hubPageParts: readonly Part[] = [
  {
    slot: hubPageSlots.now,
    key: 'bookings.free-now',
    order: 10,
    load: () => import('./components/guest/free-now.tsx').then((file) => file.FreeNowBox),
    prefetch: ({ hubKey = '' }) => queryClient.prefetchQuery(freeNowQuery(hubKey)),
  },
  {
    slot: hubPageSlots.book,
    key: 'bookings.book',
    order: 10,
    load: () => import('./components/guest/book-section.tsx').then((file) => file.BookSection),
    // The hub's zone is not known yet; all of Japan has one.
    prefetch: ({ hubKey = '' }, { day, people }) => {
      const here = today()
      const month = typeof day === 'string' && day > here ? day.slice(0, 7) : here.slice(0, 7)
      return queryClient.prefetchQuery(marksQuery(hubKey, { ...rangeOfMonth(month, here), people: Math.trunc(Number(people ?? 1)) || 1 }))
    },
  },
  {
    slot: hubPageSlots.book,
    key: 'bookings.lotteries',
    order: 30,
    load: () => import('./components/lottery/public-lotteries.tsx').then((file) => file.PublicLotteries),
  },
  ...mutualUseParts,
]

const desk: readonly Role[] = ['operator', 'admin']

/** The desk of a hub. */
export const deskPages: readonly Page[] = [
  { area: 'operator', path: '', roles: desk, load: () => import('./pages/today.page.tsx').then((file) => file.TodayPage) },
  { area: 'operator', path: 'bookings', roles: desk, load: () => import('./pages/bookings.page.tsx').then((file) => file.BookingsPage) },
  {
    area: 'operator',
    path: 'bookings/$bookingId',
    roles: desk,
    load: () => import('./pages/booking-detail.page.tsx').then((file) => file.BookingDetailPage),
  },
  { area: 'operator', path: 'lotteries', roles: desk, load: () => import('./pages/lotteries.page.tsx').then((file) => file.LotteriesPage) },
  {
    area: 'operator',
    path: 'lotteries/$lotteryId',
    roles: desk,
    load: () => import('./pages/lotteries.page.tsx').then((file) => file.OneLotteryPage),
  },
  { area: 'operator', path: 'leases', roles: desk, load: () => import('./pages/leases.page.tsx').then((file) => file.LeasesPage) },
  { area: 'operator', path: 'leases/new', roles: desk, load: () => import('./pages/leases.page.tsx').then((file) => file.NewLeasePage) },
  { area: 'operator', path: 'leases/dues', roles: desk, load: () => import('./pages/leases.page.tsx').then((file) => file.LeaseDuesPage) },
  { area: 'operator', path: 'leases/$leaseId', roles: desk, load: () => import('./pages/lease.page.tsx').then((file) => file.LeasePage) },
  { area: 'operator', path: 'waiting', roles: desk, load: () => import('./pages/waiting.page.tsx').then((file) => file.WaitingPage) },
  { area: 'operator', path: 'series', roles: desk, load: () => import('./pages/series.page.tsx').then((file) => file.HubSeriesPage) },
  {
    area: 'operator',
    path: 'series/$seriesId',
    roles: desk,
    load: () => import('./pages/series.page.tsx').then((file) => file.HubOneSeriesPage),
  },
  { area: 'operator', path: 'calendar', roles: desk, load: () => import('./pages/calendar.page.tsx').then((file) => file.CalendarPage) },
  { area: 'operator', path: 'print', roles: desk, load: () => import('./pages/print.page.tsx').then((file) => file.PrintPage) },
  { area: 'operator', path: 'closures', roles: desk, load: () => import('./pages/closures.page.tsx').then((file) => file.ClosuresPage) },
  { area: 'operator', path: 'lending', roles: desk, load: () => import('./pages/lending.page.tsx').then((file) => file.LendingPage) },
  {
    area: 'settings',
    path: 'kiosks',
    roles: desk,
    load: () => import('./pages/settings-kiosks.page.tsx').then((file) => file.SettingsKiosksPage),
  },
  { area: 'screen', path: '$hubKey', load: () => import('./pages/kiosk.page.tsx').then((file) => file.KioskPage) },
  {
    area: 'operator',
    path: 'book',
    roles: desk,
    load: () => import('./pages/book-for-somebody.page.tsx').then((file) => file.BookForSomebodyPage),
  },
]

export const settingsPages: readonly Page[] = [
  {
    area: 'settings',
    path: 'rules',
    roles: desk,
    load: () => import('./pages/settings-rules.page.tsx').then((file) => file.SettingsRulesPage),
  },
]

export const rulesSettings: readonly SettingsEntry[] = [
  {
    key: 'bookings.rules',
    order: 105,
    to: '/settings/rules',
    icon: 'tag',
    roles: desk,
    useLabel: () => useBookingsTexts()('rules.nav'),
    useAbout: () => useBookingsTexts()('rules.navAbout'),
  },
  mutualUseSettings,
]

/** A member's own. */
export const myPages: readonly Page[] = [
  {
    area: 'me',
    path: '',
    load: () => import('./pages/me.page.tsx').then((file) => file.MePage),
    prefetch: () => queryClient.prefetchQuery(myBookingsQuery('coming')),
  },
  { area: 'me', path: 'bookings', load: () => import('./pages/my-bookings.page.tsx').then((file) => file.MyBookingsPage) },
  {
    area: 'me',
    path: 'bookings/$bookingId',
    load: () => import('./pages/my-booking.page.tsx').then((file) => file.MyBookingPage),
    prefetch: ({ bookingId = '' }) => queryClient.prefetchQuery(bookingQuery(bookingId)),
  },
  { area: 'me', path: 'lotteries', load: () => import('./pages/my-lotteries.page.tsx').then((file) => file.MyLotteriesPage) },
  { area: 'me', path: 'lotteries/$lotteryId', load: () => import('./pages/my-lotteries.page.tsx').then((file) => file.MyLotteryPage) },
  { area: 'me', path: 'rooms', load: () => import('./pages/our-rooms.page.tsx').then((file) => file.OurRoomsPage) },
  { area: 'me', path: 'waiting', load: () => import('./pages/my-waiting.page.tsx').then((file) => file.MyWaitingPage) },
  { area: 'me', path: 'series', load: () => import('./pages/my-series.page.tsx').then((file) => file.MySeriesPage) },
  { area: 'me', path: 'series/$seriesId', load: () => import('./pages/my-series.page.tsx').then((file) => file.MyOneSeriesPage) },
  ...mutualUsePages,
  { area: 'me', path: 'book', load: () => import('./pages/book.page.tsx').then((file) => file.BookPage) },
]

export const nav: readonly NavItem[] = [
  {
    area: 'operator',
    key: 'bookings.today',
    order: 10,
    to: '/operate/$hubKey',
    icon: 'home',
    isExact: true,
    roles: desk,
    useLabel: () => useBookingsTexts()('desk.today'),
  },
  {
    area: 'operator',
    key: 'bookings.bookings',
    order: 20,
    to: '/operate/$hubKey/bookings',
    icon: 'calendar',
    roles: desk,
    useLabel: () => useBookingsTexts()('desk.bookings'),
  },
  {
    area: 'operator',
    key: 'bookings.leases',
    order: 58,
    to: '/operate/$hubKey/leases',
    icon: 'door',
    roles: desk,
    useLabel: () => useBookingsTexts()('lease.nav'),
  },
  {
    area: 'operator',
    key: 'bookings.lending',
    order: 62,
    to: '/operate/$hubKey/lending',
    icon: 'tag',
    roles: desk,
    useLabel: () => useBookingsTexts()('lending.nav'),
  },
  { area: 'me', key: 'bookings.me', order: 10, to: '/me', icon: 'home', isExact: true, useLabel: () => useBookingsTexts()('me.today') },
  { area: 'me', key: 'bookings.mine', order: 20, to: '/me/bookings', icon: 'calendar', useLabel: () => useBookingsTexts()('me.bookings') },
  {
    area: 'me',
    key: 'bookings.rooms',
    order: 46,
    to: '/me/rooms',
    icon: 'door',
    roles: ['manager'],
    useLabel: () => useBookingsTexts()('lease.ours.nav'),
  },
  { area: 'me', key: 'bookings.book', order: 30, to: '/me/book', icon: 'plus', useLabel: () => useBookingsTexts()('me.book') },
]

/** Settings of the desk. */
export const kioskSettings: SettingsEntry = {
  key: 'bookings.kiosks',
  order: 460,
  to: '/settings/kiosks',
  icon: 'pc',
  roles: desk,
  useLabel: () => useBookingsTexts()('kiosk.title'),
  useAbout: () => useBookingsTexts()('kiosk.about'),
}

/** A call from the entrance, a piece that is late, bookings in a closed time. */
export const deskNeeds: readonly NeedSource[] = [
  {
    key: 'bookings.desk',
    order: 10,
    roles: desk,
    load: () => import('./components/desk/other-needs.tsx').then((file) => file.OtherNeeds),
  },
]
