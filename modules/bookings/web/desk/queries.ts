/** What the full desk asks for and does. */
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  changeMany,
  findPeople,
  getDeskPeriod,
  listArrivals,
  listPersonBookings,
  recordArrival,
  walkIn,
} from '../../contract/desk/endpoints.ts'

export const peopleQuery = (hubId: string, q: string) =>
  reading(findPeople, { params: { hubId }, query: { q } }, { isOn: q !== '', staleMs: 60_000, keepsPrevious: true })

export const personBookingsQuery = (hubId: string, person: { id: string; kind: 'member' | 'guest' } | undefined) =>
  reading(
    listPersonBookings,
    { params: { hubId, personId: person?.id ?? '' }, query: { kind: person?.kind ?? 'guest' } },
    { isOn: person !== undefined },
  )

export const arrivalsQuery = (hubId: string) => reading(listArrivals, { params: { hubId } })
export const periodQuery = (hubId: string, query: { from: string; days: number; targetId?: string | undefined }) =>
  reading(
    getDeskPeriod,
    {
      params: { hubId },
      query: { from: query.from, days: query.days, ...(query.targetId === undefined ? {} : { targetId: query.targetId }) },
    },
    { keepsPrevious: true },
  )

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['bookings'] })

/** One key a press: sent again after a lost answer it is the same one. */
function useKey(): { current: () => string; next: () => void } {
  const key = useRef(newKey())
  return {
    current: () => key.current,
    next: () => {
      key.current = newKey()
    },
  }
}

export function useWalkIn(hubId: string) {
  const key = useKey()
  return useMutation({
    mutationFn: (body: BodyIn<typeof walkIn>) => call(walkIn, { params: { hubId }, body, idempotencyKey: key.current() }),
    onSettled: () => {
      key.next()
      return refresh()
    },
  })
}

export const useRecordArrival = () =>
  useMutation({
    mutationFn: ({ bookingId, people }: { bookingId: string; people: number }) =>
      call(recordArrival, { params: { bookingId }, body: { people }, idempotencyKey: newKey() }),
    onSettled: refresh,
  })

export const useChangeMany = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof changeMany>) => call(changeMany, { params: { hubId }, body }),
    onSuccess: (_, { how }) => (how === 'try' ? undefined : refresh()),
  })
