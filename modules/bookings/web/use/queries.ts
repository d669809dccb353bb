/** How much was used: figures of a period, the bookings behind them, how visits are counted. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { urlOf } from '#platform/contract/client.ts'
import { call, keyOf, queryClient, reading } from '#platform/web/client.ts'
import { getUse, getUseFile, getUseRule, listUseRecords, setUseRule } from '../../contract/use/endpoints.ts'
import type { UseRule } from '../../contract/use/schemas.ts'

export interface Period {
  readonly from: string
  readonly to: string
  readonly hubId?: string
}

/** Not under the keys of bookings: days are counted at night, and a booking made now changes none of them. */
const front = 'bookings-use'

export const figuresQuery = (period: Period) => ({
  ...reading(getUse, { query: period }, { keepsPrevious: true, staleMs: 5 * 60_000 }),
  queryKey: [front, getUse.name, period],
})
export const ruleQuery = () => reading(getUseRule, {})
export const fileUrl = (period: Period, format: 'xlsx' | 'csv'): string => urlOf(getUseFile, {}, { ...period, format })

/** Which bookings: those of one bar, cell or figure. */
export interface Part {
  readonly targetId?: string
  readonly outcome?: 'used' | 'no-show' | 'cancelled'
  readonly engagement?: 'A' | 'B' | 'C' | 'D' | 'none'
  readonly organisationId?: string
  readonly weekday?: number
  readonly hour?: number
  readonly from?: string
  readonly to?: string
}

export const useRecordPages = (period: Period, part: Part | undefined) =>
  useInfiniteQuery({
    queryKey: [front, listUseRecords.name, period, part],
    enabled: part !== undefined,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call(listUseRecords, { query: { ...period, ...part, limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) } }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const useSetRule = () =>
  useMutation({
    mutationFn: (body: UseRule & { version: number }) => call(setUseRule, { body }),
    onSettled: () => Promise.all([[front], keyOf(getUseRule)].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  })
