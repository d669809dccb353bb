import { endpoint } from '#platform/contract/endpoint.ts'
import { hubParams } from '../door/schemas.ts'
import { entrants, exportEntrantsQuery, listEntrantsQuery } from './schemas.ts'

export const listEntrants = endpoint({
  name: 'access.listEntrants',
  method: 'GET',
  path: '/hubs/{hubId}/entrants',
  way: 'member',
  permission: 'access.read',
  summary: 'Who may enter now and next, by what, from when until when; of one door or of all.',
  params: hubParams,
  query: listEntrantsQuery,
  response: entrants,
})

export const exportEntrants = endpoint({
  name: 'access.exportEntrants',
  method: 'GET',
  path: '/hubs/{hubId}/entrants/export',
  way: 'member',
  permission: 'access.read',
  summary: 'The same as CSV or Excel, at most 20,000 rows. Taking it out is recorded.',
  params: hubParams,
  query: exportEntrantsQuery,
  kind: 'file',
  isLookRecorded: true,
})
