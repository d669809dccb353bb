import { expect, test } from 'vitest'
import { inMoveOrder } from './rules.ts'

test('what moves later goes from the last on', () => {
  const at = (hour: number) => ({ startsAt: Temporal.Instant.from('2026-11-24T00:00:00Z').add({ hours: hour }), hour })
  expect(inMoveOrder([at(2), at(1), at(3)], 30).map((row) => row.hour)).toEqual([3, 2, 1])
  expect(inMoveOrder([at(2), at(1), at(3)], -30).map((row) => row.hour)).toEqual([1, 2, 3])
})
