/** What the screens of series ask for and do. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, isProblem, keyOf, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  bookSeries,
  bookSeriesForSomebody,
  cancelSeries,
  changeSeries,
  decideSeries,
  getSeries,
  getSeriesCalendar,
  getSeriesCancellation,
  listHubSeries,
  listMySeries,
  previewSeries,
  previewSeriesChange,
  previewSeriesForSomebody,
} from '../../contract/series/endpoints.ts'
import type { Series } from '../../contract/series/schemas.ts'

export type SeriesWishIn = BodyIn<typeof previewSeries>

/** `hubId`: at the desk. The preview before stands while the next one is made. */
export function usePreview(hubId: string | undefined, wish: SeriesWishIn | undefined) {
  return useQuery({
    queryKey: [...keyOf(previewSeries), hubId ?? 'own', wish],
    queryFn: () =>
      hubId === undefined
        ? call(previewSeries, { body: wish as SeriesWishIn })
        : call(previewSeriesForSomebody, { params: { hubId }, body: wish as SeriesWishIn }),
    enabled: wish !== undefined,
    placeholderData: (before) => before,
  })
}

async function settled(series: Series): Promise<void> {
  queryClient.setQueryData(seriesQuery(series.id).queryKey, series)
  await queryClient.invalidateQueries({ queryKey: ['bookings'] })
}

function refetchWhenStale(error: unknown): void {
  if (isProblem(error) && (error.status === 412 || error.status === 409)) void queryClient.invalidateQueries({ queryKey: ['bookings'] })
}

export type Holder = BodyIn<typeof bookSeriesForSomebody>['holder']

/** One key a wish: sent again after a lost answer it is the same series. */
export function useBookSeries(hubId: string | undefined) {
  const last = useRef<{ wish: string; key: string } | undefined>(undefined)
  return useMutation({
    mutationFn: ({ wish, holder, note }: { wish: SeriesWishIn; holder?: Holder; note?: string }) => {
      const text = JSON.stringify([wish, holder, note])
      if (last.current?.wish !== text) last.current = { wish: text, key: newKey() }
      const idempotencyKey = last.current.key
      if (hubId === undefined || holder === undefined) return call(bookSeries, { body: wish, idempotencyKey })
      const body = { ...wish, holder, ...(note === undefined || note.trim() === '' ? {} : { note }) }
      return call(bookSeriesForSomebody, { params: { hubId }, body, idempotencyKey })
    },
    onSuccess: settled,
    onError: refetchWhenStale,
  })
}

export const seriesQuery = (seriesId: string) => reading(getSeries, { params: { seriesId } })
export const mySeriesQuery = (when: 'coming' | 'past') => reading(listMySeries, { query: { when, limit: 100 } })
export const hubSeriesQuery = (hubId: string, when: 'coming' | 'past') =>
  reading(listHubSeries, { params: { hubId }, query: { when, limit: 100 } })
export const seriesCalendarUrl = (seriesId: string): string => urlOf(getSeriesCalendar, { seriesId })

export const useCancelSeries = () =>
  useMutation({
    mutationFn: ({ seriesId, ...body }: BodyIn<typeof cancelSeries> & { seriesId: string }) =>
      call(cancelSeries, { params: { seriesId }, body }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })

export const seriesCancellationQuery = (seriesId: string, range: { from: string; to?: string | undefined }, isOn: boolean) =>
  reading(getSeriesCancellation, { params: { seriesId }, query: range }, { isOn })

export type SeriesChangeIn = BodyIn<typeof changeSeries>

/** Undefined: nothing has been asked for yet. */
export function useChangePreview(seriesId: string, change: SeriesChangeIn | undefined) {
  return useQuery({
    queryKey: [...keyOf(previewSeriesChange), seriesId, change],
    queryFn: () => call(previewSeriesChange, { params: { seriesId }, body: change as SeriesChangeIn }),
    enabled: change !== undefined,
    placeholderData: (before) => before,
  })
}

export const useChangeSeries = () =>
  useMutation({
    mutationFn: ({ seriesId, ...body }: BodyIn<typeof changeSeries> & { seriesId: string }) =>
      call(changeSeries, { params: { seriesId }, body }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })

export const useDecideSeries = () =>
  useMutation({
    mutationFn: ({ seriesId, ...body }: BodyIn<typeof decideSeries> & { seriesId: string }) =>
      call(decideSeries, { params: { seriesId }, body }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })
