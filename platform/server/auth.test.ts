import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readSessionToken } from './auth.ts'

const secret = 'a-secret-of-at-least-thirty-two-letters'
const valueOf = (token: string) => encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`)

const own = `__Host-better-auth.session_token=${valueOf('own')}`
const planted = `better-auth.session_token=${valueOf('planted')}`
const neighbours = `__Secure-better-auth.session_token=${valueOf('neighbours')}`
const https = { secret, publicUrl: 'https://hub.example.jp' }
const plain = { secret, publicUrl: 'http://localhost:3000' }

test('under https a cookie that a neighbour or somebody on the line could plant holds no session', () => {
  expect(readSessionToken(`${planted}; ${neighbours}; ${own}`, https)).toBe('own')
  expect(readSessionToken(`${own}; ${planted}`, https)).toBe('own')
  expect(readSessionToken(planted, https)).toBeUndefined()
  expect(readSessionToken(neighbours, https)).toBeUndefined()
})

test('without https the plain one is the one', () => {
  expect(readSessionToken(`${own}; ${planted}`, plain)).toBe('planted')
  expect(readSessionToken(own, plain)).toBeUndefined()
})

test.each([
  undefined,
  '',
  'better-auth.session_token=token',
  'better-auth.session_token=token.AAAA',
  'better-auth.session_token=%',
  `x-better-auth.session_token=${valueOf('token')}`,
])('%j holds no session', (cookie) => {
  expect(readSessionToken(cookie, plain)).toBeUndefined()
})
