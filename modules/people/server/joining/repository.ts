/** Requests to join. */
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'

export interface JoinRequestRow {
  readonly id: string
  readonly account_id: string
  readonly mail: string | null
  readonly family_name: string
  readonly given_name: string
  readonly family_kana: string | null
  readonly given_kana: string | null
  readonly phone: string | null
  readonly language: Language
  readonly organisation_name: string | null
  readonly message: string | null
  readonly status: 'pending' | 'approved' | 'declined' | 'withdrawn'
  readonly decided_by: string | null
  readonly decided_at: Temporal.Instant | null
  readonly reason: string | null
  readonly membership_id: string | null
  readonly created_at: Temporal.Instant
}

const columns = `id, account_id, mail, family_name, given_name, family_kana, given_kana, phone, language, organisation_name, message,
  status, decided_by, decided_at, reason, membership_id, created_at`

interface Page {
  readonly limit: number
  readonly after: string | null
}

/** Who waits, oldest on top. */
export async function listWaiting(scope: Scope, page: Page): Promise<readonly JoinRequestRow[]> {
  return scope.prepared<JoinRequestRow>(
    'people_join_waiting',
    `select ${columns} from people.join_request where consortium_id = $1 and status = 'pending' and ($2::uuid is null or id > $2) order by id limit $3`,
    [scope.consortiumId, page.after, page.limit],
  )
}

/** Who was answered, or took it back; the newest on top. */
export async function listDecided(scope: Scope, page: Page): Promise<readonly JoinRequestRow[]> {
  return scope.prepared<JoinRequestRow>(
    'people_join_decided',
    `select ${columns} from people.join_request where consortium_id = $1 and status <> 'pending' and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [scope.consortiumId, page.after, page.limit],
  )
}

export async function count(scope: Scope, { isDecided }: { isDecided: boolean }): Promise<number> {
  const [row] = await scope.prepared<{ total: number }>(
    'people_join_count',
    `select count(*) as total from people.join_request where consortium_id = $1 and (status <> 'pending') = $2`,
    [scope.consortiumId, isDecided],
  )
  return row?.total ?? 0
}

export async function find(scope: Scope, id: string): Promise<JoinRequestRow | undefined> {
  const [row] = await scope.prepared<JoinRequestRow>(
    'people_join_find',
    `select ${columns} from people.join_request where consortium_id = $1 and id = $2`,
    [scope.consortiumId, id],
  )
  return row
}

/** Held until the end of the transaction: a request is decided once. */
export async function lock(scope: Scope, id: string): Promise<JoinRequestRow | undefined> {
  const [row] = await scope.prepared<JoinRequestRow>(
    'people_join_lock',
    `select ${columns} from people.join_request where consortium_id = $1 and id = $2 for update`,
    [scope.consortiumId, id],
  )
  return row
}

export async function listOfAccount(scope: Scope, accountId: string): Promise<readonly JoinRequestRow[]> {
  return scope.prepared<JoinRequestRow>(
    'people_join_of_account',
    `select ${columns} from people.join_request where consortium_id = $1 and account_id = $2 order by id`,
    [scope.consortiumId, accountId],
  )
}

export interface NewJoinRequest {
  readonly accountId: string
  readonly mail: string
  readonly familyName: string
  readonly givenName: string
  readonly familyKana: string | null
  readonly givenKana: string | null
  readonly phone: string | null
  readonly language: string
  readonly organisationName: string | null
  readonly message: string | null
}

export async function insert(scope: Scope, request: NewJoinRequest): Promise<string> {
  const row = await scope
    .db('people')
    .insertInto('people.joinRequest')
    .values({ ...request, consortiumId: scope.consortiumId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function decide(
  scope: Scope,
  id: string,
  decision: {
    status: 'approved' | 'declined' | 'withdrawn'
    decidedBy: string | null
    decidedAt: Temporal.Instant
    reason: string | null
    membershipId: string | null
  },
): Promise<void> {
  await scope
    .db('people')
    .updateTable('people.joinRequest')
    .set(decision)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

/** Nothing of the person stays; what nobody has answered yet is withdrawn. */
export async function blank(scope: Scope, accountId: string): Promise<void> {
  await scope
    .db('people')
    .updateTable('people.joinRequest')
    .set((eb) => ({
      status: eb.case().when('status', '=', 'pending').then('withdrawn').else(eb.ref('status')).end(),
      mail: null,
      familyName: '',
      givenName: '',
      familyKana: null,
      givenKana: null,
      phone: null,
      message: null,
      organisationName: null,
      reason: null,
    }))
    .where('consortiumId', '=', scope.consortiumId)
    .where('accountId', '=', accountId)
    .execute()
}
