/**
 * Accounts and tenants, as far as people's business reaches over the wall to sign-in: each statement here calls one
 * of the narrow functions of 0010_people.sql, or is the look-up of a session.
 */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Role } from '#platform/contract/permissions.ts'
import type { Database } from '#platform/server/database.ts'
import type { Membership, Principal, Scope } from '#platform/server/scope.ts'

interface PrincipalRow {
  readonly session_id: string
  readonly account_id: string
  readonly name: string
  readonly email: string
  readonly is_mail_unproven: boolean
  readonly active_consortium_id: string | null
  readonly memberships: readonly { id: string; consortiumId: string; organisationId: string | null; roles: Role[] }[] | null
  readonly recorded_in: readonly string[] | null
}

/** On every request that is not cached: one named statement, by the role and the search path of sign-in. */
const principalText = `
select s.id as session_id, u.id as account_id, u.name, u.email, u."isMailUnproven" as is_mail_unproven, s."activeConsortiumId" as active_consortium_id,
       jsonb_agg(jsonb_build_object('id', m.id, 'consortiumId', m.consortium_id, 'organisationId', m.organisation_id, 'roles', m.roles)
                 order by m.id) filter (where m.status = 'active') as memberships,
       (select array_agg(known.id) from (select consortium_id as id from people.membership where account_id = u.id
          union select consortium_id from people.join_request where account_id = u.id) as known) as recorded_in
from session s join "user" u on u.id = s."userId"
left join people.membership m on m.account_id = u.id
where s.token = $1 and s."expiresAt" > now()
group by s.id, u.id`

/**
 * The person of a session. It works as the membership it chose, else as the only one there is;
 * a person with several who has not chosen works as none.
 */
export async function findPrincipal(authDatabase: Database, token: string): Promise<Principal | undefined> {
  const [row] = await authDatabase.query<PrincipalRow>('people_principal', principalText, [token])
  if (row === undefined) return undefined
  const memberships: readonly Membership[] = row.memberships ?? []
  const active =
    memberships.find((one) => one.consortiumId === row.active_consortium_id) ?? (memberships.length === 1 ? memberships[0] : undefined)
  return {
    accountId: row.account_id,
    sessionId: row.session_id,
    name: row.name,
    mail: row.email,
    ...(row.is_mail_unproven ? { isMailUnproven: true } : {}),
    memberships,
    active,
    recordedIn: row.recorded_in ?? [],
  }
}

export async function findTenantOfInvitation(appDatabase: Database, tokenHash: string): Promise<string | undefined> {
  const [row] = await appDatabase.query<{ id: string | null }>(
    'people_invitation_tenant',
    'select people.find_tenant_of_invitation($1) as id',
    [tokenHash],
  )
  return row?.id ?? undefined
}

export async function findAccountByMail(scope: Scope, mail: string): Promise<string | undefined> {
  const [row] = await scope.prepared<{ id: string | null }>('people_account_by_mail', 'select people.find_account($1) as id', [mail])
  return row?.id ?? undefined
}

/** One whose mail is proven also takes over what somebody used under this address without proof. */
export async function insertAccount(
  scope: Scope,
  account: { mail: string; name: string; passwordHash: string; isProven: boolean },
): Promise<string> {
  const [name, text] = account.isProven
    ? ['people_account_insert', 'select people.create_account($1, $2, $3) as id']
    : ['people_account_insert_unproven', 'select people.create_unproven_account($1, $2, $3) as id']
  const [row] = await scope.prepared<{ id: string }>(name, text, [account.mail, account.name, account.passwordHash])
  if (row === undefined) throw new Error('no account was made')
  return row.id
}

export async function deleteOwnAccount(scope: Scope): Promise<void> {
  await scope.prepared('people_account_delete', 'select people.delete_own_account()', [])
}

export async function chooseConsortium(scope: Scope, sessionId: string, consortiumId: string): Promise<boolean> {
  const [row] = await scope.prepared<{ chosen: boolean }>('people_choose', 'select people.choose_membership($1, $2) as chosen', [
    sessionId,
    consortiumId,
  ])
  return row?.chosen === true
}

export async function isSetUp(scope: Scope): Promise<boolean> {
  const [row] = await scope.prepared<{ done: boolean }>('people_is_set_up', 'select people.is_set_up() as done', [])
  return row?.done === true
}

/** Undefined: somebody has an account already. */
export async function setUpInstallation(
  scope: Scope,
  person: Readonly<Record<string, unknown>>,
  consortium: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const [row] = await scope.prepared<{ id: string | null }>('people_set_up', 'select people.set_up_found($1::jsonb, $2::jsonb) as id', [
    JSON.stringify(person),
    JSON.stringify(consortium),
  ])
  return row?.id ?? undefined
}

export interface Tenant {
  readonly id: string
  readonly slug: string
  readonly name: LocalText
}

export async function listTenants(scope: Scope): Promise<readonly Tenant[]> {
  const rows = await scope.prepared<{ id: string; slug: string; name: Partial<LocalText> }>(
    'people_tenants',
    'select id, slug, name from platform.tenant order by slug',
    [],
  )
  return rows.map(tenantOf)
}

export async function tenantsByIds(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, Tenant>> {
  const rows = await scope.prepared<{ id: string; slug: string; name: Partial<LocalText> }>(
    'people_tenants_by_ids',
    'select id, slug, name from platform.tenant where id = any($1::uuid[])',
    [ids],
  )
  return new Map(rows.map((row) => [row.id, tenantOf(row)]))
}

/** A tenant nobody named yet is called by its slug. */
function tenantOf(row: { id: string; slug: string; name: Partial<LocalText> }): Tenant {
  return { id: row.id, slug: row.slug, name: { ...row.name, ja: row.name.ja ?? row.slug } }
}

/** As sign-in itself writes one: whoever opens the link with this token chooses a new password, once. By the pool of sign-in. */
export async function insertPasswordReset(authDatabase: Database, accountId: string, token: string, hours: number): Promise<void> {
  await authDatabase.query(
    'people_reset_insert',
    `insert into verification (identifier, value, "expiresAt", "createdAt", "updatedAt") values ($1, $2, now() + make_interval(hours => $3), now(), now())`,
    [`reset-password:${token}`, accountId, hours],
  )
}
