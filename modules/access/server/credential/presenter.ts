import type { Scope } from '#platform/server/scope.ts'
import type { Credential } from '../../contract/credential/schemas.ts'
import { subjectsByIds } from '../pass/use-cases/subjects-by-ids.ts'
import type { CredentialRow } from './repository.ts'

export async function presentCredentials(scope: Scope, rows: readonly CredentialRow[]): Promise<Credential[]> {
  const subjects = await subjectsByIds(
    scope,
    rows.map((row) => row.subjectId),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    subjectName: subjects.get(row.subjectId)?.name ?? null,
    label: row.label,
    status: row.status,
    validFrom: row.validFrom?.toString() ?? null,
    validTo: row.validTo?.toString() ?? null,
    createdAt: row.createdAt.toString(),
    changedAt: row.changedAt.toString(),
    replacedById: row.replacedBy,
  }))
}

export async function presentCredential(scope: Scope, row: CredentialRow): Promise<Credential> {
  return (await presentCredentials(scope, [row]))[0] as Credential
}
