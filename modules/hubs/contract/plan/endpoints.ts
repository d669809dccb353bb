import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { id, pictureWidth } from '#platform/contract/schemas.ts'
import { hubsErrors } from '../errors.ts'
import { changePlanBody } from '../schemas.ts'
import { floorPlanSettings } from './schemas.ts'

const inPlan = z.object({ hubId: id, planId: id })

export const addPlan = endpoint({
  name: 'hubs.addPlan',
  method: 'POST',
  path: '/consortium/hubs/{hubId}/plans',
  way: 'member',
  permission: 'hubs.edit',
  kind: 'upload',
  maxBodyBytes: 12_000_000,
  summary: 'Adds a floor plan (JPEG, PNG, WebP, AVIF); names and places follow by `changePlan`.',
  params: z.object({ hubId: id }),
  query: z.object({ spaceId: id.optional() }),
  response: floorPlanSettings,
  status: 201,
  errors: { 'hubs.not_a_picture': hubsErrors['hubs.not_a_picture'], 'hubs.too_many_plans': hubsErrors['hubs.too_many_plans'] },
})

export const getOwnPlanPicture = endpoint({
  name: 'hubs.getOwnPlanPicture',
  method: 'GET',
  path: '/consortium/hubs/{hubId}/plans/{planId}/picture',
  way: 'member',
  permission: 'hubs.read',
  kind: 'file',
  summary: 'The picture of a floor plan of an own hub, published or not.',
  params: inPlan,
  query: z.object({ width: pictureWidth }),
})

export const changePlan = endpoint({
  name: 'hubs.changePlan',
  method: 'PATCH',
  path: '/consortium/hubs/{hubId}/plans/{planId}',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Says what a plan shows and where on it spaces, seats and machines lie; `spots` replaces all places.',
  params: inPlan,
  body: changePlanBody,
  response: floorPlanSettings,
})

export const removePlan = endpoint({
  name: 'hubs.removePlan',
  method: 'DELETE',
  path: '/consortium/hubs/{hubId}/plans/{planId}',
  way: 'member',
  permission: 'hubs.edit',
  summary: 'Takes a floor plan away.',
  params: inPlan,
})
