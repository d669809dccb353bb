/** What the screens of the waiting list ask for and do. */
import { useMutation } from '@tanstack/react-query'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  acceptGuestOffer,
  acceptOffer,
  askToWait,
  askToWaitAsGuest,
  declineGuestOffer,
  declineOffer,
  getGuestWaiting,
  getWaitingRule,
  listHubWaiting,
  listMyWaiting,
  moveWaiting,
  removeWaiting,
  setWaitingRule,
} from '../../contract/waiting/endpoints.ts'
import type { Waiting } from '../../contract/waiting/schemas.ts'

const again = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['bookings'] })

// ---- a stranger

export interface WaitingLink {
  readonly hubKey: string
  readonly waitingId: string
  readonly link: string
}

export const guestWaitingQuery = ({ hubKey, waitingId, link }: WaitingLink) =>
  reading(getGuestWaiting, { params: { hubKey, waitingId }, link }, { againEveryMs: 60_000 })

const keep = (given: WaitingLink, waiting: Waiting): void => {
  queryClient.setQueryData(guestWaitingQuery(given).queryKey, waiting)
}

export const useAnswerAsGuest = (given: WaitingLink) =>
  useMutation({
    mutationFn: (isYes: boolean) =>
      call(isYes ? acceptGuestOffer : declineGuestOffer, {
        params: { hubKey: given.hubKey, waitingId: given.waitingId },
        link: given.link,
      }),
    onSuccess: (waiting) => keep(given, waiting),
    onError: () => queryClient.invalidateQueries({ queryKey: guestWaitingQuery(given).queryKey }),
  })

export const useAskAsGuest = (hubKey: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof askToWaitAsGuest>) => call(askToWaitAsGuest, { params: { hubKey }, body, idempotencyKey: newKey() }),
  })

// ---- a member

export const myWaitingQuery = () => reading(listMyWaiting, {}, { againEveryMs: 60_000 })

export const useAskToWait = () =>
  useMutation({
    mutationFn: (body: BodyIn<typeof askToWait>) => call(askToWait, { body, idempotencyKey: newKey() }),
    onSuccess: again,
  })

export const useAcceptOffer = () =>
  useMutation({ mutationFn: (waitingId: string) => call(acceptOffer, { params: { waitingId } }), onSettled: again })
export const useDeclineOffer = () =>
  useMutation({ mutationFn: (waitingId: string) => call(declineOffer, { params: { waitingId } }), onSettled: again })

// ---- the desk

export const hubWaitingQuery = (hubId: string) => reading(listHubWaiting, { params: { hubId } }, { againEveryMs: 60_000 })
export const waitingRuleQuery = (hubId: string) => reading(getWaitingRule, { params: { hubId } })

export const useMoveWaiting = (hubId: string) =>
  useMutation({
    mutationFn: ({ waitingId, ...body }: BodyIn<typeof moveWaiting> & { waitingId: string }) =>
      call(moveWaiting, { params: { hubId, waitingId }, body }),
    onSettled: again,
  })
export const useRemoveWaiting = (hubId: string) =>
  useMutation({
    mutationFn: ({ waitingId, reason }: { waitingId: string; reason: string }) =>
      call(removeWaiting, { params: { hubId, waitingId }, body: { reason } }),
    onSettled: again,
  })
export const useSetWaitingRule = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof setWaitingRule>) => call(setWaitingRule, { params: { hubId }, body }),
    onSettled: again,
  })
