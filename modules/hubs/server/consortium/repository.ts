import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { sql } from 'kysely'
import { columnsOf } from '../repository.ts'

export interface ConsortiumRow {
  readonly consortiumId: string
  readonly slug: string
  readonly names: LocalText
  readonly project: string | null
  readonly projectAlso: string | null
  readonly municipalityCode: string | null
  readonly municipalityNames: LocalText | null
  readonly lead: string | null
  readonly operator: string | null
  readonly members: string[]
  readonly workKinds: string[]
  readonly notes: string[]
  readonly facts: Record<string, unknown> | null
  readonly factsDocument: Record<string, unknown> | null
  readonly factsPosition: number
  readonly assumed: string[]
  readonly version: number
}

export type ConsortiumValues = Partial<Omit<ConsortiumRow, 'consortiumId' | 'slug' | 'version'>>

const jsonColumns = ['names', 'municipalityNames', 'facts', 'factsDocument'] as const

export async function findConsortium(scope: Scope): Promise<ConsortiumRow | undefined> {
  return scope
    .db('hubs')
    .selectFrom('hubs.namedConsortium')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .$castTo<ConsortiumRow>()
    .executeTakeFirst()
}

/** Does nothing where it is there already. */
export async function insertConsortium(scope: Scope, values: ConsortiumValues & { names: LocalText }): Promise<void> {
  await scope
    .db('hubs')
    .insertInto('hubs.consortium')
    .values({ consortiumId: scope.consortiumId, ...(columnsOf(values, jsonColumns) as object) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** False: changed meanwhile. Without a version whatever stands is changed. */
export async function updateConsortium(scope: Scope, values: ConsortiumValues, version?: number): Promise<boolean> {
  const result = await scope
    .db('hubs')
    .updateTable('hubs.consortium')
    .set(columnsOf(values, jsonColumns))
    .set({ version: sql<number>`version + 1`, updatedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** What people call the tenant elsewhere follows the name kept here. */
export async function nameTenant(scope: Scope, names: LocalText): Promise<void> {
  await scope.prepared('hubs_name_tenant', 'select hubs.name_tenant($1::jsonb)', [JSON.stringify(names)])
}

export async function findTenant(scope: Scope, slug: string): Promise<string | undefined> {
  const [row] = await scope.prepared<{ id: string | null }>('hubs_find_tenant', 'select hubs.find_tenant($1) as id', [slug])
  return row?.id ?? undefined
}

export async function foundTenant(scope: Scope, slug: string, names: LocalText): Promise<string> {
  const [row] = await scope.prepared<{ id: string }>('hubs_found_tenant', 'select hubs.found_tenant($1, $2::jsonb) as id', [
    slug,
    JSON.stringify(names),
  ])
  if (row === undefined) throw new Error('the tenant was not made')
  return row.id
}

export async function listTenants(scope: Scope): Promise<string[]> {
  const rows = await scope.prepared<{ id: string }>('hubs_list_tenants', 'select id from hubs.list_tenants() as id', [])
  return rows.map((row) => row.id)
}

/** Two imports at once would both find nothing and make everything twice. */
export async function lockImports(scope: Scope): Promise<void> {
  await scope.prepared('hubs_lock_imports', 'select pg_advisory_xact_lock(7405220)', [])
}

export async function ensureConsortium(scope: Scope): Promise<void> {
  await scope.prepared('hubs_ensure_consortium', 'select hubs.ensure_consortium()', [])
}
