/** Registrations, their steps and papers. Steps are written once. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Language } from '#platform/contract/texts.ts'
import { accountIdOf, type Scope } from '#platform/server/scope.ts'
import { likeAnywhere } from '#platform/server/paging.ts'
import type { RegistrationClass, RegistrationStatus, StepKind } from '../../contract/registration/schemas.ts'
import type { OwnStanding } from './rules.ts'

type Row = Selectable<DB['bookings.registration']>
export type RegistrationRow = Omit<Row, 'kind' | 'status' | 'userClass' | 'language'> & {
  kind: 'person' | 'group'
  status: RegistrationStatus
  userClass: RegistrationClass | null
  language: Language
}

/** The tenant's registrations; a question adds which. */
const registrations = (scope: Scope) =>
  scope
    .db('bookings')
    .selectFrom('bookings.registration')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .$castTo<RegistrationRow>()

export type RegistrationFields = Pick<
  RegistrationRow,
  | 'kind'
  | 'accountId'
  | 'name'
  | 'kana'
  | 'representative'
  | 'phone'
  | 'mail'
  | 'postalCode'
  | 'address'
  | 'language'
  | 'membersCount'
  | 'residentsCount'
  | 'purpose'
  | 'search'
  | 'sortKey'
>

export async function insertRegistration(scope: Scope, fields: RegistrationFields): Promise<RegistrationRow> {
  const now = scope.clock.now()
  return scope
    .db('bookings')
    .insertInto('bookings.registration')
    .values({ ...fields, consortiumId: scope.consortiumId, status: 'asked', createdAt: now, changedAt: now })
    .returningAll()
    .$castTo<RegistrationRow>()
    .executeTakeFirstOrThrow()
}

export async function findRegistration(scope: Scope, id: string, { isLocked = false } = {}): Promise<RegistrationRow | undefined> {
  return registrations(scope)
    .where('id', '=', id)
    .$if(isLocked, (query) => query.forUpdate())
    .executeTakeFirst()
}

export async function updateRegistration(
  scope: Scope,
  row: RegistrationRow,
  change: Partial<Omit<RegistrationRow, 'consortiumId' | 'id'>>,
): Promise<RegistrationRow> {
  return scope
    .db('bookings')
    .updateTable('bookings.registration')
    .set({ ...change, version: row.version + 1, changedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', row.id)
    .returningAll()
    .$castTo<RegistrationRow>()
    .executeTakeFirstOrThrow()
}

export async function listRegistrationsOf(scope: Scope, accountId: string): Promise<RegistrationRow[]> {
  return registrations(scope).where('accountId', '=', accountId).orderBy('id', 'desc').execute()
}

/** What a price is asked with: few rows, by key. A booking has them with its rules (`findPolicyFor`). */
export async function listStandings(scope: Scope, accountId: string): Promise<readonly OwnStanding[]> {
  return scope.prepared(
    'bookings_registration_standing',
    `select id, kind, status, user_class as "userClass", valid_until as "validUntil", blocked_until as "blockedUntil"
     from bookings.registration
     where consortium_id = $1 and account_id = $2 and status in ('accepted', 'blocked') order by kind desc, id`,
    [scope.consortiumId, accountId],
  )
}

export interface RegistrationFilter {
  readonly q?: string
  /** `q` is the number of a registration and nothing else. */
  readonly isNumber?: boolean
  readonly kind?: 'person' | 'group' | undefined
  readonly state?: RegistrationStatus | 'open' | 'ending' | undefined
  /** Today, and the day until which an end is soon. */
  readonly today: string
  readonly soon: string
}

export async function listRegistrations(
  scope: Scope,
  filter: RegistrationFilter,
  page: { limit: number; afterId?: string | null },
): Promise<RegistrationRow[]> {
  const last = page.afterId == null ? undefined : await findRegistration(scope, page.afterId)
  const number = /^\d{1,9}$/.test(filter.q ?? '') ? Number(filter.q) : undefined
  const like = likeAnywhere(filter.q ?? '')
  return registrations(scope)
    .$if(filter.kind !== undefined, (query) => query.where('kind', '=', filter.kind as string))
    .$if(filter.state === 'open', (query) =>
      query.where((eb) =>
        eb.or([eb('status', '=', 'asked'), eb.and([eb('status', '=', 'accepted'), eb('renewalAskedAt', 'is not', null)])]),
      ),
    )
    .$if(filter.state === 'ending', (query) =>
      query.where('status', '=', 'accepted').where('validUntil', '>=', filter.today).where('validUntil', '<=', filter.soon),
    )
    .$if(filter.state !== undefined && filter.state !== 'open' && filter.state !== 'ending', (query) =>
      query.where('status', '=', filter.state as string),
    )
    .$if((filter.q ?? '') !== '', (query) =>
      query.where((eb) =>
        eb.or([
          ...(filter.isNumber === true ? [] : [eb('search', 'like', like)]),
          ...(number === undefined ? [] : [eb('number', '=', number)]),
        ]),
      ),
    )
    .$if(last !== undefined, (query) =>
      query.where((eb) => eb(eb.refTuple('sortKey', 'id'), '>', eb.tuple(last?.sortKey ?? '', last?.id ?? ''))),
    )
    .orderBy('sortKey')
    .orderBy('id')
    .limit(page.limit)
    .execute()
}

export interface NewStep {
  readonly kind: StepKind
  readonly reason?: string | undefined
  readonly userClass?: RegistrationClass | undefined
  readonly validUntil?: string | undefined
  readonly blockedUntil?: string | undefined
}

export async function insertStep(scope: Scope, registrationId: string, step: NewStep): Promise<void> {
  await scope
    .db('bookings')
    .insertInto('bookings.registrationStep')
    .values({
      consortiumId: scope.consortiumId,
      registrationId,
      kind: step.kind,
      reason: step.reason ?? '',
      userClass: step.userClass ?? null,
      validUntil: step.validUntil ?? null,
      blockedUntil: step.blockedUntil ?? null,
      actorKind: scope.actor.kind,
      accountId: accountIdOf(scope.actor),
      at: scope.clock.now(),
    })
    .execute()
}

export async function listSteps(scope: Scope, registrationId: string) {
  return scope
    .db('bookings')
    .selectFrom('bookings.registrationStep')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('registrationId', '=', registrationId)
    .orderBy('id')
    .execute()
}

/** Words of an application's steps go with the person; what was decided, when and by whom stays. */
export async function blankSteps(scope: Scope, registrationId: string): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.registrationStep')
    .set({ reason: '' })
    .where('consortiumId', '=', scope.consortiumId)
    .where('registrationId', '=', registrationId)
    .execute()
}

export async function insertProof(scope: Scope, registrationId: string, fileId: string): Promise<void> {
  await scope
    .db('bookings')
    .insertInto('bookings.registrationProof')
    .values({
      consortiumId: scope.consortiumId,
      registrationId,
      fileId,
      addedBy: accountIdOf(scope.actor),
      addedAt: scope.clock.now(),
    })
    .execute()
}

export async function listProofs(scope: Scope, registrationId: string): Promise<{ fileId: string; addedAt: Temporal.Instant }[]> {
  return scope
    .db('bookings')
    .selectFrom('bookings.registrationProof')
    .select(['fileId', 'addedAt'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('registrationId', '=', registrationId)
    .orderBy('addedAt')
    .execute()
}

export async function deleteProofs(scope: Scope, registrationId: string): Promise<void> {
  await scope
    .db('bookings')
    .deleteFrom('bookings.registrationProof')
    .where('consortiumId', '=', scope.consortiumId)
    .where('registrationId', '=', registrationId)
    .execute()
}
