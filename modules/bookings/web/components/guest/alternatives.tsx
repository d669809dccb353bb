/** What a refused booking offers instead, out of the problem that the server answered. */
import { isProblem } from '#platform/web/client.ts'
import type { Alternatives } from '../../../contract/schemas.ts'

export function alternativesOf(error: unknown): Alternatives | undefined {
  const given = isProblem(error) ? (error.params['alternatives'] as Alternatives | undefined) : undefined
  // Not checked by its schema: that would bring the whole of Zod into the page, and the server is ours.
  return Array.isArray(given?.times) && Array.isArray(given.spaces) ? given : undefined
}
