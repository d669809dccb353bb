import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeWithHost, type Time } from './rules.ts'

const at = (minute: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
const time = ([from, length]: readonly [number, number]): Time => ({ from: at(from), until: at(from + length) })
const minutesOf = ({ from, until }: Time): [number, number] => [from.epochMilliseconds / 60_000, until.epochMilliseconds / 60_000]

const span = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 120 }))

test('a visitor is let in at no minute at which the host may not be there, and in the longest stretch of those that are left', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), span, (spans, visit) => {
      const isThere = (minute: number): boolean =>
        minute >= visit[0] && minute < visit[0] + visit[1] && spans.some(([from, length]) => minute >= from && minute < from + length)
      const stretches: number[] = []
      for (let minute = 0, length = 0; minute <= 500; minute++) {
        if (isThere(minute)) length++
        else {
          stretches.push(length)
          length = 0
        }
      }
      const piece = timeWithHost(spans.map(time), time(visit))
      if (piece === undefined) {
        expect(Math.max(0, ...stretches)).toBe(0)
        return
      }
      const [from, until] = minutesOf(piece)
      for (let minute = from; minute < until; minute++) expect(isThere(minute)).toBe(true)
      expect(until - from).toBe(Math.max(...stretches))
    }),
    { numRuns: 300 },
  )
})
