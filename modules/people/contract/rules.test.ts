import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  foldKana,
  foldNumber,
  foldPhone,
  foldSearch,
  formatPhone,
  hasCorporateCheckDigit,
  kanaSortKey,
  searchTextOf,
  sortKeyOf,
} from './rules.ts'

describe('readings', () => {
  test.each([
    ['みほん', 'ミホン'],
    ['ﾐﾎﾝ', 'ミホン'],
    ['ミホン', 'ミホン'],
    ['ｶﾞｷﾞｸﾞ', 'ガギグ'],
    ['ゔぁいおりん', 'ヴァイオリン'],
    ['ローレンス', 'ローレンス'],
    ['ﾛｰﾚﾝｽ', 'ローレンス'],
    ['  マリア　テレサ ', 'マリア テレサ'],
    ['ジャン・ポール', 'ジャン・ポール'],
  ])('%s is kept as %s', (typed, kept) => expect(foldKana(typed)).toBe(kept))
  test.each(['見本', 'Mihon', 'ミホン1', '', 'ミホン!'])('%j is refused', (typed) => expect(foldKana(typed)).toBeUndefined())
  test('what was folded folds to itself', () => {
    const letters = 'アイウエオカガキギッャュョァンー・ヴ'.split('')
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 20 }).map((each) => each.join('')),
        (kana) => {
          expect(foldKana(kana)).toBe(kana)
        },
      ),
    )
  })
  test('the order is the syllabary: voicing and small letters only break ties, names without reading come last', () => {
    const people = [
      { familyName: '架空', givenName: '実', familyKana: 'カクウ', givenKana: 'ミノル' },
      { familyName: '賀来', givenName: '一', familyKana: 'ガク', givenKana: 'ハジメ' },
      { familyName: '例示', givenName: '次郎', familyKana: 'レイジ', givenKana: 'ジロウ' },
      { familyName: 'Smith', givenName: 'Anna' },
      { familyName: '木本', givenName: '圭', familyKana: 'キモト', givenKana: 'ケイ' },
    ]
    const sorted = people.toSorted((one, other) => (sortKeyOf(one) < sortKeyOf(other) ? -1 : 1)).map((person) => person.familyName)
    expect(sorted).toEqual(['賀来', '架空', '木本', '例示', 'Smith'])
    expect(kanaSortKey('シヨウ') < kanaSortKey('ショウ') !== kanaSortKey('ショウ') < kanaSortKey('シヨウ')).toBe(true)
  })
})

describe('telephone numbers', () => {
  test.each([
    ['090-1234-5678', '+819012345678', '090-1234-5678'],
    ['０９０ー１２３４ー５６７８', '+819012345678', '090-1234-5678'],
    ['060 1234 5678', '+816012345678', '060-1234-5678'],
    ['(0136) 44-2121', '+81136442121', '0136442121'],
    ['0120-000-000', '+81120000000', '0120000000'],
    ['0800-111-2222', '+818001112222', '08001112222'],
    ['+81 90 1234 5678', '+819012345678', '090-1234-5678'],
    ['+886 2 1234 5678', '+886212345678', '+886212345678'],
  ])('%s is kept as %s and shown as %s', (typed, kept, shown) => {
    expect(foldPhone(typed)).toBe(kept)
    expect(formatPhone(kept)).toBe(shown)
  })
  test.each(['090-1234-567', '1234', '+810901234567', 'tel', '0136-44-21211'])('%s is refused', (typed) =>
    expect(foldPhone(typed)).toBeUndefined(),
  )
  test('a kept number reads back to itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (rest) => {
        const kept = foldPhone(`090${String(rest).padStart(8, '0')}`) as string
        expect(foldPhone(formatPhone(kept))).toBe(kept)
      }),
    )
  })
})

describe('corporate numbers', () => {
  test.each(['7000012050002', '7010705000725', '1180301018771'])('%s has its check digit', (number) =>
    expect(hasCorporateCheckDigit(number)).toBe(true),
  )
  test('one wrong digit is seen, but for 0 and 9 changed for one another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 8 }), (at, by) => {
        const digits = '7010705000725'.split('')
        const before = Number(digits[at])
        const after = (before + by) % 10
        fc.pre(Math.abs(before - after) !== 9)
        digits[at] = String(after)
        expect(hasCorporateCheckDigit(digits.join(''))).toBe(false)
      }),
    )
  })
  test('is read as typed', () => expect(foldNumber('Ｔ７０１０７-０５０-００７２５')).toBe('T7010705000725'))
})

test('search finds a person by any of their names, in any width, and by the number as it is dialled', () => {
  const text = searchTextOf({
    familyName: '見本',
    givenName: '花子',
    familyKana: 'ミホン',
    givenKana: 'ハナコ',
    latinName: 'Mihon Hanako',
    displayName: null,
    phone: '+819012345678',
  })
  for (const typed of ['見本', '見本　花子', 'みほん', 'ﾐﾎﾝﾊﾅ', 'hanako', 'ＨＡＮＡＫＯ', '0901234', '+8190'])
    expect(text).toContain(foldSearch(typed))
  expect(text).not.toContain(foldSearch('次郎'))
})
