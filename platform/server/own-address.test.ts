import { describe, expect, test } from 'vitest'
import { ownAddressOf } from './own-address.ts'

describe('an installation of this machine alone', () => {
  const own = ownAddressOf('http://localhost:3000')
  test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST', '127.0.0.1', 'localhost:8080'])('answers at %s', (host) => {
    expect(own.isOwnHost(host)).toBe(true)
    expect(own.isOwnOrigin(`http://${host.toLowerCase()}`, host.toLowerCase())).toBe(true)
  })
  test.each([
    'rebound.example',
    'localhost.rebound.example',
    '127.0.0.1.rebound.example',
    '192.168.1.5:3000',
    'a@localhost',
    '',
    'local host',
  ])('does not at %j', (host) => {
    expect(own.isOwnHost(host)).toBe(false)
    expect(own.isOwnOrigin(`http://${host}`, host)).toBe(false)
  })
  test('a page of another program on this machine is not ours', () => {
    expect(own.isOwnOrigin('http://localhost:5000', 'localhost:3000')).toBe(false)
    expect(own.isOwnOrigin('null', 'localhost:3000')).toBe(false)
  })
})

describe('an installation with a public address', () => {
  const own = ownAddressOf('https://hub.example.jp')
  test('answers there, and to probes and proxies of the machine itself', () => {
    for (const host of ['hub.example.jp', 'hub.example.jp:443', 'HUB.example.jp', '127.0.0.1:3000']) expect(own.isOwnHost(host)).toBe(true)
    for (const host of ['example.jp', 'evil.hub.example.jp', 'hub.example.jp.evil.example', '10.0.0.4'])
      expect(own.isOwnHost(host)).toBe(false)
  })
  test('believes its own pages only, whatever host they say they asked', () => {
    expect(own.isOwnOrigin('https://hub.example.jp', '127.0.0.1:3000')).toBe(true)
    expect(own.isOwnOrigin('http://hub.example.jp', 'hub.example.jp')).toBe(false)
    expect(own.isOwnOrigin('http://localhost:3000', 'localhost:3000')).toBe(false)
    expect(own.isOwnOrigin('https://neighbour.example.jp', 'hub.example.jp')).toBe(false)
  })
})
