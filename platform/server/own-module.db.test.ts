/** Mails, mail server, audit log and search: the platform's own screens, from the call to the rows. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { listAudit, listMails, readMail, readMailState, search, sendTestMail } from '#platform/contract/endpoints.ts'
import { defineEvent } from '#platform/contract/events.ts'
import type { Role } from '#platform/contract/permissions.ts'
import { createTestApp, freePort, type TestApp } from '#platform/testkit/app.ts'
import { openMailbox, type Mailbox } from '#platform/testkit/mailbox.ts'
import { postMail } from './mail.ts'
import { bind, defineModule } from './module.ts'

const written = defineEvent({ type: 'letters.written', payload: z.object({ letterId: z.string() }) })
const writeLetter = endpoint({
  name: 'letters.writeLetter',
  method: 'POST',
  path: '/letters',
  way: 'member',
  permission: 'membership',
  summary: 'Writes',
  body: z.object({ to: z.string(), subject: z.string() }),
  response: z.object({ letterId: z.string() }),
})

const readOwn = endpoint({
  name: 'letters.readOwn',
  method: 'GET',
  path: '/letters/own',
  way: 'account',
  permission: 'self',
  summary: 'Reads',
  response: z.object({ sections: z.array(z.unknown()) }),
})
const forgetOwn = endpoint({
  name: 'letters.forgetOwn',
  method: 'POST',
  path: '/letters/forget',
  way: 'account',
  permission: 'self',
  summary: 'Forgets',
  body: z.object({}),
})

const members = new Map<string, { consortiumId: string; role: Role; name: string | undefined }>()
const letters = defineModule({
  name: 'letters',
  dependsOn: [],
  events: [written],
  routes: [
    bind(writeLetter, async (scope, { body }) => {
      const letterId = randomUUID()
      scope.emit(written, { letterId }, { subjectId: letterId, reason: '頼まれたため' })
      await postMail(scope, {
        cause: letterId,
        to: { name: '例示 次郎', address: body.to },
        language: 'ja',
        subject: body.subject,
        text: '予約の確認: https://example.jp/b/abc',
      })
      return { letterId }
    }),
    bind(readOwn, async (scope) => ({
      sections: await Promise.all(
        (scope.principal.recordedIn ?? []).map((each) =>
          scope.inOwnTenant(each, async (own) => scope.personalData[0]?.collect(own, scope.actor.accountId)),
        ),
      ),
    })),
    bind(forgetOwn, async (scope) => {
      for (const each of scope.principal.recordedIn ?? [])
        await scope.inOwnTenant(each, async (own) => scope.personalData[0]?.forget(own, scope.actor.accountId))
      return undefined
    }),
  ],
  search: async (_scope, text, limit) =>
    Array.from({ length: limit }, (_, index) => ({ kind: 'letters.letter', id: String(index), title: text, detail: '', href: '/' })),
  nameAccounts: async (_scope, accountIds) =>
    new Map(
      accountIds.flatMap((each) => {
        const name = members.get(each)?.name
        return name === undefined ? [] : [[each, name] as const]
      }),
    ),
  findPrincipal: async (authDatabase, token) => {
    const [row] = await authDatabase.query<{ id: string; userId: string; email: string }>(
      'find',
      'select s.id, s."userId", u.email from session s join "user" u on u.id = s."userId" where token = $1',
      [token],
    )
    const member = row === undefined ? undefined : members.get(row.userId)
    if (row === undefined || member === undefined) return undefined
    return {
      accountId: row.userId,
      sessionId: row.id,
      name: member.name ?? '',
      mail: row.email,
      memberships: [],
      recordedIn: [member.consortiumId],
      active: { id: randomUUID(), organisationId: null, consortiumId: member.consortiumId, roles: [member.role] },
    }
  },
})

async function memberOf(app: TestApp, consortiumId: string, role: Role, name?: string) {
  const person = await app.createAccount(name)
  members.set(person.accountId, { consortiumId, role, name })
  return { ...person, call: app.client({ cookie: person.cookie }) }
}

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ modules: [letters], hasWorker: true })
})
afterAll(() => app.stop())

describe('without a mail server', () => {
  test('mails are kept, found by word and state, and read a page at a time', async () => {
    const { id } = await app.createTenant()
    const { call } = await memberOf(app, id, 'operator', '見本 花子')
    for (const subject of ['一通目', '50%引き', '三通目']) await call(writeLetter, { body: { to: 'jiro@example.jp', subject } })
    await app.settle()
    expect(await call(readMailState, {})).toMatchObject({ isConnected: false })
    const first = await call(listMails, { query: { limit: 2 } })
    expect(first.items.map((mail) => [mail.subject, mail.status])).toEqual([
      ['三通目', 'kept'],
      ['50%引き', 'kept'],
    ])
    const second = await call(listMails, { query: { limit: 2, cursor: first.nextCursor ?? '' } })
    expect(second).toMatchObject({ items: [{ subject: '一通目' }], nextCursor: null })
    expect((await call(listMails, { query: { q: '50%' } })).items).toHaveLength(1)
    expect((await call(listMails, { query: { q: '%' } })).items).toHaveLength(1)
    expect((await call(listMails, { query: { status: 'sent' } })).items).toEqual([])
  })

  test('reading one is on record, with who read it; another tenant finds nothing and leaves no record', async () => {
    const [here, there] = [await app.createTenant(), await app.createTenant()]
    const reader = await memberOf(app, here.id, 'admin', '架空 実')
    const neighbour = await memberOf(app, there.id, 'admin', '仮名 三郎')
    await reader.call(writeLetter, { body: { to: 'jiro@example.jp', subject: '予約' } })
    const [mail] = (await reader.call(listMails, { query: {} })).items
    const params = { mailId: mail?.id ?? '' }
    await expect(neighbour.call(readMail, { params })).rejects.toMatchObject({ status: 404 })
    expect(await reader.call(readMail, { params })).toMatchObject({ text: '予約の確認: https://example.jp/b/abc' })
    const looks = await reader.call(listAudit, { query: { subjectId: params.mailId } })
    expect(looks.items).toMatchObject([{ type: 'platform.mail-read', actorName: '架空 実', actorAccountId: reader.accountId }])
    expect((await neighbour.call(listAudit, { query: {} })).items).toEqual([])
  })

  test('a test of the connection says that there is none', async () => {
    const { call } = await memberOf(app, (await app.createTenant()).id, 'admin', '架空 実')
    expect(await call(sendTestMail, { body: {} })).toEqual({ isConnected: false, isAccepted: false, answer: '' })
  })
})

describe('what was mailed to a person', () => {
  test('is shown to them, and is blank once it is forgotten; the neighbour’s stays', async () => {
    const { id } = await app.createTenant()
    const asker = await memberOf(app, id, 'operator', '見本 花子')
    await asker.call(writeLetter, { body: { to: asker.mail, subject: '本人あて' } })
    await asker.call(writeLetter, { body: { to: 'jiro@example.jp', subject: '別の人あて' } })
    await app.settle()
    expect(await asker.call(readOwn, {})).toMatchObject({
      sections: [[{ subject: '本人あて', text: expect.stringContaining('https://'), status: 'kept' }]],
    })
    await asker.call(forgetOwn, { body: {} })
    expect(await asker.call(readOwn, {})).toEqual({ sections: [[]] })
    expect((await asker.call(listMails, { query: {} })).items.map((mail) => [mail.to, mail.subject])).toEqual([
      ['jiro@example.jp', '別の人あて'],
      ['', ''],
    ])
    expect(
      await app.sql(`select from platform.mail where consortium_id = $1 and (body_text || attachments::text) like '%' || $2 || '%'`, [
        id,
        asker.mail,
      ]),
    ).toEqual([])
  })
})

describe('the audit log', () => {
  test('tells who, what and why; who is forgotten stays as an id only', async () => {
    const { id } = await app.createTenant()
    const known = await memberOf(app, id, 'admin', '見本 花子')
    const forgotten = await memberOf(app, id, 'member')
    const { letterId } = await known.call(writeLetter, { body: { to: 'jiro@example.jp', subject: 'a' } })
    await forgotten.call(writeLetter, { body: { to: 'jiro@example.jp', subject: 'b' } })
    const { items } = await known.call(listAudit, { query: { type: 'letters.written' } })
    expect(items).toMatchObject([
      { actorAccountId: forgotten.accountId, actorName: null },
      { actorKind: 'person', actorName: '見本 花子', subjectId: letterId, reason: '頼まれたため', payload: { letterId } },
    ])
    expect((await known.call(listAudit, { query: { accountId: forgotten.accountId } })).items).toHaveLength(1)
    expect((await known.call(listAudit, { query: { type: 'letters.burnt' } })).items).toEqual([])
  })

  test('is for administrators, the mails also for operators, search for every member', async () => {
    const { id } = await app.createTenant()
    const [admin, operator, member] = [
      await memberOf(app, id, 'admin'),
      await memberOf(app, id, 'operator'),
      await memberOf(app, id, 'member'),
    ]
    await expect(admin.call(listAudit, { query: {} })).resolves.toBeDefined()
    await expect(operator.call(listAudit, { query: {} })).rejects.toMatchObject({ status: 403, code: 'platform.not_allowed' })
    await expect(operator.call(listMails, { query: {} })).resolves.toBeDefined()
    await expect(operator.call(sendTestMail, { body: {} })).rejects.toMatchObject({ status: 403 })
    await expect(member.call(listMails, { query: {} })).rejects.toMatchObject({ status: 403 })
    expect((await member.call(search, { query: { q: '見本', limit: 3 } })).hits).toHaveLength(3)
  })
})

describe('with a mail server', () => {
  let mailbox: Mailbox
  beforeAll(async () => {
    mailbox = await openMailbox()
  })
  afterAll(() => mailbox.stop())

  test('the test mail reaches the person who asked, and the server’s answer is told', async () => {
    const own = await createTestApp({ modules: [letters], smtpUrl: mailbox.url })
    try {
      const admin = await memberOf(own, (await own.createTenant()).id, 'admin', '見本 花子')
      expect(await admin.call(sendTestMail, { body: {} })).toMatchObject({
        isConnected: true,
        isAccepted: true,
        answer: expect.stringMatching(/^250/),
      })
      expect((await mailbox.waitFor(admin.mail)).text).toContain('The mail connection works.')
    } finally {
      await own.stop()
    }
  })

  test('a server that is not there is told as it is', async () => {
    const own = await createTestApp({ modules: [letters], smtpUrl: `smtp://127.0.0.1:${await freePort()}` })
    try {
      const admin = await memberOf(own, (await own.createTenant()).id, 'admin', '見本 花子')
      expect(await admin.call(sendTestMail, { body: {} })).toMatchObject({
        isConnected: true,
        isAccepted: false,
        answer: expect.stringContaining('ECONNREFUSED'),
      })
    } finally {
      await own.stop()
    }
  })
})
