import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { sql } from 'kysely'

export interface HubRow {
  readonly id: string
  readonly slug: string
  readonly names: LocalText
  readonly address: LocalText
  readonly municipalityCode: string | null
  readonly municipalityNames: LocalText | null
  readonly zone: string
  readonly openedOn: string | null
  readonly provisionalOpeningOn: string | null
  readonly capacityValue: number | null
  readonly capacityIs: string
  readonly areaM2: number | null
  readonly audience: LocalText | null
  readonly description: LocalText | null
  readonly gettingIn: LocalText | null
  readonly phone: string | null
  readonly publishedAt: Temporal.Instant | null
  readonly sortOrder: number
  readonly facts: Record<string, unknown> | null
  readonly assumed: string[]
  readonly version: number
}

export type HubValues = Partial<Omit<HubRow, 'id' | 'version'>>

const jsonColumns = ['names', 'address', 'municipalityNames', 'audience', 'description', 'gettingIn', 'facts'] as const

function columnsOf(values: HubValues) {
  const columns: Record<string, unknown> = { ...values }
  for (const name of jsonColumns) if (columns[name] !== undefined && columns[name] !== null) columns[name] = JSON.stringify(columns[name])
  return columns as never
}

export async function listHubs(scope: Scope): Promise<HubRow[]> {
  const rows = await scope
    .db('hubs')
    .selectFrom('hubs.hub')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .orderBy('sortOrder')
    .orderBy('id')
    .execute()
  return rows as unknown as HubRow[]
}

export async function findHub(scope: Scope, hubId: string): Promise<HubRow | undefined> {
  const row = await scope
    .db('hubs')
    .selectFrom('hubs.hub')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', hubId)
    .executeTakeFirst()
  return row as unknown as HubRow | undefined
}

export async function insertHub(scope: Scope, values: HubValues): Promise<string> {
  const row = await scope
    .db('hubs')
    .insertInto('hubs.hub')
    .values({ ...(columnsOf(values) as object), consortiumId: scope.consortiumId } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** False: changed meanwhile. Without a version whatever stands is changed. */
export async function updateHub(scope: Scope, hubId: string, values: HubValues, version?: number): Promise<boolean> {
  const result = await scope
    .db('hubs')
    .updateTable('hubs.hub')
    .set(columnsOf(values))
    .set({ version: sql<number>`version + 1`, updatedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', hubId)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
