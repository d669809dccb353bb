import { expect, test } from 'vitest'
import { answersOf } from './server.ts'

test('a process that only works tells how it is and nothing else', async () => {
  const app = { fetch: () => new Response('from the program') }
  const ask = async (roles: Parameters<typeof answersOf>[0], path: string) =>
    (await answersOf(roles, app)(new Request(`http://localhost${path}`))).status
  for (const path of ['/healthz', '/readyz', '/metrics']) expect([path, await ask(['worker'], path)]).toEqual([path, 200])
  for (const path of ['/', '/api/v1/hubs', '/api/auth/sign-in/email', '/healthz/x'])
    expect([path, await ask(['worker'], path)]).toEqual([path, 404])
  expect(await ask(['api'], '/api/v1/hubs')).toBe(200)
  expect(await ask(['api', 'worker'], '/')).toBe(200)
})
