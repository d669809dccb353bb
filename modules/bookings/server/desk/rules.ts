/** Many bookings at once. */

/** Bookings that move later go from the last to the first, so that none runs into its neighbour that is about to move. */
export function inMoveOrder<Row extends { readonly startsAt: Temporal.Instant }>(rows: readonly Row[], minutes: number): Row[] {
  const byStart = rows.toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt))
  return minutes > 0 ? byStart.toReversed() : byStart
}
