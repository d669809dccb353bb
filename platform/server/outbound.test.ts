import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { callOut, isForbiddenHost } from './outbound.ts'

test('an address of this machine, of a cloud’s own service or of the link is none, in whatever writing', () => {
  for (const url of [
    'http://localhost/',
    'http://localhost./',
    'http://x.localhost/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000005/',
    'http://0.0.0.0/',
    'http://169.254.169.254/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fe90::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fd00:ec2::254]/',
  ])
    expect([url, isForbiddenHost(new URL(url).hostname)]).toEqual([url, true])
  for (const url of ['http://192.168.1.20/', 'http://10.0.0.5/', 'http://[fd12:3456::1]/', 'http://lock.example.jp/'])
    expect([url, isForbiddenHost(new URL(url).hostname)]).toEqual([url, false])
})

test('a name that leads to this machine is not called, nor is its figure', async () => {
  let calls = 0
  const server = createServer((_request, response) => {
    calls++
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  // the name of this machine itself, as its own table of names says it
  const { hostname } = await import('node:os')
  for (const host of ['127.0.0.1', 'localhost', hostname()])
    await callOut({ method: 'POST', url: `http://${host}:${port}/unlock` }).then(
      () => expect.unreachable(host),
      (error: Error) => expect(error).toBeInstanceOf(Error),
    )
  expect(calls).toBe(0)
  await new Promise((resolve) => server.close(resolve))
})
