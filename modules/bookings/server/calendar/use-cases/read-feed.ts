/** What a calendar program gets. Asked again without a change it costs one row. */
import { fail } from '#platform/server/errors.ts'
import type { Database } from '#platform/server/database.ts'
import type { FileAnswer } from '#platform/server/module.ts'
import type { FeedScope, Scope } from '#platform/server/scope.ts'
import { placeNames, requireHub, type HubRef } from '#modules/hubs/server/index.ts'
import { findMember } from '#modules/people/server/index.ts'
import { withPlaces } from '../../booking/presenter.ts'
import type { BookingRow } from '../../booking/repository.ts'
import { deskRoles } from '../../booking/use-cases/require-booking.ts'
import { eventOf, eventsOfSeries, type CalendarFacts } from '../../mails/calendar.ts'
import { localName, sayIn } from '../../mails/texts.ts'
import { calendarText, type CalendarEvent } from '../rules.ts'
import { findSeries, listSeriesBookings, listSeriesDays } from '../../series/repository.ts'
import { calendarFactsOf, placesOfSeries } from '../../series/use-cases/write-series-calendar.ts'
import { findFeedBySecret, findTenantOfFeed, listEntries, updateFeed, type FeedRow } from '../repository.ts'
import { hashOfSecret } from './keep-feeds.ts'

/** The way in by feed: the tenant is the one that gave out this secret. */
export const tenantOfFeed = (appDatabase: Database, secret: string): Promise<string | undefined> =>
  findTenantOfFeed(appDatabase, hashOfSecret(secret))

/** How far back; subscriptions keep what they have seen for as long as it is in the answer. */
const personDaysBack = 180
const deskDaysBack = 31
/** Beyond what anybody may book, series included. */
const daysAhead = 800
/** What is cancelled stays in the answer, marked so, until every program has asked. */
const daysCancelledShown = 30
/** How often programs are asked to ask. */
const refreshHours = 1
/** Noting each poll would make a write of every reading. */
const noteAfter = { minutes: 60 }

export async function readFeed(scope: FeedScope): Promise<FileAnswer> {
  const feed = await findFeedBySecret(scope, hashOfSecret(scope.link))
  if (feed === undefined) fail('platform.not_found')
  const now = scope.clock.now()
  // to the minute is more than anybody wants to know; and a first fetch is seen at once
  if (feed.fetchedAt === null || Temporal.Instant.compare(feed.fetchedAt.add(noteAfter), now) <= 0)
    await updateFeed(scope, feed, { fetchedAt: now, fetchedBy: scope.userAgent.replaceAll(/\p{Cc}/gu, ' ').slice(0, 120) })
  // what is far enough back falls out with the day, without an event
  const day = Math.floor(now.epochMilliseconds / 86_400_000)
  const etag = `${feed.id}-${feed.version}-${day}`
  const file = { name: 'hiroba.ics', mediaType: 'text/calendar; charset=utf-8', etag, isInline: true }
  if (scope.heldTags.includes(etag)) return { ...file, content: '' }
  await refuseWhoLeft(scope, feed)
  return { ...file, content: await write(scope, feed) }
}

/** The address shows what its maker may see. Who has left the desk, or the consortium, sees nothing any more. */
async function refuseWhoLeft(scope: Scope, feed: FeedRow): Promise<void> {
  const member = await findMember(scope, { accountId: feed.accountId })
  const isHere = member?.status === 'active' && (feed.kind === 'person' || member.roles.some((role) => deskRoles.includes(role)))
  if (!isHere) fail('platform.not_found')
}

async function write(scope: Scope, feed: FeedRow): Promise<string> {
  const now = scope.clock.now()
  const rows = await listEntries(scope, feed, {
    from: now.subtract({ hours: 24 * (feed.kind === 'person' ? personDaysBack : deskDaysBack) }),
    to: now.add({ hours: 24 * daysAhead }),
    endedSince: now.subtract({ hours: 24 * daysCancelledShown }),
  })
  // at the desk each day is an entry of its own: what repeats for a person is spread over spaces there
  const seriesIds = feed.kind === 'person' ? [...new Set(rows.flatMap((row) => row.seriesId ?? []))] : []
  const factsOf = await factsFor(
    scope,
    feed,
    rows.filter((row) => row.seriesId === null || !seriesIds.includes(row.seriesId)),
  )
  const events = [
    ...rows.flatMap((row) => (row.seriesId !== null && seriesIds.includes(row.seriesId) ? [] : [eventOf(scope, factsOf(row))])),
    ...(await seriesEvents(scope, feed, seriesIds)),
  ]
  return calendarText({ method: 'PUBLISH', events, feed: { name: await nameOf(scope, feed), hours: refreshHours } })
}

/** A series as a whole, also the days that are further back: the rule begins with them. */
async function seriesEvents(scope: Scope, feed: FeedRow, ids: readonly string[]): Promise<CalendarEvent[]> {
  if (ids.length === 0) return []
  const bookings = await listSeriesBookings(scope, ids)
  const days = await listSeriesDays(scope, ids)
  const events: CalendarEvent[] = []
  for (const id of ids) {
    const row = await findSeries(scope, id)
    if (row === undefined) continue
    const series = { row, days: days.get(id) ?? [], bookings: new Map((bookings.get(id) ?? []).map((one) => [one.id, one])) }
    events.push(...eventsOfSeries(scope, calendarFactsOf(scope, series, await placesOfSeries(ofSystem(scope), series), feed.language)))
  }
  return events
}

/** A hub that was taken out of the directory keeps its bookings. */
const ofSystem = (scope: Scope): Scope => ({ ...scope, actor: { kind: 'system', name: 'bookings.readFeed' } })

async function factsFor(scope: Scope, feed: FeedRow, rows: readonly BookingRow[]): Promise<(row: BookingRow) => CalendarFacts> {
  const placed = new Map((await withPlaces(scope, rows)).map(({ row, place }) => [row.id, place]))
  const hubs = new Map<string, HubRef>()
  for (const hubId of new Set(rows.map((row) => row.hubId))) hubs.set(hubId, await requireHub(ofSystem(scope), hubId))
  return (row) => {
    const place = placed.get(row.id)
    if (place === undefined) throw new Error(`no place of booking ${row.id}`)
    const isOwn = feed.kind === 'person'
    return {
      row,
      place,
      hub: hubs.get(row.hubId),
      language: feed.language,
      url: isOwn ? `${scope.publicUrl}/me/bookings/${row.id}` : `${scope.publicUrl}/operate/${place.hubKey}/bookings/${row.id}`,
      ...(isOwn ? {} : { forDesk: { hasNames: feed.hasNames } }),
    }
  }
}

async function nameOf(scope: Scope, feed: FeedRow): Promise<string> {
  const say = sayIn(feed.language)
  if (feed.hubId === null) return say('guestMail.calendar.own')
  const hub = await requireHub(ofSystem(scope), feed.hubId)
  const place = feed.targetId === null ? undefined : (await placeNames(scope, [feed.targetId])).get(feed.targetId)
  return say('guestMail.calendar.desk', {
    name: [localName(hub.names, feed.language), place === undefined ? '' : localName(place.names, feed.language)].filter(Boolean).join(' '),
  })
}
