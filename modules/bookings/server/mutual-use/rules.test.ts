import { describe, expect, test } from 'vitest'
import { decideVisit, isRefusal } from './rules.ts'

const agreement = (change: object = {}) => ({
  id: 'agreement',
  partnerId: 'home',
  state: 'active' as const,
  fromOn: '2026-04-01',
  untilOn: '2027-03-31' as string | null,
  endsOn: null as string | null,
  hubIds: null as readonly string[] | null,
  who: 'members' as 'members' | 'staff',
  priceClass: 'member' as const,
  mostPerMonth: null,
  ...change,
})
const member = { consortiumId: 'home', isStaff: false }
const at = (day: string, hubId = 'hub') => ({ hubId, day })
const codeOf = (visit: ReturnType<typeof decideVisit>) => (isRefusal(visit) ? visit.code : undefined)

describe('a day of use', () => {
  test.each([
    ['2026-03-31', 'mutual_use_other_days'],
    ['2026-04-01', undefined],
    ['2027-03-31', undefined],
    ['2027-04-01', 'mutual_use_other_days'],
  ])('%s: %s', (day, code) => expect(codeOf(decideVisit([agreement()], [member], at(day)))).toBe(code))

  test('ended early: until the last day that was named, never beyond what was agreed', () => {
    const ended = (endsOn: string) => agreement({ state: 'ended', endsOn })
    expect(codeOf(decideVisit([ended('2026-06-30')], [member], at('2026-06-30')))).toBeUndefined()
    expect(decideVisit([ended('2026-06-30')], [member], at('2026-07-01'))).toEqual({
      code: 'mutual_use_other_days',
      days: { from: '2026-04-01', until: '2026-06-30' },
    })
    expect(codeOf(decideVisit([ended('2030-01-01')], [member], at('2027-04-01')))).toBe('mutual_use_other_days')
    expect(codeOf(decideVisit([ended('2026-03-01')], [member], at('2026-04-01')))).toBe('mutual_use_other_days')
  })
})

test('who: all members, or those who run the other consortium', () => {
  const staffOnly = agreement({ who: 'staff' })
  expect(codeOf(decideVisit([staffOnly], [member], at('2026-05-01')))).toBe('mutual_use_staff_only')
  expect(codeOf(decideVisit([staffOnly], [{ ...member, isStaff: true }], at('2026-05-01')))).toBeUndefined()
})

test('which hubs', () => {
  const one = agreement({ hubIds: ['hub'] })
  expect(codeOf(decideVisit([one], [member], at('2026-05-01')))).toBeUndefined()
  expect(codeOf(decideVisit([one], [member], at('2026-05-01', 'other')))).toBe('mutual_use_other_hub')
})

test('nobody’s agreement is used by somebody else; the nearest reason is told; the preferred home comes first', () => {
  expect(codeOf(decideVisit([agreement({ partnerId: 'elsewhere' })], [member], at('2026-05-01')))).toBe('no_mutual_use')
  expect(codeOf(decideVisit([agreement()], [], at('2026-05-01')))).toBe('no_mutual_use')
  const old = agreement({ id: 'old', state: 'ended', endsOn: '2026-04-30' })
  expect(codeOf(decideVisit([old, agreement({ id: 'staff', who: 'staff' })], [member], at('2026-05-01')))).toBe('mutual_use_staff_only')
  const second = { consortiumId: 'second', isStaff: false }
  expect(decideVisit([agreement(), agreement({ id: 'mine', partnerId: 'second' })], [second, member], at('2026-05-01'))).toMatchObject({
    mutualUseId: 'mine',
    homeConsortiumId: 'second',
  })
})
