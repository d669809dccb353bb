import type { Scope } from '#platform/server/scope.ts'

/** Runs work and, where asked, takes back all it stored: a dry run sees what the real one would. */
export async function undoing<T>(scope: Scope, isUndone: boolean, work: () => Promise<T>): Promise<T> {
  if (!isUndone) return work()
  await scope.prepared('hubs_savepoint', 'savepoint dry_run', [])
  const result = await work()
  await scope.prepared('hubs_rollback', 'rollback to savepoint dry_run', [])
  return result
}

/** The facts as a file said them last, where nothing else changed: no new version, no event. */
export async function rememberFacts(
  scope: Scope,
  table: 'hubs.consortium' | 'hubs.hub' | 'hubs.space' | 'hubs.equipment',
  id: string | null,
  values: { readonly facts: Record<string, unknown>; readonly factsDocument?: Record<string, unknown> },
): Promise<void> {
  await scope
    .db('hubs')
    .updateTable(table as 'hubs.consortium')
    .set({
      facts: JSON.stringify(values.facts),
      ...(values.factsDocument === undefined ? {} : { factsDocument: JSON.stringify(values.factsDocument) }),
    })
    .where('consortiumId', '=', scope.consortiumId)
    .$if(id !== null, (query) => query.where('id' as never, '=', id as never))
    .execute()
}

/** Values as columns: JSON as text, since an array would otherwise be sent as PostgreSQL's own. */
export function columnsOf<V extends object>(values: V, jsonNames: readonly (keyof V)[]) {
  const columns: Partial<Record<keyof V, unknown>> = { ...values }
  for (const name of jsonNames) if (columns[name] !== undefined && columns[name] !== null) columns[name] = JSON.stringify(columns[name])
  return columns as never
}
