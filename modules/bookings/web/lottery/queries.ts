/** What the screens of lotteries ask for and do. */
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { urlOf } from '#platform/contract/client.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, isProblem, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  applyForLottery,
  cancelLottery,
  changeLottery,
  changeMyApplication,
  drawLottery,
  exportLotteryApplications,
  getHubLottery,
  getLotteryResult,
  getMyLottery,
  listHubLotteries,
  listLotteryApplications,
  listMyLotteries,
  listPublicLotteries,
  makeLottery,
  withdrawMyApplication,
} from '../../contract/lottery/endpoints.ts'

export type LotteryIn = BodyIn<typeof makeLottery>
export type ApplyIn = BodyIn<typeof applyForLottery>

export const publicLotteriesQuery = (hubKey: string) => reading(listPublicLotteries, { params: { hubKey } })
export const lotteryResultQuery = (hubKey: string, lotteryId: string) => reading(getLotteryResult, { params: { hubKey, lotteryId } })
export const myLotteriesQuery = (when: 'now' | 'past') => reading(listMyLotteries, { query: { when, limit: 100 } })
export const myLotteryQuery = (lotteryId: string) => reading(getMyLottery, { params: { lotteryId } })
export const hubLotteriesQuery = (hubId: string, when: 'now' | 'past') =>
  reading(listHubLotteries, { params: { hubId }, query: { when, limit: 100 } })
export const hubLotteryQuery = (hubId: string, lotteryId: string) => reading(getHubLottery, { params: { hubId, lotteryId } })
export const applicationsQuery = (hubId: string, lotteryId: string, order: 'number' | 'place') =>
  reading(listLotteryApplications, { params: { hubId, lotteryId }, query: { order, limit: 200 } })
export const applicationsFileUrl = (hubId: string, lotteryId: string): string => urlOf(exportLotteryApplications, { hubId, lotteryId })

const settled = async (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['bookings'] })
function refetchWhenStale(error: unknown): void {
  if (isProblem(error) && (error.status === 412 || error.status === 409)) void settled()
}

/** One key what is typed: sent again after a lost answer it is the same. */
function useKeyOf(): (body: unknown) => string {
  const last = useRef<{ text: string; key: string } | undefined>(undefined)
  return (body) => {
    const text = JSON.stringify(body)
    if (last.current?.text !== text) last.current = { text, key: newKey() }
    return last.current.key
  }
}

/** Makes one, or changes the one given. */
export function useSaveLottery(hubId: string, of: { id: string; version: number } | undefined) {
  const keyFor = useKeyOf()
  return useMutation({
    mutationFn: (body: LotteryIn) =>
      of === undefined
        ? call(makeLottery, { params: { hubId }, body, idempotencyKey: keyFor(body) })
        : call(changeLottery, { params: { hubId, lotteryId: of.id }, body: { ...body, version: of.version } }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })
}

export const useDrawLottery = (hubId: string) =>
  useMutation({
    mutationFn: ({ lotteryId, version }: { lotteryId: string; version: number }) =>
      call(drawLottery, { params: { hubId, lotteryId }, body: { version } }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })

export const useCancelLottery = (hubId: string) =>
  useMutation({
    mutationFn: ({ lotteryId, ...body }: { lotteryId: string; version: number; reason: string }) =>
      call(cancelLottery, { params: { hubId, lotteryId }, body }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })

/** Applies, or changes the application of this version. */
export function useApply(lotteryId: string, version: number | undefined) {
  const keyFor = useKeyOf()
  return useMutation({
    mutationFn: (body: ApplyIn) =>
      version === undefined
        ? call(applyForLottery, { params: { lotteryId }, body, idempotencyKey: keyFor(body) })
        : call(changeMyApplication, { params: { lotteryId }, body: { ...body, version } }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })
}

export const useWithdraw = (lotteryId: string) =>
  useMutation({
    mutationFn: () => call(withdrawMyApplication, { params: { lotteryId } }),
    onSuccess: settled,
    onError: refetchWhenStale,
  })
