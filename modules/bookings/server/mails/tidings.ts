/** One mail a turn in the life of a booking, in the holder's language, with an invitation that calendars take over. */
import { historyOf } from '#platform/server/history.ts'
import { postMail } from '#platform/server/mail.ts'
import type { Language } from '#platform/contract/texts.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHub, type HubRef, type PlaceName } from '#modules/hubs/server/index.ts'
import { withPlace } from '../booking/presenter.ts'
import { findBooking, type BookingRow } from '../booking/repository.ts'
import { holderLinkOf } from '../booking/use-cases/require-booking.ts'
import { findClosure } from '../closure/repository.ts'
import { wayInOf } from '../booking/use-cases/provide-way-in.ts'
import { bookingCode } from '../kiosk/use-cases/codes.ts'
import type { MailHolderPayload, Tiding } from '../booking/use-cases/tell-holder.ts'
import { isActiveStatus } from '../../contract/rules.ts'
import { spanOf } from '../rules.ts'
import { calendarOf } from './calendar.ts'
import { closureMessage } from './closure-offer.ts'
import { localName, sayIn } from './texts.ts'
import { instantText, periodText } from './when.ts'

/** What a mail says besides its tidings; a hold was never in a calendar, so nothing is taken out of one. */
const calendarMethod: Readonly<Record<Tiding, 'REQUEST' | 'CANCEL' | undefined>> = {
  held: undefined,
  requested: undefined,
  booked: 'REQUEST',
  confirmed: 'REQUEST',
  approved: 'REQUEST',
  declined: undefined,
  changed: 'REQUEST',
  cancelled: 'CANCEL',
  hold_cancelled: undefined,
  lapsed: undefined,
  request_lapsed: undefined,
  release_warning: undefined,
  released: undefined,
}

export async function mailHolder(scope: Scope, { bookingId, tiding, sequence, closureId }: MailHolderPayload): Promise<void> {
  const row = await findBooking(scope, bookingId)
  // it has gone on since: the mail of that turn says it all
  if (row === undefined || row.holderMail === null || row.sequence !== sequence) return
  // they have come, or the rule is gone
  if (tiding === 'release_warning' && (row.releaseAt === null || row.status !== 'confirmed')) return
  const { place } = await withPlace(scope, row)
  const hub = await requireHub(scope, row.hubId)
  const language = row.holderLanguage
  const say = sayIn(language)
  const kind = tiding === 'hold_cancelled' ? 'cancelled' : tiding
  const url = holderLinkOf(scope, row, place.hubKey)
  const isOver = !isActiveStatus(row.status)
  const isOpen = kind === 'held' || kind === 'requested'
  const closure = closureId === undefined ? undefined : await findClosure(scope, closureId)
  const reason = closure === undefined ? await reasonOf(scope, row, tiding) : localName(closure.reason, language)
  const words = closure === undefined ? undefined : closureMessage(closure.message, language)
  // a reminder that the place is about to be given away needs it too
  const doorFacts = row.status === 'confirmed' ? await wayInOf(scope, row, language) : []
  const letter: Letter = {
    greeting: row.holderName === '' ? undefined : say('guestMail.greeting', { name: row.holderName }),
    lead: [say(`guestMail.${kind}.lead`), ...(words === undefined ? [] : [words])].join('\n\n'),
    facts: [
      ...factsOf({ row, place, hub, language, reason, code: bookingCode(scope, row.id) }),
      ...doorFacts.map(({ name, value }) => [name, value] as const),
    ],
    until: untilOf(row, kind, place.zone),
    link: isOver ? undefined : { url, words: say(kind === 'held' ? 'guestMail.held.link' : 'guestMail.manage') },
    wayIn:
      isOver || isOpen || hub.gettingIn === null ? undefined : { title: say('guestMail.wayIn'), text: localName(hub.gettingIn, language) },
    closing: kind === 'held' ? say('guestMail.unexpected') : undefined,
  }
  const method = calendarMethod[tiding]
  await postMail(scope, {
    cause: `bookings.${tiding}:${row.id}:${sequence}`,
    to: { name: row.holderName, address: row.holderMail },
    language,
    subject: say(`guestMail.${kind}.subject`, { hub: localName(place.hubNames, language) }),
    text: asText(letter),
    html: asHtml(letter, language),
    secrets: doorFacts.flatMap((fact) => (fact.isSecret === true ? [fact.value] : [])),
    ...(method === undefined ? {} : { invitation: { method, content: calendarOf(scope, { row, place, hub, url, language }, method) } }),
  })
}

export interface Letter {
  readonly greeting: string | undefined
  readonly lead: string
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly until: string | undefined
  readonly link: { readonly url: string; readonly words: string } | undefined
  readonly wayIn: { readonly title: string; readonly text: string } | undefined
  readonly closing: string | undefined
}

/** The one time that matters: to press the link, to have the answer, to be there. */
function untilOf(row: BookingRow, kind: Exclude<Tiding, 'hold_cancelled'>, zone: string): string | undefined {
  const say = sayIn(row.holderLanguage)
  const at = (instant: Temporal.Instant): string => instantText(instant.epochMilliseconds, zone, row.holderLanguage)
  if (kind === 'release_warning')
    return row.releaseAt === null ? undefined : say('guestMail.release_warning.until', { until: at(row.releaseAt) })
  if (row.holdExpiresAt === null) return undefined
  if (kind === 'held') return say('guestMail.held.until', { until: at(row.holdExpiresAt) })
  return kind === 'requested' ? say('guestMail.requested.until', { until: at(row.holdExpiresAt) }) : undefined
}

function factsOf({
  row,
  place,
  hub,
  language,
  reason,
  code,
}: {
  row: BookingRow
  place: PlaceName
  hub: HubRef
  language: Language
  reason: string | undefined
  code: string
}): (readonly [string, string])[] {
  const say = sayIn(language)
  const labels = row.unitIds.flatMap((id) => place.units.find((unit) => unit.id === id)?.label ?? [])
  const names = { place: localName(place.names, language), hub: localName(place.hubNames, language) }
  return [
    [say('guestMail.when'), periodText(spanOf(row), place.zone, language)],
    [say('guestMail.place'), say('guestMail.event', names)],
    ...(row.kind === 'space' || labels.length === 0
      ? []
      : [[say(row.kind === 'seat' ? 'guestMail.seats' : 'guestMail.pieces'), labels.join(', ')] as const]),
    [say('guestMail.people'), say('guestMail.peopleCount', { count: row.partySize })],
    ...(row.feeYen === 0 ? [] : [[say('guestMail.fee'), say('guestMail.yen', { yen: row.feeYen.toLocaleString('en') })] as const]),
    ...(row.cancellationFeeYen === null
      ? []
      : [[say('guestMail.cancellationFee'), say('guestMail.yen', { yen: row.cancellationFeeYen.toLocaleString('en') })] as const]),
    [say('guestMail.address'), localName(hub.address, language)],
    ...(hub.phone === null ? [] : [[say('guestMail.phone'), hub.phone] as const]),
    ...(row.status === 'confirmed' ? [[say('guestMail.desk.code'), code] as const] : []),
    ...(reason === undefined ? [] : [[say('guestMail.reason'), reason] as const]),
  ]
}

const reasoned: ReadonlySet<Tiding> = new Set(['changed', 'cancelled', 'hold_cancelled', 'declined', 'approved'])

/** Why somebody else changed or cancelled it; one's own reason nobody needs to be told. */
async function reasonOf(scope: Scope, row: BookingRow, tiding: Tiding): Promise<string | undefined> {
  if (!reasoned.has(tiding)) return undefined
  const { items } = await historyOf(scope, { subjectIds: [row.id] }, { limit: 20 })
  // what its fee came to is told of the booking too, and is no turn of it
  const last = items.find((item) => 'bookingId' in item.payload)
  if (last === undefined || (last.actorKind !== 'person' && last.actorKind !== 'system')) return undefined
  return last.actorAccountId !== null && last.actorAccountId === row.accountId ? undefined : (last.reason ?? undefined)
}

export function asText(letter: Letter): string {
  const widest = Math.max(...letter.facts.map(([name]) => name.length))
  return [
    ...(letter.greeting === undefined ? [] : [letter.greeting, '']),
    letter.lead,
    ...(letter.link === undefined || letter.until === undefined ? [] : ['', letter.link.url, '', letter.until]),
    '',
    ...letter.facts.map(([name, value]) => `${name}${' '.repeat(widest - name.length)}  ${value}`),
    ...(letter.wayIn === undefined ? [] : ['', letter.wayIn.title, letter.wayIn.text]),
    ...(letter.link === undefined || letter.until !== undefined ? [] : ['', letter.link.words, letter.link.url]),
    ...(letter.closing === undefined ? [] : ['', letter.closing]),
  ].join('\n')
}

/** Plain on purpose: mail programs drop most styles, and pictures from outside are how mails spy. */
export function asHtml(letter: Letter, language: Language): string {
  const button = (link: NonNullable<Letter['link']>): string =>
    `<p><a href="${escape(link.url)}" style="display:inline-block;padding:12px 24px;border-radius:8px;background:#0017c1;color:#fff;font-weight:700;text-decoration:none">${escape(link.words)}</a></p>`
  const isFirst = letter.until !== undefined
  return [
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><body style="font-family:sans-serif;line-height:1.7;color:#1a1a1a;max-width:36em">`,
    letter.greeting === undefined ? '' : `<p>${escape(letter.greeting)}</p>`,
    `<p>${escape(letter.lead).replaceAll('\n', '<br>')}</p>`,
    letter.link !== undefined && isFirst ? button(letter.link) : '',
    letter.until === undefined ? '' : `<p>${escape(letter.until)}</p>`,
    `<table style="border-collapse:collapse">`,
    ...letter.facts.map(
      ([name, value]) =>
        `<tr><th scope="row" style="text-align:start;vertical-align:top;padding:4px 16px 4px 0;font-weight:400;color:#4d4d4d">${escape(name)}</th><td style="padding:4px 0">${escape(value)}</td></tr>`,
    ),
    '</table>',
    letter.wayIn === undefined
      ? ''
      : `<h2 style="font-size:1em">${escape(letter.wayIn.title)}</h2><p>${escape(letter.wayIn.text).replaceAll('\n', '<br>')}</p>`,
    letter.link !== undefined && !isFirst ? button(letter.link) : '',
    letter.closing === undefined ? '' : `<p>${escape(letter.closing)}</p>`,
    '</body></html>',
  ].join('')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
