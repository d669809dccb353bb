/** What the screens of presence ask for and do. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  correctPresence,
  getEvacuationPaper,
  getMyTrace,
  getOccupancy,
  getPresence,
  getTrace,
  getVisits,
  getVisitsFile,
  listMyCorrections,
  listMyLooks,
  listMyStays,
  listStays,
  setPresenceRule,
  settleOpening,
} from '../contract/endpoints.ts'
import type { PresenceRule, VisitsQuery } from '../contract/schemas.ts'

export const occupancyQuery = (hubKey: string) => reading(getOccupancy, { params: { hubKey } }, { againEveryMs: 5 * 60_000 })
export const presenceQuery = (hubId: string) => reading(getPresence, { params: { hubId } }, { againEveryMs: 60_000 })
export const staysQuery = (hubId: string, day: string, limit: number) =>
  reading(listStays, { params: { hubId }, query: { day, limit } }, { keepsPrevious: true })
export const traceQuery = (hubId: string, subjectId: string, day: string) =>
  reading(getTrace, { params: { hubId, subjectId }, query: { day } })
export const visitsQuery = (query: VisitsQuery) => reading(getVisits, { query })
export const myStaysQuery = (limit: number, day?: string) =>
  reading(listMyStays, { query: { limit, ...(day === undefined ? {} : { day }) } }, { keepsPrevious: true })
export const myTraceQuery = (hubId: string, day: string) => reading(getMyTrace, { params: { hubId }, query: { day } })
export const myCorrectionsQuery = (limit: number) => reading(listMyCorrections, { query: { limit } }, { keepsPrevious: true })
export const myLooksQuery = (limit: number) => reading(listMyLooks, { query: { limit } }, { keepsPrevious: true })
export const evacuationUrl = (hubId: string): string => urlOf(getEvacuationPaper, { hubId })
export const visitsFileUrl = (query: VisitsQuery, format: 'xlsx' | 'csv'): string => urlOf(getVisitsFile, {}, { ...query, format })

const settled = async (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['presence'] })

export function useCorrect(hubId: string) {
  // sent again after a lost answer it is the same correction
  const [idempotencyKey] = useState(newKey)
  return useMutation({
    mutationFn: (body: BodyIn<typeof correctPresence>) => call(correctPresence, { params: { hubId }, body, idempotencyKey }),
    onSuccess: settled,
  })
}
export const useSettle = (hubId: string) =>
  useMutation({
    mutationFn: ({ openingId, note }: { openingId: string; note: string }) =>
      call(settleOpening, { params: { hubId, openingId }, body: { note } }),
    onSuccess: settled,
  })
export const useSetRule = (hubId: string) =>
  useMutation({ mutationFn: (body: PresenceRule) => call(setPresenceRule, { params: { hubId }, body }), onSuccess: settled })
