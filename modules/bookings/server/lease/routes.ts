/** Endpoint to use case to presenter: a line each. */
import { bind, type Route } from '#platform/server/module.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import * as api from '../../contract/lease/endpoints.ts'
import type { OurLease } from '../../contract/lease/schemas.ts'
import type { LeaseRow } from './repository.ts'
import { addLeaseEntry, voidLeaseEntry } from './use-cases/keep-account.ts'
import { setLeaseMembers, setOurLeaseMembers } from './use-cases/keep-members.ts'
import { advanceLease, changeLease, makeLease, withdrawLease } from './use-cases/make-lease.ts'
import { listOurLeases, presentOurs } from './use-cases/our-leases.ts'
import { setLeasePeriod } from './use-cases/set-period.ts'
import { detailOf, exportLeases, listHubLeases, listLeaseDues, showLease } from './use-cases/show-lease.ts'
import { previewLease } from './use-cases/take-room.ts'
import { writeLeasePaper } from './use-cases/write-lease-paper.ts'

const ours = async (scope: MemberScope, row: LeaseRow): Promise<OurLease> => (await presentOurs(scope, [row]))[0] as OurLease

export const leaseRoutes: readonly Route[] = [
  bind(api.previewLease, (scope, { params, query }) => previewLease(scope, params.hubId, query)),
  bind(api.makeLease, async (scope, { params, body }) => detailOf(scope, await makeLease(scope, params.hubId, body))),
  bind(api.listLeases, (scope, { params, query }) => listHubLeases(scope, params.hubId, query)),
  bind(api.exportLeases, (scope, { params, query }) => exportLeases(scope, params.hubId, query)),
  bind(api.listLeaseDues, (scope, { params, query }) => listLeaseDues(scope, params.hubId, query.month)),
  bind(api.getLease, (scope, { params }) => showLease(scope, params)),
  bind(api.changeLease, async (scope, { params, body }) => detailOf(scope, await changeLease(scope, params, body))),
  bind(api.advanceLease, async (scope, { params, body }) => detailOf(scope, await advanceLease(scope, params, body))),
  bind(api.withdrawLease, async (scope, { params, body }) => detailOf(scope, await withdrawLease(scope, params, body))),
  bind(api.setLeasePeriod, async (scope, { params, body }) => detailOf(scope, await setLeasePeriod(scope, params, body))),
  bind(api.setLeaseMembers, async (scope, { params, body }) => detailOf(scope, await setLeaseMembers(scope, params, body.accountIds))),
  bind(api.addLeaseEntry, async (scope, { params, body }) => detailOf(scope, await addLeaseEntry(scope, params, body))),
  bind(api.voidLeaseEntry, async (scope, { params, body }) => detailOf(scope, await voidLeaseEntry(scope, params, body.reason))),
  bind(api.getLeasePaper, (scope, { params }) => writeLeasePaper(scope, params)),
  bind(api.listOurLeases, async (scope) => ({ items: await listOurLeases(scope) })),
  bind(api.setOurLeaseMembers, async (scope, { params, body }) =>
    ours(scope, await setOurLeaseMembers(scope, params.leaseId, body.accountIds)),
  ),
]
