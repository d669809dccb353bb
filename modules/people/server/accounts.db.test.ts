/** What the command line and the demo ask of people, and the mails of sign-in. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#platform/server/database.ts'
import { createLog } from '#platform/server/log.ts'
import { createTestApp, type TestApp } from '#platform/testkit/app.ts'
import * as e from '../contract/endpoints.ts'
import { createMember } from './factory.ts'
import { createDemoPeople, demoPassword, makeAdminLink, namesOf } from './index.ts'
import { people } from './module.ts'

let app: TestApp
let authDatabase: Database
beforeAll(async () => {
  app = await createTestApp({ modules: [people], hasWorker: true })
  authDatabase = openDatabase({ url: app.databaseUrl, role: 'hiroba_auth', poolSize: 1, log: createLog('silent'), searchPath: 'auth' })
})
afterAll(async () => {
  await authDatabase.close()
  await app.stop()
})

const post = (path: string, body: unknown) =>
  app.request(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', 'accept-language': 'en' },
    body: JSON.stringify(body),
  })
const tokenIn = (text: string | undefined) => new URL(/http\S+/.exec(text ?? '')?.[0] as string).searchParams.get('token')
const by = { name: 'test', requestId: 'test' }

test('the people of the demo can sign in with the password that is shown, and a second filling adds nobody', async () => {
  const tenant = await app.createTenant('minakami')
  const fill = () =>
    app.program.runInTenant(tenant.id, by, (scope) => createDemoPeople(scope, { slug: tenant.slug, municipality: '群馬県みなかみ町' }))
  const first = await fill()
  expect(await fill()).toEqual(first)
  const response = await post('sign-in/email', { email: 'operator@minakami.example.jp', password: demoPassword })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] as string
  const list = await app.client({ cookie })(e.listMembers, { query: {} })
  expect(list.total).toBe(first.length + 1)
  expect(list.items.filter((item) => item.status === 'invited')).toHaveLength(1)
  expect(list.items.find((item) => item.mail === 'worker@minakami.example.jp')).toMatchObject({
    engagement: { type: 'C', origin: 'registered' },
  })
  const operator = first.find((person) => person.roles.includes('operator'))
  const names = await app.program.runInTenant(tenant.id, by, (scope) => namesOf(scope, [operator?.accountId as string, tenant.id]))
  expect([...names.values()]).toMatchObject([{ name: '見本 花子', language: 'ja', isForgotten: false }])
})

test('a lost administrator gets a link that sets a password once; the role comes with a line in the history', async () => {
  const tenant = await app.createTenant()
  const member = await createMember(app, { consortiumId: tenant.id })
  const ask = (wanted: { mail: string; consortium?: string }) =>
    makeAdminLink({ authDatabase, runInTenant: app.program.runInTenant, publicUrl: 'http://localhost:3000' }, wanted)
  expect(await ask({ mail: 'no mail' })).toEqual({ kind: 'not-a-mail' })
  expect(await ask({ mail: member.mail })).toMatchObject({ kind: 'which-consortium' })
  expect(await ask({ mail: member.mail, consortium: 'nowhere' })).toMatchObject({ kind: 'no-such-consortium' })
  const link = await ask({ mail: member.mail, consortium: tenant.slug })
  if (link.kind !== 'link') throw new Error(link.kind)
  expect(link).toMatchObject({ isNewAccount: false, consortia: [tenant.slug] })
  const token = new URL(link.url).searchParams.get('token')
  expect((await post('reset-password', { token, newPassword: 'another-password' })).status).toBe(200)
  expect((await post('reset-password', { token, newPassword: 'third-password' })).status).toBe(400)
  const response = await post('sign-in/email', { email: member.mail, password: 'another-password' })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] as string
  expect(await app.client({ cookie })(e.readMe, {})).toMatchObject({ memberships: [{ roles: ['member', 'admin'] }] })
  expect((await app.client({ cookie })(e.readMemberHistory, { params: { id: member.membershipId }, query: {} })).items).toMatchObject([
    { type: 'people.rolesChanged', byKind: 'system', reason: 'hiroba admin' },
  ])

  const fresh = await ask({ mail: 'fresh@example.jp', consortium: tenant.slug })
  expect(fresh).toMatchObject({ kind: 'link', isNewAccount: true })
})

test('signing up and losing a password each send one mail with a link, in the language of the page', async () => {
  expect((await post('sign-up/email', { email: 'new@example.jp', password: 'a-long-password', name: 'Anna Smith' })).status).toBe(200)
  const [mail] = await app.sql<{ subject: string; body_text: string }>(
    `select subject, body_text from platform.mail where to_address = 'new@example.jp'`,
  )
  expect(mail?.subject).toBe('Confirm your email address')
  expect((await post('sign-in/email', { email: 'new@example.jp', password: 'a-long-password' })).status).toBe(403)
  const token = tokenIn(mail?.body_text)
  expect((await post('reset-password', { token, newPassword: 'chosen-by-the-owner' })).status).toBe(200)
  // who typed a password at the start need not be who has the mail
  expect((await post('sign-in/email', { email: 'new@example.jp', password: 'a-long-password' })).status).toBe(401)
  const response = await post('sign-in/email', { email: 'new@example.jp', password: 'chosen-by-the-owner' })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] as string
  expect(await app.client({ cookie })(e.readMe, {})).toMatchObject({
    name: 'Anna Smith',
    profile: null,
    memberships: [],
    activeMembershipId: null,
  })
  await post('request-password-reset', { email: 'new@example.jp', redirectTo: '/reset-password' })
  await expect
    .poll(() => app.sql(`select from platform.mail where to_address = 'new@example.jp' and subject = 'Choose a new password'`))
    .toHaveLength(1)
})

test('the mail that proves an address says nothing that a stranger typed', async () => {
  const response = await post('sign-up/email', {
    email: 'advertised@example.jp',
    password: 'a-long-password',
    name: 'Buy at http://shop.example now',
  })
  expect(response.status).toBe(200)
  const mails = await app.sql<{ body_text: string; attachments: { to: string } }>(
    `select body_text, attachments from platform.mail where to_address = 'advertised@example.jp'`,
  )
  expect(mails).toHaveLength(1)
  expect(JSON.stringify(mails)).not.toContain('shop.example')
})

test('an address that a stranger tried first stays free for its owner, who is asked by mail again', async () => {
  const mail = 'tried@example.jp'
  const signUp = (password: string) => post('sign-up/email', { email: mail, password, name: '例示 次郎' })
  await signUp('known-to-the-stranger')
  await signUp('thought-up-by-the-owner')
  const mails = () => app.sql<{ body_text: string }>('select body_text from platform.mail where to_address = $1 order by id', [mail])
  await expect.poll(mails).toHaveLength(2)
  const token = tokenIn((await mails())[1]?.body_text)
  expect((await post('reset-password', { token, newPassword: 'chosen-by-the-owner' })).status).toBe(200)
  expect((await post('sign-in/email', { email: mail, password: 'known-to-the-stranger' })).status).toBe(401)
  expect((await post('sign-in/email', { email: mail, password: 'chosen-by-the-owner' })).status).toBe(200)
})

test('an invitation takes the place of an account that nobody has proven', async () => {
  const tenant = await app.createTenant()
  const operator = await createMember(app, { consortiumId: tenant.id, roles: ['operator'] })
  const mail = 'invited@example.jp'
  await post('sign-up/email', { email: mail, password: 'known-to-the-stranger', name: '架空 実' })
  const { url } = await app.client({ cookie: operator.cookie })(e.invite, { body: { mail, roles: ['member'] } })
  const guest = app.client({ link: url.split('#')[1] as string })
  expect(await guest(e.readInvitation, {})).toMatchObject({ hasAccount: false })
  const profile = { familyName: '見本', givenName: '花子' }
  expect(await guest(e.acceptInvitation, { body: { profile, password: 'chosen-by-the-owner' } })).toMatchObject({ isNewAccount: true })
  expect((await post('sign-in/email', { email: mail, password: 'known-to-the-stranger' })).status).toBe(401)
  expect((await post('sign-in/email', { email: mail, password: 'chosen-by-the-owner' })).status).toBe(200)
})
