/** The organisation looks: its rooms for a manager, one's own for whoever is named. */
import type { MemberScope } from '#platform/server/scope.ts'
import { membersOfOrganisation } from '#modules/people/server/index.ts'
import type { OurLease } from '../../../contract/lease/schemas.ts'
import { presentLease, presentPeople, withLeasePlaces } from '../presenter.ts'
import { listLeasesOf, type LeaseRow } from '../repository.ts'
import { isOpenLease } from '../rules.ts'

/** More than a room of a hub has users. */
const mostCandidates = 500

export async function listOurLeases(scope: MemberScope): Promise<OurLease[]> {
  const { organisationId } = scope.membership
  const isManager = organisationId !== null && scope.membership.roles.includes('manager')
  const ours = isManager ? await listLeasesOf(scope, { organisationId }) : []
  const mine = await listLeasesOf(scope, { accountId: scope.actor.accountId })
  const rows = [...new Map([...ours, ...mine].map((row) => [row.id, row])).values()]
  return presentOurs(scope, rows)
}

export async function presentOurs(scope: MemberScope, rows: readonly LeaseRow[]): Promise<OurLease[]> {
  const { organisationId, roles } = scope.membership
  const mayName = (row: LeaseRow): boolean =>
    roles.includes('manager') && organisationId !== null && row.organisationId === organisationId && isOpenLease(row.status)
  const candidates =
    organisationId === null || !rows.some(mayName)
      ? []
      : (await membersOfOrganisation(scope, organisationId, mostCandidates)).flatMap(({ accountId, name, mail }) =>
          accountId === null ? [] : [{ accountId, name, mail }],
        )
  const ours: OurLease[] = []
  for (const placed of await withLeasePlaces(scope, rows)) {
    const isOwn = placed.row.organisationId !== null && placed.row.organisationId === organisationId
    ours.push({
      lease: presentLease(scope, placed),
      // who else is in the room is for those of the organisation
      people: isOwn ? await presentPeople(scope, placed.members) : [],
      canName: mayName(placed.row),
      candidates: mayName(placed.row) ? candidates : [],
    })
  }
  return ours
}
