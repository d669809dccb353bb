/** Work that may be refused without spoiling what was done before it in the same transaction. */
import { ExpectedError } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { beginAttempt, keepAttempt, undoAttempt } from '../repository.ts'

export type Attempted<T> =
  | { readonly done: T }
  | { readonly refusal: { readonly code: string; readonly params: Readonly<Record<string, unknown>> } }

/**
 * Does `work` behind a savepoint. Refused, or only tried (`keeps` false): rows, events and jobs are as if it had never been.
 * A bug is no refusal and goes on up.
 */
export async function attempt<S extends Scope, T>(scope: S, keeps: boolean, work: (scope: S) => Promise<T>): Promise<Attempted<T>> {
  const later: (() => void)[] = []
  const inner: S = {
    ...scope,
    emit: (...given: Parameters<Scope['emit']>) => void later.push(() => scope.emit(...given)),
    enqueue: (job: Parameters<Scope['enqueue']>[0]) => void later.push(() => scope.enqueue(job)),
  }
  await beginAttempt(scope)
  try {
    const done = await work(inner)
    if (keeps) {
      await keepAttempt(scope)
      for (const each of later) each()
    } else await undoAttempt(scope)
    return { done }
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    await undoAttempt(scope)
    return { refusal: { code: error.code, params: error.details.params ?? {} } }
  }
}
