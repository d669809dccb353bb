/** The calls of lotteries: the desk makes and draws them, members apply, anybody may look and check. */
import * as z from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { hubKeyParams, hubParams } from '../schemas.ts'
import {
  applicationPage,
  applyBody,
  cancelLotteryBody,
  changeApplicationBody,
  changeLotteryBody,
  drawLotteryBody,
  hubLotteryParams,
  listApplicationsQuery,
  listLotteriesQuery,
  lottery,
  lotteryBody,
  lotteryPage,
  lotteryParams,
  lotteryResult,
  myLottery,
  publicLotteryParams,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)

// ---- anybody

export const listPublicLotteries = endpoint({
  name: 'bookings.listPublicLotteries',
  method: 'GET',
  path: '/hubs/{hubKey}/lotteries',
  way: 'guest',
  permission: 'public',
  summary: 'Lotteries of a hub that are announced, open or drawn lately.',
  params: hubKeyParams,
  response: z.object({ items: z.array(lottery) }),
})

export const getLotteryResult = endpoint({
  name: 'bookings.getLotteryResult',
  method: 'GET',
  path: '/hubs/{hubKey}/lotteries/{lotteryId}',
  way: 'guest',
  permission: 'public',
  summary: 'A lottery with its seed and, once drawn, every number with its lot and what it was given, so that anybody can check it.',
  params: publicLotteryParams,
  response: lotteryResult,
})

// ---- members

export const listMyLotteries = endpoint({
  name: 'bookings.listMyLotteries',
  method: 'GET',
  path: '/lotteries',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Lotteries of the consortium that are open or coming, and those you have applied to.',
  query: listLotteriesQuery,
  response: z.object({ items: z.array(myLottery), nextCursor: z.string().nullable() }),
})

export const getMyLottery = endpoint({
  name: 'bookings.getMyLottery',
  method: 'GET',
  path: '/lotteries/{lotteryId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'A lottery with your own application.',
  params: lotteryParams,
  response: myLottery,
})

const wishErrors = pick(
  'bookings.lottery_not_open',
  'bookings.lottery_too_many_wishes',
  'bookings.lottery_wrong_wish',
  'bookings.outside_hours',
  'bookings.too_long',
  'bookings.too_short',
  'bookings.off_the_clock',
  'bookings.in_the_past',
  'bookings.party_too_large',
  'bookings.members_only',
  'bookings.leaseholders_only',
  'bookings.registered_only',
  'bookings.not_bookable',
)

export const applyForLottery = endpoint({
  name: 'bookings.applyForLottery',
  method: 'POST',
  path: '/lotteries/{lotteryId}/applications',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Apply with wishes in the order in which they are wanted.',
  params: lotteryParams,
  body: applyBody,
  response: myLottery,
  status: 201,
  errors: { ...wishErrors, ...pick('bookings.lottery_applied') },
  isIdempotent: true,
})

export const changeMyApplication = endpoint({
  name: 'bookings.changeMyApplication',
  method: 'PUT',
  path: '/lotteries/{lotteryId}/applications/mine',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Other wishes in place of the ones before, while applications are taken; the number stays.',
  params: lotteryParams,
  body: changeApplicationBody,
  response: myLottery,
  errors: wishErrors,
})

export const withdrawMyApplication = endpoint({
  name: 'bookings.withdrawMyApplication',
  method: 'DELETE',
  path: '/lotteries/{lotteryId}/applications/mine',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Take your application back, while applications are taken.',
  params: lotteryParams,
  response: myLottery,
  errors: pick('bookings.lottery_not_open'),
})

// ---- the desk

export const makeLottery = endpoint({
  name: 'bookings.makeLottery',
  method: 'POST',
  path: '/hubs/{hubId}/desk/lotteries',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Give days of spaces by lot. From now on nobody books them directly until it is drawn, except the desk.',
  params: hubParams,
  body: lotteryBody,
  response: lottery,
  status: 201,
  errors: pick('bookings.not_bookable', 'bookings.lottery_overlaps'),
  isIdempotent: true,
})

export const listHubLotteries = endpoint({
  name: 'bookings.listHubLotteries',
  method: 'GET',
  path: '/hubs/{hubId}/desk/lotteries',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The lotteries of a hub, those whose days are to come or those that are over.',
  params: hubParams,
  query: listLotteriesQuery,
  response: lotteryPage,
})

export const getHubLottery = endpoint({
  name: 'bookings.getHubLottery',
  method: 'GET',
  path: '/hubs/{hubId}/desk/lotteries/{lotteryId}',
  way: 'member',
  permission: 'bookings.run',
  summary: 'One lottery for the desk, with how many have applied.',
  params: hubLotteryParams,
  response: z.object({ lottery, count: z.int() }),
})

export const listLotteryApplications = endpoint({
  name: 'bookings.listLotteryApplications',
  method: 'GET',
  path: '/hubs/{hubId}/desk/lotteries/{lotteryId}/applications',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Applications of a lottery by number or by the place that was drawn.',
  params: hubLotteryParams,
  query: listApplicationsQuery,
  response: applicationPage,
})

export const exportLotteryApplications = endpoint({
  name: 'bookings.exportLotteryApplications',
  method: 'GET',
  path: '/hubs/{hubId}/desk/lotteries/{lotteryId}/applications.csv',
  way: 'member',
  permission: 'bookings.run',
  summary: 'All applications of a lottery with lots, places and wins as CSV.',
  params: hubLotteryParams,
  kind: 'file',
})

export const changeLottery = endpoint({
  name: 'bookings.changeLottery',
  method: 'PUT',
  path: '/hubs/{hubId}/desk/lotteries/{lotteryId}',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Change a lottery: all of it until it opens, afterwards its name, its note, and later moments of closing and drawing.',
  params: hubLotteryParams,
  body: changeLotteryBody,
  response: lottery,
  errors: pick('bookings.not_bookable', 'bookings.lottery_begun', 'bookings.lottery_over', 'bookings.lottery_overlaps'),
})

export const cancelLottery = endpoint({
  name: 'bookings.cancelLottery',
  method: 'POST',
  path: '/hubs/{hubId}/desk/lotteries/{lotteryId}/cancel',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Call a lottery off before it is drawn. Who has applied is told why; the days are booked directly from then on.',
  params: hubLotteryParams,
  body: cancelLotteryBody,
  response: lottery,
  errors: pick('bookings.lottery_over'),
})

export const drawLottery = endpoint({
  name: 'bookings.drawLottery',
  method: 'POST',
  path: '/hubs/{hubId}/desk/lotteries/{lotteryId}/draw',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Draw now, once applications are closed. It is drawn once, and by itself at its time.',
  params: hubLotteryParams,
  body: drawLotteryBody,
  response: lottery,
  errors: pick('bookings.lottery_too_early', 'bookings.lottery_over'),
})
