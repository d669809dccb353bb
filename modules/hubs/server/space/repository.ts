import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'
import { sql } from 'kysely'
import type { BookableAs, SpaceKind, Unit } from '../../contract/schemas.ts'
import { columnsOf } from '../repository.ts'

export interface SpaceRow {
  readonly id: string
  readonly hubId: string
  readonly parentId: string | null
  readonly slug: string
  readonly kind: SpaceKind
  readonly names: LocalText
  readonly floor: string | null
  readonly room: string | null
  readonly capacityValue: number | null
  readonly capacityMin: number | null
  readonly capacityIs: string
  readonly capacityByType: Record<string, number> | null
  readonly areaM2: number | null
  readonly accessKind: string | null
  readonly uses: LocalText[]
  readonly bookableAs: BookableAs
  readonly sortOrder: number
  readonly retiredAt: Temporal.Instant | null
  readonly facts: Record<string, unknown> | null
  readonly assumed: string[]
  readonly version: number
}

export interface SpaceWithUnits extends SpaceRow {
  readonly units: Unit[]
}

export type SpaceValues = Partial<Omit<SpaceRow, 'id' | 'version'>>

const jsonColumns = ['names', 'capacityByType', 'uses', 'facts'] as const

const unitsOfSpace = sql<Unit[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', u.id, 'kind', u.kind, 'label', u.label, 'position', u.position) order by u.position)
  from hubs.unit u where u.consortium_id = s.consortium_id and u.space_id = s.id and u.retired_at is null), '[]')`

const spacesInUse = (scope: Scope) =>
  scope
    .db('hubs')
    .selectFrom('hubs.space as s')
    .selectAll('s')
    .select(unitsOfSpace.as('units'))
    .where('s.consortiumId', '=', scope.consortiumId)
    .where('s.retiredAt', 'is', null)
    .$castTo<SpaceWithUnits>()

/** In use, in order; of one hub, or of all where none is named. */
export async function listSpaces(scope: Scope, hubId?: string): Promise<SpaceWithUnits[]> {
  return spacesInUse(scope)
    .$if(hubId !== undefined, (query) => query.where('s.hubId', '=', hubId ?? ''))
    .orderBy('s.sortOrder')
    .orderBy('s.id')
    .execute()
}

/** Those in use by their names alone, for a search: units are read where they are shown. */
export async function listSpaceNames(scope: Scope): Promise<Pick<SpaceRow, 'id' | 'hubId' | 'names'>[]> {
  return scope
    .db('hubs')
    .selectFrom('hubs.space')
    .select(['id', 'hubId', 'names'])
    .where('consortiumId', '=', scope.consortiumId)
    .where('retiredAt', 'is', null)
    .orderBy('sortOrder')
    .orderBy('id')
    .$castTo<Pick<SpaceRow, 'id' | 'hubId' | 'names'>>()
    .execute()
}

/** Also those taken out of use: a file that still names one must not make it again. */
export async function listAllSpaces(scope: Scope): Promise<SpaceRow[]> {
  return scope
    .db('hubs')
    .selectFrom('hubs.space')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .orderBy('sortOrder')
    .orderBy('id')
    .$castTo<SpaceRow>()
    .execute()
}

export async function findSpace(scope: Scope, spaceId: string): Promise<SpaceWithUnits | undefined> {
  return spacesInUse(scope).where('s.id', '=', spaceId).executeTakeFirst()
}

export async function insertSpace(scope: Scope, values: SpaceValues): Promise<string> {
  const row = await scope
    .db('hubs')
    .insertInto('hubs.space')
    .values({ ...(columnsOf(values, jsonColumns) as object), consortiumId: scope.consortiumId } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** False: changed meanwhile. Without a version whatever stands is changed. */
export async function updateSpace(scope: Scope, spaceId: string, values: SpaceValues, version?: number): Promise<boolean> {
  const result = await scope
    .db('hubs')
    .updateTable('hubs.space')
    .set(columnsOf(values, jsonColumns))
    .set({ version: sql<number>`version + 1`, updatedAt: scope.clock.now() })
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', spaceId)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Siblings in their new order; the version of the others stays, since nothing that is edited changed. */
export async function orderSpaces(scope: Scope, spaceIds: readonly string[]): Promise<void> {
  await scope.prepared(
    'hubs_order_spaces',
    `update hubs.space s set sort_order = given.position
     from unnest($2::uuid[]) with ordinality as given (id, position)
     where s.consortium_id = $1 and s.id = given.id and s.sort_order <> given.position`,
    [scope.consortiumId, spaceIds],
  )
}
