/**
 * Agreements, as either side sees them: the policies `tenant` and `partner_reads` show a consortium what it proposed and
 * what was proposed to it, and nothing between two others. The questions name both sides, so that each has its index.
 */
import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { MutualUseRow } from './rules.ts'

export interface PartnerRow {
  readonly id: string
  readonly key: string
  readonly names: LocalText
}

export interface NamedHubRow {
  readonly consortiumId: string
  readonly id: string
  readonly key: string
  readonly names: LocalText
}

const columns = `m.consortium_id as "consortiumId", m.id, m.partner_id as "partnerId", m.state, m.from_on as "fromOn", m.until_on as "untilOn",
  m.hub_ids as "hubIds", m.partner_hub_ids as "partnerHubIds", m.who, m.price_class as "priceClass", m.most_per_month as "mostPerMonth",
  m.message, m.proposed_at as "proposedAt", m.answered_at as "answeredAt", m.answer, m.ended_at as "endedAt", m.ended_by as "endedBy",
  m.ends_on as "endsOn", m.end_reason as "endReason", m.version`

/** $1: the seated tenant, on whichever side. */
const ours = '(m.consortium_id = $1 or m.partner_id = $1)'

/** Proposals between two consortia go one after another, whichever of them begins. */
export async function lockPair(scope: Scope, partnerId: string): Promise<void> {
  await scope.prepared('hubs_mutual_use_lock', 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `hubs.mutual_use/${[scope.consortiumId, partnerId].toSorted().join('/')}`,
  ])
}

/** Proposals of the other side, open or agreed, for some of these days. */
export async function overlapsTheirs(
  scope: Scope,
  wish: { partnerId: string; fromOn: string; untilOn: string | null; exceptId?: string },
): Promise<boolean> {
  const rows = await scope.prepared(
    'hubs_mutual_use_theirs',
    `select 1 from hubs.mutual_use m where m.partner_id = $1 and m.consortium_id = $2 and m.state in ('proposed', 'active')
       and daterange(m.from_on, m.until_on, '[]') && daterange($3::date, $4::date, '[]') limit 1`,
    [scope.consortiumId, wish.partnerId, wish.fromOn, wish.untilOn],
  )
  return rows.length > 0
}

export type NewMutualUse = Pick<
  MutualUseRow,
  'partnerId' | 'fromOn' | 'untilOn' | 'hubIds' | 'who' | 'priceClass' | 'mostPerMonth' | 'message'
>

export async function insertMutualUse(scope: Scope, one: NewMutualUse): Promise<MutualUseRow> {
  const [row] = await scope.prepared<MutualUseRow>(
    'hubs_mutual_use_insert',
    `insert into hubs.mutual_use as m (consortium_id, partner_id, from_on, until_on, hub_ids, who, price_class, most_per_month, message, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${columns}`,
    [
      scope.consortiumId,
      one.partnerId,
      one.fromOn,
      one.untilOn,
      one.hubIds,
      one.who,
      one.priceClass,
      one.mostPerMonth,
      one.message,
      scope.clock.now(),
    ],
  )
  return row as MutualUseRow
}

export async function findMutualUse(scope: Scope, id: string): Promise<MutualUseRow | undefined> {
  const [row] = await scope.prepared<MutualUseRow>(
    'hubs_mutual_use_find',
    `select ${columns} from hubs.mutual_use m where ${ours} and m.id = $2`,
    [scope.consortiumId, id],
  )
  return row
}

export async function listMutualUses(
  scope: Scope,
  query: { limit: number; after: string | null; isWaiting: boolean },
): Promise<readonly MutualUseRow[]> {
  return scope.prepared<MutualUseRow>(
    'hubs_mutual_use_list',
    `select ${columns} from hubs.mutual_use m
     where ${ours} and ($2::uuid is null or m.id < $2) and (not $3::boolean or (m.partner_id = $1 and m.state = 'proposed'))
     order by m.id desc limit $4`,
    [scope.consortiumId, query.after, query.isWaiting, query.limit],
  )
}

/** Agreed ones with any of these consortia, also ended and coming ones; those that hold, then the latest first. */
export async function listAgreedWith(scope: Scope, partnerIds: readonly string[]): Promise<readonly MutualUseRow[]> {
  return scope.prepared<MutualUseRow>(
    'hubs_mutual_use_agreed',
    `select ${columns} from hubs.mutual_use m
     where ((m.consortium_id = $1 and m.partner_id = any($2::uuid[])) or (m.partner_id = $1 and m.consortium_id = any($2::uuid[])))
       and m.state in ('active', 'ended') order by (m.state = 'active') desc, m.id desc`,
    [scope.consortiumId, partnerIds],
  )
}

/** All that are agreed, for what one's own people may use elsewhere. */
export async function listAgreed(scope: Scope): Promise<readonly MutualUseRow[]> {
  return scope.prepared<MutualUseRow>(
    'hubs_mutual_use_agreed_all',
    `select ${columns} from hubs.mutual_use m where ${ours} and m.state in ('active', 'ended') order by (m.state = 'active') desc, m.id desc`,
    [scope.consortiumId],
  )
}

interface Turn {
  readonly state: MutualUseRow['state']
  readonly partnerHubIds?: readonly string[] | null
  readonly answeredAt?: Temporal.Instant
  readonly answer?: string
  readonly endedAt?: Temporal.Instant
  readonly endedBy?: 'proposer' | 'partner'
  readonly endsOn?: string
  readonly endReason?: string
}

/**
 * The next turn in the life of an agreement; undefined where it is not as it was on the screen any more. One statement
 * with the state it expects: of an answer and a withdrawal at once the database lets one through.
 */
export async function turnMutualUse(scope: Scope, row: MutualUseRow, version: number, turn: Turn): Promise<MutualUseRow | undefined> {
  const [after] = await scope.prepared<MutualUseRow>(
    'hubs_mutual_use_turn',
    `update hubs.mutual_use m set state = $5, partner_hub_ids = coalesce($6::uuid[], m.partner_hub_ids), answered_at = coalesce($7, m.answered_at),
       answer = coalesce($8, m.answer), ended_at = $9, ended_by = $10, ends_on = $11::date, end_reason = coalesce($12, ''), version = m.version + 1
     where m.consortium_id = $1 and m.id = $2 and m.state = $3 and m.version = $4 returning ${columns}`,
    [
      row.consortiumId,
      row.id,
      row.state,
      version,
      turn.state,
      turn.partnerHubIds ?? null,
      turn.answeredAt ?? null,
      turn.answer ?? null,
      turn.endedAt ?? null,
      turn.endedBy ?? null,
      turn.endsOn ?? null,
      turn.endReason ?? null,
    ],
  )
  return after
}

/** Published hubs of one consortium, or those of the list, by the directory. */
export async function listNamedHubs(
  scope: Scope,
  of: { consortiumIds?: readonly string[]; ids?: readonly string[]; keys?: readonly string[] },
): Promise<readonly NamedHubRow[]> {
  return scope.prepared<NamedHubRow>(
    'hubs_mutual_use_hubs',
    `select h.consortium_id as "consortiumId", h.id, h.consortium_slug || '.' || h.slug as key, h.names from hubs.directory_hub h
     where ($1::uuid[] is null or h.consortium_id = any($1)) and ($2::uuid[] is null or h.id = any($2))
       and ($3::text[] is null or h.consortium_slug || '.' || h.slug = any($3))
     order by h.consortium_slug, h.sort_order, h.id`,
    [of.consortiumIds ?? null, of.ids ?? null, of.keys ?? null],
  )
}

/** Names of consortia, as each calls itself. */
export async function listPartners(scope: Scope, ids: readonly string[]): Promise<readonly PartnerRow[]> {
  return scope.prepared<PartnerRow>(
    'hubs_mutual_use_partners',
    `select t.id, t.slug as key, case when t.name ? 'ja' then t.name else jsonb_build_object('ja', t.slug) || t.name end as names
     from platform.tenant t where t.id = any($1::uuid[])`,
    [ids],
  )
}

export async function findPartner(scope: Scope, key: string): Promise<PartnerRow | undefined> {
  const [row] = await scope.prepared<PartnerRow>(
    'hubs_mutual_use_partner',
    `select distinct h.consortium_id as id, h.consortium_slug as key, h.consortium_names as names from hubs.directory_hub h where h.consortium_slug = $1`,
    [key],
  )
  return row
}

/** Other consortia of the directory, by key. */
export async function listPossiblePartners(
  scope: Scope,
  query: { text: string | null; after: string | null; limit: number },
): Promise<readonly (PartnerRow & { hubs: { key: string; names: LocalText }[] })[]> {
  return scope.prepared(
    'hubs_mutual_use_possible',
    `select h.consortium_id as id, h.consortium_slug as key, h.consortium_names as names,
            jsonb_agg(jsonb_build_object('key', h.consortium_slug || '.' || h.slug, 'names', h.names) order by h.sort_order, h.id) as hubs
     from hubs.directory_hub h
     where h.consortium_id <> $1 and ($2::text is null or h.consortium_slug > $2)
       and ($3::text is null or h.consortium_names::text ilike $3 or h.names::text ilike $3 or h.municipality_names::text ilike $3)
     group by 1, 2, 3 order by 2 limit $4`,
    [scope.consortiumId, query.after, query.text === null ? null : `%${query.text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`, query.limit],
  )
}
