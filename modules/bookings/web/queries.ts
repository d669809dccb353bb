/** What the desk and members ask for and do. What strangers do stands in `components/guest/calls.tsx`. */
import { useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { listHubs, listOwnHubs } from '#modules/hubs/contract/endpoints.ts'
import { partnerHubsQuery } from '#modules/hubs/web/index.ts'
import { readMe } from '#modules/people/contract/endpoints.ts'
import { urlOf } from '#platform/contract/client.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import { call, isProblem, keyOf, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  bookForSomebody,
  bookSpace,
  cancelBooking,
  cancelVisitorBooking,
  changeBooking,
  changeVisitorBooking,
  getBooking,
  getBookingCalendar,
  getBookingHistory,
  getDayGrid,
  getDeskBooking,
  getDeskToday,
  listHubBookings,
  listMyBookings,
  noteBooking,
} from '../contract/endpoints.ts'
import type { Booking, DeskBooking } from '../contract/schemas.ts'

// ---- the desk

export interface HubRef {
  readonly id: string
  readonly key: string
  readonly names: LocalText
  readonly zone: string
}

/** The hub of the address. Its id is what the desk's calls take. */
export function useDeskHub(hubKey: string) {
  const query = useQuery(reading(listOwnHubs, {}))
  const hub: HubRef | undefined = query.data?.items.find((each) => each.key === hubKey || each.id === hubKey)
  return { hub, hubs: query.data?.items ?? [], query }
}

export const dayGridQuery = (hubId: string, day: string) =>
  reading(getDayGrid, { params: { hubId }, query: { day } }, { againEveryMs: 5 * 60_000 })
/** Bookings begin and end by the clock, without an event. */
export const deskTodayQuery = (hubId: string) => reading(getDeskToday, { params: { hubId } }, { againEveryMs: 60_000 })
export const deskBookingQuery = (hubId: string, bookingId: string) => reading(getDeskBooking, { params: { hubId, bookingId } })

/** All bookings that touch one of the days; pages are followed to the end. */
export function useHubBookings(hubId: string, days: readonly string[]) {
  const queries = useQueries({
    queries: days.map((day) => ({
      queryKey: [...keyOf(listHubBookings), 'whole', hubId, day],
      queryFn: async (): Promise<DeskBooking[]> => {
        const items: DeskBooking[] = []
        let cursor: string | undefined
        do {
          const page = await call(listHubBookings, {
            params: { hubId },
            query: { day, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
          })
          items.push(...page.items)
          cursor = page.nextCursor ?? undefined
        } while (cursor !== undefined)
        return items
      },
    })),
  })
  // A booking over midnight touches two days and is one row.
  const items = [...new Map(queries.flatMap((query) => query.data ?? []).map((booking) => [booking.id, booking])).values()]
  return {
    items,
    isPending: queries.some((query) => query.isPending),
    error: queries.find((query) => query.error !== null)?.error ?? null,
    retry: () => void Promise.all(queries.filter((query) => query.isError).map((query) => query.refetch())),
  }
}

// ---- a member

export const myBookingsQuery = (when: 'coming' | 'past', limit = 50) => reading(listMyBookings, { query: { when, limit } })
export const bookingQuery = (bookingId: string) => reading(getBooking, { params: { bookingId } })
export const historyQuery = (bookingId: string) => reading(getBookingHistory, { params: { bookingId } })
export const calendarUrl = (bookingId: string): string => urlOf(getBookingCalendar, { bookingId })

export const meQuery = () => reading(readMe, {})

/** The published hubs of the consortium that this session acts in: where a member can book. */
export function useMyHubs() {
  const me = useQuery(meQuery())
  const hubs = useQuery(reading(listHubs, { query: {} }))
  const consortium = me.data?.memberships.find((each) => each.id === me.data.activeMembershipId)?.consortium.id
  const partnerHubs = useQuery({ ...partnerHubsQuery(), enabled: consortium !== undefined })
  const partnerKeys = new Set(partnerHubs.data?.items.map((hub) => hub.key))
  return {
    hubs: hubs.data?.items.filter((hub) => hub.consortium.id === consortium),
    /** Of partners, by an agreement of mutual use. */
    partners: hubs.data?.items.filter((hub) => partnerKeys.has(hub.key)) ?? [],
    isPending: me.isPending || hubs.isPending || (consortium !== undefined && partnerHubs.isPending),
    error: me.error ?? hubs.error,
    retry: () => void Promise.all([me.refetch(), hubs.refetch()]),
  }
}

/** Shows the new state at once where the booking is open, and asks again for everything it also shows in. */
async function settled(booking: Booking): Promise<void> {
  queryClient.setQueryData(bookingQuery(booking.id).queryKey, booking)
  await queryClient.invalidateQueries({ queryKey: ['bookings'] })
}

/** Refused because it looks different by now: what is there now belongs on the screen. */
function refetchWhenStale(error: unknown): void {
  if (isProblem(error) && (error.status === 412 || error.status === 409)) void queryClient.invalidateQueries({ queryKey: ['bookings'] })
}

/** One key a wish: sent again after a lost answer it is the same booking, changed it is another one. */
function useWishKey(): (wish: unknown) => string {
  const last = useRef<{ wish: string; key: string } | undefined>(undefined)
  return (wish) => {
    const text = JSON.stringify(wish)
    if (last.current?.wish !== text) last.current = { wish: text, key: newKey() }
    return last.current.key
  }
}

export function useBookSpace() {
  const keyFor = useWishKey()
  return useMutation({
    mutationFn: (body: BodyIn<typeof bookSpace>) => call(bookSpace, { body, idempotencyKey: keyFor(body) }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })
}

export function useBookForSomebody(hubId: string) {
  const keyFor = useWishKey()
  return useMutation({
    mutationFn: (body: BodyIn<typeof bookForSomebody>) => call(bookForSomebody, { params: { hubId }, body, idempotencyKey: keyFor(body) }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })
}

export type Change = BodyIn<typeof changeBooking>

/** Whose calls: a booking at a partner's hub is reached by that hub's address. */
export const visitOf = (booking: Booking, isDesk: boolean): { visitAt?: string } =>
  booking.visitFrom === null || isDesk ? {} : { visitAt: booking.hubKey }

export async function changeBookingNow({
  bookingId,
  visitAt,
  ...body
}: Change & { bookingId: string; visitAt?: string }): Promise<Booking> {
  const booking =
    visitAt === undefined
      ? await call(changeBooking, { params: { bookingId }, body })
      : await call(changeVisitorBooking, { params: { hubKey: visitAt, bookingId }, body })
  await settled(booking)
  return booking
}

export const useChangeBooking = () => useMutation({ mutationFn: changeBookingNow, onError: refetchWhenStale })

export const useCancelBooking = () =>
  useMutation({
    mutationFn: ({
      bookingId,
      reason,
      chargesFee,
      visitAt,
    }: {
      bookingId: string
      reason: string
      chargesFee?: boolean
      visitAt?: string
    }) =>
      visitAt !== undefined
        ? call(cancelVisitorBooking, { params: { hubKey: visitAt, bookingId }, body: reason.trim() === '' ? {} : { reason } })
        : call(cancelBooking, {
            params: { bookingId },
            body: { ...(reason.trim() === '' ? {} : { reason }), ...(chargesFee === undefined ? {} : { chargesFee }) },
          }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })

export const useNoteBooking = () =>
  useMutation({
    mutationFn: ({ bookingId, ...body }: BodyIn<typeof noteBooking> & { bookingId: string }) =>
      call(noteBooking, { params: { bookingId }, body }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })
