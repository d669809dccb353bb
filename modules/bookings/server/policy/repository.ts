import type { Scope } from '#platform/server/scope.ts'
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Policy, Span } from '../../contract/rules.ts'
import type { Quota, Tariff, Terms, Used } from '../../contract/policy/rules.ts'
import type { Reduction, RuleGroup, WhoMayBook } from '../../contract/policy/schemas.ts'
import type { OwnStanding as StandingRow } from '../registration/rules.ts'
import { instantOf } from '../rules.ts'
import { policyOf, type OwnRules } from './rules.ts'

interface PolicyRow {
  readonly target_id: string
  readonly buffer_before_minutes: number
  readonly buffer_after_minutes: number
  readonly granularity_minutes: number
  readonly shortest_minutes: number
  readonly longest_minutes: number
  readonly days_ahead: number
  readonly who: WhoMayBook
  readonly hour_yen: number | null
  readonly day_yen: number | null
  readonly hold_minutes: number
  readonly inherits: RuleGroup[]
  readonly quotas: Quota[]
  readonly needs_approval: boolean
  readonly approval_hours: number
  readonly release_minutes: number | null
  readonly desk_may_override: boolean
  readonly version: number
  readonly assumed: string[]
  readonly tariffs: Tariff[] | null
}

/** With the tariffs of the row, in the same round trip: a booking waits for it. */
const columns = `p.target_id, p.buffer_before_minutes, p.buffer_after_minutes, p.granularity_minutes, p.shortest_minutes, p.longest_minutes,
  p.days_ahead, p.who, p.hour_yen, p.day_yen, p.hold_minutes, p.inherits, p.quotas, p.needs_approval, p.approval_hours, p.release_minutes,
  p.desk_may_override, p.version, p.assumed,
  (select jsonb_agg(jsonb_build_object('id', t.id, 'validFrom', t.valid_from, 'terms', t.terms) order by t.valid_from, t.id)
   from bookings.tariff t where t.consortium_id = $1 and t.target_id = p.target_id) as tariffs`

/** Policies by target; a target without a row has its hub's, a hub without one the default. */
export type PolicyOf = (targetId: string) => Policy

/** Of one target: two rows by key, as a booking waits for it. */
export async function findPolicy(scope: Scope, of: { hubId: string; targetId: string }): Promise<Policy> {
  const rows = await scope.prepared<PolicyRow>(
    'bookings_policy',
    `select ${columns} from bookings.policy p where p.consortium_id = $1 and p.target_id = any($2)`,
    [scope.consortiumId, [of.targetId, of.hubId]],
  )
  return policyFrom(rows, of)
}

/** The same, and in the same round trip how the office has registered the booker; both by key. */
export async function findPolicyFor(
  scope: Scope,
  { accountId, ...of }: { accountId: string; hubId: string; targetId: string },
): Promise<{ policy: Policy; registrations: readonly StandingRow[] }> {
  // no row of rules: a row of nulls beside the registrations
  type Row = (PolicyRow | Record<keyof PolicyRow, null>) & { registrations: readonly StandingRow[] | null }
  const rows = await scope.prepared<Row>(
    'bookings_policy_for',
    `select s.registrations, ${columns} from (
       select json_agg(json_build_object('id', r.id, 'kind', r.kind, 'status', r.status, 'userClass', r.user_class,
         'validUntil', r.valid_until, 'blockedUntil', r.blocked_until) order by r.kind desc, r.id) as registrations
       from bookings.registration r where r.consortium_id = $1 and r.account_id = $3 and r.status in ('accepted', 'blocked')) s
     left join bookings.policy p on p.consortium_id = $1 and p.target_id = any($2)`,
    [scope.consortiumId, [of.targetId, of.hubId], accountId],
  )
  return {
    policy: policyFrom(
      rows.filter((row) => row.target_id !== null),
      of,
    ),
    registrations: rows[0]?.registrations ?? [],
  }
}

function policyFrom(rows: readonly PolicyRow[], of: { hubId: string; targetId: string }): Policy {
  const own = (targetId: string): OwnRules | undefined => {
    const row = rows.find((each) => each.target_id === targetId)
    return row === undefined ? undefined : ownFrom(row)
  }
  return policyOf(own(of.hubId), of.targetId === of.hubId ? undefined : own(of.targetId))
}

/** Of a whole hub. */
export async function findPolicies(scope: Scope, hubId: string): Promise<PolicyOf> {
  const own = await listOwnRules(scope, hubId)
  const ofHub = policyOf(own.get(hubId), undefined)
  const byTarget = new Map([...own].map(([targetId, rules]) => [targetId, policyOf(own.get(hubId), rules)]))
  return (targetId) => (targetId === hubId ? ofHub : (byTarget.get(targetId) ?? ofHub))
}

export interface StoredRules extends OwnRules {
  readonly version: number
  readonly isAssumed: boolean
}

/** The rows of a hub: its own and those of its places. */
export async function listOwnRules(scope: Scope, hubId: string): Promise<ReadonlyMap<string, StoredRules>> {
  const rows = await scope.prepared<PolicyRow>(
    'bookings_policies',
    `select ${columns} from bookings.policy p where p.consortium_id = $1 and p.hub_id = $2`,
    [scope.consortiumId, hubId],
  )
  return new Map(rows.map((row) => [row.target_id, { ...ownFrom(row), version: row.version, isAssumed: row.assumed.length > 0 }]))
}

function ownFrom(row: PolicyRow): OwnRules {
  return {
    inherits: row.inherits,
    values: {
      bufferBeforeMinutes: row.buffer_before_minutes,
      bufferAfterMinutes: row.buffer_after_minutes,
      granularityMinutes: row.granularity_minutes,
      shortestMinutes: row.shortest_minutes,
      longestMinutes: row.longest_minutes,
      daysAhead: row.days_ahead,
      who: row.who,
      hourYen: row.hour_yen,
      dayYen: row.day_yen,
      tariffs: row.tariffs ?? [],
      holdMinutes: row.hold_minutes,
      quotas: row.quotas,
      quotasOver: 'place',
      needsApproval: row.needs_approval,
      approvalHours: row.approval_hours,
      releaseMinutes: row.release_minutes,
      deskMayOverride: row.desk_may_override,
    },
  }
}

/** Writes a policy; the version it has now, or undefined when nothing was changed. Storing the same again changes nothing. */
export async function savePolicy(
  scope: Scope,
  of: { hubId: string; targetId: string },
  policy: Policy,
  { assumed, inherits }: { assumed: readonly string[]; inherits: readonly RuleGroup[] },
): Promise<number | undefined> {
  const fields = `buffer_before_minutes, buffer_after_minutes, granularity_minutes, shortest_minutes, longest_minutes, days_ahead, who,
    hour_yen, day_yen, hold_minutes, inherits, quotas, needs_approval, approval_hours, release_minutes, desk_may_override, assumed`
  const of_ = (table: string): string => fields.replaceAll(/\b([a-z_]+)\b/g, `${table}.$1`)
  const [row] = await scope.prepared<{ version: number }>(
    'bookings_save_policy',
    `insert into bookings.policy as p (consortium_id, hub_id, target_id, ${fields}, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
     on conflict (consortium_id, target_id) do update
       set (${fields}) = row(${of_('excluded')}), changed_at = excluded.changed_at, version = p.version + 1
     where (${of_('p')}) is distinct from (${of_('excluded')})
     returning p.version`,
    [
      scope.consortiumId,
      of.hubId,
      of.targetId,
      policy.bufferBeforeMinutes,
      policy.bufferAfterMinutes,
      policy.granularityMinutes,
      policy.shortestMinutes,
      policy.longestMinutes,
      policy.daysAhead,
      policy.who,
      policy.hourYen,
      policy.dayYen,
      policy.holdMinutes,
      [...inherits].toSorted(),
      JSON.stringify(policy.quotas),
      policy.needsApproval,
      policy.approvalHours,
      policy.releaseMinutes,
      policy.deskMayOverride,
      [...assumed],
      scope.clock.now(),
    ],
  )
  return row?.version
}

/** Changes of one hub's rules go one after another, so that a version that was read is the one that is replaced. */
export async function lockRules(scope: Scope, targetId: string): Promise<void> {
  await scope.prepared('bookings_lock_rules', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `bookings.rules/${scope.consortiumId}/${targetId}`,
  ])
}

export async function insertTariff(
  scope: Scope,
  tariff: { hubId: string; targetId: string; validFrom: string; terms: Terms; madeBy: string | null; reason: string },
): Promise<string> {
  const row = await scope
    .db('bookings')
    .insertInto('bookings.tariff')
    .values({
      consortiumId: scope.consortiumId,
      hubId: tariff.hubId,
      targetId: tariff.targetId,
      validFrom: tariff.validFrom,
      terms: JSON.stringify(tariff.terms),
      madeAt: scope.clock.now(),
      madeBy: tariff.madeBy,
      reason: tariff.reason,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** The terms that a booking was promised. */
export async function findTariff(scope: Scope, id: string): Promise<Tariff | undefined> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.tariff')
    .select(['id', 'validFrom', 'terms'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : { id: row.id, validFrom: row.validFrom, terms: row.terms as unknown as Terms }
}

// ---- reductions

const reductionColumns = ['id', 'names', 'percent', 'yen', 'needsProof', 'isDeskOnly', 'validFrom', 'validUntil'] as const

/** Reductions of a hub that are not over by a day, in the order in which they were made. */
export async function listReductions(scope: Scope, hubId: string, day: string): Promise<Reduction[]> {
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.reduction')
    .select(reductionColumns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where((eb) => eb.or([eb('validUntil', 'is', null), eb('validUntil', '>=', day)]))
    .orderBy('id')
    .limit(100)
    .execute()
  return rows.map((row) => ({ ...row, names: row.names as unknown as LocalText }))
}

export async function findReduction(scope: Scope, id: string): Promise<(Reduction & { hubId: string }) | undefined> {
  const row = await scope
    .db('bookings')
    .selectFrom('bookings.reduction')
    .select([...reductionColumns, 'hubId'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, names: row.names as unknown as LocalText }
}

export async function listReductionsById(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, Reduction>> {
  if (ids.length === 0) return new Map()
  const rows = await scope
    .db('bookings')
    .selectFrom('bookings.reduction')
    .select(reductionColumns)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', (eb) => eb.fn.any(eb.val([...new Set(ids)])))
    .execute()
  return new Map(rows.map((row) => [row.id, { ...row, names: row.names as unknown as LocalText }]))
}

export async function insertReduction(
  scope: Scope,
  reduction: Omit<Reduction, 'id' | 'validUntil'> & { hubId: string; madeBy: string | null; reason: string },
): Promise<string> {
  const { names, ...fields } = reduction
  const row = await scope
    .db('bookings')
    .insertInto('bookings.reduction')
    .values({ ...fields, names: JSON.stringify(names), consortiumId: scope.consortiumId, madeAt: scope.clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function endReduction(scope: Scope, id: string, validUntil: string): Promise<void> {
  await scope
    .db('bookings')
    .updateTable('bookings.reduction')
    .set({ validUntil })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', id)
    .execute()
}

// ---- quotas

/** Whose bookings count together. */
export type QuotaHolder = { readonly accountId: string } | { readonly mail: string } | { readonly organisationId: string }

const keyOf = (holder: QuotaHolder): string =>
  'accountId' in holder ? holder.accountId : 'mail' in holder ? holder.mail : holder.organisationId

/** Bookings of one holder are counted one after another: of several at once each would count without the others. */
export async function lockQuota(scope: Scope, over: string, holder: QuotaHolder): Promise<void> {
  await scope.prepared('bookings_lock_quota', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `bookings.quota/${scope.consortiumId}/${over}/${keyOf(holder)}`,
  ])
}

/**
 * How many bookings and minutes a holder has that begin within the span: what is active, and what nobody came for.
 * Over a hub: of all its places that do not count for themselves.
 */
export async function countUsed(
  scope: Scope,
  of: { hubId: string; targetId: string; over: Policy['quotasOver']; holder: QuotaHolder; span: Span; exceptBookingId: string | undefined },
): Promise<Used> {
  const column =
    'accountId' in of.holder
      ? 'b.account_id = $4::uuid'
      : 'mail' in of.holder
        ? 'b.account_id is null and b.holder_mail = $4'
        : 'b.organisation_id = $4::uuid'
  const name = 'accountId' in of.holder ? 'account' : 'mail' in of.holder ? 'mail' : 'organisation'
  const place =
    of.over === 'place'
      ? 'b.target_id = $3'
      : `$3::uuid is not null and not exists (select from bookings.policy p where p.consortium_id = $1 and p.target_id = b.target_id
           and not 'quota' = any(p.inherits))`
  const [row] = await scope.prepared<Used>(
    `bookings_used_${name}_${of.over}`,
    `select count(*) as bookings, coalesce(sum(extract(epoch from b.ends_at - b.starts_at) / 60), 0)::int8 as minutes
     from bookings.booking b
     where b.consortium_id = $1 and b.hub_id = $2 and ${place} and ${column} and b.starts_at >= $5 and b.starts_at < $6
       and b.status in ('requested', 'held', 'confirmed', 'no-show') and ($7::uuid is null or b.id <> $7)`,
    [
      scope.consortiumId,
      of.hubId,
      of.targetId,
      keyOf(of.holder),
      instantOf(of.span.from),
      instantOf(of.span.to),
      of.exceptBookingId ?? null,
    ],
  )
  return row ?? { bookings: 0, minutes: 0 }
}
