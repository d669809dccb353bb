/** Members of a consortium and what they count as. */
import type { Role } from '#platform/contract/permissions.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import { afterPrefix, soughtKeys } from '../../contract/rules.ts'
import type { Member } from '../../contract/schemas.ts'

type Status = Member['status']
export type EngagementType = NonNullable<Member['engagement']>['type']
export type EngagementOrigin = NonNullable<Member['engagement']>['origin']

export interface MemberRow {
  readonly id: string
  readonly account_id: string | null
  readonly organisation_id: string | null
  readonly organisation_name: string | null
  readonly roles: Role[]
  readonly status: Status
  readonly mail: string | null
  readonly family_name: string
  readonly given_name: string
  readonly family_kana: string | null
  readonly given_kana: string | null
  readonly latin_name: string | null
  readonly display_name: string | null
  readonly phone: string | null
  readonly language: Language
  readonly sort_key: string
  readonly joined_on: string | null
  readonly ended_on: string | null
  readonly forgotten_at: Temporal.Instant | null
  readonly created_at: Temporal.Instant
  readonly updated_at: Temporal.Instant
  readonly engagement_type: EngagementType | null
  readonly engagement_origin: EngagementOrigin | null
  readonly engagement_from: string | null
  readonly engagement_to: string | null
}

const columns = `
  m.id, m.account_id, m.organisation_id, o.name as organisation_name, m.roles, m.status, m.mail, m.family_name, m.given_name,
  m.family_kana, m.given_kana, m.latin_name, m.display_name, m.phone, m.language, m.sort_key, m.joined_on, m.ended_on,
  m.forgotten_at, m.created_at, m.updated_at,
  e.type as engagement_type, e.origin as engagement_origin, e.valid_from as engagement_from, e.valid_to as engagement_to`

/** $1 consortium, $2 the day on which an engagement must hold. */
const holds =
  'e.consortium_id = m.consortium_id and e.membership_id = m.id and e.valid_from <= $2 and (e.valid_to is null or e.valid_to > $2)'
const everybody = 'people.membership m'
const joined = `
  left join people.organisation o on o.consortium_id = m.consortium_id and o.id = m.organisation_id
  left join people.engagement e on ${holds}
  where m.consortium_id = $1`
const source = `from ${everybody} ${joined}`

/** Asks for nothing beside the member itself unless it must: a list is counted without its organisations and engagements. */
const filter = `
  and ($3::uuid is null or m.organisation_id = $3)
  and ($4::text is null or $4 = any(m.roles))
  and ($5::text is null or exists (select from people.engagement e where ${holds} and e.type = $5))
  and ($6::text[] is null or m.status = any($6))`

/**
 * $7 and $8 the ranges of keys: whoever has one of them. The index of the keys holds them together, and each member is
 * looked up by its own key, so the work is that of those who are found. `limit 1` keeps it so: as a plain join, or as
 * `id = any(…)`, PostgreSQL takes a consortium for an average one and reads all members of a large one.
 */
const sought = `(
    select distinct k.membership_id from unnest($7::text[], $8::text[]) as sought (low, high)
    join people.member_key k on k.consortium_id = $1 and k.key >= sought.low and k.key < sought.high
  ) as found
  cross join lateral (select * from people.membership one where one.consortium_id = $1 and one.id = found.membership_id limit 1) as m`

export interface MemberFilter {
  readonly on: string
  /** As it was typed. */
  readonly text?: string | undefined
  readonly organisationId?: string | undefined
  readonly role?: Role | undefined
  readonly type?: EngagementType | undefined
  readonly statuses?: readonly Status[] | undefined
}

/** As long as a key is kept. */
const mostKey = 64

/** The statement's name, whom it looks at and its values: by keys where something is sought. */
function filtered(scope: Scope, by: MemberFilter): { name: string; members: string; values: unknown[] } {
  const values = [scope.consortiumId, by.on, by.organisationId ?? null, by.role ?? null, by.type ?? null, by.statuses ?? null]
  const keys = by.text === undefined ? [] : soughtKeys(by.text).map((key) => Array.from(key).slice(0, mostKey).join(''))
  return keys.length === 0
    ? { name: 'list', members: everybody, values }
    : { name: 'search', members: sought, values: [...values, keys, keys.map(afterPrefix)] }
}

/** In the order of the syllabary, after the row of `after`. */
export async function list(
  scope: Scope,
  by: MemberFilter,
  page: { limit: number; after?: { sortKey: string; id: string } | undefined },
): Promise<readonly MemberRow[]> {
  const { name, members, values } = filtered(scope, by)
  const next = values.length + 1
  return scope.prepared<MemberRow>(
    `people_member_${name}`,
    // the page first: what stands beside a member is looked up for those on it
    `select ${columns} from (
       select m.* from ${members} where m.consortium_id = $1 ${filter} and ($${next}::text is null or (m.sort_key, m.id) > ($${next} collate "C", $${next + 1}::uuid))
       order by m.sort_key, m.id limit $${next + 2}
     ) as m ${joined} order by m.sort_key, m.id`,
    [...values, page.after?.sortKey ?? null, page.after?.id ?? null, page.limit],
  )
}

export async function count(scope: Scope, by: MemberFilter): Promise<number> {
  const { name, members, values } = filtered(scope, by)
  const [row] = await scope.prepared<{ total: number }>(
    `people_member_${name}_count`,
    // the day stands in no condition unless a type is asked for, and has a type all the same
    `select count(*) as total from ${members} where m.consortium_id = $1 and $2::date is not null ${filter}`,
    values,
  )
  return row?.total ?? 0
}

export async function find(scope: Scope, id: string, on: string): Promise<MemberRow | undefined> {
  const [row] = await scope.prepared<MemberRow>('people_member_find', `select ${columns} ${source} and m.id = $3`, [
    scope.consortiumId,
    on,
    id,
  ])
  return row
}

/** The rows of these accounts or these mails that have not ended. */
export async function listCurrent(
  scope: Scope,
  on: string,
  by: { accountIds?: readonly string[]; mails?: readonly string[] },
): Promise<readonly MemberRow[]> {
  return scope.prepared<MemberRow>(
    'people_member_current',
    `select ${columns} ${source} and m.status <> 'ended' and (m.account_id = any($3::uuid[]) or m.mail = any($4::text[]))`,
    [scope.consortiumId, on, by.accountIds ?? [], by.mails ?? []],
  )
}

/** Every membership an account has or had here. */
/** Of these accounts, those who are or were members here and are nothing else: each membership is stopped or has ended. */
export async function listStopped(scope: Scope, accountIds: readonly string[]): Promise<readonly string[]> {
  const rows = await scope.prepared<{ account_id: string }>(
    'people_member_stopped',
    `select m.account_id from people.membership m where m.consortium_id = $1 and m.account_id = any($2::uuid[])
     group by m.account_id having bool_and(m.status in ('suspended', 'ended'))`,
    [scope.consortiumId, accountIds],
  )
  return rows.map((row) => row.account_id)
}

export async function listOfAccount(scope: Scope, accountId: string, on: string): Promise<readonly MemberRow[]> {
  return scope.prepared<MemberRow>('people_member_of_account', `select ${columns} ${source} and m.account_id = $3 order by m.id`, [
    scope.consortiumId,
    on,
    accountId,
  ])
}

/** Held until the end of the transaction, so that two changes of one member follow one another. */
export async function lock(scope: Scope, id: string): Promise<boolean> {
  const rows = await scope.prepared(
    'people_member_lock',
    'select id from people.membership where consortium_id = $1 and id = $2 for update',
    [scope.consortiumId, id],
  )
  return rows.length === 1
}

/** The active administrators, held: of two who step down at once the second sees that the first is gone. */
export async function lockAdmins(scope: Scope): Promise<readonly string[]> {
  const rows = await scope.prepared<{ id: string }>(
    'people_admin_lock',
    `select id from people.membership where consortium_id = $1 and status = 'active' and 'admin' = any(roles) order by id for update`,
    [scope.consortiumId],
  )
  return rows.map((row) => row.id)
}

export interface MemberNames {
  readonly mail: string | null
  readonly familyName: string
  readonly givenName: string
  readonly familyKana: string | null
  readonly givenKana: string | null
  readonly latinName: string | null
  readonly displayName: string | null
  readonly phone: string | null
  readonly language: string
  readonly search: string
  readonly sortKey: string
}

export interface NewMember extends MemberNames {
  readonly accountId: string | null
  readonly organisationId: string | null
  readonly roles: readonly Role[]
  readonly status: Status
  readonly joinedOn: string | null
}

export async function insert(scope: Scope, member: NewMember): Promise<string> {
  const row = await scope
    .db('people')
    .insertInto('people.membership')
    .values({ ...member, roles: [...member.roles], consortiumId: scope.consortiumId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await saveKeys(scope, row.id)
  return row.id
}

/** What the member is found by, as the row stands now. */
async function saveKeys(scope: Scope, id: string): Promise<void> {
  await scope.prepared(
    'people_member_keys',
    `with wanted as materialized (
       select key from people.membership m, people.member_keys(m.search, m.mail, m.phone) as key where m.consortium_id = $1 and m.id = $2
     ), gone as (
       delete from people.member_key where consortium_id = $1 and membership_id = $2 and key <> all (array(select key from wanted))
     )
     insert into people.member_key (consortium_id, key, membership_id) select $1, key, $2 from wanted on conflict do nothing`,
    [scope.consortiumId, id],
  )
}

export interface MemberChange extends Partial<MemberNames> {
  readonly accountId?: string | null
  readonly organisationId?: string | null
  readonly roles?: string[]
  readonly status?: Status
  readonly joinedOn?: string
  readonly endedOn?: string | null
  readonly forgottenAt?: Temporal.Instant
}

export async function update(scope: Scope, id: string, change: MemberChange): Promise<void> {
  await scope
    .db('people')
    .updateTable('people.membership')
    .set({ ...change, updatedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
  if (change.search !== undefined || change.mail !== undefined || change.phone !== undefined) await saveKeys(scope, id)
}

export interface EngagementRow {
  readonly id: string
  readonly membershipId: string
  readonly type: EngagementType
  readonly origin: EngagementOrigin
  readonly validFrom: string
  readonly validTo: string | null
}

export async function listEngagements(scope: Scope, membershipId: string): Promise<EngagementRow[]> {
  const rows = await scope
    .db('people')
    .selectFrom('people.engagement')
    .select(['id', 'membershipId', 'type', 'origin', 'validFrom', 'validTo'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('membershipId', '=', membershipId)
    .orderBy('validFrom')
    .execute()
  return rows as EngagementRow[]
}

export async function insertEngagement(scope: Scope, engagement: Omit<EngagementRow, 'id'>): Promise<void> {
  await scope
    .db('people')
    .insertInto('people.engagement')
    .values({ ...engagement, consortiumId: scope.consortiumId })
    .execute()
}

export async function cutEngagement(scope: Scope, id: string, validTo: string): Promise<void> {
  await scope
    .db('people')
    .updateTable('people.engagement')
    .set({ validTo })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

export async function deleteEngagement(scope: Scope, id: string): Promise<void> {
  await scope.db('people').deleteFrom('people.engagement').where('consortiumId', '=', scope.consortiumId).where('id', '=', id).execute()
}

export async function listConsents(scope: Scope, accountId: string): Promise<readonly { version: number; at: Temporal.Instant }[]> {
  return scope
    .db('people')
    .selectFrom('people.consent')
    .innerJoin('people.terms', (join) =>
      join.onRef('people.terms.consortiumId', '=', 'people.consent.consortiumId').onRef('people.terms.id', '=', 'people.consent.termsId'),
    )
    .select(['people.terms.version', 'people.consent.at'])
    .where('people.consent.consortiumId', '=', scope.consortiumId)
    .where('people.consent.accountId', '=', accountId)
    .orderBy('people.terms.version', 'desc')
    .execute()
}

export interface NameRow {
  readonly account_id: string
  readonly membership_id: string
  readonly family_name: string
  readonly given_name: string
  readonly display_name: string | null
  readonly mail: string | null
  readonly language: Language
  readonly organisation_id: string | null
  readonly is_forgotten: boolean
}

/** The newest record of each account here, also of people who have left. */
export async function names(scope: Scope, accountIds: readonly string[]): Promise<readonly NameRow[]> {
  return scope.prepared<NameRow>(
    'people_names',
    `select distinct on (account_id) account_id, id as membership_id, family_name, given_name, display_name, mail, language, organisation_id,
            forgotten_at is not null as is_forgotten
     from people.membership where consortium_id = $1 and account_id = any($2::uuid[]) order by account_id, id desc`,
    [scope.consortiumId, accountIds],
  )
}

/** Of people who have left, too: they counted while they were here. */
export async function engagementTypes(
  scope: Scope,
  accountIds: readonly string[],
  day: string,
): Promise<readonly { account_id: string; type: EngagementType }[]> {
  return scope.prepared<{ account_id: string; type: EngagementType }>(
    'people_engagement_types',
    `select distinct on (m.account_id) m.account_id, e.type from people.membership m
     join people.engagement e on e.consortium_id = m.consortium_id and e.membership_id = m.id
     where m.consortium_id = $1 and m.account_id = any($2::uuid[]) and e.valid_from <= $3 and (e.valid_to is null or e.valid_to > $3)
     order by m.account_id, m.id desc`,
    [scope.consortiumId, accountIds, day],
  )
}
