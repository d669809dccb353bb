import { bind } from '#platform/server/module.ts'
import {
  addPhoto as addPhotoEndpoint,
  changePhoto as changePhotoEndpoint,
  getOwnPhoto,
  orderPhotos as orderPhotosEndpoint,
  removePhoto as removePhotoEndpoint,
} from '../../contract/endpoints.ts'
import { addPhoto, changePhoto, orderPhotos, readPhoto, removePhoto } from './use-cases/keep-photos.ts'

export const photoRoutes = [
  bind(addPhotoEndpoint, (scope, { params, query, file }) => addPhoto(scope, params.hubId, { file, spaceId: query.spaceId })),
  bind(getOwnPhoto, (scope, { params, query }) => readPhoto(scope, params.hubId, params.photoId, query.width)),
  bind(changePhotoEndpoint, (scope, { params, body }) => changePhoto(scope, params.hubId, params.photoId, body)),
  bind(orderPhotosEndpoint, (scope, { params, body }) => orderPhotos(scope, params.hubId, body.photoIds)),
  bind(removePhotoEndpoint, async (scope, { params }) => {
    await removePhoto(scope, params.hubId, params.photoId)
    return undefined
  }),
]
