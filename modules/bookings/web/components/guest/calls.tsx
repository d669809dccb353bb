/** What strangers ask for and do; the calls of the desk and of members stand in queries.ts. */
import { useMutation } from '@tanstack/react-query'
import { call, queryClient, reading } from '#platform/web/client.ts'
import {
  bookAsGuest,
  cancelGuestBooking,
  changeGuestBooking,
  confirmGuestBooking,
  getAvailability,
  getFreeNow,
  getGuestBooking,
} from '../../../contract/endpoints.ts'
import type { Booking, ChangeBookingBody, WantedIn } from '../../../contract/schemas.ts'

export const freeNowQuery = (hubKey: string) => reading(getFreeNow, { params: { hubKey } }, { againEveryMs: 60_000 })

/** Marks of the days of a month. */
export const marksQuery = (hubKey: string, range: { from: string; days: number; people: number }) =>
  reading(getAvailability, { params: { hubKey }, query: range }, { keepsPrevious: true })

/** The days of a month that can still be asked for: from today, or from its first. */
export function rangeOfMonth(month: string, today: string): { from: string; days: number } {
  const from = month === today.slice(0, 7) ? today : `${month}-01`
  const [year = 0, number = 0, day = 0] = from.split('-').map(Number)
  return { from, days: new Date(Date.UTC(year, number, 0)).getUTCDate() - day + 1 }
}

export interface Wish {
  readonly day: string
  /** `09:00` to `24:00`. */
  readonly start: string
  readonly end: string
  readonly people: number
}

/** Each space for one wish. */
export const choiceQuery = (hubKey: string, wish: Wish | undefined) =>
  reading(
    getAvailability,
    {
      params: { hubKey },
      query: { from: wish?.day ?? '2000-01-01', days: 1, day: wish?.day, start: wish?.start, end: wish?.end, people: wish?.people ?? 1 },
    },
    { isOn: wish !== undefined, keepsPrevious: true },
  )

export interface GuestWish {
  readonly what: WantedIn
  readonly startsAt: string
  readonly endsAt: string
  readonly partySize: number
  readonly name: string
  readonly mail: string
  readonly reductionId?: string
  /** The version of the terms that was on the screen. */
  readonly termsId?: string
  readonly language: Booking['holder']['language']
  readonly idempotencyKey: string
}

export const useBookAsGuest = (hubKey: string) =>
  useMutation<Booking, Error, GuestWish>({
    mutationFn: ({ idempotencyKey, name, mail, language, ...wish }) =>
      call(bookAsGuest, { params: { hubKey }, body: { ...wish, guest: { name, mail, language }, consent: true }, idempotencyKey }),
    // Taken or refused: what is free has to be asked again either way.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['bookings', 'getAvailability'] }),
  })

export interface GuestLink {
  readonly hubKey: string
  readonly bookingId: string
  readonly link: string
}

const place = ({ hubKey, bookingId }: GuestLink) => ({ hubKey, bookingId })

export const guestBookingQuery = (given: GuestLink) => reading(getGuestBooking, { params: place(given), link: given.link })

const keep = (given: GuestLink, booking: Booking): void => {
  queryClient.setQueryData(guestBookingQuery(given).queryKey, booking)
}

export const useConfirm = (given: GuestLink) =>
  useMutation<Booking>({
    mutationFn: () => call(confirmGuestBooking, { params: place(given), link: given.link }),
    onSuccess: (booking) => keep(given, booking),
    onError: () => queryClient.invalidateQueries({ queryKey: guestBookingQuery(given).queryKey }),
  })

export const useChange = (given: GuestLink) =>
  useMutation<Booking, Error, ChangeBookingBody>({
    mutationFn: (body) => call(changeGuestBooking, { params: place(given), link: given.link, body }),
    onSuccess: (booking) => keep(given, booking),
  })

export const useCancel = (given: GuestLink) =>
  useMutation<Booking, Error, string>({
    mutationFn: (reason) => call(cancelGuestBooking, { params: place(given), link: given.link, body: reason === '' ? {} : { reason } }),
    onSuccess: (booking) => keep(given, booking),
  })
