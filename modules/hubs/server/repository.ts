import type { Scope } from '#platform/server/scope.ts'

/** Runs work and, where asked, takes back all it stored: a dry run sees what the real one would. */
export async function undoing<T>(scope: Scope, isUndone: boolean, work: () => Promise<T>): Promise<T> {
  if (!isUndone) return work()
  await scope.prepared('hubs_savepoint', 'savepoint dry_run', [])
  const result = await work()
  await scope.prepared('hubs_rollback', 'rollback to savepoint dry_run', [])
  return result
}
