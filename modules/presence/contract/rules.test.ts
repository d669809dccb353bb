import { describe, expect, test } from 'vitest'
import { countedAt, foldStays, fullnessOf, inNight, isForced, struckOut, type FoldInput, type Move } from './rules.ts'

const hour = 3_600_000
const night = 19 * hour
const move = (id: string, at: number, to: Move['to'], more: Partial<Move> = {}): Move => ({
  id,
  at,
  to,
  isDoubtful: false,
  isCorrection: false,
  isShared: false,
  ...more,
})
const pin = (id: string, at: number, to: Move['to']): Move => move(id, at, to, { isShared: true })
const fold = (moves: readonly Move[], { isShared = false, ...more }: Partial<FoldInput> & { isShared?: boolean } = {}) =>
  foldStays({
    moves: moves.map((one) => ({ ...one, isShared: one.isShared || isShared })),
    counts: [],
    voided: [],
    closesAt: night,
    isClosed: false,
    ...more,
  })

/** Numbers that look random and are the same on each run. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
function shuffled<T>(all: readonly T[], next: () => number): T[] {
  return all
    .map((one) => ({ one, key: next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one)
}

describe('stays', () => {
  test('in and out', () => {
    expect(fold([move('a', hour, null), move('b', 3 * hour, 'outside')])).toMatchObject([
      { id: 'a', enteredAt: hour, leftAt: 3 * hour, closedBy: 'exit', doubts: [], people: 1 },
    ])
  })
  test('from the hall into a room and back is one way through the hub', () => {
    const stays = fold([move('a', hour, null), move('b', 2 * hour, 'room'), move('c', 3 * hour, null), move('d', 4 * hour, 'outside')])
    expect(stays.map((stay) => [stay.spaceId, stay.closedBy])).toEqual([
      [null, 'move'],
      ['room', 'move'],
      [null, 'exit'],
    ])
  })
  test('a missed exit is closed by rule at night and says so', () => {
    expect(fold([move('a', hour, null)])).toMatchObject([{ leftAt: null, closedBy: null }])
    expect(fold([move('a', hour, null)], { isClosed: true })).toMatchObject([
      { leftAt: night, closedBy: 'rule', doubts: ['closed-by-rule'] },
    ])
  })
  test('the exit that came late takes the place of the rule', () => {
    expect(fold([move('b', 5 * hour, 'outside'), move('a', hour, null)], { isClosed: true })).toMatchObject([
      { leftAt: 5 * hour, closedBy: 'exit', doubts: [] },
    ])
  })
  test('an exit without an entry is known to be unknown', () => {
    expect(fold([move('b', 5 * hour, 'outside')])).toMatchObject([{ isEntryKnown: false, leftAt: 5 * hour, doubts: ['entry-missed'] }])
  })
  test('a card that is held on is one step; hours later it is a doubt', () => {
    expect(fold([move('a', hour, null), move('b', hour + 5_000, null)])).toMatchObject([{ id: 'a', doubts: [] }])
    expect(fold([move('a', hour, null), move('b', 3 * hour, null)])).toMatchObject([{ id: 'a', doubts: ['seen-twice'], isCountSure: true }])
  })
  test('a group on one PIN is uncounted until the desk has counted it', () => {
    const moves = [move('a', hour, null), move('b', hour + 90_000, null), move('c', 2 * hour, 'room')]
    expect(fold(moves, { isShared: true })).toMatchObject([
      { people: 1, isCountSure: false },
      { people: 1, isCountSure: false, doubts: ['count'] },
    ])
    expect(fold(moves, { isShared: true, counts: [{ id: 'n', at: hour + 100_000, people: 4 }] })).toMatchObject([
      { people: 4, isCountSure: true },
      { people: 4, isCountSure: true, doubts: [] },
    ])
  })
  test('one of a group who leaves takes nobody along; when all have gone nobody is left', () => {
    const counts = [{ id: 'n', at: hour + 1_000, people: 3 }]
    const out = (id: string, minutes: number) => move(id, 2 * hour + minutes * 60_000, 'outside')
    const one = [move('a', hour, null), out('b', 0)]
    expect(fold(one, { isShared: true, counts })).toMatchObject([{ leftAt: null, people: 3, isCountSure: false, doubts: ['count'] }])
    expect(fold([...one, out('c', 5), out('d', 10)], { isShared: true, counts })).toMatchObject([{ leftAt: 2 * hour + 600_000 }])
    // nobody has counted: as many as came in
    const two = [move('a', hour, null), move('b', hour + 120_000, null)]
    expect(fold([...two, out('c', 0)], { isShared: true })).toMatchObject([{ leftAt: null, isCountSure: false }])
    expect(fold([...two, out('c', 0), out('d', 5)], { isShared: true })).toMatchObject([{ closedBy: 'exit' }])
    expect(fold(one, { isShared: true })).toMatchObject([{ closedBy: 'exit' }])
    // the desk counts again, or says that they left
    const again = [...counts, { id: 'o', at: 3 * hour, people: 2 }]
    expect(fold(one, { isShared: true, counts: again })).toMatchObject([{ leftAt: null, people: 2, isCountSure: true, doubts: [] }])
    const left = move('k', 3 * hour, 'outside', { isCorrection: true })
    expect(fold([...one, left], { isShared: true, counts })).toMatchObject([{ leftAt: 3 * hour, closedBy: 'correction' }])
  })
  test('a queue that types one PIN within a minute is no sure person', () => {
    const queue = [0, 15_000, 30_000].map((ms, i) => move(`q${i}`, hour + ms, null))
    expect(fold(queue, { isShared: true })).toMatchObject([{ isCountSure: false, doubts: ['count'] }])
    expect(fold([...queue, move('x', 2 * hour, 'outside')], { isShared: true })).toMatchObject([{ leftAt: null }])
  })
  test('a guest who goes with the booking’s PIN takes nobody along who came with a card', () => {
    const guestGoes = [move('a', hour, null), pin('x', 2 * hour, 'outside')]
    expect(fold(guestGoes)).toMatchObject([{ leftAt: null, isCountSure: false, doubts: ['count'] }])
    expect(fold([...guestGoes, pin('y', 3 * hour, 'outside'), pin('z', 4 * hour, 'outside')])).toMatchObject([{ leftAt: null }])
    expect(fold([...guestGoes, move('b', 5 * hour, 'outside')])).toMatchObject([{ leftAt: 5 * hour, closedBy: 'exit' }])
    // the desk says so: whole
    const left = move('k', 3 * hour, 'outside', { isCorrection: true })
    expect(fold([...guestGoes, left])).toMatchObject([{ leftAt: 3 * hour, closedBy: 'correction' }])
  })
  test('a member who goes leaves those behind who came with the PIN', () => {
    const both = [move('a', hour, null), pin('g', hour + 600_000, null)]
    expect(fold(both)).toMatchObject([{ people: 1, isCountSure: false }])
    const memberGoes = [...both, move('b', 3 * hour, 'outside')]
    expect(fold(memberGoes)).toMatchObject([{ leftAt: null, isCountSure: false }])
    expect(fold([...memberGoes, pin('h', 4 * hour, 'outside')])).toMatchObject([{ leftAt: 4 * hour, closedBy: 'exit' }])
    // whoever came first; also at once, one behind the other
    expect(fold([pin('g', hour, null), move('a', hour + 5_000, null), move('b', 3 * hour, 'outside')])).toMatchObject([{ leftAt: null }])
    expect(fold([move('a', hour, null), pin('g', hour + 5_000, null), move('b', 3 * hour, 'outside')])).toMatchObject([{ leftAt: null }])
    // counted: the member and two
    const counts = [{ id: 'n', at: 2 * hour, people: 3 }]
    expect(fold([...memberGoes, pin('h', 4 * hour, 'outside')], { counts })).toMatchObject([
      { leftAt: null, people: 3, isCountSure: false },
    ])
  })
  test('alone with a PIN and a card it is one person, who leaves with either', () => {
    expect(fold([pin('p', hour, null), move('b', 3 * hour, 'outside')])).toMatchObject([{ leftAt: 3 * hour, isCountSure: true }])
    expect(fold([pin('p', hour, null), pin('q', 3 * hour, 'outside')])).toMatchObject([{ leftAt: 3 * hour, isCountSure: true }])
    expect(fold([pin('p', hour, null), move('c', hour + 60_000, 'room'), move('b', 3 * hour, 'outside')])).toMatchObject([
      { closedBy: 'move' },
      { leftAt: 3 * hour, closedBy: 'exit' },
    ])
    expect(fold([move('a', hour, null), pin('p', hour + 60_000, 'room'), move('b', 3 * hour, 'outside')])).toMatchObject([
      { closedBy: 'move' },
      { leftAt: 3 * hour, closedBy: 'exit', isCountSure: false },
    ])
  })
  test('a group that passes two doors one behind the other is more than one', () => {
    const two = [pin('a', hour, null), pin('b', hour + 20_000, 'room'), pin('c', hour + 90_000, null), pin('d', hour + 110_000, 'room')]
    expect(fold(two).at(-1)).toMatchObject({ spaceId: 'room', leftAt: null, isCountSure: false })
    expect(fold([...two, pin('x', 3 * hour, 'outside')]).at(-1)).toMatchObject({ leftAt: null })
  })
  test('who comes after the desk has counted makes it unsure again', () => {
    const counts = [{ id: 'n', at: hour + 1_000, people: 3 }]
    expect(fold([pin('a', hour, null)], { counts })).toMatchObject([{ people: 3, isCountSure: true }])
    expect(fold([pin('a', hour, null), pin('b', 2 * hour, null)], { counts })).toMatchObject([{ people: 3, isCountSure: false }])
  })
  test('the desk says when somebody left, and strikes out what was wrong', () => {
    const stays = fold([move('a', hour, null), move('k', 4 * hour, 'outside', { isCorrection: true })], { isClosed: true })
    expect(stays).toMatchObject([{ leftAt: 4 * hour, closedBy: 'correction' }])
    expect(fold([move('a', hour, null)], { voided: ['a'] })).toEqual([])
  })
  test('any order, doubles and late arrivals give what the right order gives', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const next = dice(seed)
      const isMixed = seed % 2 === 0
      const places = ['outside', null, 'room', 'booth'] as const
      const moves = Array.from({ length: 1 + Math.floor(next() * 14) }, (_, i) =>
        move(`m${i}`, Math.floor(next() * 18 * 60) * 60_000, places[Math.floor(next() * 4)] ?? null, {
          isDoubtful: next() < 0.1,
          isShared: isMixed && next() < 0.5,
        }),
      )
      const counts = next() < 0.4 ? [{ id: 'n', at: Math.floor(next() * 18) * hour, people: 3 }] : []
      const more = { counts, isClosed: next() < 0.5, isShared: next() < 0.3, voided: next() < 0.2 ? ['m0'] : [] }
      const right = fold(
        moves.toSorted((a, b) => a.at - b.at),
        more,
      )
      expect(fold(shuffled([...moves, ...moves.slice(0, 4)], next), more)).toEqual(right)
      // one place at a time, in order, and nobody stays after the night
      for (const [i, stay] of right.entries()) {
        expect(stay.leftAt ?? night).toBeGreaterThanOrEqual(stay.enteredAt)
        const following = right[i + 1]
        if (following !== undefined) expect(stay.leftAt).toBeLessThanOrEqual(following.enteredAt)
        if (more.isClosed) expect(stay.leftAt).not.toBeNull()
      }
      expect(right.filter((stay) => stay.leftAt === null).length).toBeLessThanOrEqual(1)
      // what is in many hands ends no stay of somebody who came with what is theirs alone, and has not gone with it since
      const known = new Map(moves.filter(({ id }) => !more.voided.includes(id)).map((one) => [one.id, one]))
      for (const stay of right) {
        const began = known.get(stay.id)
        if (stay.closedBy !== 'exit' || !stay.isEntryKnown || began === undefined || began.isShared || more.isShared) continue
        const gone = [...known.values()].filter((one) => one.to === 'outside' && one.at >= began.at && one.at <= (stay.leftAt ?? night))
        expect(gone.some((one) => !one.isShared)).toBe(true)
      }
    }
  })
})

test('a strike that is struck out strikes nothing, in any order', () => {
  const strike = (id: string, targetId: string) => ({ id, targetId })
  const [a, b, c] = [strike('v', 'move'), strike('w', 'v'), strike('x', 'w')]
  expect([...struckOut([a])]).toEqual(['move'])
  expect([...struckOut([b, a])]).toEqual(['v'])
  expect([...struckOut([c, a, b])].toSorted()).toEqual(['move', 'w'])
  // struck out anew after it was put back
  expect([...struckOut([a, b, strike('z', 'move')])].toSorted()).toEqual(['move', 'v'])
})

test('a time before the closing is the morning after, whenever the hub closes', () => {
  // closes at six: half past five is of the night that began the day before
  const [midnight, minute] = [1_000 * hour, hour / 60]
  const on = (minutes: number): number => inNight(midnight + minutes * minute, midnight + (minutes + 1_440) * minute, midnight + 6 * hour)
  expect([330, 359, 360, 1_080].map((minutes) => (on(minutes) - midnight) / minute)).toEqual([1_770, 1_799, 360, 1_080])
})

test('a count settles what was unsure, and keeps whoever is left', () => {
  const moves = [pin('a', hour, null), pin('b', 2 * hour, null), pin('x', 3 * hour, 'outside')]
  const [stay] = fold(moves)
  if (stay === undefined) throw new Error('nobody there')
  const known = moves.map((one) => one.at)
  const counts = [{ id: 'n', at: countedAt(stay, known), people: 1 }]
  expect(fold(moves, { counts })).toMatchObject([{ leftAt: null, people: 1, isCountSure: true, doubts: ['seen-twice'] }])
  expect(fold([...moves, pin('y', 4 * hour, 'outside')], { counts })).toMatchObject([{ leftAt: 4 * hour }])
  // of a stay that is over: before its end
  expect(countedAt({ enteredAt: hour, leftAt: 3 * hour, closedBy: 'exit' }, known)).toBe(2 * hour + 1_000)
  expect(countedAt({ enteredAt: hour, leftAt: hour + 500, closedBy: 'exit' }, [hour])).toBe(hour)
})

test('how full, in a word', () => {
  expect([0, 12, 13, 19, 20, 40].map((people) => fullnessOf(people, 25))).toEqual(['free', 'free', 'some', 'some', 'busy', 'busy'])
  expect(fullnessOf(3, null)).toBe('unknown')
})

test('a door that opens for nobody is forced', () => {
  const reasons = (...all: readonly number[]) => all.map((at) => ({ at, isMotion: false }))
  expect(isForced({ openedAt: 100_000, reasons: reasons(98_000) })).toBe(false)
  expect(isForced({ openedAt: 100_000, reasons: reasons(101_000) })).toBe(false)
  expect(isForced({ openedAt: 100_000, reasons: reasons(60_000, 130_000) })).toBe(true)
  // the one who broke in is seen too
  expect(isForced({ openedAt: 100_000, reasons: [{ at: 101_000, isMotion: true }] })).toBe(true)
  expect(isForced({ openedAt: 100_000, reasons: [{ at: 98_000, isMotion: true }] })).toBe(false)
})
