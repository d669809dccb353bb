/** The calls of series: what the screen does, a program does by the same calls. */
import { endpoint } from '#platform/contract/endpoint.ts'
import { pickFrom } from '#platform/contract/errors.ts'
import { bookingsErrors } from '../errors.ts'
import { hubParams } from '../schemas.ts'
import {
  bookSeriesForSomebodyBody,
  cancelSeriesBody,
  changeSeriesBody,
  decideSeriesBody,
  listSeriesQuery,
  series,
  seriesCancellationCost,
  seriesChangePreview,
  seriesDaysQuery,
  seriesPage,
  seriesParams,
  seriesPreview,
  seriesWish,
} from './schemas.ts'

const pick = pickFrom(bookingsErrors)

const wishErrors = pick('bookings.series_too_long', 'bookings.series_empty')
const storeErrors = { ...wishErrors, ...pick('bookings.series_conflicts') }

export const previewSeries = endpoint({
  name: 'bookings.previewSeries',
  method: 'POST',
  path: '/series/preview',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Each day of a series before it is stored: free, or why not and what could be had instead. Stores nothing.',
  body: seriesWish,
  response: seriesPreview,
  errors: wishErrors,
})

export const bookSeries = endpoint({
  name: 'bookings.bookSeries',
  method: 'POST',
  path: '/series',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Book a series: all of the days as agreed in `choices`, or none of them, and then each day that stands in the way.',
  body: seriesWish,
  response: series,
  status: 201,
  errors: storeErrors,
  isIdempotent: true,
})

export const listMySeries = endpoint({
  name: 'bookings.listMySeries',
  method: 'GET',
  path: '/series',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Your own series, those with days to come or those that are over.',
  query: listSeriesQuery,
  response: seriesPage,
})

export const getSeries = endpoint({
  name: 'bookings.getSeries',
  method: 'GET',
  path: '/series/{seriesId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'One of your series with all its days; the desk sees any.',
  params: seriesParams,
  response: series,
})

export const changeSeries = endpoint({
  name: 'bookings.changeSeries',
  method: 'PATCH',
  path: '/series/{seriesId}',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Change one day, a range or the rest: time, place, party, purpose. All of them as agreed in `choices`, or none.',
  params: seriesParams,
  body: changeSeriesBody,
  response: series,
  errors: pick('bookings.series_conflicts', 'bookings.series_over'),
})

export const previewSeriesChange = endpoint({
  name: 'bookings.previewSeriesChange',
  method: 'POST',
  path: '/series/{seriesId}/change-preview',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Each day that a change means before it is stored: free, or why not and what could be had instead; what it would cost.',
  params: seriesParams,
  body: changeSeriesBody,
  response: seriesChangePreview,
  errors: pick('bookings.series_over'),
})

export const getSeriesCancellation = endpoint({
  name: 'bookings.getSeriesCancellation',
  method: 'GET',
  path: '/series/{seriesId}/cancellation-cost',
  way: 'member',
  permission: 'bookings.book',
  summary: 'What cancelling days of a series costs at this moment.',
  params: seriesParams,
  query: seriesDaysQuery,
  response: seriesCancellationCost,
})

export const cancelSeries = endpoint({
  name: 'bookings.cancelSeries',
  method: 'POST',
  path: '/series/{seriesId}/cancel',
  way: 'member',
  permission: 'bookings.book',
  summary: 'Cancel one day, a range or the rest; what has begun is left as it is.',
  params: seriesParams,
  body: cancelSeriesBody,
  response: series,
  errors: pick('bookings.series_over'),
})

export const getSeriesCalendar = endpoint({
  name: 'bookings.getSeriesCalendar',
  method: 'GET',
  path: '/series/{seriesId}/calendar',
  way: 'member',
  permission: 'bookings.book',
  summary: 'The series as an iCalendar file: its rule, the days that were left out, moved or cancelled.',
  params: seriesParams,
  kind: 'file',
})

// ---- the desk

export const previewSeriesForSomebody = endpoint({
  name: 'bookings.previewSeriesForSomebody',
  method: 'POST',
  path: '/hubs/{hubId}/series/preview',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The same for the desk, which is not held to lengths and distance.',
  params: hubParams,
  body: seriesWish,
  response: seriesPreview,
  errors: wishErrors,
})

export const bookSeriesForSomebody = endpoint({
  name: 'bookings.bookSeriesForSomebody',
  method: 'POST',
  path: '/hubs/{hubId}/series',
  way: 'member',
  permission: 'bookings.run',
  summary: 'Book a series at the desk for a member or for somebody by name.',
  params: hubParams,
  body: bookSeriesForSomebodyBody,
  response: series,
  status: 201,
  errors: storeErrors,
  isIdempotent: true,
})

export const listHubSeries = endpoint({
  name: 'bookings.listHubSeries',
  method: 'GET',
  path: '/hubs/{hubId}/series',
  way: 'member',
  permission: 'bookings.run',
  summary: 'The series of a hub, those with days to come or those that are over.',
  params: hubParams,
  query: listSeriesQuery,
  response: seriesPage,
})

export const decideSeries = endpoint({
  name: 'bookings.decideSeries',
  method: 'POST',
  path: '/series/{seriesId}/decision',
  way: 'member',
  permission: 'bookings.run',
  summary: "The office's yes or no to all days of a series that wait for it, in one.",
  params: seriesParams,
  body: decideSeriesBody,
  response: series,
  errors: pick('bookings.series_over'),
})
