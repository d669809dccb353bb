/** Passages, corrections, the stays made of them, openings of doors, and each hub's rule. */
import { sql, type Insertable, type Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Database } from '#platform/server/database.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { SubjectKind } from '../contract/schemas.ts'
import type { Closings } from './rules.ts'

export type StayRow = Omit<Selectable<DB['presence.stay']>, 'day' | 'subjectKind'> & { day: string; subjectKind: SubjectKind }
export type PassageRow = Selectable<DB['presence.passage']>
export type CorrectionRow = Omit<Selectable<DB['presence.correction']>, 'subjectKind'> & { subjectKind: SubjectKind }
export type OpeningRow = Selectable<DB['presence.opening']>
export type RuleRow = Omit<Selectable<DB['presence.hubRule']>, 'earlier'> & { readonly earlier: Closings['earlier'] }

const table = (scope: Scope) => scope.db('presence')

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
}
export interface Between {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

// ---- the rule of a hub

export const findRule = async (scope: Scope, hubId: string): Promise<RuleRow | undefined> =>
  table(scope)
    .selectFrom('presence.hubRule')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .$castTo<RuleRow>()
    .executeTakeFirst()

export async function insertRule(scope: Scope, hubId: string, nextCloseAt: Temporal.Instant): Promise<RuleRow | undefined> {
  return table(scope)
    .insertInto('presence.hubRule')
    .values({ consortiumId: scope.consortiumId, hubId, nextCloseAt, changedAt: scope.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .$castTo<RuleRow>()
    .executeTakeFirst()
}

export async function updateRule(
  scope: Scope,
  hubId: string,
  rule: Closings & { capacity: number | null; isPublic: boolean; nextCloseAt: Temporal.Instant; version: number },
): Promise<RuleRow | undefined> {
  const { version, earlier, ...fields } = rule
  return table(scope)
    .updateTable('presence.hubRule')
    .set({ ...fields, earlier: JSON.stringify(earlier), version: version + 1, changedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('version', '=', version)
    .returningAll()
    .$castTo<RuleRow>()
    .executeTakeFirst()
}

/** The hub, for one worker at a time. */
export async function takeDueHub(scope: Scope, hubId: string): Promise<RuleRow | undefined> {
  return table(scope)
    .selectFrom('presence.hubRule')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('nextCloseAt', '<=', scope.clock.now())
    .forUpdate()
    .skipLocked()
    .$castTo<RuleRow>()
    .executeTakeFirst()
}

export async function updateNextClose(scope: Scope, hubId: string, nextCloseAt: Temporal.Instant): Promise<void> {
  await table(scope)
    .updateTable('presence.hubRule')
    .set({ nextCloseAt })
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .execute()
}

export async function listDueHubs(jobsDatabase: Database): Promise<{ consortiumId: string; hubId: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; hub_id: string }>(
    'presence_hubs_due',
    'select consortium_id, hub_id from presence.hub_rule where next_close_at <= now() order by next_close_at limit 1000',
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, hubId: row.hub_id }))
}

// ---- passages and corrections

/** One rebuild of a person at a time: whoever comes second sees what the first has written. */
export async function lockSubject(scope: Scope, hubId: string, subjectId: string): Promise<void> {
  await scope.prepared('presence_lock', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `presence/${scope.consortiumId}/${hubId}/${subjectId}`,
  ])
}

/** What is said of a door, one after the other. */
export async function lockDoor(scope: Scope, doorId: string): Promise<void> {
  await scope.prepared('presence_lock', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `presence-door/${scope.consortiumId}/${doorId}`,
  ])
}

/** The ids that were not there. */
export async function insertPassages(
  scope: Scope,
  rows: readonly Omit<Insertable<DB['presence.passage']>, 'consortiumId' | 'receivedAt'>[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set()
  const stored = await table(scope)
    .insertInto('presence.passage')
    .values(rows.map((row) => ({ ...row, consortiumId: scope.consortiumId, receivedAt: scope.clock.now() })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return new Set(stored.map(({ id }) => id))
}

export const listPassages = async (scope: Scope, hubId: string, subjectId: string, between: Between): Promise<PassageRow[]> =>
  table(scope)
    .selectFrom('presence.passage')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('subjectId', '=', subjectId)
    .where('at', '>=', between.from)
    .where('at', '<', between.to)
    .orderBy('at')
    .limit(2_000)
    .execute()

export async function insertCorrection(
  scope: Scope,
  row: Omit<Insertable<DB['presence.correction']>, 'consortiumId' | 'madeAt'>,
): Promise<string> {
  const { id } = await table(scope)
    .insertInto('presence.correction')
    .values({ ...row, consortiumId: scope.consortiumId, madeAt: scope.clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export const listCorrections = async (scope: Scope, hubId: string, subjectId: string, between: Between): Promise<CorrectionRow[]> =>
  table(scope)
    .selectFrom('presence.correction')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('subjectId', '=', subjectId)
    .where('at', '>=', between.from)
    .where('at', '<', between.to)
    .orderBy('madeAt')
    .orderBy('id')
    .limit(500)
    .$castTo<CorrectionRow>()
    .execute()

/** Those about somebody, the latest first, at all hubs. */
export const listCorrectionsAbout = async (
  scope: Scope,
  subjectId: string,
  { limit, before }: { limit: number; before: string | null },
): Promise<CorrectionRow[]> =>
  table(scope)
    .selectFrom('presence.correction')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('subjectId', '=', subjectId)
    .$if(before !== null, (query) => query.where('id', '<', before as string))
    .orderBy('id', 'desc')
    .limit(limit)
    .$castTo<CorrectionRow>()
    .execute()

export async function countUnnamed(scope: Scope, hubId: string, between: Between): Promise<number> {
  const row = await table(scope)
    .selectFrom('presence.passage')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('at', '>=', between.from)
    .where('at', '<', between.to)
    .where('subjectId', 'is', null)
    .where('isOut', '=', false)
    .where('isExit', '=', false)
    .executeTakeFirstOrThrow()
  return row.count
}

// ---- stays

const stays = (scope: Scope) =>
  scope.db('presence').selectFrom('presence.stay').selectAll().where('consortiumId', '=', scope.consortiumId).$castTo<StayRow>()

export async function replaceStays(
  scope: Scope,
  of: { hubId: string; subjectId: string; between: Between },
  rows: readonly Omit<StayRow, 'consortiumId'>[],
): Promise<void> {
  await table(scope)
    .deleteFrom('presence.stay')
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', of.hubId)
    .where('subjectId', '=', of.subjectId)
    .where('enteredAt', '>=', of.between.from)
    .where('enteredAt', '<', of.between.to)
    .execute()
  if (rows.length === 0) return
  await table(scope)
    .insertInto('presence.stay')
    .values(rows.map((row) => ({ ...row, day: row.day as never, consortiumId: scope.consortiumId })))
    .execute()
}

export const listSubjectStays = async (scope: Scope, hubId: string, subjectId: string, between: Between): Promise<StayRow[]> =>
  stays(scope)
    .where('hubId', '=', hubId)
    .where('subjectId', '=', subjectId)
    .where('enteredAt', '>=', between.from)
    .where('enteredAt', '<', between.to)
    .orderBy('enteredAt')
    .orderBy('id')
    .execute()

export const listHere = async (scope: Scope, hubId: string): Promise<StayRow[]> =>
  stays(scope).where('hubId', '=', hubId).where('leftAt', 'is', null).orderBy('enteredAt').orderBy('id').execute()

/** Closed by the rule of the night before and not seen since: they may be in still. */
export async function listMayBeHere(scope: Scope, hubId: string, night: { day: string; from: Temporal.Instant }): Promise<StayRow[]> {
  const rows = await stays(scope)
    .where('hubId', '=', hubId)
    .where('day', '=', night.day as never)
    .where('closedBy', '=', 'rule')
    .orderBy('enteredAt')
    .orderBy('id')
    .execute()
  if (rows.length === 0) return rows
  const since = await scope.prepared<{ subject_id: string }>(
    'presence_seen_since',
    'select distinct subject_id from presence.stay where consortium_id = $1 and hub_id = $2 and subject_id = any($3::uuid[]) and entered_at >= $4',
    [scope.consortiumId, hubId, rows.map((row) => row.subjectId), night.from],
  )
  const seen = new Set(since.map((row) => row.subject_id))
  return rows.filter((row) => !seen.has(row.subjectId))
}

/** Still open although its night has been closed: with the next passage or the sweep. */
export const listOpenOf = async (scope: Scope, hubId: string, subjectId: string): Promise<StayRow[]> =>
  stays(scope).where('hubId', '=', hubId).where('subjectId', '=', subjectId).where('leftAt', 'is', null).execute()

export async function countHere(scope: Scope, hubId: string): Promise<number> {
  const [row] = await scope.prepared<{ people: number }>(
    'presence_here',
    'select coalesce(sum(people), 0)::int as people from presence.stay where consortium_id = $1 and hub_id = $2 and left_at is null',
    [scope.consortiumId, hubId],
  )
  return row?.people ?? 0
}

/** Latest first, by the id of what began them (UUIDv7), which is nearly their time. */
/** Of a person or a day in the order of coming, the newest first (a late word comes where it belongs); of a hub as they were stored. */
export const listStayPage = async (
  scope: Scope,
  by: { hubId?: string; subjectId?: string; day?: string | undefined },
  { limit, before }: { limit: number; before: string | null },
): Promise<StayRow[]> => {
  const isByTime = by.subjectId !== undefined || by.day !== undefined
  return stays(scope)
    .$if(by.hubId !== undefined, (query) => query.where('hubId', '=', by.hubId as string))
    .$if(by.subjectId !== undefined, (query) => query.where('subjectId', '=', by.subjectId as string))
    .$if(by.day !== undefined, (query) => query.where('day', '=', by.day as never))
    .$if(before !== null && !isByTime, (query) => query.where('id', '<', before as string))
    .$if(before !== null && isByTime, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('enteredAt', 'id'),
          '<',
          eb
            .selectFrom('presence.stay as last')
            .select(['last.enteredAt', 'last.id'])
            .where('last.consortiumId', '=', scope.consortiumId)
            .where('last.id', '=', before as string)
            .$asTuple('enteredAt', 'id'),
        ),
      ),
    )
    .$if(isByTime, (query) => query.orderBy('enteredAt', 'desc'))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export interface VisitRow {
  readonly hub_id: string
  readonly day: string
  readonly person_key: string
  readonly organisation_id: string | null
  readonly engagement: 'A' | 'B' | 'C' | 'D' | null
  readonly people: number
  readonly is_count_sure: boolean
}

/** What the keys of persons in the view are made with; there before it is read. */
export async function keepVisitSecret(scope: Scope): Promise<void> {
  await scope.prepared('presence_visit_secret', 'insert into presence.visit_secret (consortium_id) values ($1) on conflict do nothing', [
    scope.consortiumId,
  ])
}

/** The same view that other modules read, so that two reports never differ. */
export const listVisits = async (
  scope: Scope,
  { from, to, hubId }: { from: string; to: string; hubId: string | null },
): Promise<readonly VisitRow[]> =>
  scope.prepared<VisitRow>(
    'presence_visits',
    `select hub_id, day::text as day, person_key, organisation_id, engagement, people, is_count_sure from presence.pub_presence_visit
     where consortium_id = $1 and day >= $2::date and day <= $3::date and ($4::uuid is null or hub_id = $4) order by day, hub_id, person_key`,
    [scope.consortiumId, from, to, hubId],
  )

// ---- openings of doors

export async function insertOpening(scope: Scope, row: Omit<Insertable<DB['presence.opening']>, 'consortiumId'>): Promise<boolean> {
  const stored = await table(scope)
    .insertInto('presence.opening')
    .values({ ...row, consortiumId: scope.consortiumId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return stored !== undefined
}

export async function updateOpening(
  scope: Scope,
  id: string,
  change: Partial<
    Pick<
      OpeningRow,
      | 'openedAt'
      | 'closedAt'
      | 'forcedDueAt'
      | 'heldDueAt'
      | 'isForced'
      | 'heldAt'
      | 'leftOpenAt'
      | 'settledAt'
      | 'settledBy'
      | 'settledNote'
    >
  >,
): Promise<void> {
  await table(scope)
    .updateTable('presence.opening')
    .set(change)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

const openings = (scope: Scope) =>
  scope.db('presence').selectFrom('presence.opening').selectAll().where('consortiumId', '=', scope.consortiumId)

/** For one worker at a time. */
export const takeOpening = async (scope: Scope, id: string): Promise<OpeningRow | undefined> =>
  openings(scope).where('id', '=', id).forUpdate().skipLocked().executeTakeFirst()

export const findOpening = async (scope: Scope, hubId: string, id: string): Promise<OpeningRow | undefined> =>
  openings(scope).where('hubId', '=', hubId).where('id', '=', id).forUpdate().executeTakeFirst()

/** Of a door, or of the hub's doors. */
export const listOpenings = async (scope: Scope, of: { hubId: string; doorId: string | null }, between: Between): Promise<OpeningRow[]> =>
  openings(scope)
    .where('hubId', '=', of.hubId)
    .$if(of.doorId !== null, (query) => query.where('doorId', '=', of.doorId as string))
    .where('openedAt', '>=', between.from)
    .where('openedAt', '<=', between.to)
    .orderBy('openedAt', 'desc')
    .limit(200)
    .execute()

/** What was open at a door at that time by all that is known, the newest first. */
export async function listOpenAt(scope: Scope, doorId: string, at: Temporal.Instant): Promise<OpeningRow[]> {
  const ofDoor = openings(scope).where('doorId', '=', doorId).where('openedAt', '<=', at).orderBy('openedAt', 'desc').limit(200)
  const still = await ofDoor.where('closedAt', 'is', null).execute()
  // shut later than that, as far as was known
  const longer = await ofDoor
    .where('openedAt', '>=', at.subtract({ hours: 7 * 24 }))
    .where('closedAt', '>', at)
    .execute()
  return [...still, ...longer].toSorted((a, b) => Temporal.Instant.compare(b.openedAt, a.openedAt))
}

/** The first opening of a door after that time. */
export const findNextOpening = async (scope: Scope, doorId: string, after: Temporal.Instant): Promise<OpeningRow | undefined> =>
  openings(scope).where('doorId', '=', doorId).where('openedAt', '>', after).orderBy('openedAt').limit(1).executeTakeFirst()

/** What still wants somebody: open too long, left open, or forced, and nobody has said what was done. */
export const listTroubles = async (scope: Scope, hubId: string, since: Temporal.Instant): Promise<OpeningRow[]> =>
  openings(scope)
    .where('hubId', '=', hubId)
    .where('openedAt', '>=', since)
    .where('settledAt', 'is', null)
    .where(({ or, and, eb }) =>
      or([
        eb('isForced', '=', true),
        and([eb('closedAt', 'is', null), or([eb('heldAt', 'is not', null), eb('leftOpenAt', 'is not', null)])]),
      ]),
    )
    .orderBy('openedAt')
    .limit(50)
    .execute()

export const listStillOpen = async (scope: Scope, hubId: string, since: Temporal.Instant): Promise<OpeningRow[]> =>
  openings(scope).where('hubId', '=', hubId).where('openedAt', '>=', since).where('closedAt', 'is', null).execute()

export async function insertEvidence(scope: Scope, row: Omit<Insertable<DB['presence.evidence']>, 'consortiumId'>): Promise<void> {
  await table(scope)
    .insertInto('presence.evidence')
    .values({ ...row, consortiumId: scope.consortiumId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** When there was a reason for the door to open: somebody let through, a button, a person seen at it or in the space inside. */
export async function listReasons(
  scope: Scope,
  of: { hubId: string; doorId: string },
  between: Between,
): Promise<{ at: number; isMotion: boolean }[]> {
  const rows = await scope.prepared<{ at: Temporal.Instant; is_motion: boolean }>(
    'presence_reasons',
    `select at, false as is_motion from presence.passage where consortium_id = $1 and door_id = $3 and at >= $4 and at <= $5
     union all
     select at, kind = 'motion' from presence.evidence where consortium_id = $1 and hub_id = $2 and at >= $4 and at <= $5
       and ((kind = 'button' and (door_id is null or door_id = $3)) or (kind = 'motion' and door_id = $3))`,
    [scope.consortiumId, of.hubId, of.doorId, between.from, between.to],
  )
  return rows.map((row) => ({ at: row.at.epochMilliseconds, isMotion: row.is_motion }))
}

/** When the door first said so at or after `at`. */
export async function findSaid(
  scope: Scope,
  of: { doorId: string; kind: 'closed' | 'open' },
  at: Temporal.Instant,
): Promise<{ id: string; at: Temporal.Instant } | undefined> {
  return table(scope)
    .selectFrom('presence.evidence')
    .select(['id', 'at'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('doorId', '=', of.doorId)
    .where('kind', '=', of.kind)
    .where('at', '>=', at)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst()
}

export async function deleteOldEvidence(scope: Scope, hubId: string, before: Temporal.Instant): Promise<void> {
  await table(scope)
    .deleteFrom('presence.evidence')
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('at', '<', before)
    .execute()
}

export async function listDueOpenings(jobsDatabase: Database): Promise<{ consortiumId: string; id: string }[]> {
  const rows = await jobsDatabase.query<{ consortium_id: string; id: string }>(
    'presence_openings_due',
    `select consortium_id, id from presence.opening where forced_due_at <= now()
     union select consortium_id, id from presence.opening where held_due_at <= now() limit 1000`,
  )
  return rows.map((row) => ({ consortiumId: row.consortium_id, id: row.id }))
}

/** The hubs whose doors these are, as openings say. */
export async function listHubsOfOpenDoors(scope: Scope, doorIds: readonly string[]): Promise<string[]> {
  const rows = await scope.prepared<{ hub_id: string }>(
    'presence_door_hubs',
    'select distinct hub_id from presence.opening where consortium_id = $1 and door_id = any($2::uuid[])',
    [scope.consortiumId, doorIds],
  )
  return rows.map((row) => row.hub_id)
}

// ---- forgotten

export async function listHubsOfSubject(scope: Scope, subjectId: string): Promise<readonly string[]> {
  const rows = await scope.prepared<{ hub_id: string }>(
    'presence_hubs_of',
    `select hub_id from presence.passage where consortium_id = $1 and subject_id = $2
     union select hub_id from presence.correction where consortium_id = $1 and subject_id = $2 order by hub_id`,
    [scope.consortiumId, subjectId],
  )
  return rows.map((row) => row.hub_id)
}

/** The same new id everywhere; what was written about the person goes. Answers which corrections were theirs. */
export async function forgetSubject(scope: Scope, subjectId: string, instead: string): Promise<readonly string[]> {
  for (const name of ['passage', 'stay', 'look'] as const)
    await scope.prepared(
      `presence_forget_${name}`,
      `update presence.${name} set subject_id = $3 where consortium_id = $1 and subject_id = $2`,
      [scope.consortiumId, subjectId, instead],
    )
  const corrections = await scope.prepared<{ id: string }>(
    'presence_forget_correction',
    `update presence.correction set subject_id = $3, reason = '–' where consortium_id = $1 and subject_id = $2 returning id`,
    [scope.consortiumId, subjectId, instead],
  )
  return corrections.map((row) => row.id)
}
