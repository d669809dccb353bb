import { fail, failOf } from '#platform/server/errors.ts'
import { dropFile, readFileOf } from '#platform/server/files.ts'
import { keepPicture } from '#platform/server/pictures.ts'
import type { FileAnswer, UploadedFile } from '#platform/server/module.ts'
import type { Scope } from '#platform/server/scope.ts'
import type { output } from 'zod/v4/core'
import { hubsErrors } from '../../../contract/errors.ts'
import { hubsChanged } from '../../../contract/events.ts'
import type { changePhotoBody, photo } from '../../../contract/schemas.ts'
import { presentPhoto } from '../../hub/presenter.ts'
import { requireOwnHub } from '../../hub/use-cases/show-own-hub.ts'
import { requireSpace } from '../../space/use-cases/change-space.ts'
import { deletePhoto, findPhoto, insertPhoto, listPhotos, orderPhotos as order, updatePhoto, type PhotoRow } from '../repository.ts'
import { pictureTypeOf } from '../rules.ts'

const failHubs = failOf(hubsErrors)
const mostPhotos = 30

type Photo = output<typeof photo>

export async function addPhoto(
  scope: Scope,
  hubId: string,
  { file, spaceId }: { file: UploadedFile; spaceId: string | undefined },
): Promise<Photo> {
  const hub = await requireOwnHub(scope, hubId)
  const space = spaceId === undefined ? undefined : await requireSpace(scope, spaceId)
  if (space !== undefined && space.hubId !== hubId) fail('platform.not_found')
  if (pictureTypeOf(file.content) === undefined) failHubs('hubs.not_a_picture')
  const photos = await listPhotos(scope, hubId)
  if (photos.length >= mostPhotos) failHubs('hubs.too_many_photos', { params: { most: mostPhotos } })
  const kept = await keepPicture(scope, file, { isPublic: true })
  if (kept === undefined) return failHubs('hubs.not_a_picture')
  const photoId = await insertPhoto(scope, {
    hubId,
    spaceId: spaceId ?? null,
    fileId: kept.id,
    mediaType: kept.mediaType,
    // what it shows is for a person to say; until then at least of what it is
    alt: (space ?? hub).names,
    sortOrder: Math.max(0, ...photos.map((one) => one.sortOrder)) + 1,
  })
  scope.emit(hubsChanged, { hubId, what: 'photo', fields: ['added'] }, { subjectId: photoId })
  return presentPhoto(await requirePhoto(scope, hubId, photoId))
}

export async function readPhoto(scope: Scope, hubId: string, photoId: string, width: number | undefined): Promise<FileAnswer> {
  const row = await requirePhoto(scope, hubId, photoId)
  const file = await readFileOf(scope, row.fileId, { mustBePublic: false, width })
  if (file === undefined) fail('platform.not_found')
  return { name: file.name, mediaType: row.mediaType, content: file.content, etag: file.sha256.slice(0, 22), isInline: true }
}

export async function changePhoto(scope: Scope, hubId: string, photoId: string, change: output<typeof changePhotoBody>): Promise<Photo> {
  await requirePhoto(scope, hubId, photoId)
  if (change.spaceId != null && (await requireSpace(scope, change.spaceId)).hubId !== hubId) fail('platform.not_found')
  const values = {
    ...(change.alt === undefined ? {} : { alt: change.alt }),
    ...(change.spaceId === undefined ? {} : { spaceId: change.spaceId }),
  }
  if (Object.keys(values).length > 0) {
    await updatePhoto(scope, photoId, values)
    scope.emit(hubsChanged, { hubId, what: 'photo', fields: Object.keys(values) }, { subjectId: photoId })
  }
  return presentPhoto(await requirePhoto(scope, hubId, photoId))
}

/** The first stands for the hub. Pictures that are not named keep their order, behind. */
export async function orderPhotos(scope: Scope, hubId: string, photoIds: readonly string[]): Promise<{ photos: Photo[] }> {
  await requireOwnHub(scope, hubId)
  const present = (await listPhotos(scope, hubId)).map((row) => row.id)
  await order(scope, hubId, [...photoIds, ...present.filter((photoId) => !photoIds.includes(photoId))])
  scope.emit(hubsChanged, { hubId, what: 'photo', fields: ['order'] }, { subjectId: hubId })
  return { photos: (await listPhotos(scope, hubId)).map(presentPhoto) }
}

export async function removePhoto(scope: Scope, hubId: string, photoId: string): Promise<void> {
  const row = await requirePhoto(scope, hubId, photoId)
  await deletePhoto(scope, photoId)
  // its public address ends with it
  await dropFile(scope, row.fileId)
  scope.emit(hubsChanged, { hubId, what: 'photo', fields: ['removed'] }, { subjectId: photoId })
}

async function requirePhoto(scope: Scope, hubId: string, photoId: string): Promise<PhotoRow> {
  const row = await findPhoto(scope, hubId, photoId)
  if (row === undefined) fail('platform.not_found')
  return row
}
