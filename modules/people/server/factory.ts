/** Builders for tests of any module: people with a session, in a consortium, with roles. */
import { randomUUID } from 'node:crypto'
import type { Role } from '#platform/contract/permissions.ts'
import type { TestApp, TestPerson } from '#platform/testkit/app.ts'
import { searchTextOf, sortKeyOf } from '../contract/rules.ts'

export interface TestMember extends TestPerson {
  readonly membershipId: string
  readonly consortiumId: string
  readonly organisationId: string | null
}

export interface MemberWish {
  readonly consortiumId: string
  readonly roles?: readonly Role[]
  readonly organisationId?: string | null
  readonly familyName?: string
  readonly givenName?: string
  readonly familyKana?: string | null
  readonly givenKana?: string | null
  readonly phone?: string | null
  readonly status?: 'active' | 'suspended' | 'ended'
  /** Somebody who is a member elsewhere already. */
  readonly person?: TestPerson
}

/** An active member with a session. */
export async function createMember(app: TestApp, wish: MemberWish): Promise<TestMember> {
  const names = {
    familyName: wish.familyName ?? '見本',
    givenName: wish.givenName ?? '花子',
    familyKana: wish.familyKana === undefined ? 'ミホン' : wish.familyKana,
    givenKana: wish.givenKana === undefined ? 'ハナコ' : wish.givenKana,
    phone: wish.phone ?? null,
  }
  const person = wish.person ?? (await app.createAccount(`${names.familyName} ${names.givenName}`))
  const [row] = await app.sql<{ id: string }>(
    `insert into people.membership (consortium_id, account_id, organisation_id, roles, status, mail, family_name, given_name, family_kana, given_kana, phone, search, sort_key, joined_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '2026-04-01') returning id`,
    [
      wish.consortiumId,
      person.accountId,
      wish.organisationId ?? null,
      wish.roles ?? ['member'],
      wish.status ?? 'active',
      person.mail,
      names.familyName,
      names.givenName,
      names.familyKana,
      names.givenKana,
      names.phone,
      searchTextOf(names),
      sortKeyOf(names),
    ],
  )
  if (row === undefined) throw new Error('no membership')
  await app.sql(
    `insert into people.member_key (consortium_id, key, membership_id)
     select m.consortium_id, key, m.id from people.membership m, people.member_keys(m.search, m.mail, m.phone) as key where m.id = $1`,
    [row.id],
  )
  return { ...person, membershipId: row.id, consortiumId: wish.consortiumId, organisationId: wish.organisationId ?? null }
}

export async function createOrganisation(
  app: TestApp,
  consortiumId: string,
  name = `見本商店 ${randomUUID().slice(0, 6)}`,
  kind = 'company',
): Promise<string> {
  const [row] = await app.sql<{ id: string }>(
    'insert into people.organisation (consortium_id, kind, name, sort_key) values ($1, $2, $3, $3) returning id',
    [consortiumId, kind, name],
  )
  if (row === undefined) throw new Error('no organisation')
  return row.id
}
