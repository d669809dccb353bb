/** Bookings at partners' hubs, and what each consortium sees of them. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, keyOf, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  bookAsVisitor,
  getMutualUseFile,
  getVisit,
  getVisitorBooking,
  getVisitorBookingCalendar,
  listMutualUseRecords,
  listMyVisits,
} from '../../contract/mutual-use/endpoints.ts'

export const visitQuery = (hubKey: string, day: string, isOn = true) =>
  reading(getVisit, { params: { hubKey }, query: { day } }, { isOn, keepsPrevious: true })
export const visitorBookingQuery = (hubKey: string, bookingId: string) => reading(getVisitorBooking, { params: { hubKey, bookingId } })
export const myVisitsQuery = (when: 'coming' | 'past', isOn = true) => reading(listMyVisits, { query: { when, limit: 50 } }, { isOn })
export const visitCalendarUrl = (booking: { hubKey: string; id: string }): string =>
  urlOf(getVisitorBookingCalendar, { hubKey: booking.hubKey, bookingId: booking.id })

/** One key a wish: sent again after a lost answer it is the same booking. */
export function useBookAsVisitor(hubKey: string) {
  const last = useRef<{ wish: string; key: string } | undefined>(undefined)
  return useMutation({
    mutationFn: (body: BodyIn<typeof bookAsVisitor>) => {
      const wish = JSON.stringify(body)
      if (last.current?.wish !== wish) last.current = { wish, key: newKey() }
      return call(bookAsVisitor, { params: { hubKey }, body, idempotencyKey: last.current.key })
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['bookings'] }),
  })
}

export interface RecordsPeriod {
  readonly side: 'ours' | 'theirs'
  readonly from: string
  readonly to: string
}

export const useMutualUseRecords = (period: RecordsPeriod, isOn: boolean) =>
  useInfiniteQuery({
    queryKey: [...keyOf(listMutualUseRecords), period],
    enabled: isOn,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call(listMutualUseRecords, { query: { ...period, limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) } }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const recordsFileUrl = (period: RecordsPeriod, format: 'xlsx' | 'csv'): string => urlOf(getMutualUseFile, {}, { ...period, format })
