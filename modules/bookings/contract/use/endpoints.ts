import { endpoint } from '#platform/contract/endpoint.ts'
import { storedUseRule, useFileQuery, usePeriod, useRecords, useRecordsQuery, useReport } from './schemas.ts'

export const getUse = endpoint({
  name: 'bookings.getUse',
  method: 'GET',
  path: '/use',
  way: 'member',
  permission: 'bookings.see-use',
  summary: 'Occupancy, visits and persons of a period: by month, space, hour, weekday, type and organisation.',
  query: usePeriod,
  response: useReport,
})

export const listUseRecords = endpoint({
  name: 'bookings.listUseRecords',
  method: 'GET',
  path: '/use/records',
  way: 'member',
  permission: 'bookings.see-use',
  summary: 'The bookings that a figure is made of, latest day first.',
  query: useRecordsQuery,
  response: useRecords,
})

export const getUseFile = endpoint({
  name: 'bookings.getUseFile',
  method: 'GET',
  path: '/use/file',
  way: 'member',
  permission: 'bookings.see-use',
  summary: 'The figures of a period for Excel, a sheet for each view, or days and spaces as CSV.',
  query: useFileQuery,
  kind: 'file',
})

export const getUseRule = endpoint({
  name: 'bookings.getUseRule',
  method: 'GET',
  path: '/use/rule',
  way: 'member',
  permission: 'bookings.see-use',
  summary: 'How visits are counted in this consortium.',
  response: storedUseRule,
})

export const setUseRule = endpoint({
  name: 'bookings.setUseRule',
  method: 'PUT',
  path: '/use/rule',
  way: 'member',
  permission: 'bookings.count-use',
  summary: 'Choose how visits are counted; what was counted before is shown by the new rule too.',
  body: storedUseRule,
  response: storedUseRule,
})
