/** Leases from the desk, and an organisation's own rooms. */
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { listMembers, listOrganisations } from '#modules/people/contract/endpoints.ts'
import { urlOf } from '#platform/contract/client.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, isProblem, newKey, queryClient, reading } from '#platform/web/client.ts'
import { cancelBooking, changeBooking } from '../../contract/endpoints.ts'
import {
  addLeaseEntry,
  advanceLease,
  changeLease,
  exportLeases,
  getLease,
  getLeasePaper,
  listLeaseDues,
  listLeases,
  listOurLeases,
  makeLease,
  previewLease,
  setLeaseMembers,
  setLeasePeriod,
  setOurLeaseMembers,
  voidLeaseEntry,
  withdrawLease,
} from '../../contract/lease/endpoints.ts'
import type { ClosurePlan, HitBooking } from '../../contract/closure/schemas.ts'
import type { LeaseDetail, ListLeasesQuery } from '../../contract/lease/schemas.ts'

export type LeaseFilter = Partial<Pick<ListLeasesQuery, 'state' | 'kind' | 'text'>>
export type LeaseIn = BodyIn<typeof makeLease>
export type LeaseChange = BodyIn<typeof changeLease>

export const leasesQuery = (hubId: string, filter: LeaseFilter, limit: number) =>
  reading(listLeases, { params: { hubId }, query: { ...filter, limit } }, { keepsPrevious: true })
export const leaseQuery = (hubId: string, leaseId: string) => reading(getLease, { params: { hubId, leaseId } })
export const leaseDuesQuery = (hubId: string, month: string) =>
  reading(listLeaseDues, { params: { hubId }, query: { month } }, { keepsPrevious: true })
export const leaseSheetUrl = (hubId: string, filter: LeaseFilter, format: 'xlsx' | 'csv'): string =>
  urlOf(exportLeases, { hubId }, { ...filter, format })
export const leasePaperUrl = (hubId: string, leaseId: string): string => urlOf(getLeasePaper, { hubId, leaseId })
export const ourLeasesQuery = () => reading(listOurLeases, {})

export interface Asked {
  readonly spaceId: string
  readonly startsOn: string
  readonly endsOn: string
  readonly leaseId?: string
}
export const leasePreviewQuery = (hubId: string, asked: Asked | undefined) =>
  reading(previewLease, { params: { hubId }, query: asked ?? { spaceId: '', startsOn: '', endsOn: '' } }, { isOn: asked !== undefined })

/** Organisations that can be chosen; more than a town has. */
export const organisationsQuery = () => reading(listOrganisations, { query: { limit: 200 } })
export const organisationMembersQuery = (organisationId: string | null, q: string) =>
  reading(
    listMembers,
    { query: { limit: 200, ...(organisationId === null ? {} : { organisationId }), ...(q.trim() === '' ? {} : { q }) } },
    { keepsPrevious: true },
  )

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['bookings'] })
function refetchWhenStale(error: unknown): void {
  if (isProblem(error) && (error.status === 412 || error.status === 409)) void refresh()
}
const kept = { onSuccess: refresh, onError: refetchWhenStale }

/** One key what is typed: sent again after a lost answer it is the same lease. */
export function useMakeLease(hubId: string) {
  const last = useRef<{ text: string; key: string } | undefined>(undefined)
  return useMutation({
    mutationFn: (body: LeaseIn): Promise<LeaseDetail> => {
      const text = JSON.stringify(body)
      if (last.current?.text !== text) last.current = { text, key: newKey() }
      return call(makeLease, { params: { hubId }, body, idempotencyKey: last.current.key })
    },
    ...kept,
  })
}

export const useChangeLease = (hubId: string, leaseId: string) =>
  useMutation({ mutationFn: (body: LeaseChange) => call(changeLease, { params: { hubId, leaseId }, body }), ...kept })

export const useAdvanceLease = (hubId: string, leaseId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof advanceLease>) => call(advanceLease, { params: { hubId, leaseId }, body }),
    ...kept,
  })

export const useWithdrawLease = (hubId: string, leaseId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof withdrawLease>) => call(withdrawLease, { params: { hubId, leaseId }, body }),
    ...kept,
  })

export const useSetLeasePeriod = (hubId: string, leaseId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof setLeasePeriod>) => call(setLeasePeriod, { params: { hubId, leaseId }, body }),
    ...kept,
  })

export const useSetLeaseMembers = (hubId: string, leaseId: string) =>
  useMutation({
    mutationFn: (accountIds: string[]) => call(setLeaseMembers, { params: { hubId, leaseId }, body: { accountIds } }),
    ...kept,
  })

export const useSetOurMembers = (leaseId: string) =>
  useMutation({
    mutationFn: (accountIds: string[]) => call(setOurLeaseMembers, { params: { leaseId }, body: { accountIds } }),
    ...kept,
  })

export const useAddLeaseEntry = (hubId: string, leaseId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof addLeaseEntry>) => call(addLeaseEntry, { params: { hubId, leaseId }, body, idempotencyKey: newKey() }),
    ...kept,
  })

export const useVoidLeaseEntry = (hubId: string, leaseId: string) =>
  useMutation({
    mutationFn: ({ leaseEntryId, reason }: { leaseEntryId: string; reason: string }) =>
      call(voidLeaseEntry, { params: { hubId, leaseId, leaseEntryId }, body: { reason } }),
    ...kept,
  })

/** Moves and cancels one after the other, each by itself; how many could not be. */
export const useSolveHits = () =>
  useMutation({
    mutationFn: async ({
      hits,
      plans,
      reason,
    }: {
      hits: readonly HitBooking[]
      plans: ReadonlyMap<string, ClosurePlan>
      reason: string
    }): Promise<{ done: number; refused: number }> => {
      let refused = 0
      for (const { booking } of hits) {
        const plan = plans.get(booking.id)
        try {
          if (plan?.act === 'move' && plan.to !== null) {
            const { kind, targetId, startsAt, endsAt } = plan.to
            const what =
              kind === 'space'
                ? { kind, spaceId: targetId }
                : { kind: 'seat' as const, spaceId: targetId, count: booking.kind === 'space' ? booking.partySize : booking.units.length }
            await call(changeBooking, {
              params: { bookingId: booking.id },
              body: { version: booking.version, startsAt, endsAt, ...(targetId === booking.targetId ? {} : { what }), reason },
            })
          } else await call(cancelBooking, { params: { bookingId: booking.id }, body: { reason, chargesFee: false } })
        } catch (error) {
          if (!isProblem(error)) throw error
          refused += 1
        }
      }
      return { done: hits.length - refused, refused }
    },
    onSettled: refresh,
  })
