import type { Scope } from '#platform/server/scope.ts'
import type { Passage } from '../../contract/passage/schemas.ts'
import type { DecisionReason, Direction } from '../../contract/schemas.ts'
import { listDoorsById } from '../door/repository.ts'
import { subjectsByIds } from '../pass/use-cases/subjects-by-ids.ts'
import type { PassageRow } from './repository.ts'

export async function presentPassages(scope: Scope, rows: readonly PassageRow[]): Promise<Passage[]> {
  const doors = new Map(
    (
      await listDoorsById(
        scope,
        rows.map((row) => row.doorId),
      )
    ).map((door) => [door.id, door]),
  )
  const subjects = await subjectsByIds(
    scope,
    rows.flatMap((row) => row.subjectId ?? []),
  )
  return rows.map((row) => {
    const subject = row.subjectId === null ? undefined : subjects.get(row.subjectId)
    return {
      id: row.id,
      at: row.at.toString(),
      timeQuality: row.timeQuality,
      doorId: row.doorId,
      doorNames: doors.get(row.doorId)?.names ?? null,
      direction: row.direction as Direction,
      isOpen: row.isOpen,
      reason: row.reason as DecisionReason,
      subject:
        row.subjectId === null || row.subjectKind === null
          ? null
          : { kind: row.subjectKind as 'person', id: row.subjectId, name: subject?.name ?? null },
      source: row.sourceKind === null || row.sourceId === null ? null : { kind: row.sourceKind, id: row.sourceId },
      factors: [...row.factors],
      credentialId: row.credentialId,
      isOffline: row.isOffline,
    }
  })
}
