/** Invitations: the newest link of each is known by its hash alone. */
import type { Role } from '#platform/contract/permissions.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'

export interface InvitationRow {
  readonly id: string
  readonly mail: string
  readonly family_name: string
  readonly given_name: string
  readonly roles: Role[]
  readonly organisation_id: string | null
  readonly organisation_name: string | null
  readonly membership_id: string | null
  readonly language: Language
  readonly message: string | null
  readonly generation: number
  readonly token_hash: string
  readonly handed_hash: string | null
  readonly expires_at: Temporal.Instant
  readonly accepted_at: Temporal.Instant | null
  readonly revoked_at: Temporal.Instant | null
  readonly created_by: string | null
  readonly created_at: Temporal.Instant
}

const text = `
select i.id, i.mail, i.family_name, i.given_name, i.roles, i.organisation_id, o.name as organisation_name, i.membership_id, i.language, i.message,
       i.generation, i.token_hash, i.handed_hash, i.expires_at, i.accepted_at, i.revoked_at, i.created_by, i.created_at
from people.invitation i left join people.organisation o on o.consortium_id = i.consortium_id and o.id = i.organisation_id
where i.consortium_id = $1`

export async function list(scope: Scope, page: { limit: number; after: string | null }): Promise<readonly InvitationRow[]> {
  return scope.prepared<InvitationRow>(
    'people_invitation_list',
    `${text} and ($2::uuid is null or i.id < $2) order by i.id desc limit $3`,
    [scope.consortiumId, page.after, page.limit],
  )
}

export async function find(scope: Scope, id: string): Promise<InvitationRow | undefined> {
  const [row] = await scope.prepared<InvitationRow>('people_invitation_find', `${text} and i.id = $2`, [scope.consortiumId, id])
  return row
}

/** Held until the end of the transaction where it is to be changed: a link is accepted once. */
export async function lock(scope: Scope, id: string): Promise<InvitationRow | undefined> {
  const [row] = await scope.prepared<InvitationRow>('people_invitation_lock', `${text} and i.id = $2 for update of i`, [
    scope.consortiumId,
    id,
  ])
  return row
}

export async function findIdByToken(scope: Scope, tokenHash: string): Promise<string | undefined> {
  const [row] = await scope.prepared<{ id: string }>(
    'people_invitation_by_token',
    'select id from people.invitation where consortium_id = $1 and (token_hash = $2 or handed_hash = $2)',
    [scope.consortiumId, tokenHash],
  )
  return row?.id
}

export interface NewInvitation {
  readonly id: string
  readonly mail: string
  readonly familyName: string
  readonly givenName: string
  readonly roles: readonly Role[]
  readonly organisationId: string | null
  readonly membershipId: string | null
  readonly language: string
  readonly message: string | null
  readonly tokenHash: string
  readonly handedHash: string
  readonly expiresAt: Temporal.Instant
  readonly createdBy: string | null
}

export async function insert(scope: Scope, invitation: NewInvitation): Promise<void> {
  await scope
    .db('people')
    .insertInto('people.invitation')
    .values({ ...invitation, roles: [...invitation.roles], consortiumId: scope.consortiumId, createdAt: scope.clock.now() })
    .execute()
}

export async function update(
  scope: Scope,
  id: string,
  change: {
    generation?: number
    tokenHash?: string
    handedHash?: string
    expiresAt?: Temporal.Instant
    acceptedAt?: Temporal.Instant
    revokedAt?: Temporal.Instant
    membershipId?: string
    mail?: string
    familyName?: string
    givenName?: string
  },
): Promise<void> {
  await scope
    .db('people')
    .updateTable('people.invitation')
    .set(change)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

/** Invitations that would bring a member's record to life, once that record has ended. */
export async function revokeOpenOf(scope: Scope, membershipId: string): Promise<void> {
  await scope
    .db('people')
    .updateTable('people.invitation')
    .set({ revokedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('membershipId', '=', membershipId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
}

/** An invitation past its day does not stand in the way of a new one to the same address. */
export async function revokeExpired(scope: Scope, mails: readonly string[]): Promise<void> {
  await scope.prepared(
    'people_invitation_revoke_expired',
    `update people.invitation set revoked_at = $3 where consortium_id = $1 and mail = any($2::text[]) and accepted_at is null and revoked_at is null and expires_at <= $3`,
    [scope.consortiumId, mails, scope.clock.now()],
  )
}

export async function listOfMails(scope: Scope, mails: readonly string[]): Promise<readonly InvitationRow[]> {
  return scope.prepared<InvitationRow>('people_invitation_of_mails', `${text} and i.mail = any($2::text[]) order by i.id`, [
    scope.consortiumId,
    mails,
  ])
}

/** After its person asked to be forgotten. */
export async function blank(scope: Scope, mail: string): Promise<void> {
  await scope.prepared(
    'people_invitation_blank',
    `update people.invitation set mail = 'forgotten:' || id, family_name = '', given_name = '', message = null, revoked_at = coalesce(revoked_at, case when accepted_at is null then $3::timestamptz end)
     where consortium_id = $1 and mail = $2`,
    [scope.consortiumId, mail, scope.clock.now()],
  )
}

/** Known before the row is written, because the link's hash follows from it. */
export async function newId(scope: Scope): Promise<string> {
  const [row] = await scope.prepared<{ id: string }>('people_new_id', 'select uuidv7() as id', [])
  if (row === undefined) throw new Error('no id')
  return row.id
}
