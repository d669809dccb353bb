/** Agreements of mutual use: what the settings ask, and which hubs of partners one may book. */
import { useMutation } from '@tanstack/react-query'
import type { BodyIn } from '#platform/contract/endpoint.ts'
import { call, keyOf, queryClient, reading } from '#platform/web/client.ts'
import {
  answerMutualUse,
  endMutualUse,
  getMutualUse,
  getMutualUseHistory,
  listMutualUses,
  listPartnerHubs,
  listPossiblePartners,
  proposeMutualUse,
  withdrawMutualUse,
} from '../../contract/mutual-use/endpoints.ts'
import type { MutualUse } from '../../contract/mutual-use/schemas.ts'

export const mutualUsesQuery = () => reading(listMutualUses, { query: { limit: 200 } })
export const mutualUseQuery = (mutualUseId: string) => reading(getMutualUse, { params: { mutualUseId } })
export const mutualUseHistoryQuery = (mutualUseId: string) => reading(getMutualUseHistory, { params: { mutualUseId } })
export const possiblePartnersQuery = () => reading(listPossiblePartners, { query: { limit: 200 } })
/** Only for somebody who works in a consortium. */
export const partnerHubsQuery = () => reading(listPartnerHubs, { query: { limit: 200 } })

/** What was answered is what stands; everything that shows it asks again. */
async function settled(one: MutualUse): Promise<void> {
  queryClient.setQueryData(mutualUseQuery(one.id).queryKey, one)
  await queryClient.invalidateQueries({ queryKey: ['hubs'] })
}
const refresh = (): void => void queryClient.invalidateQueries({ queryKey: keyOf(getMutualUse) })

export const useProposeMutualUse = () =>
  useMutation({
    mutationFn: ({ key, ...body }: BodyIn<typeof proposeMutualUse> & { key: string }) =>
      call(proposeMutualUse, { body, idempotencyKey: key }),
    onSuccess: settled,
  })
export const useAnswerMutualUse = (mutualUseId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof answerMutualUse>) => call(answerMutualUse, { params: { mutualUseId }, body }),
    onSuccess: settled,
    onError: refresh,
  })
export const useWithdrawMutualUse = (mutualUseId: string) =>
  useMutation({
    mutationFn: (version: number) => call(withdrawMutualUse, { params: { mutualUseId }, body: { version } }),
    onSuccess: settled,
    onError: refresh,
  })
export const useEndMutualUse = (mutualUseId: string) =>
  useMutation({
    mutationFn: (body: BodyIn<typeof endMutualUse>) => call(endMutualUse, { params: { mutualUseId }, body }),
    onSuccess: settled,
    onError: refresh,
  })
