import { expect, test } from 'vitest'
import { networkOf } from './http.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::1', '::1'],
  ['2001:db8:0:7::1', '2001:db8:0:7::'],
  ['2001:DB8::7:1:2:3:4', '2001:db8:0:7::'],
  ['2001:db8::1', '2001:db8:0:0::'],
  ['2001:db8::dead:beef', '2001:db8:0:0::'],
  ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8:0:0::'],
  ['fe80::1%eth0', 'fe80:0:0:0::'],
  ['[2001:db8:1:2::3]:443', '2001:db8:1:2::'],
])('%s counts as %s: one caller, however the address is written', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
