/** What the screens of devices ask for and do. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { getOwnHub } from '#modules/hubs/contract/endpoints.ts'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, keyOf, queryClient, reading } from '#platform/web/client.ts'
import {
  addDevice,
  adoptDevice,
  blockDevice,
  changeDevice,
  claimDevice,
  dismissReject,
  getDevice,
  ignoreAnnounced,
  listAnnounced,
  listDeviceCommands,
  listDeviceEvents,
  listDevices,
  listRejects,
  makeClaimCode,
  retireDevice,
  retryReject,
  rotateDeviceSecret,
  unblockDevice,
} from '../contract/endpoints.ts'

const minute = 60_000
const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['devices'] })

/** `last seen` grows old without an event. */
export const devicesQuery = (hubId: string) => reading(listDevices, { params: { hubId } }, { againEveryMs: minute })
export const announcedQuery = (hubId: string) => reading(listAnnounced, { params: { hubId } }, { againEveryMs: minute })
export const deviceQuery = (deviceId: string, againEveryMs = minute) => reading(getDevice, { params: { deviceId } }, { againEveryMs })
export const commandsQuery = (deviceId: string) => reading(listDeviceCommands, { params: { deviceId }, query: { limit: 20 } })
export const spacesQuery = (hubId: string) => reading(getOwnHub, { params: { hubId } }, { staleMs: 5 * minute })

export function useDeviceEvents(deviceId: string) {
  return useInfiniteQuery({
    queryKey: [...keyOf(listDeviceEvents), 'pages', deviceId],
    queryFn: ({ pageParam }) =>
      call(listDeviceEvents, { params: { deviceId }, query: { limit: 25, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
}
export type RejectStatus = 'open' | 'retried' | 'dismissed'
export function useRejects(status: RejectStatus) {
  return useInfiniteQuery({
    queryKey: [...keyOf(listRejects), 'pages', status],
    queryFn: ({ pageParam }) => call(listRejects, { query: { status, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
}

export const useAddDevice = (hubId: string) =>
  useMutation({ mutationFn: (body: BodyIn<typeof addDevice>) => call(addDevice, { params: { hubId }, body }), onSettled: refresh })
export const useMakeCode = () =>
  useMutation({ mutationFn: (deviceId: string) => call(makeClaimCode, { params: { deviceId } }), onSettled: refresh })
/** On behalf of a device that has no way to use a code by itself. */
export const useClaim = () => useMutation({ mutationFn: (code: string) => call(claimDevice, { body: { code } }), onSettled: refresh })
export const useChangeDevice = (deviceId: string) =>
  useMutation({ mutationFn: (body: BodyIn<typeof changeDevice>) => call(changeDevice, { params: { deviceId }, body }), onSettled: refresh })
export const useRotate = (deviceId: string) =>
  useMutation({ mutationFn: () => call(rotateDeviceSecret, { params: { deviceId } }), onSettled: refresh })

const enders = { block: blockDevice, unblock: unblockDevice, retire: retireDevice } as const
export type Ending = keyof typeof enders
export const useEnd = (deviceId: string, how: Ending) =>
  useMutation({ mutationFn: (reason: string) => call(enders[how], { params: { deviceId }, body: { reason } }), onSettled: refresh })

export const useAdopt = () =>
  useMutation({
    mutationFn: ({ announcedId, ...body }: BodyIn<typeof adoptDevice> & { announcedId: string }) =>
      call(adoptDevice, { params: { announcedId }, body }),
    onSettled: refresh,
  })
export const useIgnore = () =>
  useMutation({
    mutationFn: ({ announcedId, isIgnored }: { announcedId: string; isIgnored: boolean }) =>
      call(ignoreAnnounced, { params: { announcedId }, body: { isIgnored } }),
    onSettled: refresh,
  })
export const useSettleReject = (how: 'retry' | 'dismiss') =>
  useMutation({
    mutationFn: (rejectId: string) => call(how === 'retry' ? retryReject : dismissReject, { params: { rejectId } }),
    onSettled: refresh,
  })
