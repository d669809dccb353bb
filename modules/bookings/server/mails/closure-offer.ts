/** The house is shut at the holder's time: what is free instead, and the link by which they choose. */
import { postMail } from '#platform/server/mail.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { withPlace } from '../booking/presenter.ts'
import { findBooking } from '../booking/repository.ts'
import { holderLinkOf } from '../booking/use-cases/require-booking.ts'
import { findClosure } from '../closure/repository.ts'
import { proposeFor, shutTargets } from '../closure/use-cases/propose.ts'
import { findTargets } from '../free/use-cases/find-places.ts'
import { spanOf } from '../rules.ts'
import { localName, sayIn } from './texts.ts'
import { instantText, periodText } from './when.ts'

export interface MailOfferPayload {
  readonly closureId: string
  readonly bookingId: string
}

export async function mailClosureOffer(scope: Scope, { closureId, bookingId }: MailOfferPayload): Promise<void> {
  const closure = await findClosure(scope, closureId)
  const row = await findBooking(scope, bookingId)
  if (closure === undefined || row === undefined || row.holderMail === null) return
  const { place } = await withPlace(scope, row)
  const hub = await requireHub(scope, row.hubId)
  const { targets } = await findTargets(scope, row.hubId)
  const shut = {
    hubId: closure.hubId,
    spaceId: closure.spaceId,
    from: closure.startsAt.epochMilliseconds,
    to: closure.endsAt.epochMilliseconds,
  }
  const closed = await shutTargets(scope, shut, targets)
  const [hit] = await proposeFor(scope as MemberScope, shut, { rows: [row], targets, closed })
  const language = row.holderLanguage
  const say = sayIn(language)
  const until = instantText(closure.startsAt.epochMilliseconds, hub.zone, language)
  const when = (period: { startsAt: string; endsAt: string }): string =>
    periodText({ from: Date.parse(period.startsAt), to: Date.parse(period.endsAt) }, hub.zone, language)
  const offers = [
    ...(hit?.spaces ?? []).map((space) => `${periodText(spanOf(row), hub.zone, language)}  ${localName(space.name, language)}`),
    ...(hit?.times ?? []).map((time) => `${when(time)}  ${localName(place.names, language)}`),
  ]
  const url = holderLinkOf(scope, row, place.hubKey)
  const message = closureMessage(closure.message, language)
  await postMail(scope, {
    cause: `bookings.closureOffer:${closureId}:${bookingId}`,
    to: { name: row.holderName, address: row.holderMail },
    language,
    subject: say('guestMail.desk.closureOffer.subject', { hub: localName(hub.names, language) }),
    text: [
      say('guestMail.greeting', { name: row.holderName }),
      '',
      say('guestMail.desk.closureOffer.lead', { until }),
      '',
      `${say('guestMail.when')}  ${periodText(spanOf(row), hub.zone, language)}`,
      `${say('guestMail.place')}  ${localName(place.names, language)}`,
      `${say('guestMail.reason')}  ${localName(closure.reason, language)}`,
      ...(message === undefined ? [] : ['', message]),
      ...(offers.length === 0 ? [] : ['', say('guestMail.desk.closureOffer.offers'), ...offers.map((offer) => `・${offer}`)]),
      '',
      say('guestMail.manage'),
      url,
    ].join('\n'),
    secrets: [url],
  })
}

/** The desk's own words; visitors who read neither language get the English ones. */
export function closureMessage(message: { ja?: string | undefined; en?: string | undefined }, language: string): string | undefined {
  return language === 'ja' ? (message.ja ?? message.en) : (message.en ?? message.ja)
}
