/** The lending desk, and lost and found. */
import { useMutation } from '@tanstack/react-query'
import { urlOf } from '#platform/contract/client.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, newKey, queryClient, reading, sendFile } from '#platform/web/client.ts'
import {
  extendLoan,
  getLendingDesk,
  getLostItemPhoto,
  lendUnit,
  listLoans,
  listLostItems,
  registerLostItem,
  remindLoan,
  returnLoan,
  setLostItemPhoto,
  settleLostItem,
} from '../../contract/lending/endpoints.ts'

/** Things become late by the clock, without an event. */
export const lendingQuery = (hubId: string) => reading(getLendingDesk, { params: { hubId } }, { againEveryMs: 60_000 })
export const loansQuery = (hubId: string) => reading(listLoans, { params: { hubId }, query: { limit: 50 } })
export const lostQuery = (hubId: string, show: 'kept' | 'all', q: string) =>
  reading(listLostItems, { params: { hubId }, query: { show, limit: 100, ...(q === '' ? {} : { q }) } }, { keepsPrevious: true })
export const lostPhotoUrl = (hubId: string, lostItemId: string, version: number): string =>
  `${urlOf(getLostItemPhoto, { hubId, lostItemId })}?v=${version}`

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['bookings'] })

export const useLend = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof lendUnit>) => call(lendUnit, { params: { hubId }, body, idempotencyKey: newKey() }),
    onSettled: refresh,
  })
export const useReturn = (hubId: string) =>
  useMutation({
    mutationFn: ({ loanId, ...body }: BodyIn<typeof returnLoan> & { loanId: string }) =>
      call(returnLoan, { params: { hubId, loanId }, body }),
    onSettled: refresh,
  })
export const useExtend = (hubId: string) =>
  useMutation({
    mutationFn: ({ loanId, ...body }: BodyIn<typeof extendLoan> & { loanId: string }) =>
      call(extendLoan, { params: { hubId, loanId }, body }),
    onSettled: refresh,
  })
export const useRemind = (hubId: string) =>
  useMutation({
    mutationFn: ({ loanId, version }: { loanId: string; version: number }) =>
      call(remindLoan, { params: { hubId, loanId }, body: { version } }),
    onSettled: refresh,
  })
export const useRegisterLost = (hubId: string) =>
  useMutation({
    mutationFn: async ({ photo, ...body }: BodyIn<typeof registerLostItem> & { photo: File | undefined }) => {
      const item = await call(registerLostItem, { params: { hubId }, body, idempotencyKey: newKey() })
      return photo === undefined ? item : sendFile(setLostItemPhoto, { params: { hubId, lostItemId: item.id } }, photo)
    },
    onSettled: refresh,
  })
export const useSettleLost = (hubId: string) =>
  useMutation({
    mutationFn: ({ lostItemId, ...body }: BodyIn<typeof settleLostItem> & { lostItemId: string }) =>
      call(settleLostItem, { params: { hubId, lostItemId }, body }),
    onSettled: refresh,
  })
