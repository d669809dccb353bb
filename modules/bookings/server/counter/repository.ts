/** Numbers of papers: one after the other, none missing. */
import type { Scope } from '#platform/server/scope.ts'

export type Series = 'registration' | 'receipt' | 'invoice' | 'permit'

/**
 * The next number of a series. The row stays locked until the paper is committed, so papers of one hub are numbered one
 * after another, and a paper that is rolled back gives its number back.
 */
export async function takeNumber(scope: Scope, of: { ownerId: string; series: Series; fiscalYear: number }): Promise<number> {
  const [row] = await scope.prepared<{ last: number }>(
    'bookings_counter_next',
    `insert into bookings.counter as c (consortium_id, owner_id, series, fiscal_year, last) values ($1, $2, $3, $4, 1)
     on conflict (consortium_id, owner_id, series, fiscal_year) do update set last = c.last + 1 returning last`,
    [scope.consortiumId, of.ownerId, of.series, of.fiscalYear],
  )
  if (row === undefined) throw new Error('the counter gave no number')
  return row.last
}
