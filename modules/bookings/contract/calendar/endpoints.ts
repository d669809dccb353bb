import { endpoint } from '#platform/contract/endpoint.ts'
import { platformErrors } from '#platform/contract/errors.ts'
import { hubParams } from '../schemas.ts'
import { feedKeyParams, feedParams, hubFeeds, madeFeed, makeHubFeedBody, makeOwnFeedBody, ownFeed } from './schemas.ts'

const conflict = { 'platform.conflict': platformErrors['platform.conflict'] }

export const getOwnFeed = endpoint({
  name: 'bookings.getOwnFeed',
  method: 'GET',
  path: '/calendars/own',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Your own calendar to subscribe to, and when a calendar program asked for it last.',
  response: ownFeed,
})

export const makeOwnFeed = endpoint({
  name: 'bookings.makeOwnFeed',
  method: 'POST',
  path: '/calendars/own',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Make the secret address of your own calendar; it is told this once.',
  body: makeOwnFeedBody,
  response: madeFeed,
  status: 201,
  errors: conflict,
})

export const listHubFeeds = endpoint({
  name: 'bookings.listHubFeeds',
  method: 'GET',
  path: '/hubs/{hubId}/calendars',
  way: 'member',
  permission: 'bookings.run',
  summary: "The desk's calendars of a hub and its spaces.",
  params: hubParams,
  response: hubFeeds,
})

export const makeHubFeed = endpoint({
  name: 'bookings.makeHubFeed',
  method: 'POST',
  path: '/hubs/{hubId}/calendars',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Make the secret address of a calendar of the hub or one space, with or without names; it is told this once.',
  params: hubParams,
  body: makeHubFeedBody,
  response: madeFeed,
  status: 201,
})

export const renewFeed = endpoint({
  name: 'bookings.renewFeed',
  method: 'POST',
  path: '/calendars/{feedId}/renew',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Give a calendar a new address; who subscribed to the old one gets nothing any more.',
  params: feedParams,
  response: madeFeed,
})

export const revokeFeed = endpoint({
  name: 'bookings.revokeFeed',
  method: 'DELETE',
  path: '/calendars/{feedId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'End a calendar: its address answers nothing any more.',
  params: feedParams,
})

export const readFeed = endpoint({
  name: 'bookings.readFeed',
  method: 'GET',
  path: '/feeds/{feedKey}',
  way: 'feed',
  permission: 'public',
  summary: 'The calendar that this secret address stands for, as iCalendar, with an entity tag: unchanged it is 304.',
  params: feedKeyParams,
  kind: 'file',
  // it is noted when a program asked last
  isLookRecorded: true,
})
