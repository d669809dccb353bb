import { fail } from '#platform/server/errors.ts'
import type { Scope } from '#platform/server/scope.ts'
import { findLease, type LeaseRow } from '../repository.ts'

/** A lease of this hub; what is not of it is not there. */
export async function requireLease(scope: Scope, of: { hubId: string; leaseId: string }, { forChange = false } = {}): Promise<LeaseRow> {
  const row = await findLease(scope, of.leaseId, { forChange })
  if (row === undefined || row.hubId !== of.hubId) return fail('platform.not_found')
  return row
}

/** The same kept for a change of what was on the screen. */
export async function requireVersion(scope: Scope, of: { hubId: string; leaseId: string }, version: number): Promise<LeaseRow> {
  const row = await requireLease(scope, of, { forChange: true })
  if (row.version !== version) fail('platform.changed_meanwhile')
  return row
}
