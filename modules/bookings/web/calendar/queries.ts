/** Calendars to subscribe to: one's own, and the desk's of a hub. */
import { useMutation } from '@tanstack/react-query'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, keyOf, queryClient, reading } from '#platform/web/client.ts'
import { getOwnFeed, listHubFeeds, makeHubFeed, makeOwnFeed, renewFeed, revokeFeed } from '../../contract/calendar/endpoints.ts'

export const ownFeedQuery = () => reading(getOwnFeed, {})
export const hubFeedsQuery = (hubId: string) => reading(listHubFeeds, { params: { hubId } }, { isOn: hubId !== '' })

const settle = (): Promise<unknown> =>
  Promise.all([getOwnFeed, listHubFeeds].map((endpoint) => queryClient.invalidateQueries({ queryKey: keyOf(endpoint) })))

export const useMakeOwnFeed = () =>
  useMutation({ mutationFn: (body: BodyIn<typeof makeOwnFeed>) => call(makeOwnFeed, { body }), onSuccess: settle })
export const useMakeHubFeed = (hubId: string) =>
  useMutation({ mutationFn: (body: BodyIn<typeof makeHubFeed>) => call(makeHubFeed, { params: { hubId }, body }), onSuccess: settle })
export const useRenewFeed = () =>
  useMutation({ mutationFn: (feedId: string) => call(renewFeed, { params: { feedId } }), onSuccess: settle })
export const useRevokeFeed = () =>
  useMutation({ mutationFn: (feedId: string) => call(revokeFeed, { params: { feedId } }), onSuccess: settle })
