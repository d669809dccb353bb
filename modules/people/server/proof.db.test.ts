/** What proves a mail address and what does not: the mailed link of an invitation, the one that staff hand over. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listMails, readMail } from '#platform/contract/endpoints.ts'
import { defineModule } from '#platform/server/module.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import { openMailbox, type Mailbox } from '#platform/testkit/mailbox.ts'
import * as e from '../contract/endpoints.ts'
import { createMember, type TestMember } from './factory.ts'
import { people } from './module.ts'

const addresses = defineModule({
  name: 'addresses',
  dependsOn: [],
  findTenantOfAddress: async (database, key) => {
    const [row] = await database.query<{ id: string }>('test_address', 'select id from platform.tenant where slug = $1', [key])
    return row === undefined ? undefined : { consortiumId: row.id, hubId: row.id }
  },
})

const profile = { familyName: '例示', givenName: '次郎' }
const [ownPassword, theirPassword] = ['chosen-by-the-owner', 'thought-up-by-staff']
const secretIn = (text: string | undefined) => /\/invitation#(\S+)/.exec(text ?? '')?.[1] as string

async function post(app: TestApp, path: string, body: object): Promise<Response> {
  return app.request(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
    body: JSON.stringify(body),
  })
}
const statusOfSignIn = async (app: TestApp, mail: string, password: string) =>
  (await post(app, 'sign-in/email', { email: mail, password })).status
const mailedTo = (app: TestApp, mail: string) =>
  app.sql<{ body_text: string }>('select body_text from platform.mail where to_address = $1 order by id', [mail])

describe('with a mail server', () => {
  let app: TestApp
  let mailbox: Mailbox
  let operator: TestMember
  beforeAll(async () => {
    mailbox = await openMailbox()
    app = await createTestApp({ modules: [people, addresses], hasWorker: true, smtpUrl: mailbox.url })
    operator = await createMember(app, { consortiumId: (await app.createTenant()).id, roles: ['operator'] })
  })
  afterAll(async () => {
    await app.stop()
    await mailbox.stop()
  })
  const staff = () => app.client({ cookie: operator.cookie })
  const invite = (mail: string) => staff()(e.invite, { body: { mail, roles: ['member'] } })

  test('an operator who opens the copied link gets no account under the address; the mailed link of the same invitation does', async () => {
    const mail = 'wanted@example.jp'
    const { id, url } = await invite(mail)
    const handed = app.client({ link: secretIn(url) })
    expect(await handed(e.readInvitation, {})).toMatchObject({ state: 'open', mail, needsMail: true, hasAccount: false })
    await expect(handed(e.acceptInvitation, { body: { profile, password: theirPassword } })).rejects.toMatchObject({
      status: 409,
      code: 'people.mail_unproven',
    })
    expect(await app.sql('select from auth."user" where email = $1', [mail])).toEqual([])
    // nor by any other way of looking at the link
    const taken = await staff()(e.readInvitationLink, { params: { id } })
    expect(await app.client({ link: secretIn(taken.url) })(e.readInvitation, {})).toMatchObject({ needsMail: true })
    const renewed = await staff()(e.renewInvitation, { params: { id } })
    expect(await app.client({ link: secretIn(renewed.url) })(e.readInvitation, {})).toMatchObject({ needsMail: true })
    await app.settle()
    for (const { id: mailId } of (await staff()(listMails, { query: { q: mail } })).items)
      expect((await staff()(readMail, { params: { mailId } })).text).not.toContain('/invitation#')

    const mailed = app.client({ link: secretIn((await mailedTo(app, mail)).at(-1)?.body_text) })
    expect(await mailed(e.readInvitation, {})).toMatchObject({ state: 'open', needsMail: false })
    await mailed(e.acceptInvitation, { body: { profile, password: ownPassword } })
    expect(await statusOfSignIn(app, mail, ownPassword)).toBe(200)
  })

  test('whoever was handed the link has the other one mailed, to the address of the invitation, once in five minutes', async () => {
    const mail = 'handed@example.jp'
    const { url } = await invite(mail)
    const handed = app.client({ link: secretIn(url) })
    expect(await handed(e.mailInvitationLink, { body: {} })).toEqual({ mail })
    await handed(e.mailInvitationLink, { body: {} })
    await app.settle()
    const mails = await mailedTo(app, mail)
    expect(mails).toHaveLength(2)
    expect((await mailbox.waitFor(mail)).text).toContain('/invitation#')
    const mailed = app.client({ link: secretIn(mails[1]?.body_text) })
    await mailed(e.acceptInvitation, { body: { profile, password: ownPassword } })
    await expect(handed(e.mailInvitationLink, { body: {} })).rejects.toMatchObject({ status: 410, params: { state: 'accepted' } })
    await expect(app.client({ link: randomUUID() })(e.mailInvitationLink, { body: {} })).rejects.toMatchObject({ status: 404 })
  })

  test('who has an account joins by the handed link as themselves, and the link does not tell whether the invited has one', async () => {
    const person = await app.createAccount()
    const { url } = await invite(person.mail)
    expect(await app.client({ link: secretIn(url) })(e.readInvitation, {})).toMatchObject({ hasAccount: false })
    const accepted = await app.client({ cookie: person.cookie, link: secretIn(url) })(e.acceptInvitation, { body: { profile } })
    expect(accepted).toMatchObject({ isNewAccount: false, mail: person.mail })
  })

  test('who took the link stands in the history', async () => {
    const { id } = await invite('looked-at@example.jp')
    await staff()(e.readInvitationLink, { params: { id } })
    const rows = await app.sql(
      `select actor_account_id from platform.event where type = 'people.invitationLinkTaken' and payload->>'invitationId' = $1`,
      [id],
    )
    expect(rows).toEqual([{ actor_account_id: operator.accountId }])
  })
})

describe('without a mail server', () => {
  let app: TestApp
  let operator: TestMember
  let other: { id: string; slug: string }
  beforeAll(async () => {
    app = await createTestApp({ modules: [people, addresses], hasWorker: true })
    operator = await createMember(app, { consortiumId: (await app.createTenant()).id, roles: ['operator'] })
    other = await app.createTenant()
  })
  afterAll(() => app.stop())

  const join = async (mail: string) => {
    const { url } = await app.client({ cookie: operator.cookie })(e.invite, { body: { mail, roles: ['member'] } })
    // an invitation that is accepted before its mail is written has none
    await app.settle()
    const handed = app.client({ link: secretIn(url) })
    expect(await handed(e.readInvitation, {})).toMatchObject({ needsMail: false })
    const accepted = await handed(e.acceptInvitation, { body: { profile, password: theirPassword } })
    const response = await post(app, 'sign-in/email', { email: mail, password: theirPassword })
    const cookie = (response.headers.getSetCookie().find((one) => one.includes('session_token')) ?? '').split(';')[0] as string
    return { ...accepted, cookie }
  }

  test('the handed link is the way in, for an account whose address stands for nobody', async () => {
    const mail = 'unproven@example.jp'
    const joined = await join(mail)
    expect(joined.isNewAccount).toBe(true)
    const person = app.client({ cookie: joined.cookie })
    expect((await person(e.readMe, {})).memberships).toHaveLength(1)
    // another consortium is not told that this address asks
    await expect(person(e.askToJoin, { params: { hubKey: other.slug }, body: { profile } })).rejects.toMatchObject({
      code: 'people.mail_unproven',
    })
    const known = await app.createAccount()
    expect(await app.client({ cookie: known.cookie })(e.askToJoin, { params: { hubKey: other.slug }, body: { profile } })).toHaveProperty(
      'id',
    )
    // and the mails of the consortium to that address are not shown to who only typed it
    await app.settle()
    const seen = JSON.stringify(await person(e.readMyRecords, { query: {} }))
    expect(seen).not.toContain('"section":"mails"')
    expect((await app.sql('select from platform.mail where to_address = $1', [mail])).length).toBeGreaterThan(0)
  })

  test('whoever opens the mailed link of another invitation is the owner: what was used before is signed out, without its passkeys', async () => {
    const mail = 'owner@example.jp'
    const squatter = await join(mail)
    const [account] = await app.sql<{ id: string }>('select id from auth."user" where email = $1', [mail])
    await app.sql(
      `insert into auth.passkey ("publicKey", "userId", "credentialID", counter, "deviceType", "backedUp") values ('k', $1, $2, 0, 'x', false)`,
      [account?.id, randomUUID()],
    )
    const elsewhere = await createMember(app, { consortiumId: other.id, roles: ['operator'] })
    await app.client({ cookie: elsewhere.cookie })(e.invite, { body: { mail, roles: ['member'] } })
    await app.settle()
    const mailed = app.client({ link: secretIn((await mailedTo(app, mail)).at(-1)?.body_text) })
    expect(await mailed(e.readInvitation, {})).toMatchObject({ hasAccount: false })
    await mailed(e.acceptInvitation, { body: { profile, password: ownPassword } })
    expect(await statusOfSignIn(app, mail, theirPassword)).toBe(401)
    expect(await statusOfSignIn(app, mail, ownPassword)).toBe(200)
    expect(await app.sql('select from auth.passkey where "userId" = $1', [account?.id])).toEqual([])
    await expect(app.client({ cookie: squatter.cookie })(e.readMe, {})).rejects.toMatchObject({ status: 401 })
  })

  test('a new password by mail proves the address just so', async () => {
    const mail = 'reset@example.jp'
    await join(mail)
    const [account] = await app.sql<{ id: string }>('select id from auth."user" where email = $1', [mail])
    await app.sql(
      `insert into auth.passkey ("publicKey", "userId", "credentialID", counter, "deviceType", "backedUp") values ('k', $1, $2, 0, 'x', false)`,
      [account?.id, randomUUID()],
    )
    await post(app, 'request-password-reset', { email: mail, redirectTo: '/reset-password' })
    await expect.poll(async () => (await mailedTo(app, mail)).length).toBe(2)
    const link = (await mailedTo(app, mail)).at(-1)?.body_text ?? ''
    // what somebody else typed as the name is not in a mail to an address that nobody has proven
    expect(link).not.toContain('例示')
    const token = /reset-password\/([\w-]+)\?|token=([\w-]+)/.exec(link)
    const answer = await post(app, 'reset-password', { token: token?.[1] ?? token?.[2], newPassword: ownPassword })
    expect(answer.status).toBe(200)
    expect(await app.sql('select "isMailUnproven" as unproven from auth."user" where email = $1', [mail])).toEqual([{ unproven: false }])
    expect(await app.sql('select from auth.passkey where "userId" = $1', [account?.id])).toEqual([])
  })

  test('an address that has an account is nobody else’s by a handed link', async () => {
    const person = await app.createAccount()
    const { url } = await app.client({ cookie: operator.cookie })(e.invite, { body: { mail: person.mail, roles: ['member'] } })
    const handed = app.client({ link: secretIn(url) })
    await expect(handed(e.acceptInvitation, { body: { profile, password: theirPassword } })).rejects.toMatchObject({
      code: 'people.sign_in_to_accept',
    })
    await join('taken@example.jp')
    const elsewhere = await createMember(app, { consortiumId: other.id, roles: ['operator'] })
    const again = await app.client({ cookie: elsewhere.cookie })(e.invite, { body: { mail: 'taken@example.jp', roles: ['member'] } })
    await expect(
      app.client({ link: secretIn(again.url) })(e.acceptInvitation, { body: { profile, password: ownPassword } }),
    ).rejects.toMatchObject({ code: 'people.mail_taken' })
    expect(await statusOfSignIn(app, 'taken@example.jp', theirPassword)).toBe(200)
  })
})
