/** What screens ask and do about rules, prices, answers of the office, coming and cancelling. */
import { useMutation } from '@tanstack/react-query'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, newKey, queryClient, reading } from '#platform/web/client.ts'
import {
  addReduction,
  approveRequest,
  checkInAtDesk,
  confirmHold,
  declineRequest,
  endReduction,
  getCancellationCost,
  getDecision,
  getGuestCancellationCost,
  getHubRules,
  noteProof,
  quoteAsGuest,
  quoteForMe,
  saveRules,
  setReduction,
  tryRules,
  undoCheckIn,
  waiveCancellationFee,
} from '../../contract/endpoints.ts'
import type { Booking, BookedKind, Period } from '../../contract/schemas.ts'
import type { GuestLink } from '../components/guest/calls.tsx'

export interface QuoteWish extends Period {
  readonly targetId: string
  readonly kind: BookedKind
  readonly units: number
  readonly reductionId: string
  readonly forOrganisation: boolean
}

const asked = ({ reductionId, forOrganisation, ...wish }: QuoteWish) => ({
  ...wish,
  forOrganisation: String(forOrganisation),
  ...(reductionId === '' ? {} : { reductionId }),
})

/** What a wish costs and asks for: a member's own by the session, a stranger's at a hub. */
export const myQuoteQuery = (wish: QuoteWish) => reading(quoteForMe, { query: asked(wish) }, { keepsPrevious: true })
export const guestQuoteQuery = (hubKey: string, wish: QuoteWish) =>
  reading(quoteAsGuest, { params: { hubKey }, query: asked(wish) }, { keepsPrevious: true })

export const cancellationQuery = (bookingId: string, isOn: boolean) => reading(getCancellationCost, { params: { bookingId } }, { isOn })
export const guestCancellationQuery = ({ hubKey, bookingId, link }: GuestLink, isOn: boolean) =>
  reading(getGuestCancellationCost, { params: { hubKey, bookingId }, link }, { isOn })

export const decisionQuery = (bookingId: string, isOn: boolean) => reading(getDecision, { params: { bookingId } }, { isOn })

/** Whatever shows a booking asks again: it stands in many lists. */
const settled = async (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['bookings'] })

/** One act on one booking; refused or done, what is on the screen is asked for again. */
function useAct<I extends { bookingId: string }>(run: (input: I) => Promise<Booking>) {
  return useMutation({ mutationFn: run, onSettled: settled })
}

const of = ({ bookingId }: { bookingId: string }) => ({ params: { bookingId } })

export const useApprove = () =>
  useAct((input: { bookingId: string; reason: string }) =>
    call(approveRequest, { ...of(input), body: input.reason.trim() === '' ? {} : { reason: input.reason } }),
  )
export const useDecline = () =>
  useAct((input: { bookingId: string; reason: string }) => call(declineRequest, { ...of(input), body: { reason: input.reason } }))
export const useConfirmHold = () => useAct((input: { bookingId: string }) => call(confirmHold, of(input)))
export const useCheckIn = () => useAct((input: { bookingId: string }) => call(checkInAtDesk, of(input)))
export const useUndoCheckIn = () => useAct((input: { bookingId: string }) => call(undoCheckIn, of(input)))
export const useNoteProof = () => useAct((input: { bookingId: string }) => call(noteProof, of(input)))
export const useSetReduction = () =>
  useAct((input: { bookingId: string; reductionId: string | null; reason: string }) =>
    call(setReduction, { ...of(input), body: { reductionId: input.reductionId, reason: input.reason } }),
  )
export const useWaive = () =>
  useAct((input: { bookingId: string; reason: string }) => call(waiveCancellationFee, { ...of(input), body: { reason: input.reason } }))

// ---- the rules themselves

export const hubRulesQuery = (hubId: string, isOn = true) => reading(getHubRules, { params: { hubId } }, { isOn })

export const useTryRules = (hubId: string, targetId: string) =>
  useMutation({ mutationFn: (body: BodyIn<typeof tryRules>) => call(tryRules, { params: { hubId, targetId }, body }) })

export const useSaveRules = (hubId: string, targetId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof saveRules>) => call(saveRules, { params: { hubId, targetId }, body }),
    onSuccess: async (rules) => {
      queryClient.setQueryData(hubRulesQuery(hubId).queryKey, rules)
      await settled()
    },
  })

export const useAddReduction = (hubId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof addReduction>) => call(addReduction, { params: { hubId }, body, idempotencyKey: newKey() }),
    onSuccess: settled,
  })

export const useEndReduction = (hubId: string) =>
  useMutation({
    mutationFn: ({ reductionId, ...body }: BodyIn<typeof endReduction> & { reductionId: string }) =>
      call(endReduction, { params: { hubId, reductionId }, body }),
    onSuccess: settled,
  })
