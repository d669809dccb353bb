import { expect, test } from 'vitest'
import { isMeant } from './rules.ts'
import { hashOfCode, newCode } from './use-cases/codes.ts'

test('a code is known however it was typed', () => {
  const code = newCode()
  expect(code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){4}[A-HJ-NP-Z2-9]{4}$/)
  expect(hashOfCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toEqual(hashOfCode(code))
  expect(hashOfCode(newCode())).not.toEqual(hashOfCode(code))
})

test('at the entrance a booking is found by its code or the whole name, never by a part of it', () => {
  const booking = { code: 'K7QX2M', holderName: '見本 花子' }
  for (const text of ['k7q x2m', 'Ｋ７ＱＸ２Ｍ', '見本花子', '見本　花子']) expect(isMeant(text, booking)).toBe(true)
  for (const text of ['見本', '花子', 'K7QX2', '', '見']) expect(isMeant(text, booking)).toBe(false)
})
