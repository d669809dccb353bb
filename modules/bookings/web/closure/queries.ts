/** Closures from the desk. */
import { useMutation } from '@tanstack/react-query'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  addClosurePlans,
  closePlace,
  getDeskClosure,
  liftClosure,
  listDeskClosures,
  previewClosure,
} from '../../contract/closure/endpoints.ts'

export const closuresQuery = (hubId: string) => reading(listDeskClosures, { params: { hubId } })
export const closureQuery = (hubId: string, deskClosureId: string) => reading(getDeskClosure, { params: { hubId, deskClosureId } })
export const previewQuery = (hubId: string, asked: { startsAt: string; endsAt: string; spaceId: string | undefined } | undefined) =>
  reading(
    previewClosure,
    {
      params: { hubId },
      query: {
        startsAt: asked?.startsAt ?? '',
        endsAt: asked?.endsAt ?? '',
        ...(asked?.spaceId === undefined ? {} : { spaceId: asked.spaceId }),
      },
    },
    { isOn: asked !== undefined },
  )

const refresh = (): Promise<void> => queryClient.invalidateQueries()

export const useClosePlace = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof closePlace>) => call(closePlace, { params: { hubId }, body, idempotencyKey: newKey() }),
    onSuccess: refresh,
  })
export const useAddPlans = (hubId: string, deskClosureId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof addClosurePlans>) => call(addClosurePlans, { params: { hubId, deskClosureId }, body }),
    onSuccess: refresh,
  })
export const useLiftClosure = (hubId: string) =>
  useMutation({
    mutationFn: (deskClosureId: string) => call(liftClosure, { params: { hubId, deskClosureId } }),
    onSuccess: refresh,
  })
