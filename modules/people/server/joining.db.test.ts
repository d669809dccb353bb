/** How somebody comes to belong: first run, invitation, request; and how they work in one of several consortia. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listMails, readMail } from '#platform/contract/endpoints.ts'
import { createTestApp, testClock, type TestApp } from '#platform/testkit/app.ts'
import { defineModule } from '#platform/server/module.ts'
import * as e from '../contract/endpoints.ts'
import { createMember, createOrganisation, type TestMember } from './factory.ts'
import { people } from './module.ts'
import { setupCode } from './own/use-cases/set-up.ts'

/** Stands in for the module of hubs: the address of a hub is the slug of its tenant here. */
const addresses = defineModule({
  name: 'addresses',
  dependsOn: [],
  findTenantOfAddress: async (database, key) => {
    const [row] = await database.query<{ id: string }>('test_address', 'select id from platform.tenant where slug = $1', [key])
    return row === undefined ? undefined : { consortiumId: row.id, hubId: row.id }
  },
})

let app: TestApp
let tenant: { id: string; slug: string }
let operator: TestMember
beforeAll(async () => {
  app = await createTestApp({ modules: [people, addresses], hasWorker: true, clock: testClock() })
})
afterAll(() => app.stop())

const profile = { familyName: '例示', givenName: '次郎', familyKana: 'れいじ', givenKana: 'ｼﾞﾛｳ', phone: '０９０－１２３４－５６７８' }
const secretOf = (url: string) => url.split('#')[1] as string

async function signIn(mail: string, password: string): Promise<string> {
  const response = await app.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
    body: JSON.stringify({ email: mail, password }),
  })
  expect(response.status).toBe(200)
  return (response.headers.getSetCookie().find((cookie) => cookie.includes('session_token')) ?? '').split(';')[0] as string
}

describe('the first run', () => {
  const body = {
    mail: 'Admin@Example.jp',
    password: 'a-long-password',
    familyName: '見本',
    givenName: '花子',
    consortium: { slug: 'Mihon', name: '見本コンソーシアム', nameEn: 'Mihon', municipality: '見本町' },
  }
  test('makes the administrator and the consortium, once, and the administrator can sign in', async () => {
    expect(await app.client()(e.readSetup, {})).toMatchObject({ isSetUp: false, needsCode: false })
    const both = await Promise.allSettled([
      app.client()(e.setUp, { body }),
      app.client()(e.setUp, { body: { ...body, mail: 'other@example.jp' } }),
    ])
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await app.client()(e.readSetup, {})).toMatchObject({ isSetUp: true, consortia: [] })
    await expect(app.client()(e.setUp, { body })).rejects.toMatchObject({ status: 409, code: 'people.already_set_up' })
    const [account] = await app.sql<{ email: string }>('select email from auth."user"')
    const me = await app.client({ cookie: await signIn(account?.email as string, body.password) })(e.readMe, {})
    expect(me.memberships).toMatchObject([
      {
        consortium: { slug: 'mihon', name: { ja: '見本コンソーシアム', en: 'Mihon' } },
        organisation: { name: '見本町' },
        roles: ['operator', 'admin'].toSorted(),
      },
    ])
    expect(me.activeMembershipId).toBe(me.memberships[0]?.id)
  })
  test('from another machine it asks for the code of the console', () => {
    expect(setupCode({ sign: () => Buffer.alloc(32, 0xab).toString('base64url') })).toBe('abab-abab-abab')
  })
})

describe('invitations', () => {
  beforeAll(async () => {
    tenant = await app.createTenant()
    operator = await createMember(app, { consortiumId: tenant.id, roles: ['operator'] })
  })
  const invite = (mail: string, roles: 'member'[] = ['member']) =>
    app.client({ cookie: operator.cookie })(e.invite, { body: { mail, roles, familyName: '例示', givenName: '次郎' } })

  test('a new person accepts with a password, signs in, and is a member with folded names', async () => {
    const organisationId = await createOrganisation(app, tenant.id)
    const invitation = await app.client({ cookie: operator.cookie })(e.invite, {
      body: { mail: 'ＪＩＲＯ@example.jp', roles: ['worker', 'member'], organisationId },
    })
    expect(invitation).toMatchObject({ state: 'open', mail: 'jiro@example.jp', roles: ['member', 'worker'] })
    await app.settle()
    const [mail] = await app.sql<{ body_text: string }>('select body_text from platform.mail where to_address = $1', ['jiro@example.jp'])
    expect(mail?.body_text).toContain('/invitation#')
    expect(mail?.body_text).not.toContain(invitation.url)

    const guest = app.client({ link: secretOf(invitation.url) })
    expect(await guest(e.readInvitation, {})).toMatchObject({ state: 'open', mail: 'jiro@example.jp', hasAccount: false, terms: null })
    await expect(guest(e.acceptInvitation, { body: { profile } })).rejects.toMatchObject({ code: 'people.password_needed' })
    const accepted = await guest(e.acceptInvitation, { body: { profile, password: 'a-long-password' } })
    expect(accepted).toMatchObject({ consortiumId: tenant.id, mail: 'jiro@example.jp', isNewAccount: true })

    const me = await app.client({ cookie: await signIn('jiro@example.jp', 'a-long-password') })(e.readMe, {})
    expect(me.profile).toMatchObject({ familyKana: 'レイジ', givenKana: 'ジロウ', phone: '+819012345678' })
    expect(me.memberships).toMatchObject([{ roles: ['member', 'worker'], organisation: { id: organisationId } }])
    // the link worked once, and says so
    expect(await guest(e.readInvitation, {})).toMatchObject({ state: 'accepted' })
    await expect(guest(e.acceptInvitation, { body: { profile, password: 'a-long-password' } })).rejects.toMatchObject({
      status: 410,
      params: { state: 'accepted' },
    })
  })

  test('whoever has an account signs in first, and then joins as themselves', async () => {
    const person = await app.createAccount()
    const { url } = await invite(person.mail)
    await expect(
      app.client({ link: secretOf(url) })(e.acceptInvitation, { body: { profile, password: 'a-long-password' } }),
    ).rejects.toMatchObject({ code: 'people.sign_in_to_accept' })
    const accepted = await app.client({ cookie: person.cookie, link: secretOf(url) })(e.acceptInvitation, { body: { profile } })
    expect(accepted.isNewAccount).toBe(false)
    expect((await app.client({ cookie: person.cookie })(e.readMe, {})).activeMembershipId).toBe(accepted.membershipId)
    await expect(invite(person.mail)).rejects.toMatchObject({ code: 'people.already_member' })
  })

  test('whoever reads the mails of the consortium does not find in them the link that makes an administrator', async () => {
    const admin = await createMember(app, { consortiumId: tenant.id, roles: ['admin'] })
    const { id } = await app.client({ cookie: admin.cookie })(e.invite, { body: { mail: 'next-admin@example.jp', roles: ['admin'] } })
    await app.settle()
    const desk = app.client({ cookie: operator.cookie })
    await expect(desk(e.readInvitationLink, { params: { id } })).rejects.toMatchObject({ code: 'platform.not_allowed' })
    const [mail] = (await desk(listMails, { query: { q: 'next-admin' } })).items
    const { text } = await desk(readMail, { params: { mailId: mail?.id as string } })
    expect(text).toContain('…')
    const [stored] = await app.sql<{ body_text: string }>('select body_text from platform.mail where id = $1', [mail?.id])
    const secret = /\/invitation#(\S+)/.exec(stored?.body_text ?? '')?.[1]
    expect(secret).toBeDefined()
    expect(text).not.toContain(secret)
  })

  test('two at once with one link: one joins', async () => {
    const [one, other] = [await app.createAccount(), await app.createAccount()]
    const { url } = await invite('race@example.jp')
    const both = await Promise.allSettled(
      [one, other].map((person) => app.client({ cookie: person.cookie, link: secretOf(url) })(e.acceptInvitation, { body: { profile } })),
    )
    expect(both.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  })

  test('renewed, withdrawn and past its day: the old link is dead and the reason is told', async () => {
    const client = app.client({ cookie: operator.cookie })
    const first = await invite('again@example.jp')
    await expect(invite('again@example.jp')).rejects.toMatchObject({ code: 'people.invitation_open' })
    const renewed = await client(e.renewInvitation, { params: { id: first.id } })
    expect(renewed.url).not.toBe(first.url)
    await expect(app.client({ link: secretOf(first.url) })(e.readInvitation, {})).rejects.toMatchObject({ status: 404 })
    expect(await client(e.readInvitationLink, { params: { id: first.id } })).toMatchObject({ url: renewed.url })

    app.clock.advance({ hours: 24 * 15 })
    await expect(
      app.client({ link: secretOf(renewed.url) })(e.acceptInvitation, { body: { profile, password: 'a-long-password' } }),
    ).rejects.toMatchObject({ params: { state: 'expired' } })
    const next = await invite('again@example.jp')
    await client(e.revokeInvitation, { params: { id: next.id } })
    await expect(
      app.client({ link: secretOf(next.url) })(e.acceptInvitation, { body: { profile, password: 'a-long-password' } }),
    ).rejects.toMatchObject({ params: { state: 'revoked' } })
    expect((await client(e.listInvitations, { query: {} })).items.map((item) => item.state)).toContain('revoked')
  })

  test('an operator invites no administrator, a member nobody', async () => {
    const admin = await createMember(app, { consortiumId: tenant.id, roles: ['admin'] })
    const invited = await app.client({ cookie: admin.cookie })(e.invite, { body: { mail: 'next-admin@example.jp', roles: ['admin'] } })
    await expect(app.client({ cookie: operator.cookie })(e.revokeInvitation, { params: { id: invited.id } })).rejects.toMatchObject({
      code: 'people.roles_beyond_own',
    })
    await app.client({ cookie: admin.cookie })(e.revokeInvitation, { params: { id: invited.id } })
    await expect(
      app.client({ cookie: operator.cookie })(e.invite, { body: { mail: 'x@example.jp', roles: ['admin'] } }),
    ).rejects.toMatchObject({ code: 'people.roles_beyond_own' })
    const member = await createMember(app, { consortiumId: tenant.id })
    await expect(
      app.client({ cookie: member.cookie })(e.invite, { body: { mail: 'x@example.jp', roles: ['member'] } }),
    ).rejects.toMatchObject({ code: 'platform.not_allowed' })
    const [row] = await app.sql('select from people.invitation where mail = $1', ['x@example.jp'])
    expect(row).toBeUndefined()
  })

  test('where terms hold, accepting them is part of joining', async () => {
    const own = await app.createTenant()
    const admin = await createMember(app, { consortiumId: own.id, roles: ['admin'] })
    const client = app.client({ cookie: admin.cookie })
    const terms = await client(e.publishTerms, { body: { text: { ja: '規約', en: 'Terms' }, validFrom: '2026-04-01' } })
    await expect(client(e.publishTerms, { body: { text: { ja: '規約', en: 'Terms' }, validFrom: '2026-04-01' } })).rejects.toMatchObject({
      code: 'people.terms_day_taken',
    })
    const { url } = await client(e.invite, { body: { mail: 'terms@example.jp', roles: ['member'] } })
    const person = await app.createAccount()
    const invited = app.client({ cookie: person.cookie, link: secretOf(url) })
    await expect(invited(e.acceptInvitation, { body: { profile } })).rejects.toMatchObject({
      code: 'platform.invalid_input',
      problem: { fields: [{ path: 'body.termsId' }] },
    })
    await invited(e.acceptInvitation, { body: { profile, termsId: terms.id } })
    expect(await app.client({ cookie: person.cookie })(e.readCurrentTerms, {})).toMatchObject({
      terms: { version: 1 },
      acceptedAt: expect.any(String),
    })
    expect(await client(e.readCurrentTerms, {})).toMatchObject({ acceptedAt: null })
    await client(e.acceptTerms, { params: { id: terms.id } })
    expect((await client(e.listTerms, { query: {} })).items).toMatchObject([{ version: 1, accepted: 2 }])
  })
})

describe('requests to join', () => {
  test('a signed-in person asks by the address of a hub; approved once, with roles; told by mail', async () => {
    const own = await app.createTenant()
    const desk = await createMember(app, { consortiumId: own.id, roles: ['operator'] })
    const person = await app.createAccount()
    await expect(app.client()(e.askToJoin, { params: { hubKey: own.slug }, body: { profile } })).rejects.toMatchObject({ status: 401 })
    await expect(
      app.client({ cookie: person.cookie })(e.askToJoin, {
        params: { hubKey: own.slug },
        body: { profile: { ...profile, givenName: 'www.shop.example' } },
      }),
    ).rejects.toMatchObject({ code: 'platform.invalid_input', problem: { fields: [{ path: 'body.profile.givenName' }] } })
    const { id } = await app.client({ cookie: person.cookie })(e.askToJoin, {
      params: { hubKey: own.slug },
      body: { profile, message: 'よろしくお願いします' },
    })
    await expect(
      app.client({ cookie: person.cookie })(e.askToJoin, { params: { hubKey: own.slug }, body: { profile } }),
    ).rejects.toMatchObject({ code: 'people.already_asked' })
    await app.settle()
    expect(await app.sql('select from platform.mail where to_address = $1', [desk.mail])).toHaveLength(1)

    const client = app.client({ cookie: desk.cookie })
    await expect(client(e.decideJoinRequest, { params: { id }, body: { decision: 'declined' } })).rejects.toMatchObject({
      code: 'people.reason_needed',
    })
    await expect(client(e.decideJoinRequest, { params: { id }, body: { decision: 'approved', roles: ['admin'] } })).rejects.toMatchObject({
      code: 'people.roles_beyond_own',
    })
    const both = await Promise.allSettled(
      [1, 2].map(() => client(e.decideJoinRequest, { params: { id }, body: { decision: 'approved', roles: ['member'] } })),
    )
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect((await client(e.listJoinRequests, { query: { isDecided: 'true' } })).items).toMatchObject([
      { status: 'approved', decidedBy: '見本 花子' },
    ])
    expect(await app.client({ cookie: person.cookie })(e.readMe, {})).toMatchObject({
      memberships: [{ consortium: { id: own.id } }],
      joinRequests: [{ status: 'approved' }],
    })
    await app.settle()
    expect(await app.sql('select from platform.mail where to_address = $1', [person.mail])).toHaveLength(1)
  })

  test('who only asked to join finds it in the own records, takes it back, and is forgotten there too', async () => {
    const own = await app.createTenant()
    const desk = await createMember(app, { consortiumId: own.id, roles: ['operator'] })
    const person = await app.createAccount()
    const other = app.client({ cookie: (await app.createAccount()).cookie })
    const client = app.client({ cookie: person.cookie })
    // the session is known before the person asks
    expect((await client(e.readMyRecords, { query: {} })).consortia).toEqual([])
    const ask = () => client(e.askToJoin, { params: { hubKey: own.slug }, body: { profile, message: 'よろしくお願いします' } })
    const first = await ask()
    expect((await client(e.readMyRecords, { query: {} })).consortia).toMatchObject([
      {
        id: own.id,
        sections: [{ section: 'people', data: { joinRequests: [{ familyName: '例示', mail: person.mail, status: 'pending' }] } }],
      },
    ])
    await expect(other(e.withdrawJoinRequest, { params: first })).rejects.toMatchObject({ status: 404 })
    await client(e.withdrawJoinRequest, { params: first })
    await expect(client(e.withdrawJoinRequest, { params: first })).rejects.toMatchObject({ code: 'people.request_decided' })
    const decision = { params: first, body: { decision: 'approved' as const, roles: ['member' as const] } }
    await expect(app.client({ cookie: desk.cookie })(e.decideJoinRequest, decision)).rejects.toMatchObject({
      code: 'people.request_decided',
    })
    await ask()
    const { id } = await client(e.askToBeForgotten, {})
    await client(e.confirmForgetting, { params: { id }, body: { mail: person.mail } })
    const left = await app.sql('select status, mail, family_name, phone, message from people.join_request where account_id = $1', [
      person.accountId,
    ])
    expect(left).toEqual(
      Array.from({ length: 2 }, () => ({ status: 'withdrawn', mail: null, family_name: '', phone: null, message: null })),
    )
  })
})

describe('several consortia', () => {
  test('the session works in the chosen one, at once, and never in one where the person is no member', async () => {
    const [one, two, three] = [await app.createTenant(), await app.createTenant(), await app.createTenant()]
    const person = await app.createAccount()
    await createMember(app, { consortiumId: one.id, roles: ['operator'], person })
    const second = await createMember(app, { consortiumId: two.id, roles: ['operator'], person })
    const client = app.client({ cookie: person.cookie })
    await expect(client(e.listMembers, { query: {} })).rejects.toMatchObject({ code: 'platform.no_membership' })
    await client(e.chooseMembership, { body: { consortiumId: two.id } })
    expect((await client(e.listMembers, { query: {} })).items.map((item) => item.id)).toEqual([second.membershipId])
    await expect(client(e.chooseMembership, { body: { consortiumId: three.id } })).rejects.toMatchObject({ code: 'people.not_a_member' })
    expect((await client(e.readMe, {})).activeMembershipId).toBe(second.membershipId)
  })
})
