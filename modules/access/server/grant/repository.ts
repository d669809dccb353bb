/** Grants: written as a whole for the sources whose facts came, in two statements however many they are. */
import type { Scope } from '#platform/server/scope.ts'
import type { GrantSourceKind, SubjectKind } from '../../contract/schemas.ts'
import { noteChanges } from '../snapshot/repository.ts'

export interface WantedGrant {
  readonly hubId: string
  readonly sourceId: string
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  readonly doorIds: readonly string[]
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant
}

export interface GrantRow {
  readonly id: string
  readonly hub_id: string
  readonly source_kind: GrantSourceKind
  readonly source_id: string
  readonly subject_kind: SubjectKind
  readonly subject_id: string
  readonly door_ids: readonly string[]
  readonly from_at: Temporal.Instant
  readonly until_at: Temporal.Instant
}

export interface GrantChanges {
  readonly given: readonly GrantRow[]
  readonly withdrawn: readonly GrantRow[]
}

const columns = 'id, hub_id, source_kind, source_id, subject_kind, subject_id, door_ids, from_at, until_at'

/**
 * What is wanted of these sources, nothing else of them: what stays as it was is not written. `hubId`: only of that hub, as a
 * role gives something at each.
 */
export async function setGrants(
  scope: Scope,
  kind: GrantSourceKind,
  of: { sourceIds: readonly string[]; hubId?: string },
  wanted: readonly WantedGrant[],
): Promise<GrantChanges> {
  if (of.sourceIds.length === 0) return { given: [], withdrawn: [] }
  const rows = JSON.stringify(
    wanted.map((one) => ({
      hub_id: one.hubId,
      source_id: one.sourceId,
      subject_kind: one.subjectKind,
      subject_id: one.subjectId,
      door_ids: one.doorIds,
      from_at: one.from.toString(),
      until_at: one.until.toString(),
    })),
  )
  const withdrawn = await scope.prepared<GrantRow>(
    'access_grants_withdraw',
    `delete from access.door_grant g where g.consortium_id = $1 and g.source_kind = $2 and g.source_id = any($3::uuid[])
       and ($4::uuid is null or g.hub_id = $4)
       and not exists (select from jsonb_to_recordset($5::jsonb) as w (hub_id uuid, source_id uuid, subject_id uuid)
         where w.source_id = g.source_id and w.hub_id = g.hub_id and w.subject_id = g.subject_id)
     returning ${columns}`,
    [scope.consortiumId, kind, of.sourceIds, of.hubId ?? null, rows],
  )
  if (wanted.length === 0) {
    await noteChanges(scope, 'grant', withdrawn)
    return { given: [], withdrawn }
  }
  const given = await scope.prepared<GrantRow>(
    'access_grants_give',
    `insert into access.door_grant as g (consortium_id, source_kind, hub_id, source_id, subject_kind, subject_id, door_ids, from_at, until_at, changed_at)
     select $1, $2, w.hub_id, w.source_id, w.subject_kind, w.subject_id, w.door_ids, w.from_at, w.until_at, $4
     from jsonb_to_recordset($3::jsonb) as w (hub_id uuid, source_id uuid, subject_kind text, subject_id uuid, door_ids uuid[], from_at timestamptz, until_at timestamptz)
     order by w.source_id, w.hub_id, w.subject_id
     on conflict on constraint door_grant_once do update
       set door_ids = excluded.door_ids, from_at = excluded.from_at, until_at = excluded.until_at, changed_at = excluded.changed_at
       where (g.door_ids, g.from_at, g.until_at) is distinct from (excluded.door_ids, excluded.from_at, excluded.until_at)
     returning ${columns}`,
    [scope.consortiumId, kind, rows, scope.clock.now()],
  )
  await noteChanges(scope, 'grant', [...withdrawn, ...given])
  return { given, withdrawn }
}

/**
 * One regrant of a tenant at a time, taken before anything is read: of two that follow from the same booking the later one
 * reads what is true later and writes last.
 */
export async function lockGrants(scope: Scope): Promise<void> {
  await scope.prepared('access_grants_lock', `select pg_advisory_xact_lock(hashtextextended('access.grants/' || $1, 0))`, [
    scope.consortiumId,
  ])
}

/** Of a hub, from some time ago on: what is over says "too late" for a while. */
export async function listGrantsOfHub(
  scope: Scope,
  hubId: string,
  span: { endingAfter: Temporal.Instant; beginningBefore: Temporal.Instant },
): Promise<readonly GrantRow[]> {
  return scope.prepared<GrantRow>(
    'access_grants_of_hub',
    `select ${columns} from access.door_grant where consortium_id = $1 and hub_id = $2 and until_at > $3 and from_at < $4 order by id`,
    [scope.consortiumId, hubId, span.endingAfter, span.beginningBefore],
  )
}

/** Where a page of grants ends: they go by their beginning. */
export interface GrantPlace {
  readonly from: Temporal.Instant
  readonly id: string
}

/** Those of these ids that the gateway of a hub is told of. */
export async function listChangedGrants(
  scope: Scope,
  hubId: string,
  ids: readonly string[],
  span: { endingAfter: Temporal.Instant; beginningBefore: Temporal.Instant },
): Promise<readonly GrantRow[]> {
  if (ids.length === 0) return []
  return scope.prepared<GrantRow>(
    'access_grants_changed',
    `select ${columns} from access.door_grant
     where consortium_id = $1 and id = any($5::uuid[]) and hub_id = $2 and until_at > $3 and from_at < $4 order by id`,
    [scope.consortiumId, hubId, span.endingAfter, span.beginningBefore, ids],
  )
}

/** Who has a grant by a role at the hub. */
export async function listStaff(
  scope: Scope,
  hubId: string,
  span: { endingAfter: Temporal.Instant; beginningBefore: Temporal.Instant },
): Promise<readonly string[]> {
  const rows = await scope.prepared<{ subject_id: string }>(
    'access_staff',
    `select distinct subject_id from access.door_grant
     where consortium_id = $1 and source_kind = 'role' and hub_id = $2 and until_at > $3 and from_at < $4 order by subject_id`,
    [scope.consortiumId, hubId, span.endingAfter, span.beginningBefore],
  )
  return rows.map((row) => row.subject_id)
}

/** Grants that hold at some time of the span, the earlier first. What a booking gives its holder stands once, as the booking's. */
export async function listGrantPage(
  scope: Scope,
  of: {
    hubId: string
    doorId: string | undefined
    source: GrantSourceKind | undefined
    from: Temporal.Instant
    to: Temporal.Instant
  },
  after: GrantPlace | undefined,
  limit: number,
): Promise<readonly GrantRow[]> {
  return scope.prepared<GrantRow>(
    'access_grant_page',
    `select ${columns} from access.door_grant
     where consortium_id = $1 and hub_id = $2 and until_at > $3 and from_at < $4
       and ($5::uuid is null or $5 = any(door_ids)) and ($6::text is null or source_kind = $6)
       and not (source_kind = 'booking' and subject_kind = 'person')
       and ($7::timestamptz is null or (from_at, id) > ($7, $8::uuid))
     order by from_at, id limit $9`,
    [scope.consortiumId, of.hubId, of.from, of.to, of.doorId ?? null, of.source ?? null, after?.from ?? null, after?.id ?? null, limit],
  )
}

export async function listGrantsOfSubjects(scope: Scope, subjectIds: readonly string[]): Promise<readonly GrantRow[]> {
  return scope.prepared<GrantRow>(
    'access_grants_of_subjects',
    `select ${columns} from access.door_grant where consortium_id = $1 and subject_id = any($2::uuid[]) order by from_at, id limit 1000`,
    [scope.consortiumId, subjectIds],
  )
}

/** When the hosts of these visits may be at the hub themselves, as far as it touches the visit; by the visit's id. */
export async function listHostTimes(
  scope: Scope,
  visits: readonly { id: string; hostAccountId: string; hubId: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant }[],
): Promise<ReadonlyMap<string, readonly { from: Temporal.Instant; until: Temporal.Instant }[]>> {
  if (visits.length === 0) return new Map()
  const rows = await scope.prepared<{ visit_id: string; from_at: Temporal.Instant; until_at: Temporal.Instant }>(
    'access_host_times',
    `select v.id as visit_id, g.from_at, g.until_at
     from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[]) as v (id, host_id, hub_id, starts_at, ends_at)
     join access.door_grant g on g.consortium_id = $1 and g.subject_id = v.host_id and g.hub_id = v.hub_id
       and g.until_at > v.starts_at and g.from_at < v.ends_at`,
    [
      scope.consortiumId,
      visits.map((visit) => visit.id),
      visits.map((visit) => visit.hostAccountId),
      visits.map((visit) => visit.hubId),
      visits.map((visit) => visit.startsAt),
      visits.map((visit) => visit.endsAt),
    ],
  )
  const times = new Map<string, { from: Temporal.Instant; until: Temporal.Instant }[]>()
  for (const row of rows) times.set(row.visit_id, [...(times.get(row.visit_id) ?? []), { from: row.from_at, until: row.until_at }])
  return times
}

export async function listGrantsById(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, GrantRow>> {
  if (ids.length === 0) return new Map()
  const rows = await scope.prepared<GrantRow>(
    'access_grants_by_id',
    `select ${columns} from access.door_grant where consortium_id = $1 and id = any($2::uuid[])`,
    [scope.consortiumId, [...new Set(ids)]],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Sources of a kind that have grants at a hub. */
export async function listSources(scope: Scope, kind: GrantSourceKind, hubId: string): Promise<string[]> {
  const rows = await scope.prepared<{ source_id: string }>(
    'access_grant_sources',
    'select distinct source_id from access.door_grant where consortium_id = $1 and source_kind = $2 and hub_id = $3',
    [scope.consortiumId, kind, hubId],
  )
  return rows.map((row) => row.source_id)
}

export async function listSourcesOfSubject(scope: Scope, kind: GrantSourceKind, subjectId: string): Promise<string[]> {
  const rows = await scope.prepared<{ source_id: string }>(
    'access_grant_sources_of',
    'select distinct source_id from access.door_grant where consortium_id = $1 and source_kind = $2 and subject_id = $3',
    [scope.consortiumId, kind, subjectId],
  )
  return rows.map((row) => row.source_id)
}

/** The log of events remembers them. Gateways were told of none of these any more. */
export async function deleteGrantsOver(scope: Scope, before: Temporal.Instant): Promise<void> {
  await scope.prepared('access_grants_over', 'delete from access.door_grant where consortium_id = $1 and until_at < $2', [
    scope.consortiumId,
    before,
  ])
}
