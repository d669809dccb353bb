/** One class for everything that is expected to fail, one place that knows how to say it. */
import type { ErrorCatalogue, FieldProblem } from '#platform/contract/errors.ts'
import type { platformErrors } from '#platform/contract/errors.ts'

export interface ExpectedErrorDetails {
  readonly params?: Readonly<Record<string, unknown>>
  readonly fields?: readonly FieldProblem[]
  /** Set where a client should wait: seconds. */
  readonly retryAfterSeconds?: number
}

export class ExpectedError extends Error {
  readonly code: string
  readonly details: ExpectedErrorDetails
  constructor(code: string, details: ExpectedErrorDetails = {}) {
    super(code)
    this.name = 'ExpectedError'
    this.code = code
    this.details = details
  }
}

type PlatformCode = keyof typeof platformErrors

/** Throws a failure that every endpoint may answer. Modules make their own with `failOf`. */
export function fail(code: PlatformCode, details?: ExpectedErrorDetails): never {
  throw new ExpectedError(code, details)
}

/** The `fail` of a module: its own codes and the platform's, nothing else compiles. */
export function failOf<C extends ErrorCatalogue>(
  _catalogue: C,
): (code: (keyof C & string) | PlatformCode, details?: ExpectedErrorDetails) => never {
  return (code, details) => {
    throw new ExpectedError(code, details)
  }
}

interface PgError extends Error {
  readonly code?: string
  readonly constraint?: string
}

export function pgCodeOf(error: unknown): string | undefined {
  const code = (error as PgError | undefined)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/**
 * Constraints carry the truth: the name of the one that refused maps to an error code.
 * Exclusion 23P01, unique 23505, foreign key 23503, check 23514.
 */
export function expectedFromConstraint(error: unknown, constraints: ReadonlyMap<string, string>): ExpectedError | undefined {
  const code = pgCodeOf(error)
  if (code === undefined || !code.startsWith('23')) return undefined
  const constraint = (error as PgError).constraint
  const mapped = constraint === undefined ? undefined : constraints.get(constraint)
  return mapped === undefined ? undefined : new ExpectedError(mapped)
}

/** Serialization failure, deadlock, and a prepared plan outlived by a migration: the same transaction may simply run again. */
export function isWorthRetrying(error: unknown): boolean {
  const code = pgCodeOf(error)
  return code === '40001' || code === '40P01' || (code === '0A000' && /cached plan/.test((error as Error).message))
}
