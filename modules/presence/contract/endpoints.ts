/** The calls of presence: a number for anybody, names for the desk, one's own for a member, figures for the office. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { presenceErrors } from './errors.ts'
import { pageQuery } from '#platform/contract/schemas.ts'
import * as s from './schemas.ts'

const pick = pickFrom(presenceErrors)

export const getOccupancy = endpoint({
  name: 'presence.getOccupancy',
  method: 'GET',
  path: '/hubs/{hubKey}/occupancy',
  way: 'guest',
  permission: 'public',
  summary: 'How many are in the hub now, as a number and a word. Never who.',
  params: s.hubKeyParams,
  response: s.occupancy,
})

export const getPresence = endpoint({
  name: 'presence.getPresence',
  method: 'GET',
  path: '/hubs/{hubId}/presence',
  way: 'member',
  permission: 'presence.see',
  summary: 'Who is in and since when, how full it is, and doors that stand open or were forced. Looking is recorded.',
  params: s.hubParams,
  response: s.presenceNow,
  isLookRecorded: true,
})

export const listStays = endpoint({
  name: 'presence.listStays',
  method: 'GET',
  path: '/hubs/{hubId}/presence/stays',
  way: 'member',
  permission: 'presence.see',
  summary: 'Stays of a day, latest first; without a day the latest of all. Looking is recorded.',
  params: s.hubParams,
  query: s.stayQuery,
  response: s.stayPage,
  isLookRecorded: true,
})

export const getTrace = endpoint({
  name: 'presence.getTrace',
  method: 'GET',
  path: '/hubs/{hubId}/presence/of/{subjectId}',
  way: 'member',
  permission: 'presence.see',
  summary: 'What the stays of somebody on a day are made of: doors, and corrections with who, when and why. Looking is recorded.',
  params: s.subjectParams,
  query: s.traceQuery,
  response: s.trace,
  isLookRecorded: true,
})

export const correctPresence = endpoint({
  name: 'presence.correctPresence',
  method: 'POST',
  path: '/hubs/{hubId}/presence/corrections',
  way: 'member',
  permission: 'presence.correct',
  summary: 'Say what the doors did not see: somebody came or left, a group of so many, a passage that was none. Nothing is erased.',
  params: s.hubParams,
  body: s.correctionBody,
  status: 204,
  isIdempotent: true,
  errors: pick('presence.in_the_future', 'presence.nobody_there', 'presence.struck_already'),
})

export const setPresenceRule = endpoint({
  name: 'presence.setPresenceRule',
  method: 'PUT',
  path: '/hubs/{hubId}/presence/rule',
  way: 'member',
  permission: 'presence.setRules',
  summary: 'When the night is closed, how many the hub holds, and whether the public page says how full it is.',
  params: s.hubParams,
  body: s.presenceRule,
  response: s.presenceRule,
})

export const settleOpening = endpoint({
  name: 'presence.settleOpening',
  method: 'POST',
  path: '/hubs/{hubId}/openings/{openingId}/settle',
  way: 'member',
  permission: 'presence.correct',
  summary: 'Put on record what was done about a door that was forced or stood open.',
  params: s.openingParams,
  body: s.settleBody,
  status: 204,
  errors: pick('presence.already_settled'),
})

export const getEvacuationPaper = endpoint({
  name: 'presence.getEvacuationPaper',
  method: 'GET',
  path: '/hubs/{hubId}/presence/evacuation',
  way: 'member',
  permission: 'presence.see',
  summary: 'The list of who is in, A4, to take outside. Taking it out is recorded.',
  params: s.hubParams,
  kind: 'file',
  isLookRecorded: true,
})

export const getVisits = endpoint({
  name: 'presence.getVisits',
  method: 'GET',
  path: '/presence/visits',
  way: 'member',
  permission: 'presence.see-visits',
  summary: 'Visits of a period as the doors saw them, by day, type A to D and organisation.',
  query: s.visitsQuery,
  response: s.visits,
  errors: pick('presence.period_too_long'),
})

export const getVisitsFile = endpoint({
  name: 'presence.getVisitsFile',
  method: 'GET',
  path: '/presence/visits/file',
  way: 'member',
  permission: 'presence.see-visits',
  summary: 'The same for Excel, a sheet for each view, or the days as CSV.',
  query: s.visitsFileQuery,
  kind: 'file',
  isLookRecorded: true,
  errors: pick('presence.period_too_long'),
})

export const listMyStays = endpoint({
  name: 'presence.listMyStays',
  method: 'GET',
  path: '/me/stays',
  way: 'member',
  permission: 'presence.own',
  summary: 'Your own stays, latest first.',
  query: s.stayQuery,
  response: s.stayPage,
})

export const getMyTrace = endpoint({
  name: 'presence.getMyTrace',
  method: 'GET',
  path: '/me/stays/{hubId}/trace',
  way: 'member',
  permission: 'presence.own',
  summary: 'What your own stays on a day are made of: doors, and corrections with who, when, why and what they changed.',
  params: s.hubParams,
  query: s.traceQuery,
  response: s.trace,
})

export const listMyCorrections = endpoint({
  name: 'presence.listMyCorrections',
  method: 'GET',
  path: '/me/stays/corrections',
  way: 'member',
  permission: 'presence.own',
  summary: 'Corrections of your own stays, latest first: who, when, why, and what was there before and is there now.',
  query: pageQuery,
  response: s.ownCorrections,
})

export const listMyLooks = endpoint({
  name: 'presence.listMyLooks',
  method: 'GET',
  path: '/me/stays/looks',
  way: 'member',
  permission: 'presence.own',
  summary: 'Who looked at lists that I was on, or at my stays, latest first; once an hour for whoever looked.',
  query: pageQuery,
  response: s.looks,
})
