/** Which statements are busy, and how PostgreSQL carried each out: as `pg_stat_statements` and `auto_explain` saw them. */
import type { OwnCluster } from './cluster.ts'
import { looking } from './stored.ts'

export interface BusyStatement {
  readonly id: string
  readonly text: string
  readonly calls: number
  readonly totalMs: number
  readonly meanMs: number
  readonly rows: number
}

export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Recheck Cond'?: string
  readonly Filter?: string
  readonly 'Rows Removed by Filter'?: number
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Shared Hit Blocks'?: number
  readonly 'Shared Read Blocks'?: number
  readonly 'Subplan Name'?: string
  readonly Plans?: readonly PlanNode[]
}

export interface SeenPlan {
  readonly id: string
  readonly ms: number
  readonly plan: PlanNode
}

export async function forgetStatements(databaseUrl: string): Promise<void> {
  await looking(databaseUrl, async (look) => {
    await look('create extension if not exists pg_stat_statements with schema public')
    await look('select pg_stat_statements_reset()')
  })
}

/** Those of the program's own role that took most time, and who they are; what begins and ends transactions is none. */
export function busiest(databaseUrl: string, count: number): Promise<BusyStatement[]> {
  return looking(databaseUrl, (look) =>
    look<BusyStatement & Record<string, unknown>>(
      `select s.queryid::text as id, s.query as text, s.calls::int as calls, round(s.total_exec_time)::int as "totalMs", round(s.mean_exec_time::numeric, 3)::float8 as "meanMs", s.rows::int as rows
       from pg_stat_statements s join pg_database d on d.oid = s.dbid join pg_roles r on r.oid = s.userid
       where d.datname = current_database() and r.rolname = 'hiroba_app' and s.query !~* '^(begin|commit|rollback|set|savepoint|release)'
       order by s.total_exec_time desc limit $1`,
      [count],
    ),
  )
}

/** Everything that runs while `work` does, with the plans that were in fact used: named statements may have one for all values. */
export async function explaining(cluster: OwnCluster, databaseUrl: string, work: () => Promise<void>): Promise<SeenPlan[]> {
  const from = (await cluster.logFrom(0)).end
  const set = (least: number, isVerbose: string) =>
    looking(databaseUrl, async (look) => {
      await look(`alter system set auto_explain.log_min_duration = ${least}`)
      await look(`alter system set auto_explain.log_verbose = ${isVerbose}`)
      await look('select pg_reload_conf()')
    })
  await set(0, 'on')
  await new Promise((resolve) => setTimeout(resolve, 300))
  try {
    await work()
  } finally {
    await set(-1, 'off')
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  const { text } = await cluster.logFrom(from)
  return text.split(/^(?=\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] )/m).flatMap((entry): SeenPlan[] => {
    const found = /LOG: {2}duration: ([\d.]+) ms {2}plan:\n([\s\S]*)$/.exec(entry)
    const id = /"Query Identifier": (-?\d+)/.exec(entry)?.[1]
    if (found === null || id === undefined) return []
    const { Plan: plan } = JSON.parse(found[2] ?? '') as { Plan: PlanNode }
    return [{ id, ms: Number(found[1]), plan }]
  })
}

export function* nodesOf(plan: PlanNode): Generator<PlanNode> {
  yield plan
  for (const child of plan.Plans ?? []) yield* nodesOf(child)
}

/** Relations that a plan reads from end to end. */
export const scannedBy = (plan: PlanNode): string[] =>
  [...nodesOf(plan)].flatMap((node) =>
    node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined ? [node['Relation Name']] : [],
  )

/** A line a node: what it read, by which index, and how much. */
export function planLines(node: PlanNode, depth = 0): string[] {
  const rows = `${node['Actual Rows'] ?? 0} rows${(node['Actual Loops'] ?? 1) > 1 ? ` × ${node['Actual Loops']}` : ''}`
  const removed = node['Rows Removed by Filter'] ?? 0
  const pages = (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0)
  const line = [
    node['Subplan Name'] === undefined ? '' : `[${node['Subplan Name']}] `,
    node['Node Type'],
    node['Index Name'] === undefined ? '' : ` using ${node['Index Name']}`,
    node['Relation Name'] === undefined ? '' : ` on ${node['Relation Name']}`,
    ` — ${rows}, ${pages} pages`,
    removed > 0 ? `, ${removed} rows passed over` : '',
    node['Index Cond'] === undefined ? '' : `; ${short(node['Index Cond'])}`,
  ].join('')
  return [`${'  '.repeat(depth)}${line}`, ...(node.Plans ?? []).flatMap((child) => planLines(child, depth + 1))]
}

/** The tenant of row-level security reads as what it is. */
const short = (condition: string): string =>
  condition
    .replaceAll(/\(NULLIF\(current_setting\('app\.tenant'::text, true\), ''::text\)\)::uuid/g, 'platform.tenant()')
    .replaceAll(/::(timestamp with time zone|uuid|text)(\[\])?/g, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 260)
