import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readSessionToken } from './auth.ts'

const secret = 'a-secret-of-at-least-thirty-two-letters'
const valueOf = (token: string) => encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`)

test('a cookie set by a neighbour under the same domain does not stand before the one of TLS', () => {
  const [planted, own] = [`better-auth.session_token=${valueOf('planted')}`, `__Secure-better-auth.session_token=${valueOf('own')}`]
  expect(readSessionToken(`${planted}; ${own}`, secret)).toBe('own')
  expect(readSessionToken(`${own}; ${planted}`, secret)).toBe('own')
  expect(readSessionToken(planted, secret)).toBe('planted')
})

test.each([
  undefined,
  '',
  'better-auth.session_token=token',
  'better-auth.session_token=token.AAAA',
  'better-auth.session_token=%',
  `x-better-auth.session_token=${valueOf('token')}`,
])('%j holds no session', (cookie) => {
  expect(readSessionToken(cookie, secret)).toBeUndefined()
})
