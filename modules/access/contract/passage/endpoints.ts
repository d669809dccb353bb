import { endpoint } from '#platform/contract/endpoint.ts'
import { pageQuery } from '#platform/contract/schemas.ts'
import { hubParams } from '../door/schemas.ts'
import { exportPassagesQuery, listPassagesQuery, passages } from './schemas.ts'

export const listPassages = endpoint({
  name: 'access.listPassages',
  method: 'GET',
  path: '/hubs/{hubId}/passages',
  way: 'member',
  permission: 'access.read',
  summary: 'The entry log of a hub, newest first.',
  params: hubParams,
  query: listPassagesQuery,
  response: passages,
})

export const exportPassages = endpoint({
  name: 'access.exportPassages',
  method: 'GET',
  path: '/hubs/{hubId}/passages/export',
  way: 'member',
  permission: 'access.read',
  summary: 'The entry log as CSV or Excel, at most 50,000 rows. Looking is recorded.',
  params: hubParams,
  query: exportPassagesQuery,
  kind: 'file',
  isLookRecorded: true,
})

export const listMyPassages = endpoint({
  name: 'access.listMyPassages',
  method: 'GET',
  path: '/me/passages',
  way: 'member',
  permission: 'membership',
  summary: 'What doors have recorded of me, newest first.',
  query: pageQuery,
  response: passages,
})
