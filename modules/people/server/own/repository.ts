/** What a person has in the whole installation: the profile, and where they belong. */
import type { Role } from '#platform/contract/permissions.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Language } from '#platform/contract/texts.ts'
import { installationId, type AccountScope, type PersonScope } from '#platform/server/scope.ts'
import type { Member, Profile } from '../../contract/schemas.ts'

export interface ProfileRow {
  readonly family_name: string
  readonly given_name: string
  readonly family_kana: string | null
  readonly given_kana: string | null
  readonly latin_name: string | null
  readonly display_name: string | null
  readonly phone: string | null
  readonly language: Language
}

const profileColumns = 'family_name, given_name, family_kana, given_kana, latin_name, display_name, phone, language'

/** The own profile; before the person wrote one, the names of the newest membership. */
export async function findProfile(scope: PersonScope): Promise<ProfileRow | undefined> {
  const [row] = await scope.prepared<ProfileRow>(
    'people_profile_find',
    `select ${profileColumns} from (
       select ${profileColumns}, 1 as rank, null::uuid as id from people.person where account_id = $1
       union all select ${profileColumns}, 2, id from people.membership where account_id = $1 and forgotten_at is null
     ) as known order by rank, id desc limit 1`,
    [scope.actor.accountId],
  )
  return row
}

export async function saveProfile(scope: AccountScope, profile: Profile & { search: string; sortKey: string }): Promise<void> {
  const row = { ...profile, updatedAt: scope.clock.now() }
  await scope
    .db('people')
    .insertInto('people.person')
    .values({ ...row, consortiumId: installationId, accountId: scope.actor.accountId })
    .onConflict((conflict) => conflict.columns(['consortiumId', 'accountId']).doUpdateSet(row))
    .execute()
}

export async function renameAccount(scope: AccountScope, name: string): Promise<void> {
  await scope.prepared('people_account_rename', 'select people.rename_own_account($1)', [name])
}

export async function deleteProfile(scope: AccountScope): Promise<void> {
  await scope.db('people').deleteFrom('people.person').where('accountId', '=', scope.actor.accountId).execute()
  await scope.db('people').deleteFrom('people.forgetRequest').where('accountId', '=', scope.actor.accountId).execute()
}

export interface OwnMembershipRow {
  readonly id: string
  readonly consortium_id: string
  readonly slug: string
  readonly consortium_name: Partial<LocalText>
  readonly organisation_id: string | null
  readonly organisation_name: string | null
  readonly roles: Role[]
  readonly status: Member['status']
}

export async function listMemberships(scope: PersonScope): Promise<readonly OwnMembershipRow[]> {
  return scope.prepared<OwnMembershipRow>(
    'people_own_memberships',
    `select m.id, m.consortium_id, t.slug, t.name as consortium_name, m.organisation_id, o.name as organisation_name, m.roles, m.status
     from people.membership m join platform.tenant t on t.id = m.consortium_id
     left join people.organisation o on o.consortium_id = m.consortium_id and o.id = m.organisation_id
     where m.account_id = $1 and m.status <> 'ended' order by m.id`,
    [scope.actor.accountId],
  )
}

export interface OwnRequestRow {
  readonly id: string
  readonly consortium_id: string
  readonly slug: string
  readonly consortium_name: Partial<LocalText>
  readonly status: 'pending' | 'approved' | 'declined' | 'withdrawn'
  readonly created_at: Temporal.Instant
  readonly reason: string | null
}

export async function listJoinRequests(scope: PersonScope): Promise<readonly OwnRequestRow[]> {
  return scope.prepared<OwnRequestRow>(
    'people_own_requests',
    `select r.id, r.consortium_id, t.slug, t.name as consortium_name, r.status, r.created_at, r.reason
     from people.join_request r join platform.tenant t on t.id = r.consortium_id where r.account_id = $1 order by r.id desc limit 20`,
    [scope.actor.accountId],
  )
}

export async function insertForgetRequest(scope: AccountScope, expiresAt: Temporal.Instant): Promise<string> {
  const row = await scope
    .db('people')
    .insertInto('people.forgetRequest')
    .values({ consortiumId: installationId, accountId: scope.actor.accountId, expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function findForgetRequest(scope: AccountScope, id: string): Promise<{ expiresAt: Temporal.Instant } | undefined> {
  return scope
    .db('people')
    .selectFrom('people.forgetRequest')
    .select('expiresAt')
    .where('id', '=', id)
    .where('accountId', '=', scope.actor.accountId)
    .executeTakeFirst()
}
