/** Who may enter by what, from when until when: the list of grants as the desk reads it. */
import * as z from 'zod'
import { id, instant, line, localText, pageQuery } from '#platform/contract/schemas.ts'
import { grantSourceKind, subjectKind } from '../schemas.ts'

const filters = {
  doorId: id.optional(),
  /** Absent: now. */
  from: instant.optional(),
  /** Absent: the end of that day at the hub. */
  to: instant.optional(),
  source: grantSourceKind.optional(),
  /** A part of a name or a reading. */
  q: line(100).optional(),
}
export const listEntrantsQuery = pageQuery.extend(filters)
export type ListEntrantsQuery = z.output<typeof listEntrantsQuery>
export const exportEntrantsQuery = z.object({ ...filters, format: z.enum(['csv', 'xlsx']).default('csv') })
export type ExportEntrantsQuery = z.output<typeof exportEntrantsQuery>

export const entrant = z.object({
  grantId: id,
  subject: z.object({ kind: subjectKind, id, name: z.string().nullable(), organisation: z.string().nullable() }),
  source: z.object({ kind: grantSourceKind, id }),
  doors: z.array(z.object({ doorId: id, names: localText })),
  /** Null: a role has no beginning. */
  from: instant.nullable(),
  /** Null: nor an end. */
  until: instant.nullable(),
  /** At `from` of the question already. */
  isNow: z.boolean(),
})
export type Entrant = z.output<typeof entrant>
export const entrants = z.object({ items: z.array(entrant), nextCursor: z.string().nullable(), from: instant, to: instant })
