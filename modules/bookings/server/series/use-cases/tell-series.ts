/** One mail for a series, whatever number of its days is new, moved or cancelled. */
import type { Scope } from '#platform/server/scope.ts'

export const mailSeriesJob = 'bookings.mailSeries'

export interface MailSeriesPayload {
  readonly seriesId: string
}

/** Asked for with each day that changes; those of one transaction, and what has not been sent yet, become one mail. */
export function tellSeries(scope: Scope, seriesId: string): void {
  scope.enqueue({ name: mailSeriesJob, payload: { seriesId } satisfies MailSeriesPayload, key: `${mailSeriesJob}/${seriesId}` })
}
