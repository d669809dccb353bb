import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { day, id, pictureWidth, tenantKey } from '#platform/contract/schemas.ts'
import { hubsErrors } from './errors.ts'
import * as s from './schemas.ts'

export * from './mutual-use/endpoints.ts'
export * from './plan/endpoints.ts'

const pick = pickFrom(hubsErrors)

// — directory —

export const listHubs = endpoint({
  name: 'hubs.listHubs',
  method: 'GET',
  path: '/hubs',
  way: 'directory',
  permission: 'public',
  summary: 'Published hubs of all consortia, with the hours of today.',
  query: z.object({
    q: z.string().max(100).optional().describe('Part of a name, an address, a town or a prefecture, in any language'),
    prefecture: z
      .string()
      .regex(/^\d{2}$/)
      .optional(),
    kind: z.enum(s.spaceKinds).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: z.string().max(400).optional(),
  }),
  response: z.object({ items: z.array(s.hubSummary), nextCursor: z.string().nullable() }),
})

export const getHub = endpoint({
  name: 'hubs.getHub',
  method: 'GET',
  path: '/hubs/{hubId}',
  way: 'directory',
  permission: 'public',
  summary: 'A published hub with its spaces, equipment and hours; by id or `<consortium>.<hub>`.',
  params: z.object({ hubId: tenantKey }),
  query: z.object({
    from: day.optional().describe('First day of `opening`; today where absent'),
    days: z.coerce.number().int().min(1).max(62).default(14),
  }),
  response: s.hubDetail,
})

// — settings: the consortium —

export const getConsortium = endpoint({
  name: 'hubs.getConsortium',
  method: 'GET',
  path: '/consortium',
  way: 'member',
  permission: 'hubs.read',
  summary: 'The own consortium.',
  response: s.consortiumSettings,
})

export const changeConsortium = endpoint({
  name: 'hubs.changeConsortium',
  method: 'PATCH',
  path: '/consortium',
  way: 'member',
  permission: 'hubs.edit-consortium',
  summary: 'Changes the own consortium.',
  body: s.changeConsortiumBody,
  response: s.consortiumSettings,
})

// — settings: hubs —

const inHub = z.object({ hubId: id })

export const listOwnHubs = endpoint({
  name: 'hubs.listOwnHubs',
  method: 'GET',
  path: '/consortium/hubs',
  way: 'member',
  permission: 'hubs.read',
  summary: "The consortium's hubs, unpublished ones included.",
  response: z.object({ items: z.array(s.hubListItem) }),
})

export const createHub = endpoint({
  name: 'hubs.createHub',
  method: 'POST',
  path: '/consortium/hubs',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Adds a hub, unpublished.',
  body: s.createHubBody,
  response: s.hubSettings,
  status: 201,
  isIdempotent: true,
  errors: pick('hubs.slug_taken'),
})

export const getOwnHub = endpoint({
  name: 'hubs.getOwnHub',
  method: 'GET',
  path: '/consortium/hubs/{hubId}',
  way: 'member',
  permission: 'hubs.read',
  summary: 'A hub as its people edit it: spaces with units, equipment, hours, photos.',
  params: inHub,
  response: s.hubSettings,
})

export const changeHub = endpoint({
  name: 'hubs.changeHub',
  method: 'PATCH',
  path: '/consortium/hubs/{hubId}',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Changes what is said of a hub. A field changed by hand is no longer assumed.',
  params: inHub,
  body: s.changeHubBody,
  response: s.hubSettings,
})

export const publishHub = endpoint({
  name: 'hubs.publishHub',
  method: 'POST',
  path: '/consortium/hubs/{hubId}/publish',
  way: 'member',
  permission: 'hubs.publish',
  summary: 'Puts a hub into the public directory.',
  params: inHub,
  response: s.hubSettings,
  errors: pick('hubs.not_ready_to_publish'),
})

export const unpublishHub = endpoint({
  name: 'hubs.unpublishHub',
  method: 'POST',
  path: '/consortium/hubs/{hubId}/unpublish',
  way: 'member',
  permission: 'hubs.publish',
  summary: 'Takes a hub out of the public directory; bookings stay.',
  params: inHub,
  response: s.hubSettings,
})

// — settings: spaces —

export const createSpace = endpoint({
  name: 'hubs.createSpace',
  method: 'POST',
  path: '/consortium/hubs/{hubId}/spaces',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Adds a space, with its units.',
  params: inHub,
  body: s.createSpaceBody,
  response: s.spaceSettings,
  status: 201,
  isIdempotent: true,
  errors: pick('hubs.slug_taken'),
})

const inSpace = z.object({ spaceId: id })

export const changeSpace = endpoint({
  name: 'hubs.changeSpace',
  method: 'PATCH',
  path: '/consortium/spaces/{spaceId}',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Changes a space. More seats make units; fewer retire the last ones, unless they are booked.',
  params: inSpace,
  body: s.changeSpaceBody,
  response: s.spaceSettings,
  errors: pick('hubs.space_in_use'),
})

export const moveSpace = endpoint({
  name: 'hubs.moveSpace',
  method: 'POST',
  path: '/consortium/spaces/{spaceId}/move',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Moves a space in the tree, or among its siblings.',
  params: inSpace,
  body: s.moveSpaceBody,
  response: s.spaceSettings,
  errors: pick('hubs.space_under_itself'),
})

export const retireSpace = endpoint({
  name: 'hubs.retireSpace',
  method: 'POST',
  path: '/consortium/spaces/{spaceId}/retire',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Takes a space out of use; what was booked in it stays on record.',
  params: inSpace,
  body: s.retireBody,
  errors: pick('hubs.space_in_use', 'hubs.space_has_children'),
})

// — settings: equipment —

export const createEquipment = endpoint({
  name: 'hubs.createEquipment',
  method: 'POST',
  path: '/consortium/hubs/{hubId}/equipment',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Adds equipment; what can be booked or lent gets a unit each.',
  params: inHub,
  body: s.createEquipmentBody,
  response: s.equipmentSettings,
  status: 201,
  isIdempotent: true,
})

const inEquipment = z.object({ equipmentId: id })

export const changeEquipment = endpoint({
  name: 'hubs.changeEquipment',
  method: 'PATCH',
  path: '/consortium/equipment/{equipmentId}',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Changes equipment and how many there are.',
  params: inEquipment,
  body: s.changeEquipmentBody,
  response: s.equipmentSettings,
  errors: pick('hubs.space_in_use'),
})

export const retireEquipment = endpoint({
  name: 'hubs.retireEquipment',
  method: 'POST',
  path: '/consortium/equipment/{equipmentId}/retire',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Takes equipment out of use.',
  params: inEquipment,
  body: s.retireBody,
  errors: pick('hubs.space_in_use'),
})

// — settings: hours —

export const setOpeningRules = endpoint({
  name: 'hubs.setOpeningRules',
  method: 'PUT',
  path: '/consortium/hubs/{hubId}/opening-rules',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Sets the weekly hours of a hub or of one space.',
  params: inHub,
  body: s.setOpeningRulesBody,
  response: s.hubSettings,
  errors: pick('hubs.hours_overlap', 'hubs.end_before_start'),
})

export const setYearlyClosures = endpoint({
  name: 'hubs.setYearlyClosures',
  method: 'PUT',
  path: '/consortium/hubs/{hubId}/yearly-closures',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Sets the days that are closed each year (New Year, Obon).',
  params: inHub,
  body: s.setYearlyClosuresBody,
  response: s.hubSettings,
})

export const addClosure = endpoint({
  name: 'hubs.addClosure',
  method: 'POST',
  path: '/consortium/hubs/{hubId}/closures',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Closes a hub or a space for days or for a span of time.',
  params: inHub,
  body: s.addClosureBody,
  response: s.hubSettings,
  status: 201,
  isIdempotent: true,
  errors: pick('hubs.end_before_start'),
})

export const removeClosure = endpoint({
  name: 'hubs.removeClosure',
  method: 'DELETE',
  path: '/consortium/hubs/{hubId}/closures/{closureId}',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Takes a closure back.',
  params: z.object({ hubId: id, closureId: id }),
  response: s.hubSettings,
})

export const setException = endpoint({
  name: 'hubs.setException',
  method: 'PUT',
  path: '/consortium/hubs/{hubId}/exceptions/{on}',
  way: 'member',
  permission: 'hubs.edit',
  summary: "Sets or takes away one day's own hours.",
  params: z.object({ hubId: id, on: day }),
  body: s.setExceptionBody,
  response: s.hubSettings,
  errors: pick('hubs.hours_overlap', 'hubs.end_before_start'),
})

// — settings: photos —

export const addPhoto = endpoint({
  name: 'hubs.addPhoto',
  method: 'POST',
  path: '/consortium/hubs/{hubId}/photos',
  way: 'member',
  permission: 'hubs.edit',
  kind: 'upload',
  maxBodyBytes: 12_000_000,
  summary: 'Adds a picture (JPEG, PNG, WebP, AVIF); its alternative text follows by `changePhoto`.',
  params: inHub,
  query: z.object({ spaceId: id.optional() }),
  response: s.photo,
  status: 201,
  errors: pick('hubs.not_a_picture', 'hubs.too_many_photos'),
})

export const getOwnPhoto = endpoint({
  name: 'hubs.getOwnPhoto',
  method: 'GET',
  path: '/consortium/hubs/{hubId}/photos/{photoId}',
  way: 'member',
  permission: 'hubs.read',
  kind: 'file',
  summary: 'A picture of an own hub, published or not.',
  params: z.object({ hubId: id, photoId: id }),
  query: z.object({ width: pictureWidth }),
})

export const changePhoto = endpoint({
  name: 'hubs.changePhoto',
  method: 'PATCH',
  path: '/consortium/hubs/{hubId}/photos/{photoId}',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Says what a picture shows, and of which space.',
  params: z.object({ hubId: id, photoId: id }),
  body: s.changePhotoBody,
  response: s.photo,
})

export const orderPhotos = endpoint({
  name: 'hubs.orderPhotos',
  method: 'PUT',
  path: '/consortium/hubs/{hubId}/photo-order',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Orders the pictures; the first stands for the hub.',
  params: inHub,
  body: s.orderPhotosBody,
  response: z.object({ photos: z.array(s.photo) }),
})

export const removePhoto = endpoint({
  name: 'hubs.removePhoto',
  method: 'DELETE',
  path: '/consortium/hubs/{hubId}/photos/{photoId}',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Takes a picture away.',
  params: z.object({ hubId: id, photoId: id }),
})

// — settings: import and export —

export const importFactsUpload = endpoint({
  name: 'hubs.importFacts',
  method: 'POST',
  path: '/consortium/facts',
  way: 'member',
  permission: 'hubs.import-facts',
  kind: 'upload',
  maxBodyBytes: 20_000_000,
  summary: "Reads the own consortium's part of a facts file: all of it or nothing. A dry run only reports.",
  query: z.object({ dryRun: z.stringbool().default(true) }),
  response: s.importReport,
  errors: pick('hubs.file_refused', 'hubs.consortium_not_in_file'),
})

export const exportFactsDownload = endpoint({
  name: 'hubs.exportFacts',
  method: 'GET',
  path: '/consortium/facts',
  way: 'member',
  permission: 'hubs.export-facts',
  kind: 'file',
  summary: 'The own consortium in the facts format; what is assumed is left out.',
})
