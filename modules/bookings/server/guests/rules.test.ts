import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterPrefix, phoneKey, soughtKeys } from '#modules/people/contract/rules.ts'
import { guestKeys, identityOf } from './rules.ts'

const isFound = (typed: string, guest: { name: string; mail: string | null; phone: string | null }): boolean =>
  soughtKeys(typed).some((prefix) => guestKeys(guest).some((key) => key >= prefix && key < afterPrefix(prefix)))

describe('a guest is found', () => {
  const guest = { name: '見本 花子', mail: 'hanako@visitor.example.com', phone: '090-1234-5678' }
  test.each(['見本', '見本花', '花子', 'hanako', 'HANAKO@', 'ＨＡＮＡ', '090', '０９０－１２３４', '09012345678', '+81 90 1234'])(
    'by %s',
    (typed) => {
      expect(isFound(typed, guest)).toBe(true)
    },
  )
  test.each(['例示', '子', '1234', 'visitor'])('not by %s, which nothing of theirs begins with', (typed) => {
    expect(isFound(typed, guest)).toBe(false)
  })
  test.each(['みほん', 'ミホン', 'ﾐﾎﾝ', 'はなこ'])('written in kana, by %s whichever kana is typed', (typed) => {
    expect(isFound(typed, { name: 'ミホン ハナコ', mail: null, phone: null })).toBe(true)
    expect(isFound(typed, { name: 'みほん　はなこ', mail: null, phone: null })).toBe(true)
  })
})

test('a number of Japan has one key, however it is written', () => {
  expect([phoneKey('+81 90 1234 5678'), phoneKey('090-1234-5678'), phoneKey('０９０１２３４５６７８')]).toEqual(
    Array(3).fill('09012345678'),
  )
})

test('every text that begins with a prefix lies between it and what comes after', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (prefix, rest) => {
      const bytes = (text: string): Buffer => Buffer.from(text)
      const key = bytes(prefix + rest)
      expect(Buffer.compare(bytes(prefix), key)).toBeLessThanOrEqual(0)
      expect(Buffer.compare(key, bytes(afterPrefix(prefix)))).toBeLessThan(0)
    }),
  )
})

test('a guest is the same one by mail, else by telephone, else by name however it is written', () => {
  const one = { name: '見本 花子', mail: 'hanako@example.jp', phone: null }
  expect(identityOf(one)).toBe(identityOf({ ...one, name: '別の名前', phone: '0901' }))
  expect(identityOf({ ...one, mail: null })).toBe(identityOf({ name: '見本花子', mail: null, phone: '' }))
  expect(identityOf({ ...one, mail: null, phone: '０９０-1' })).toBe('phone/0901')
})
