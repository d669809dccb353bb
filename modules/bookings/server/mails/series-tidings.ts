/** One mail for a series: all its days when it is new, then only the days that are not as was last said. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { isActiveStatus } from '../../contract/rules.ts'
import type { BookingRow } from '../booking/repository.ts'
import { findSeries, listSeriesBookings, listSeriesDays, noteTold, updateSeries } from '../series/repository.ts'
import { isMoved } from '../series/rules.ts'
import type { MailSeriesPayload } from '../series/use-cases/tell-series.ts'
import type { WholeSeries } from '../series/use-cases/require-series.ts'
import { calendarFactsOf, placesOfSeries, seriesUrl } from '../series/use-cases/write-series-calendar.ts'
import { spanOf } from '../rules.ts'
import { calendarOfSeries } from './calendar.ts'
import { localName, sayIn } from './texts.ts'
import { asHtml, asText, type Letter } from './tidings.ts'
import { periodText } from './when.ts'

/** A mail that nobody reads to its end says nothing: the rest stands on the page. */
const mostLines = 60

export async function mailSeries(scope: Scope, { seriesId }: MailSeriesPayload): Promise<void> {
  // kept until the end, so that two mails at once cannot both say the same
  const row = await findSeries(scope, seriesId, { forChange: true })
  if (row === undefined) return
  const days = (await listSeriesDays(scope, [seriesId])).get(seriesId) ?? []
  const rows = (await listSeriesBookings(scope, [seriesId])).get(seriesId) ?? []
  const bookings = new Map(rows.map((booking) => [booking.id, booking]))
  const isNew = days.every(({ toldSequence }) => toldSequence === null)
  const news = days
    .flatMap((day) => {
      const booking = day.bookingId === null ? undefined : bookings.get(day.bookingId)
      return booking === undefined || booking.sequence === day.toldSequence ? [] : [{ booking, wasTold: day.toldSequence !== null }]
    })
    .toSorted((a, b) => a.booking.startsAt.epochMilliseconds - b.booking.startsAt.epochMilliseconds)
  const [first] = rows
  if (first === undefined || news.length === 0) return
  await noteTold(
    scope,
    seriesId,
    news.map(({ booking }) => ({ bookingId: booking.id, sequence: booking.sequence })),
  )
  const told = await updateSeries(scope, row, { isTold: !isNew })
  if (first.holderMail === null) return
  await post(scope, {
    series: { row: told, days, bookings },
    holder: first,
    mail: first.holderMail,
    isNew,
    news: news.map(({ booking }) => booking),
  })
}

interface Tidings {
  readonly series: WholeSeries
  readonly holder: BookingRow
  readonly mail: string
  readonly isNew: boolean
  readonly news: readonly BookingRow[]
}

async function post(scope: Scope, { series, holder, mail, isNew, news }: Tidings): Promise<void> {
  const language = holder.holderLanguage
  const say = sayIn(language)
  const known = await placesOfSeries(scope, series)
  const { hub, places } = known
  const place = places.get(series.row.targetId)
  const hubName = localName(hub.names, language)
  const active = [...series.bookings.values()].filter(({ status }) => isActiveStatus(status))
  const isOver = active.length === 0
  const isRequested = isNew && active.every(({ status }) => status === 'requested')
  const isApproved = !isNew && news.every((booking) => booking.status === 'confirmed' && !isElsewhere(series, booking))
  const kind = isOver ? 'cancelled' : isNew ? (isRequested ? 'requested' : 'booked') : isApproved ? 'approved' : 'changed'
  const isDesk = series.row.accountId === null
  const lineOf = (booking: BookingRow): string => {
    const when = periodText(spanOf(booking), hub.zone, language)
    const other = places.get(booking.targetId)
    const elsewhere = booking.targetId === series.row.targetId || other === undefined ? '' : `　${localName(other.names, language)}`
    if (isNew || isApproved) return `${when}${elsewhere}`
    if (booking.status === 'declined') return say('guestMail.series.dayDeclined', { when: `${when}${elsewhere}` })
    return say(isActiveStatus(booking.status) ? 'guestMail.series.dayMoved' : 'guestMail.series.dayGone', { when: `${when}${elsewhere}` })
  }
  const lines = news.slice(0, mostLines).map(lineOf)
  const rest = news.length - lines.length
  const fee = active.reduce((sum, { feeYen }) => sum + feeYen, 0)
  const letter: Letter = {
    greeting: holder.holderName === '' ? undefined : say('guestMail.greeting', { name: holder.holderName }),
    lead: say(`guestMail.series.${kind}.lead`, { count: isNew ? active.length : news.length }),
    facts: [
      [
        say('guestMail.place'),
        say('guestMail.event', { place: place === undefined ? '' : localName(place.names, language), hub: hubName }),
      ],
      ...lines.map((line, i) => [i === 0 ? say('guestMail.when') : '', line] as const),
      ...(rest > 0 ? [['', say('guestMail.series.rest', { count: rest })] as const] : []),
      ...(fee === 0 || !isNew ? [] : [[say('guestMail.fee'), say('guestMail.yen', { yen: fee.toLocaleString('en') })] as const]),
      [say('guestMail.address'), localName(hub.address, language)],
    ],
    until: undefined,
    // who was booked for by name has no account to open it with
    link: isOver || isDesk ? undefined : { url: seriesUrl(scope, series.row.id), words: say('guestMail.series.manage') },
    wayIn: isOver || hub.gettingIn === null ? undefined : { title: say('guestMail.wayIn'), text: localName(hub.gettingIn, language) },
    closing: isDesk && !isOver ? say('guestMail.series.askHub') : undefined,
  }
  const method = isOver ? 'CANCEL' : 'REQUEST'
  await postMail(scope, {
    cause: `bookings.series:${series.row.id}:${series.row.sequence}`,
    to: { name: holder.holderName, address: mail },
    language,
    subject: say(`guestMail.series.${kind}.subject`, { hub: hubName }),
    text: asText(letter),
    html: asHtml(letter, language),
    ...(isRequested
      ? {}
      : { invitation: { method, content: calendarOfSeries(scope, calendarFactsOf(scope, series, known, language), method) } }),
  })
}

/** Not where the rule had put it. */
function isElsewhere({ row, days }: WholeSeries, booking: BookingRow): boolean {
  const day = days.find(({ bookingId }) => bookingId === booking.id)
  return day === undefined || isMoved({ startsAt: day.startsAt, endsAt: day.endsAt, targetId: row.targetId }, booking)
}
