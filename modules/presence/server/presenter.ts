/** Stays and openings as the contract says them. */
import type { Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub, type HubRef } from '#modules/hubs/server/index.ts'
import { organisationsByIds } from '#modules/people/server/index.ts'
import type { OpeningView, PresenceRule, StayView } from '../contract/schemas.ts'
import type { OpeningRow, RuleRow, StayRow } from './repository.ts'
import { doorNames } from './use-cases/name-doors.ts'
import { subjectsByIds } from './use-cases/name-subjects.ts'

export async function presentStays(scope: Scope, rows: readonly StayRow[]): Promise<StayView[]> {
  const names = await subjectsByIds(
    scope,
    rows.map((row) => ({ kind: row.subjectKind, id: row.subjectId })),
  )
  const places = await placeNames(
    scope,
    rows.flatMap(({ spaceId }) => spaceId ?? []),
  )
  const organisations = await organisationsByIds(
    scope,
    rows.flatMap(({ organisationId }) => organisationId ?? []),
  )
  const hubs = new Map<string, HubRef>()
  for (const { hubId } of rows) if (!hubs.has(hubId)) hubs.set(hubId, await requireHub(scope, hubId))
  return rows.map((row) => {
    const organisation = row.organisationId === null ? undefined : organisations.get(row.organisationId)
    return {
      id: row.id,
      hubId: row.hubId,
      hubNames: (hubs.get(row.hubId) as HubRef).names,
      day: row.day,
      subjectKind: row.subjectKind,
      subjectId: row.subjectId,
      name: names.get(row.subjectId)?.name ?? '',
      organisation:
        organisation === undefined ? null : scope.language === 'ja' ? organisation.name : (organisation.nameEn ?? organisation.name),
      spaceId: row.spaceId,
      spaceNames: row.spaceId === null ? null : (places.get(row.spaceId)?.names ?? null),
      enteredAt: row.enteredAt.toString(),
      isEntryKnown: row.isEntryKnown,
      leftAt: row.leftAt?.toString() ?? null,
      closedBy: row.closedBy as StayView['closedBy'],
      people: row.people,
      isCountSure: row.isCountSure,
      doubts: row.doubts as StayView['doubts'],
    }
  })
}

export async function presentOpenings(scope: Scope, rows: readonly OpeningRow[]): Promise<OpeningView[]> {
  const names = await doorNames(
    scope,
    rows.map(({ doorId }) => doorId),
  )
  return rows.map((row) => ({
    id: row.id,
    doorId: row.doorId,
    doorNames: names.get(row.doorId) ?? null,
    openedAt: row.openedAt.toString(),
    closedAt: row.closedAt?.toString() ?? null,
    isForced: row.isForced,
    isHeld: row.heldAt !== null,
    isLeftOpen: row.leftOpenAt !== null,
  }))
}

export const presentRule = ({ closesMinute, capacity, isPublic, version }: RuleRow): PresenceRule => ({
  closesMinute,
  capacity,
  isPublic,
  version,
})
