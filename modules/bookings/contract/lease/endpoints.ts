/** The calls of leases: the desk makes, changes and ends them; a manager names who of the organisation may use the rooms. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { hubParams } from '../schemas.ts'
import {
  advanceLeaseBody,
  changeLeaseBody,
  hubLeaseParams,
  leaseDetail,
  leaseDues,
  leaseDuesQuery,
  leaseEntryBody,
  leaseEntryParams,
  leaseMembersBody,
  leasePage,
  leaseParams,
  leasePeriodBody,
  leasePreview,
  leasePreviewQuery,
  leaseSheetQuery,
  listLeasesQuery,
  makeLeaseBody,
  ourLease,
  ourLeases,
  voidLeaseEntryBody,
  withdrawLeaseBody,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)
const takeErrors = pick(
  'bookings.lease_conflicts',
  'bookings.lease_over_lottery',
  'bookings.not_leasable',
  'bookings.lease_too_long',
  'bookings.lease_over_already',
)

// ---- the desk

export const previewLease = endpoint({
  name: 'bookings.previewLease',
  method: 'GET',
  path: '/hubs/{hubId}/desk/lease-preview',
  way: 'member',
  permission: 'bookings.run',
  summary: 'What stands in the way of letting a space for a period: bookings with what each could have instead, leases, lotteries.',
  params: hubParams,
  query: leasePreviewQuery,
  response: leasePreview,
  errors: pick('bookings.not_leasable'),
})

export const makeLease = endpoint({
  name: 'bookings.makeLease',
  method: 'POST',
  path: '/hubs/{hubId}/desk/leases',
  way: 'member',
  permission: 'bookings.run',
  summary:
    'Let a space whole: as a draft that takes nothing, as an offer or as agreed, which take the space for the whole period or are refused.',
  params: hubParams,
  body: makeLeaseBody,
  response: leaseDetail,
  status: 201,
  errors: { ...takeErrors, ...pick('bookings.lease_not_open') },
  isIdempotent: true,
})

export const listLeases = endpoint({
  name: 'bookings.listLeases',
  method: 'GET',
  path: '/hubs/{hubId}/desk/leases',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Leases, short lendings and trials of a hub, the soonest to end first.',
  params: hubParams,
  query: listLeasesQuery,
  response: leasePage,
})

export const exportLeases = endpoint({
  name: 'bookings.exportLeases',
  method: 'GET',
  path: '/hubs/{hubId}/desk/lease-sheet',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The same list as Excel or CSV. Taking it is recorded.',
  params: hubParams,
  query: leaseSheetQuery,
  kind: 'file',
  isLookRecorded: true,
})

export const listLeaseDues = endpoint({
  name: 'bookings.listLeaseDues',
  method: 'GET',
  path: '/hubs/{hubId}/desk/lease-dues',
  way: 'member',
  permission: 'bookings.run',
  summary: 'What the leases of a hub cost in a month, and what of it is paid.',
  params: hubParams,
  query: leaseDuesQuery,
  response: leaseDues,
})

export const getLease = endpoint({
  name: 'bookings.getLease',
  method: 'GET',
  path: '/hubs/{hubId}/desk/leases/{leaseId}',
  way: 'member',
  permission: 'bookings.run',
  summary: 'One lease with who is named, its months, its money and who did what.',
  params: hubLeaseParams,
  response: leaseDetail,
})

export const changeLease = endpoint({
  name: 'bookings.changeLease',
  method: 'PUT',
  path: '/hubs/{hubId}/desk/leases/{leaseId}',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Change a lease: all of a draft; of the others contact, texts, the result of a trial and whether its members are leaseholders.',
  params: hubLeaseParams,
  body: changeLeaseBody,
  response: leaseDetail,
  errors: { ...pick('bookings.lease_not_open'), ...takeErrors },
})

export const advanceLease = endpoint({
  name: 'bookings.advanceLease',
  method: 'POST',
  path: '/hubs/{hubId}/desk/leases/{leaseId}/advance',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Offer a draft, or agree on a draft or an offer. The space is taken now, or nothing is stored.',
  params: hubLeaseParams,
  body: advanceLeaseBody,
  response: leaseDetail,
  errors: { ...pick('bookings.lease_not_open'), ...takeErrors },
})

export const withdrawLease = endpoint({
  name: 'bookings.withdrawLease',
  method: 'POST',
  path: '/hubs/{hubId}/desk/leases/{leaseId}/withdraw',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Take back a draft, an offer, or what was agreed on and has not begun. The space is free at once.',
  params: hubLeaseParams,
  body: withdrawLeaseBody,
  response: leaseDetail,
  errors: pick('bookings.lease_not_open'),
})

export const setLeasePeriod = endpoint({
  name: 'bookings.setLeasePeriod',
  method: 'POST',
  path: '/hubs/{hubId}/desk/leases/{leaseId}/period',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Extend a lease, shorten it, or end it at this moment, with the reason. What was freed is free at once.',
  params: hubLeaseParams,
  body: leasePeriodBody,
  response: leaseDetail,
  errors: { ...pick('bookings.lease_not_open'), ...takeErrors },
})

export const setLeaseMembers = endpoint({
  name: 'bookings.setLeaseMembers',
  method: 'PUT',
  path: '/hubs/{hubId}/desk/leases/{leaseId}/members',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Name who uses the space. Where the lease says so they are leaseholders while it runs.',
  params: hubLeaseParams,
  body: leaseMembersBody,
  response: leaseDetail,
  errors: pick('bookings.lease_not_member', 'bookings.lease_not_open'),
})

export const addLeaseEntry = endpoint({
  name: 'bookings.addLeaseEntry',
  method: 'POST',
  path: '/hubs/{hubId}/desk/leases/{leaseId}/entries',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Write down a payment by transfer, a waiver, or money given back, for a month.',
  params: hubLeaseParams,
  body: leaseEntryBody,
  response: leaseDetail,
  status: 201,
  errors: pick('bookings.lease_too_much', 'bookings.lease_month_invoiced', 'bookings.day_not_come'),
  isIdempotent: true,
})

export const voidLeaseEntry = endpoint({
  name: 'bookings.voidLeaseEntry',
  method: 'POST',
  path: '/hubs/{hubId}/desk/leases/{leaseId}/entries/{leaseEntryId}/void',
  way: 'member',
  permission: 'bookings.money',
  summary: 'Take an entry back by one of the other sign, with the reason.',
  params: leaseEntryParams,
  body: voidLeaseEntryBody,
  response: leaseDetail,
  errors: pick('bookings.already_voided', 'bookings.lease_month_invoiced'),
})

export const getLeasePaper = endpoint({
  name: 'bookings.getLeasePaper',
  method: 'GET',
  path: '/hubs/{hubId}/desk/leases/{leaseId}/paper',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The permission to use the space as PDF.',
  params: hubLeaseParams,
  kind: 'file',
  errors: pick('bookings.lease_not_open'),
})

// ---- the organisation

export const listOurLeases = endpoint({
  name: 'bookings.listOurLeases',
  method: 'GET',
  path: '/our-leases',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Rooms that your organisation has, for a manager; for others those in which they are named.',
  response: ourLeases,
})

export const setOurLeaseMembers = endpoint({
  name: 'bookings.setOurLeaseMembers',
  method: 'PUT',
  path: '/our-leases/{leaseId}/members',
  way: 'member',
  permission: 'bookings.nameLeaseholders',
  summary: 'A manager names who of the organisation uses the room.',
  params: leaseParams,
  body: leaseMembersBody,
  response: ourLease,
  errors: pick('bookings.lease_not_member', 'bookings.lease_not_open'),
})
