/** The platform by itself, with a module made for the purpose: adapter, tenant, idempotency, outbox, stream, mail. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { defineErrors } from '#platform/contract/errors.ts'
import { defineEvent } from '#platform/contract/events.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { failOf } from './errors.ts'
import { postMail } from './mail.ts'
import { bind, defineModule, job, reaction, reactionToMany } from './module.ts'

const noted = defineEvent({ type: 'notes.noted', payload: z.object({ hubId: z.string(), text: z.string() }), live: 'public' })
const errors = defineErrors({ 'notes.refused': { status: 409 } })
const fail = failOf(errors)
const reacted: string[] = []
const gathered: string[][] = []
let calls = 0

const writeNote = endpoint({
  name: 'notes.writeNote',
  method: 'POST',
  path: '/hubs/{hubKey}/notes',
  way: 'guest',
  permission: 'public',
  summary: 'Writes a note',
  params: z.object({ hubKey: z.string() }),
  body: z.object({ text: z.string().min(1), isRefused: z.boolean().default(false) }),
  response: z.object({ calls: z.number() }),
  status: 201,
  errors,
  isIdempotent: true,
})
const readNotes = endpoint({
  name: 'notes.readNotes',
  method: 'GET',
  path: '/notes',
  way: 'member',
  permission: 'membership',
  summary: 'Reads',
  response: z.object({ texts: z.array(z.string()) }),
})
const passOver = endpoint({
  name: 'notes.passOver',
  method: 'POST',
  path: '/pass-over',
  way: 'open',
  permission: 'public',
  summary: 'Passes over a failed statement',
  body: z.object({}),
})
const limited = endpoint({
  name: 'notes.limited',
  method: 'POST',
  path: '/limited',
  way: 'open',
  permission: 'public',
  summary: 'Limited',
  body: z.object({}),
  rateLimit: { limit: 2, windowSeconds: 60 },
})

const tenants = new Map<string, string>()
const principals = new Map<string, { consortiumId: string; roles: ['member'] }>()

const notes = defineModule({
  name: 'notes',
  dependsOn: [],
  errors,
  events: [noted],
  routes: [
    bind(writeNote, async (scope, { body }) => {
      calls++
      for (const text of body.text.split('|')) scope.emit(noted, { hubId: 'the-hub', text }, { subjectId: randomUUID() })
      await postMail(scope, {
        cause: `note:${body.text}`,
        to: { name: '見本 花子', address: 'hanako@example.jp' },
        language: 'ja',
        subject: 's',
        text: body.text,
      })
      if (body.isRefused) fail('notes.refused', { params: { text: body.text } })
      return { calls }
    }),
    bind(readNotes, async (scope) => {
      const rows = await scope.prepared<{ text: string }>(
        'notes_read',
        `select payload->>'text' as text from platform.event order by id`,
        [],
      )
      return { texts: rows.map((row) => row.text) }
    }),
    bind(limited, async () => undefined),
    bind(passOver, async (scope) => {
      await scope.prepared('notes_broken', 'select 1 / 0', []).catch(() => {})
    }),
  ],
  reactions: [
    reaction(noted, 'remember', async (_scope, event) => void reacted.push(event.payload.text)),
    reactionToMany(noted, 'gather', async (_scope, events) => {
      const texts = events.map((event) => event.payload.text)
      if (texts.length > 1 && texts.includes('bad')) throw new Error('one of them is bad')
      gathered.push(texts)
    }),
  ],
  jobs: [job('notes.nothing', async () => {})],
  findTenantOfAddress: async (_database, key) =>
    tenants.has(key) ? { consortiumId: tenants.get(key) as string, hubId: 'the-hub' } : undefined,
  findPrincipal: async (authDatabase, token) => {
    const [row] = await authDatabase.query<{ id: string; userId: string }>('find', 'select id, "userId" from session where token = $1', [
      token,
    ])
    const membership = row === undefined ? undefined : principals.get(row.userId)
    return row === undefined
      ? undefined
      : {
          accountId: row.userId,
          sessionId: row.id,
          name: 'x',
          mail: 'x@example.jp',
          memberships: [],
          active: membership === undefined ? undefined : { id: randomUUID(), organisationId: null, ...membership },
        }
  },
})

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [notes], hasWorker: true })
  for (const slug of ['one', 'two']) tenants.set(slug, (await app.createTenant(slug)).id)
})
afterAll(() => app.stop())

const memberOf = async (slug: string) => {
  const person = await app.createAccount()
  principals.set(person.accountId, { consortiumId: tenants.get(slug) as string, roles: ['member'] })
  return app.client({ cookie: person.cookie })
}

describe('the tenant', () => {
  test('a member reads their own consortium and no other', async () => {
    await app.client()(writeNote, { params: { hubKey: 'one' }, body: { text: 'of one' } })
    await app.client()(writeNote, { params: { hubKey: 'two' }, body: { text: 'of two' } })
    expect((await (await memberOf('one'))(readNotes, {})).texts).toEqual(['of one'])
    expect((await (await memberOf('two'))(readNotes, {})).texts).toEqual(['of two'])
  })
  test('a stranger is asked to sign in, a person without membership is refused', async () => {
    await expect(app.client()(readNotes, {})).rejects.toMatchObject({ status: 401, code: 'platform.sign_in_required' })
    const nobody = await app.createAccount()
    await expect(app.client({ cookie: nobody.cookie })(readNotes, {})).rejects.toMatchObject({
      status: 403,
      code: 'platform.no_membership',
    })
  })
  test('an unknown hub is simply not there', async () => {
    await expect(app.client()(writeNote, { params: { hubKey: 'three' }, body: { text: 'x' } })).rejects.toMatchObject({ status: 404 })
  })
})

describe('one transaction', () => {
  test('a refused call leaves no event, no mail, no job', async () => {
    await expect(
      app.client({ language: 'en' })(writeNote, { params: { hubKey: 'one' }, body: { text: 'gone', isRefused: true } }),
    ).rejects.toMatchObject({ status: 409, code: 'notes.refused', params: { text: 'gone' } })
    expect(await app.sql(`select from platform.event where payload->>'text' = 'gone'`)).toHaveLength(0)
    expect(await app.sql(`select from platform.mail where cause = 'note:gone'`)).toHaveLength(0)
  })
  test('an error of the database that was passed over is no success', async () => {
    expect(
      (await app.request('/api/v1/pass-over', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status,
    ).toBe(500)
  })
  test('another seat in the same transaction has nothing of the one before', async () => {
    const [consortiumId, accountId, organisationId] = [randomUUID(), randomUUID(), randomUUID()]
    const seats = await app.program.database.transaction({ consortiumId, accountId, organisationId }, {}, async (transaction) => {
      await transaction.sit({ consortiumId })
      return transaction.prepared(
        'seat',
        'select platform.tenant() as tenant, platform.account() as account, platform.organisation() as organisation',
        [],
      )
    })
    expect(seats).toEqual([{ tenant: consortiumId, account: null, organisation: null }])
  })
  test('what was committed is reacted to and mailed, once', async () => {
    await app.client()(writeNote, { params: { hubKey: 'one' }, body: { text: 'kept' } })
    await app.settle()
    expect(reacted.filter((text) => text === 'kept')).toHaveLength(1)
    expect(await app.sql(`select status from platform.mail where cause = 'note:kept'`)).toEqual([{ status: 'kept' }])
  })
  test('facts that are there together are followed together, and each by itself where that fails', async () => {
    gathered.length = 0
    const write = (texts: string[]) => app.client()(writeNote, { params: { hubKey: 'one' }, body: { text: texts.join('|') } })
    const many = Array.from({ length: 120 }, (_, index) => `m${index}`)
    await write(many)
    await app.settle()
    expect(gathered.map((texts) => texts.length).toSorted((a, b) => a - b)).toEqual([20, 50, 50])
    expect(gathered.flat().toSorted()).toEqual(many.toSorted())
    gathered.length = 0
    await write(['good', 'bad', 'fine'])
    await app.settle()
    expect(gathered.map(String).toSorted()).toEqual(['bad', 'fine', 'good'])
  })
  test('the same idempotency key is one call with one answer; another body under it is refused', async () => {
    const idempotencyKey = randomUUID()
    const before = calls
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => app.client()(writeNote, { params: { hubKey: 'one' }, body: { text: 'once' }, idempotencyKey })),
    )
    expect(new Set(answers.map((answer) => answer.calls)).size).toBe(1)
    expect(calls).toBeGreaterThan(before)
    expect(await app.sql(`select from platform.event where payload->>'text' = 'once'`)).toHaveLength(1)
    await expect(app.client()(writeNote, { params: { hubKey: 'one' }, body: { text: 'other' }, idempotencyKey })).rejects.toMatchObject({
      code: 'platform.idempotency_key_reused',
    })
    expect(await app.sql(`select from platform.event where payload->>'text' = 'other'`)).toHaveLength(0)
  })
})

describe('the edges', () => {
  test('a wrong field is named, an unreadable body is said, nothing else is told', async () => {
    await expect(app.client()(writeNote, { params: { hubKey: 'one' }, body: { text: '' } })).rejects.toMatchObject({
      status: 422,
      problem: { fields: [{ path: 'body.text' }] },
    })
    const broken = await app.request('/api/v1/hubs/one/notes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect(broken.status).toBe(400)
    expect(broken.headers.get('content-type')).toBe('application/problem+json')
    const form = await app.request('/api/v1/hubs/one/notes', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' })
    expect(form.status).toBe(415)
  })
  test('a text that PostgreSQL cannot store is a wrong field, no failure of ours', async () => {
    const send = (body: string) =>
      app.request('/api/v1/hubs/one/notes', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    for (const text of ['a\\u0000b', 'half a letter \\ud83d']) expect((await send(`{"text":"${text}"}`)).status).toBe(422)
    expect((await send(`${'{"text":'.repeat(50_000)}"\\u0000"${'}'.repeat(50_000)}`)).status).toBe(422)
    for (const text of ['a whole one \\ud83d\\ude00', String.raw`no escape \\u0000`])
      expect((await send(`{"text":"${text}"}`)).status).toBe(201)
  })
  test('a call with a cookie from another site is refused', async () => {
    const person = await app.createAccount()
    const answer = await app.request('/api/v1/limited', {
      method: 'POST',
      cookie: person.cookie,
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
      body: '{}',
    })
    expect(answer.status).toBe(403)
  })
  test('too many calls are told when to come back', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 3; n++)
      statuses.push(
        (await app.request('/api/v1/limited', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status,
      )
    expect(statuses).toEqual([204, 204, 429])
  })
  test('no answer lets in an outside host', async () => {
    const answer = await app.request('/healthz')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(answer.headers.get('x-frame-options') ?? 'frame-ancestors').toContain('frame')
  })
})

test('the live stream tells strangers the type and the hub, members also the subject', async () => {
  const read = async (path: string, cookie?: string) => {
    const answer = await app.request(path, cookie === undefined ? {} : { cookie })
    const reader = answer.body?.getReader()
    const decoder = new TextDecoder()
    return async (until: string) => {
      let text = ''
      while (!text.includes(until)) {
        const part = await reader?.read()
        if (part === undefined || part.done) break
        text += decoder.decode(part.value)
      }
      void reader?.cancel()
      return text
    }
  }
  const person = await app.createAccount()
  principals.set(person.accountId, { consortiumId: tenants.get('one') as string, roles: ['member'] })
  const stranger = await read('/api/v1/live?hub=one')
  const member = await read('/api/v1/live', person.cookie)
  await app.client()(writeNote, { params: { hubKey: 'one' }, body: { text: 'streamed' } })
  const seen = await stranger('notes.noted')
  expect(seen).toContain('"hubId":"the-hub"')
  expect(seen).not.toContain('subjectId')
  expect(await member('notes.noted')).toContain('subjectId')
  expect((await app.request('/api/v1/live')).status).toBe(404)
})

test('a stream ends with the session it was opened by', async () => {
  const person = await app.createAccount()
  principals.set(person.accountId, { consortiumId: tenants.get('one') as string, roles: ['member'] })
  const answer = await app.request('/api/v1/live', { cookie: person.cookie })
  const reader = answer.body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('hello')
  const left = await app.request('/api/auth/sign-out', {
    method: 'POST',
    cookie: person.cookie,
    headers: { origin: 'http://localhost:3000', 'content-type': 'application/json' },
    body: '{}',
  })
  expect(left.status).toBe(200)
  await app.client()(writeNote, { params: { hubKey: 'one' }, body: { text: 'after the sign-out' } })
  const [note] = await app.sql<{ id: string }>(
    `select subject_id as id from platform.event where type = 'notes.noted' and payload->>'text' = 'after the sign-out'`,
  )
  // what was told before the end may still come: hints of the last seconds
  let rest = ''
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read())
    rest += new TextDecoder().decode(part.value)
  expect(note?.id).toBeDefined()
  expect(rest).not.toContain(note?.id)
})

describe('one account asked for from many addresses', () => {
  const ask = (path: string, body: object) =>
    app.request(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
      body: JSON.stringify(body),
    })
  // better-auth's own count by address, as another address would find it
  const fromElsewhere = () => app.sql('delete from auth."rateLimit"')

  test('its password is guessed thirty times in a quarter of an hour, however the address is written', { timeout: 60_000 }, async () => {
    const { mail } = await app.createAccount()
    const statuses = new Map<number, number>()
    for (let round = 0; round < 34; round++) {
      if (round % 8 === 0) await fromElsewhere()
      const { status } = await ask('/sign-in/email', {
        email: round % 2 === 0 ? mail : mail.toUpperCase(),
        password: `guess-number-${round}`,
      })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect(Object.fromEntries(statuses)).toEqual({ 401: 30, 429: 4 })
  })
  test('it gets five mails with a new link an hour', { timeout: 60_000 }, async () => {
    const { mail } = await app.createAccount()
    const statuses: number[] = []
    for (let round = 0; round < 7; round++) {
      if (round % 4 === 0) await fromElsewhere()
      statuses.push((await ask('/request-password-reset', { email: mail, redirectTo: '/reset-password' })).status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
  })
})

describe('signing up', () => {
  const signUp = (email: string, address: string) =>
    app.request('/api/auth/sign-up/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', 'x-forwarded-for': address },
      body: JSON.stringify({ email, password: 'a-long-password-of-mine', name: '見本 花子' }),
    })

  test(
    'fills one mailbox with five mails an hour at most, however the address is written and from wherever',
    { timeout: 60_000 },
    async () => {
      const mail = `flooded-${randomUUID()}@example.jp`
      const statuses: number[] = []
      for (let round = 0; round < 7; round++) {
        await app.sql('delete from auth."rateLimit"')
        statuses.push((await signUp(round % 2 === 0 ? mail : mail.toUpperCase(), `203.0.113.${round}`)).status)
      }
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
      // another person signs up meanwhile
      expect((await signUp(`another-${randomUUID()}@example.jp`, '203.0.113.9')).status).toBe(200)
    },
  )

  test('one address makes ten accounts in five minutes at most', { timeout: 60_000 }, async () => {
    await app.sql('delete from auth."rateLimit"')
    const statuses = new Map<number, number>()
    for (let round = 0; round < 13; round++) {
      const { status } = await signUp(`many-${randomUUID()}@example.jp`, '203.0.113.7')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect(Object.fromEntries(statuses)).toEqual({ 200: 10, 429: 3 })
  })
})

test('a live stream ends when the program is about to stop', async () => {
  const person = await app.createAccount()
  const { id } = await app.createTenant()
  principals.set(person.accountId, { consortiumId: id, roles: ['member'] })
  const stream = await app.request('/api/v1/live', { cookie: person.cookie })
  const text = stream.text()
  app.program.endStreams()
  expect(await text).toContain('event: hello')
})

test('of jobs with the same key, the one that was asked for last is the one that runs', async () => {
  const { id } = await app.createTenant()
  // later rows lie before earlier ones, as in pages that were used before
  await app.sql(
    `insert into platform.outbox (id, consortium_id, kind, name, payload, run_at, job_key) overriding system value
     select 1000000 + i, $1, 'job', 'notes.nothing', jsonb_build_object('number', i), now() + interval '1 day', 'same'
     from generate_series(60, 1, -1) as i`,
    [id],
  )
  await expect.poll(() => app.sql('select from platform.outbox where consortium_id = $1', [id])).toEqual([])
  const jobs = await app.sql(`select payload->'payload'->>'number' as number from graphile_worker._private_jobs where key = 'same'`)
  expect(jobs).toEqual([{ number: '60' }])
  await app.sql(`delete from graphile_worker._private_jobs where key = 'same'`)
})
