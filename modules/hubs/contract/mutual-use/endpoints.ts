/** The calls about agreements of mutual use. Both sides call the same ones; each sees the other by name. */
import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { pageQuery } from '#platform/contract/schemas.ts'
import { mutualUseErrors as errors } from './errors.ts'
import {
  answerMutualUseBody,
  endMutualUseBody,
  mutualUse,
  mutualUseHistory,
  mutualUsePage,
  mutualUseParams,
  partnerHubs,
  possiblePartners,
  possiblePartnersQuery,
  proposeMutualUseBody,
  withdrawMutualUseBody,
} from './schemas.ts'

const settled = { 'hubs.mutual_use_settled': errors['hubs.mutual_use_settled'] }
const overlaps = { 'hubs.mutual_use_overlaps': errors['hubs.mutual_use_overlaps'] }

export const listMutualUses = endpoint({
  name: 'hubs.listMutualUses',
  method: 'GET',
  path: '/mutual-uses',
  way: 'member',
  permission: 'hubs.see-mutual-use',
  summary: 'Agreements of mutual use of the consortium, proposed by it or to it, newest first.',
  query: pageQuery.extend({ waiting: z.enum(['true']).optional() }),
  response: mutualUsePage,
})

export const getMutualUse = endpoint({
  name: 'hubs.getMutualUse',
  method: 'GET',
  path: '/mutual-uses/{mutualUseId}',
  way: 'member',
  permission: 'hubs.see-mutual-use',
  summary: 'One agreement, for either of its sides.',
  params: mutualUseParams,
  response: mutualUse,
})

export const getMutualUseHistory = endpoint({
  name: 'hubs.getMutualUseHistory',
  method: 'GET',
  path: '/mutual-uses/{mutualUseId}/history',
  way: 'member',
  permission: 'hubs.see-mutual-use',
  summary: 'Who proposed, answered and ended it, and when; people of the other side are not named.',
  params: mutualUseParams,
  response: mutualUseHistory,
})

export const listPossiblePartners = endpoint({
  name: 'hubs.listPossiblePartners',
  method: 'GET',
  path: '/mutual-use-partners',
  way: 'member',
  permission: 'hubs.see-mutual-use',
  summary: 'Consortia with a published hub, by key: to whom an agreement can be proposed.',
  query: possiblePartnersQuery,
  response: possiblePartners,
})

export const proposeMutualUse = endpoint({
  name: 'hubs.proposeMutualUse',
  method: 'POST',
  path: '/mutual-uses',
  way: 'member',
  permission: 'hubs.agree-mutual-use',
  summary: "Propose an agreement; the partner's administrators have a mail. Its terms are not changed afterwards.",
  body: proposeMutualUseBody,
  response: mutualUse,
  status: 201,
  errors: overlaps,
  isIdempotent: true,
})

export const answerMutualUse = endpoint({
  name: 'hubs.answerMutualUse',
  method: 'POST',
  path: '/mutual-uses/{mutualUseId}/answer',
  way: 'member',
  permission: 'hubs.agree-mutual-use',
  summary: 'Accept a proposal, naming the own hubs, or decline it.',
  params: mutualUseParams,
  body: answerMutualUseBody,
  response: mutualUse,
  status: 200,
  errors: { ...settled, ...overlaps },
})

export const withdrawMutualUse = endpoint({
  name: 'hubs.withdrawMutualUse',
  method: 'POST',
  path: '/mutual-uses/{mutualUseId}/withdraw',
  way: 'member',
  permission: 'hubs.agree-mutual-use',
  summary: 'Take back an own proposal that has not been answered.',
  params: mutualUseParams,
  body: withdrawMutualUseBody,
  response: mutualUse,
  status: 200,
  errors: settled,
})

export const endMutualUse = endpoint({
  name: 'hubs.endMutualUse',
  method: 'POST',
  path: '/mutual-uses/{mutualUseId}/end',
  way: 'member',
  permission: 'hubs.agree-mutual-use',
  summary: 'End an agreement with a last day of use and a reason; bookings that were made stay.',
  params: mutualUseParams,
  body: endMutualUseBody,
  response: mutualUse,
  status: 200,
  errors: settled,
})

export const listPartnerHubs = endpoint({
  name: 'hubs.listPartnerHubs',
  method: 'GET',
  path: '/partner-hubs',
  way: 'member',
  permission: 'membership',
  summary: 'Hubs of partner consortia that the asker may book today by an agreement of mutual use.',
  query: pageQuery,
  response: partnerHubs,
})
