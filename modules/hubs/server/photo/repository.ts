import type { LocalText } from '#platform/contract/schemas.ts'
import type { Scope } from '#platform/server/scope.ts'

export interface PhotoRow {
  readonly id: string
  readonly hubId: string
  readonly spaceId: string | null
  readonly fileId: string
  readonly mediaType: string
  readonly alt: LocalText
  readonly sortOrder: number
}

export async function listPhotos(scope: Scope, hubId: string): Promise<PhotoRow[]> {
  const rows = await scope
    .db('hubs')
    .selectFrom('hubs.photo')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .orderBy('sortOrder')
    .orderBy('id')
    .execute()
  return rows as unknown as PhotoRow[]
}

export async function findPhoto(scope: Scope, hubId: string, photoId: string): Promise<PhotoRow | undefined> {
  const row = await scope
    .db('hubs')
    .selectFrom('hubs.photo')
    .selectAll()
    .where('consortiumId', '=', scope.consortiumId)
    .where('hubId', '=', hubId)
    .where('id', '=', photoId)
    .executeTakeFirst()
  return row as unknown as PhotoRow | undefined
}

export async function insertPhoto(scope: Scope, photo: Omit<PhotoRow, 'id'>): Promise<string> {
  const row = await scope
    .db('hubs')
    .insertInto('hubs.photo')
    .values({ ...photo, alt: JSON.stringify(photo.alt), consortiumId: scope.consortiumId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function updatePhoto(scope: Scope, photoId: string, values: Partial<Pick<PhotoRow, 'alt' | 'spaceId'>>): Promise<void> {
  await scope
    .db('hubs')
    .updateTable('hubs.photo')
    .set({ ...values, ...(values.alt === undefined ? {} : { alt: JSON.stringify(values.alt) }) } as never)
    .where('consortiumId', '=', scope.consortiumId)
    .where('id', '=', photoId)
    .execute()
}

export async function orderPhotos(scope: Scope, hubId: string, photoIds: readonly string[]): Promise<void> {
  await scope.prepared(
    'hubs_order_photos',
    `update hubs.photo p set sort_order = given.position
     from unnest($3::uuid[]) with ordinality as given (id, position)
     where p.consortium_id = $1 and p.hub_id = $2 and p.id = given.id`,
    [scope.consortiumId, hubId, photoIds],
  )
}

export async function deletePhoto(scope: Scope, photoId: string): Promise<void> {
  await scope.db('hubs').deleteFrom('hubs.photo').where('consortiumId', '=', scope.consortiumId).where('id', '=', photoId).execute()
}
