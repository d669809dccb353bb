import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insideAt, planDay, truthOf, usualHabits, type Person } from './day.ts'

const hour = 3_600_000
const morning = Date.parse('2026-11-23T00:00:00Z')

const people = fc
  .array(
    fc.record({
      hours: fc.option(fc.record({ from: fc.integer({ min: 0, max: 10 }), length: fc.integer({ min: 1, max: 9 }) }), { nil: undefined }),
      hasCard: fc.boolean(),
      hasPin: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map(({ hours, hasCard, hasPin }, at): Person => ({
      subjectId: `s${at}`,
      rights: hours === undefined ? [] : [{ from: morning + hours.from * hour, until: morning + (hours.from + hours.length) * hour }],
      ...(hasCard ? { cardId: (0x0116_0000 + at).toString(16).padStart(16, '0') } : {}),
      ...(hasPin ? { pin: String(100_000 + at) } : {}),
    })),
  )
const everySeed = { seed: fc.integer(), people }

test('the same seed gives the same day, and with nobody walking in behind, one person more changes nobody else’s day', () => {
  fc.assert(
    fc.property(fc.record(everySeed), (given) => {
      const { seed } = given
      expect(planDay(given.people, { seed })).toEqual(planDay(given.people, { seed }))
      const habits = { ...usualHabits, tailgates: 0 }
      const fewer = given.people.slice(0, -1)
      const ids = new Set(fewer.map((one) => one.subjectId))
      expect(planDay(given.people, { seed, habits }).stays.filter((one) => ids.has(one.subjectId))).toEqual(
        planDay(fewer, { seed, habits }).stays,
      )
    }),
  )
})

test('whoever comes in has a right then and shows something, or walks in behind somebody who just did', () => {
  fc.assert(
    fc.property(fc.record(everySeed), (given) => {
      const { acts } = planDay(given.people, { seed: given.seed, habits: { ...usualHabits, tailgates: 0.5 } })
      const byId = new Map(given.people.map((one) => [one.subjectId, one]))
      for (const act of acts) {
        const person = byId.get(act.subjectId)
        if (act.shown?.kind === 'card') expect(act.shown.cardId).toBe(person?.cardId)
        if (act.does !== 'enter') continue
        if (act.behind === undefined) {
          expect(act.shown).toBeDefined()
          expect(person?.rights.some((right) => right.from <= act.at && act.at < right.until)).toBe(true)
        } else {
          expect(act.shown).toBeUndefined()
          expect(
            acts.some(
              (other) => other.subjectId === act.behind && other.does === 'enter' && act.at - other.at >= 0 && act.at - other.at <= 3_000,
            ),
          ).toBe(true)
        }
      }
    }),
  )
})

test('somebody refused shows what is refused: too early, a wrong number, no right', () => {
  fc.assert(
    fc.property(fc.record(everySeed), (given) => {
      const habits = { ...usualHabits, triesEarly: 0.5, mistypes: 0.5 }
      const byId = new Map(given.people.map((one) => [one.subjectId, one]))
      for (const act of planDay(given.people, { seed: given.seed, habits }).acts.filter((one) => one.does === 'try')) {
        const person = byId.get(act.subjectId)
        if (act.why === 'early') expect(person?.rights.every((right) => right.from - act.at >= 30 * 60_000)).toBe(true)
        if (act.why === 'wrong-pin') expect(act.shown).not.toEqual({ kind: 'pin', code: person?.pin })
        if (act.why === 'no-right') expect(person?.rights).toEqual([])
      }
    }),
  )
})

test('the truth is what the acts say: in by turns, out at the end, one line a stay', () => {
  fc.assert(
    fc.property(fc.record(everySeed), (given) => {
      const plan = planDay(given.people, { seed: given.seed })
      for (const { subjectId } of given.people) {
        const own = plan.acts.filter((act) => act.subjectId === subjectId && act.does !== 'try')
        expect(own.map((act) => act.does)).toEqual(own.map((_, at) => (at % 2 === 0 ? 'enter' : 'leave')))
        const stays = plan.stays.filter((one) => one.subjectId === subjectId)
        expect(stays.flatMap(({ from, until }) => [from, until])).toEqual(own.map((act) => act.at))
        for (const { from, until } of stays) expect(until).toBeGreaterThan(from)
        const [first] = stays
        if (first !== undefined) expect(insideAt(plan, first.from)).toContain(subjectId)
      }
      expect(insideAt(plan, morning + 24 * hour)).toEqual([])
      expect(truthOf(plan).split('\n')).toHaveLength(plan.stays.length + 1)
    }),
  )
})
