import { expect, test } from 'vitest'
import { networkOf } from './http.ts'
import { lineOf } from './shares.ts'

test('a line is an IPv4 address, or what one customer has of IPv6, however it moves about in it', () => {
  const line = (address: string) => lineOf(networkOf(address))
  expect(line('203.0.113.7')).toBe('203.0.113.7')
  expect(line('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(line('2001:db8:0:7a01::1')).toBe('2001:db8:0:7a00::/56')
  expect(line('2001:db8:0:7aff:1:2:3:4')).toBe(line('2001:db8:0:7a01::1'))
  expect(line('2001:db8:0:7b00::1')).not.toBe(line('2001:db8:0:7a01::1'))
})
