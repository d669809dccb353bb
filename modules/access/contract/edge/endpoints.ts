/** The calls of the machine at a hub (`Authorization: Bearer`, docs/adr/0018). It sees its own hub and nothing else. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { edgeBatch, edgeSnapshot, edgeSnapshotQuery, edgeVerdicts, edgeWord, evacuationList } from './schemas.ts'

export const askEdgeCommands = endpoint({
  name: 'access.askEdgeCommands',
  method: 'GET',
  path: '/edge/commands',
  way: 'edge',
  permission: 'public',
  summary: 'The time, the version of the rules, and commands that have not ended; asked for every two seconds.',
  response: edgeWord,
  isLookRecorded: true,
})

export const getEdgeSnapshot = endpoint({
  name: 'access.getEdgeSnapshot',
  method: 'GET',
  path: '/edge/snapshot',
  way: 'edge',
  permission: 'public',
  summary: 'The signed rules of the hub, or what changed of them since a version, and who may connect to its broker.',
  query: edgeSnapshotQuery,
  response: edgeSnapshot,
  isLookRecorded: true,
})

export const getEdgeEvacuation = endpoint({
  name: 'access.getEdgeEvacuation',
  method: 'GET',
  path: '/edge/evacuation',
  way: 'edge',
  permission: 'public',
  summary: 'Who is in the hub, kept by the edge for the moment when the line is gone.',
  response: evacuationList,
})

export const sendEdgeEvents = endpoint({
  name: 'access.sendEdgeEvents',
  method: 'POST',
  path: '/edge/events',
  way: 'edge',
  permission: 'public',
  summary: 'Up to 500 records, packed with gzip; each is answered for by itself.',
  body: edgeBatch,
  response: edgeVerdicts,
  status: 200,
  maxBodyBytes: 4_000_000,
})
