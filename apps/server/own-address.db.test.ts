/** Foreign names, foreign pages, planted cookies: each refused beside the same call that is let in. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '#modules/people/server/module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'

let here: TestApp
let published: TestApp
beforeAll(async () => {
  here = await createTestApp({ modules: [people] })
  published = await createTestApp({ modules: [people], publicUrl: 'https://hub.example.jp' })
})
afterAll(async () => {
  await here.stop()
  await published.stop()
})

const json = { 'content-type': 'application/json' }
const signIn = (app: TestApp, headers: Record<string, string>) =>
  app.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ email: 'nobody@example.jp', password: 'not-a-password' }),
  })

test('a name that was made to lead here is not answered: neither the first-run page nor anything else', async () => {
  for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])
    expect((await here.request('/api/v1/setup', { headers: { host } })).status).toBe(200)
  for (const path of ['/api/v1/setup', '/api/v1/session', '/api/auth/get-session', '/api/v1/live', '/metrics', '/api/docs']) {
    const answer = await here.request(path, { headers: { host: 'rebound.example:3000' } })
    expect([path, answer.status]).toEqual([path, 403])
    expect(await answer.json()).toMatchObject({ code: 'platform.wrong_address', params: { address: 'http://localhost:3000' } })
  }
  // with the very headers a rebound page's own calls have
  const setUp = await here.request('/api/v1/setup', {
    method: 'POST',
    headers: { ...json, host: 'rebound.example', origin: 'http://rebound.example', 'sec-fetch-site': 'same-origin' },
    body: '{}',
  })
  expect(setUp.status).toBe(403)
})

test('a person who opened the wrong address is told the right one, in their language', async () => {
  const answer = await here.request('/', {
    headers: { host: '192.168.1.5:3000', accept: 'text/html', 'accept-language': 'en' },
  })
  expect(answer.status).toBe(403)
  const page = await answer.text()
  expect(page).toContain('<a href="http://localhost:3000">')
  expect(page).toContain('HIROBA_PUBLIC_URL')
  expect(page).toContain('lang="en"')
})

test('probes of containers, which know only the address of the machine, are answered', async () => {
  for (const path of ['/healthz', '/readyz']) expect((await here.request(path, { headers: { host: '10.0.0.4:3000' } })).status).toBe(200)
})

test('sign-in takes pages of the public address; on this machine those of its own names', async () => {
  const statusOf = async (app: TestApp, headers: Record<string, string>) => (await signIn(app, headers)).status
  expect(await statusOf(here, { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' })).toBe(401)
  expect(await statusOf(here, { host: 'localhost:3000', origin: 'http://localhost:5000' })).toBe(403)
  expect(await statusOf(here, { host: 'localhost:3000', origin: 'http://rebound.example' })).toBe(403)

  // as nginx hands it on, and as other proxies do by default
  for (const host of ['hub.example.jp', '127.0.0.1:3000'])
    expect(await statusOf(published, { host, origin: 'https://hub.example.jp' })).toBe(401)
  for (const origin of ['http://hub.example.jp', 'http://localhost:3000', 'https://neighbour.example.jp']) {
    const refused = await signIn(published, {
      host: new URL(origin).host === 'localhost:3000' ? 'localhost:3000' : 'hub.example.jp',
      origin,
    })
    expect([origin, refused.status]).toEqual([origin, 403])
    expect(await refused.json()).toMatchObject({ code: 'platform.wrong_address', params: { address: 'https://hub.example.jp' } })
  }
  expect(await statusOf(published, { host: 'rebound.example', origin: 'https://hub.example.jp' })).toBe(403)
})

test('under https the session is a __Host- cookie over TLS alone, and a plain one signs nobody in', async () => {
  const person = await published.createAccount()
  const client = (cookie: string) => published.request('/api/v1/session', { cookie })
  expect(person.cookie).toMatch(/^__Host-/)
  expect(await (await client(person.cookie)).json()).toMatchObject({ me: { accountId: person.accountId } })
  for (const cookie of [person.cookie.replace('__Host-', ''), person.cookie.replace('__Host-', '__Secure-')])
    expect(await (await client(cookie)).json()).toMatchObject({ me: null })

  const mail = 'hanako-of-tls@example.jp'
  const password = 'a-long-password-of-hanako'
  const sent = { host: 'hub.example.jp', origin: 'https://hub.example.jp' }
  await published.request('/api/auth/sign-up/email', {
    method: 'POST',
    headers: { ...json, ...sent },
    body: JSON.stringify({ email: mail, password, name: '見本 花子' }),
  })
  await published.sql('update auth."user" set "emailVerified" = true where email = $1', [mail])
  const answer = await published.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { ...json, ...sent },
    body: JSON.stringify({ email: mail, password }),
  })
  expect(answer.status).toBe(200)
  const [session = ''] = answer.headers.getSetCookie().filter((cookie) => cookie.includes('session_token'))
  expect(session).toMatch(/^__Host-better-auth\.session_token=/)
  for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(session).toContain(part)
  expect(session).not.toMatch(/domain=/i)
  expect(await (await client(session.split(';')[0] ?? '')).json()).toMatchObject({ me: { mail } })
})
