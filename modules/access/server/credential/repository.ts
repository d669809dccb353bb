/** Cards, PINs and phones. Hashes come in; what was shown is never here. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { CredentialKind, CredentialStatus, SubjectKind } from '../../contract/schemas.ts'
import { noteChanges } from '../snapshot/repository.ts'

export type CredentialRow = Omit<Selectable<DB['access.credential']>, 'kind' | 'status' | 'subjectKind'> & {
  kind: CredentialKind
  status: CredentialStatus
  subjectKind: SubjectKind
}
export type ShownCardRow = Selectable<DB['access.shownCard']>

const credentials = (scope: Scope) =>
  scope.db('access').selectFrom('access.credential').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<CredentialRow>()

export type NewCredential = Pick<CredentialRow, 'hubId' | 'kind' | 'subjectKind' | 'subjectId' | 'label'> &
  Partial<Pick<CredentialRow, 'hash' | 'publicKey' | 'pinNumber' | 'validTo' | 'createdBy' | 'ofSubjectId' | 'keptUntil'>>

export async function insertCredential(scope: Scope, one: NewCredential): Promise<CredentialRow> {
  const now = scope.clock.now()
  const row = await scope
    .db('access')
    .insertInto('access.credential')
    .values({ consortiumId: scope.consortiumId, ...one, createdAt: now, changedAt: now })
    .returningAll()
    .$castTo<CredentialRow>()
    .executeTakeFirstOrThrow()
  await note(scope, [row])
  return row
}

const note = (scope: Scope, rows: readonly Pick<CredentialRow, 'id' | 'hubId'>[]): Promise<void> =>
  noteChanges(
    scope,
    'credential',
    rows.map((row) => ({ id: row.id, hub_id: row.hubId })),
  )

export interface NewPin {
  readonly hubId: string
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  readonly ofSubjectId: string | null
  readonly hash: string
  readonly number: number
  readonly keptUntil: Temporal.Instant | null
}

/** Those that could be had; of the others somebody has the same PIN, and another number must be tried. */
export async function insertPins(scope: Scope, pins: readonly NewPin[]): Promise<ReadonlySet<string>> {
  if (pins.length === 0) return new Set()
  const rows = await scope.prepared<{ id: string; hub_id: string; subject_id: string }>(
    'access_pins_add',
    `insert into access.credential (consortium_id, hub_id, kind, subject_kind, subject_id, of_subject_id, hash, pin_number, kept_until, created_at, changed_at)
     select $1, w.hub_id, 'pin', w.subject_kind, w.subject_id, w.of_subject_id, w.hash, w.number, w.kept_until, $3, $3
     from jsonb_to_recordset($2::jsonb) as w (hub_id uuid, subject_kind text, subject_id uuid, of_subject_id uuid, hash text, number int, kept_until timestamptz)
     order by w.hub_id, w.hash
     on conflict do nothing returning id, hub_id, subject_id`,
    [
      scope.consortiumId,
      JSON.stringify(
        pins.map((pin) => ({
          hub_id: pin.hubId,
          subject_kind: pin.subjectKind,
          subject_id: pin.subjectId,
          of_subject_id: pin.ofSubjectId,
          hash: pin.hash,
          number: pin.number,
          kept_until: pin.keptUntil?.toString() ?? null,
        })),
      ),
      scope.clock.now(),
    ],
  )
  await noteChanges(scope, 'credential', rows)
  return new Set(rows.map((row) => `${row.hub_id}/${row.subject_id}`))
}

/** A PIN that stays while its booking moves: for how long nobody else gets it, and whose it is. */
export async function keepPins(
  scope: Scope,
  pins: readonly { id: string; keptUntil: Temporal.Instant | null; ofSubjectId: string | null }[],
): Promise<void> {
  if (pins.length === 0) return
  const rows = await scope.prepared<{ id: string; hub_id: string }>(
    'access_pins_keep',
    `update access.credential c set kept_until = w.kept_until, of_subject_id = w.of_subject_id, changed_at = $3
     from jsonb_to_recordset($2::jsonb) as w (id uuid, kept_until timestamptz, of_subject_id uuid)
     where c.consortium_id = $1 and c.id = w.id returning c.id, c.hub_id`,
    [
      scope.consortiumId,
      JSON.stringify(pins.map((pin) => ({ id: pin.id, kept_until: pin.keptUntil?.toString() ?? null, of_subject_id: pin.ofSubjectId }))),
      scope.clock.now(),
    ],
  )
  await noteChanges(scope, 'credential', rows)
}

/** PINs of these bookings or visits hold no longer; answers the hubs where one did. */
export async function blockPins(scope: Scope, subjectIds: readonly string[]): Promise<readonly string[]> {
  if (subjectIds.length === 0) return []
  const rows = await scope.prepared<{ id: string; hub_id: string }>(
    'access_pins_block',
    `update access.credential c set status = 'blocked', changed_at = $3
     where c.consortium_id = $1 and c.subject_id = any($2::uuid[]) and c.subject_kind <> 'person' and c.kind = 'pin' and c.status = 'active'
     returning c.id, c.hub_id`,
    [scope.consortiumId, subjectIds, scope.clock.now()],
  )
  await noteChanges(scope, 'credential', rows)
  return [...new Set(rows.map((row) => row.hub_id))]
}

export async function listPins(scope: Scope, subjectIds: readonly string[]): Promise<CredentialRow[]> {
  if (subjectIds.length === 0) return []
  return credentials(scope)
    .where((eb) => eb('subjectId', '=', eb.fn.any(eb.val([...subjectIds]))))
    .where('kind', '=', 'pin')
    .where('status', '=', 'active')
    .execute()
}

export async function findCredential(scope: Scope, id: string, { forChange = false } = {}): Promise<CredentialRow | undefined> {
  const query = credentials(scope).where('id', '=', id)
  return (forChange ? query.forUpdate() : query).executeTakeFirst()
}

export async function updateCredential(
  scope: Scope,
  id: string,
  change: Partial<Pick<CredentialRow, 'status' | 'replacedBy' | 'label' | 'validTo'>>,
): Promise<CredentialRow> {
  const row = await scope
    .db('access')
    .updateTable('access.credential')
    .set({ ...change, changedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .returningAll()
    .$castTo<CredentialRow>()
    .executeTakeFirstOrThrow()
  await note(scope, [row])
  return row
}

export interface CredentialPage {
  readonly subjectId?: string | undefined
  readonly kind?: CredentialKind | undefined
  readonly status?: CredentialStatus | undefined
  readonly before: string | null
  readonly limit: number
}

/** Of persons; PINs of bookings come and go with them. Newest first, phones of every hub among them. */
export async function listPage(scope: Scope, hubId: string, page: CredentialPage): Promise<CredentialRow[]> {
  return credentials(scope)
    .where((eb) => eb.or([eb('hubId', '=', hubId), eb('hubId', 'is', null)]))
    .where('subjectKind', '=', 'person')
    .$if(page.subjectId !== undefined, (query) => query.where('subjectId', '=', page.subjectId as string))
    .$if(page.kind !== undefined, (query) => query.where('kind', '=', page.kind as CredentialKind))
    .$if(page.status !== undefined, (query) => query.where('status', '=', page.status as CredentialStatus))
    .$if(page.before !== null, (query) => query.where('id', '<', page.before as string))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

export async function listOfSubject(scope: Scope, subjectId: string): Promise<CredentialRow[]> {
  return credentials(scope).where('subjectId', '=', subjectId).orderBy('id', 'desc').limit(200).execute()
}

/** What the gateway of a hub is told of: also what is lost or blocked, so that the refusal says so. */
export async function listOfHub(scope: Scope, hubId: string): Promise<CredentialRow[]> {
  return credentials(scope)
    .where((eb) => eb.or([eb('hubId', '=', hubId), eb('hubId', 'is', null)]))
    .orderBy('id')
    .execute()
}

/** Those of these ids that the gateway of a hub is told of. */
export async function listChangedOfHub(scope: Scope, hubId: string, ids: readonly string[]): Promise<CredentialRow[]> {
  if (ids.length === 0) return []
  return credentials(scope)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val([...ids]))))
    .where((eb) => eb.or([eb('hubId', '=', hubId), eb('hubId', 'is', null)]))
    .orderBy('id')
    .execute()
}

/** Hubs of the tenant whose gateways know the credential. */
export async function listHubsOf(scope: Scope, row: Pick<CredentialRow, 'hubId'>): Promise<string[]> {
  if (row.hubId !== null) return [row.hubId]
  const rows = await scope.db('access').selectFrom('access.hub').select('hubId').where('consortiumId', '=', scope.consortiumId).execute()
  return rows.map((hub) => hub.hubId)
}

/** Theirs, and the PINs of their bookings. */
export async function deleteOfSubject(scope: Scope, subjectId: string): Promise<CredentialRow[]> {
  const rows = await scope
    .db('access')
    .deleteFrom('access.credential')
    .where('consortiumId', '=', scope.consortiumId)
    .where((eb) => eb.or([eb('subjectId', '=', subjectId), eb('ofSubjectId', '=', subjectId)]))
    .returningAll()
    .$castTo<CredentialRow>()
    .execute()
  await note(scope, rows)
  return rows
}

/** PINs whose time is over: another may have them now. */
export async function deletePinsOver(scope: Scope, before: Temporal.Instant): Promise<readonly string[]> {
  const rows = await scope.prepared<{ id: string; hub_id: string }>(
    'access_pins_over',
    'delete from access.credential where consortium_id = $1 and kept_until < $2 returning id, hub_id',
    [scope.consortiumId, before],
  )
  await noteChanges(scope, 'credential', rows)
  return [...new Set(rows.map((row) => row.hub_id))]
}

/** Tenants in which something is over. */
export async function listTenantsWithOld(jobsDatabase: Database): Promise<{ consortiumId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string }>(
    'access_tenants_with_old',
    `select distinct consortium_id from (
       select consortium_id from access.credential where kept_until < now()
       union all select consortium_id from access.door_grant where until_at < now() - interval '2 days') as old`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id }))
}

// ---- shown to a reader

/** The same card again is the same row, with the later time. */
export async function upsertShownCards(
  scope: Scope,
  cards: readonly { hubId: string; deviceId: string; hash: string; at: Temporal.Instant }[],
): Promise<void> {
  if (cards.length === 0) return
  await scope.prepared(
    'access_shown_cards',
    `insert into access.shown_card as s (consortium_id, hub_id, device_id, hash, at)
     select distinct on (w.hub_id, w.hash) $1, w.hub_id, w.device_id, w.hash, w.at
     from jsonb_to_recordset($2::jsonb) as w (hub_id uuid, device_id uuid, hash text, at timestamptz) order by w.hub_id, w.hash, w.at desc
     on conflict on constraint shown_card_once do update set at = excluded.at, device_id = excluded.device_id`,
    [
      scope.consortiumId,
      JSON.stringify(cards.map((card) => ({ hub_id: card.hubId, device_id: card.deviceId, hash: card.hash, at: card.at.toString() }))),
    ],
  )
}

/** Unknown ones: a card that somebody has is not among them. */
export async function listShownCards(scope: Scope, hubId: string, after: Temporal.Instant): Promise<ShownCardRow[]> {
  return scope
    .db('access')
    .selectFrom('access.shownCard as s')
    .selectAll('s')
    .where('s.consortiumId', '=', scope.consortiumId)
    .where('s.hubId', '=', hubId)
    .where('s.at', '>', after)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('access.credential as c')
            .select('c.id')
            .where('c.consortiumId', '=', scope.consortiumId)
            .where('c.hubId', '=', hubId)
            .whereRef('c.hash', '=', 's.hash'),
        ),
      ),
    )
    .orderBy('s.at', 'desc')
    .limit(20)
    .execute()
}

export async function findShownCard(scope: Scope, hubId: string, id: string, after: Temporal.Instant): Promise<ShownCardRow | undefined> {
  return scope
    .db('access')
    .selectFrom('access.shownCard')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('id', '=', id)
    .where('at', '>', after)
    .executeTakeFirst()
}

export async function deleteShownCards(scope: Scope, before: Temporal.Instant): Promise<void> {
  await scope.prepared('access_shown_cards_old', 'delete from access.shown_card where consortium_id = $1 and at < $2', [
    scope.consortiumId,
    before,
  ])
}
