import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { sql } from 'kysely'
import { columnsOf } from '../repository.ts'

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

export async function listHubs(scope: Scope): Promise<HubRow[]> {
  return scope
    .db('hubs')
    .selectFrom('hubs.hub')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .orderBy('sortOrder')
    .orderBy('id')
    .$castTo<HubRow>()
    .execute()
}

export async function findHub(scope: Scope, hubId: string): Promise<HubRow | undefined> {
  return scope
    .db('hubs')
    .selectFrom('hubs.hub')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', hubId)
    .$castTo<HubRow>()
    .executeTakeFirst()
}

export async function insertHub(scope: Scope, values: HubValues): Promise<string> {
  const row = await scope
    .db('hubs')
    .insertInto('hubs.hub')
    .values({ ...(columnsOf(values, jsonColumns) as object), consortiumId: scope.consortiumId } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** False: changed meanwhile. Without a version whatever stands is changed. */
export async function updateHub(scope: Scope, hubId: string, values: HubValues, version?: number): Promise<boolean> {
  const result = await scope
    .db('hubs')
    .updateTable('hubs.hub')
    .set(columnsOf(values, jsonColumns))
    .set({ version: sql<number>`version + 1`, updatedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', hubId)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
