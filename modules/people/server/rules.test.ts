import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { invitationStateOf, mayBecome, mayGiveRoles, placeEngagement, type Period } from './rules.ts'

const day = (offset: number) => Temporal.PlainDate.from('2026-03-20').add({ days: offset }).toString()
const days = (period: Period) => ({ from: period.validFrom, to: period.validTo ?? '9999-12-31' })

/** What the table holds afterwards. */
function placed(existing: readonly Period[], added: Period): Period[] {
  const { remove, cut, goOn } = placeEngagement(existing, added)
  const cutAt = new Map(cut.map(({ engagement, validTo }) => [engagement, validTo]))
  return [
    ...existing.filter((one) => !remove.includes(one)).map((one) => ({ ...one, validTo: cutAt.get(one) ?? one.validTo })),
    added,
    ...goOn.map(({ engagement, validFrom }) => ({ ...engagement, validFrom })),
  ]
}

function overlaps(periods: readonly Period[]): boolean {
  const sorted = periods.map(days).toSorted((one, other) => (one.from < other.from ? -1 : 1))
  return sorted.some((one, index) => index > 0 && (sorted[index - 1] as { to: string }).to > one.from)
}

describe('a new engagement among the old', () => {
  test('cuts the one that holds; a planned end lets it go on afterwards', () => {
    const open = { validFrom: '2026-01-01', validTo: null }
    expect(placed([open], { validFrom: '2026-04-01', validTo: null })).toEqual([
      { validFrom: '2026-01-01', validTo: '2026-04-01' },
      { validFrom: '2026-04-01', validTo: null },
    ])
    expect(placed([open], { validFrom: '2026-04-01', validTo: '2026-05-01' })).toEqual([
      { validFrom: '2026-01-01', validTo: '2026-04-01' },
      { validFrom: '2026-04-01', validTo: '2026-05-01' },
      { validFrom: '2026-05-01', validTo: null },
    ])
  })
  test('of the same first day replaces it', () => {
    expect(placed([{ validFrom: '2026-04-01', validTo: null }], { validFrom: '2026-04-01', validTo: null })).toHaveLength(1)
  })
  test('never overlaps unless it reaches into a later one, and loses no day that counted before', () => {
    const period = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 60 }))
    const holds = () =>
      fc.assert(
        fc.property(
          fc.array(period, { maxLength: 6 }),
          fc.integer({ min: 0, max: 420 }),
          fc.option(fc.integer({ min: 1, max: 90 })),
          (gaps, start, length) => {
            let at = 0
            const existing: Period[] = gaps.map(([gap, size]) => {
              const from = at + gap
              at = from + size
              return { validFrom: day(from), validTo: day(at) }
            })
            const added = { validFrom: day(start), validTo: length === null ? null : day(start + length) }
            const reachesLater = existing.some((one) => one.validFrom > added.validFrom && one.validFrom < days(added).to)
            const after = placed(existing, added)
            if (!reachesLater) expect(overlaps(after)).toBe(false)
            const counted = (periods: readonly Period[], on: string) => periods.some((one) => one.validFrom <= on && on < days(one).to)
            for (let offset = 0; offset < 500; offset += 7)
              if (counted(existing, day(offset))) expect(counted(after, day(offset))).toBe(true)
          },
        ),
      )
    expect(holds).not.toThrow()
  })
})

test('only an administrator gives or takes the role of one', () => {
  expect(mayGiveRoles(['operator'], ['member'], ['member', 'operator'])).toBe(true)
  expect(mayGiveRoles(['operator'], ['member'], ['admin'])).toBe(false)
  expect(mayGiveRoles(['operator'], ['admin'], ['member'])).toBe(false)
  expect(mayGiveRoles(['admin'], ['admin'], ['member'])).toBe(true)
})

test('a membership goes only where it may', () => {
  expect(mayBecome('invited', 'active')).toBe(false)
  expect(mayBecome('active', 'suspended')).toBe(true)
  expect(mayBecome('ended', 'active')).toBe(true)
  expect(mayBecome('ended', 'suspended')).toBe(false)
})

test('an invitation ends with its last instant', () => {
  const expiresAt = Temporal.Instant.from('2026-12-01T00:00:00Z')
  const open = { acceptedAt: null, revokedAt: null, expiresAt }
  expect(invitationStateOf(open, expiresAt.subtract({ milliseconds: 1 }))).toBe('open')
  expect(invitationStateOf(open, expiresAt)).toBe('expired')
})
