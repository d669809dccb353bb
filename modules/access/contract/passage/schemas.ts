/** The entry log: what was decided at a door, when, by which grant and why. */
import * as z from 'zod'
import { id, instant, localText, page, pageQuery } from '#platform/contract/schemas.ts'
import { decisionReason, direction, subjectKind } from '../schemas.ts'

const filters = {
  from: instant.optional(),
  to: instant.optional(),
  doorId: id.optional(),
  accountId: id.optional(),
  result: z.enum(['open', 'refused']).optional(),
  reason: decisionReason.optional(),
}
export const listPassagesQuery = pageQuery.extend(filters)
export type ListPassagesQuery = z.output<typeof listPassagesQuery>
export const exportPassagesQuery = z.object({ ...filters, format: z.enum(['csv', 'xlsx']).default('csv') })

export const passage = z.object({
  id,
  at: instant,
  /** Whose clock that is: `device`, `edge`, `server`, or `doubtful`. */
  timeQuality: z.string(),
  doorId: id,
  doorNames: localText.nullable(),
  direction,
  isOpen: z.boolean(),
  reason: decisionReason,
  subject: z.object({ kind: subjectKind, id, name: z.string().nullable() }).nullable(),
  source: z.object({ kind: z.string(), id: z.string() }).nullable(),
  factors: z.array(z.string()),
  credentialId: id.nullable(),
  /** Decided while the hub had no line. */
  isOffline: z.boolean(),
})
export type Passage = z.output<typeof passage>
export const passages = page(passage)
