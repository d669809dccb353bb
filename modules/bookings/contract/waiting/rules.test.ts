/** How long an offer lasts, and who stands before whom. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultWaitingRule, isRival, offerUntil, placeInLine, type InLine } from './rules.ts'

const minute = 60_000
const hour = 60 * minute

describe('an offer', () => {
  const rule = fc.record({
    isOpen: fc.constant(true),
    offerMinutes: fc.integer({ min: 5, max: 1440 }),
    quietFromMinute: fc.integer({ min: 0, max: 1440 }),
    quietToMinute: fc.integer({ min: 0, max: 1440 }),
  })
  test('never outlasts what it offers, lasts five minutes at least, and by day no longer than was set', () => {
    fc.assert(
      fc.property(rule, fc.integer({ min: 0, max: 1439 }), fc.integer({ min: -600, max: 4_000 }), (given, minuteOfDay, ahead) => {
        const until = offerUntil(0, ahead * minute, given, minuteOfDay)
        if (until === undefined) {
          expect(ahead).toBeLessThan(5)
          return
        }
        expect(until).toBeLessThanOrEqual(ahead * minute)
        expect(until).toBeGreaterThanOrEqual(5 * minute)
        expect(until).toBeLessThanOrEqual((24 * 60 + given.offerMinutes) * minute)
        if (given.quietFromMinute === given.quietToMinute) expect(until).toBeLessThanOrEqual(given.offerMinutes * minute)
      }),
    )
  })

  test('of the night is counted from the morning', () => {
    const far = 48 * hour
    expect(offerUntil(0, far, defaultWaitingRule, 20 * 60)).toBe(30 * minute)
    expect(offerUntil(0, far, defaultWaitingRule, 21 * 60)).toBe(11.5 * hour)
    expect(offerUntil(0, far, defaultWaitingRule, 7 * 60 + 59)).toBe(31 * minute)
    expect(offerUntil(0, far, defaultWaitingRule, 8 * 60)).toBe(30 * minute)
    expect(offerUntil(0, 9 * hour, defaultWaitingRule, 23 * 60)).toBe(9 * hour)
    expect(offerUntil(0, 4 * minute, defaultWaitingRule, 12 * 60)).toBeUndefined()
  })
})

describe('the line', () => {
  const typeOf = (id: string): string | undefined => ({ a: 'room', b: 'room', c: 'hall' })[id]
  const entry = (id: string, place: Partial<InLine>, from = 0, to = 2): InLine => ({
    id,
    window: { from: from * hour, to: to * hour },
    targetId: null,
    targetType: null,
    ...place,
  })
  test('counts only those who could be offered the same', () => {
    const line = [
      entry('1', { targetId: 'a' }),
      entry('2', { targetId: 'b' }),
      entry('3', { targetType: 'room' }),
      entry('4', { targetId: 'a' }, 2, 3),
      entry('5', { targetId: 'a' }),
      entry('6', { targetId: 'c' }),
    ]
    const placeOf = (id: string) => placeInLine(line.find((one) => one.id === id) as InLine, line, typeOf)
    expect(['1', '2', '3', '4', '5', '6'].map(placeOf)).toEqual([1, 1, 3, 1, 3, 1])
    expect(isRival(line[0] as InLine, line[3] as InLine, typeOf)).toBe(false)
  })
})
