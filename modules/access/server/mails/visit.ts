/** To a visitor whom a member announced: when, where, the PIN, the way in; another time; and when they need not come after all. */
import { calendarText, organizerOf, uidOf } from '#modules/bookings/server/index.ts'
import { requireHub, type HubRef } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { Language } from '#platform/contract/texts.ts'
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listPins } from '../credential/repository.ts'
import { shownPin } from '../credential/use-cases/keep-pins.ts'
import { visitLinkOf } from '../use-cases/derive-keys.ts'
import { findVisit, type VisitRow } from '../visit/repository.ts'
import type { MailVisitPayload } from '../visit/use-cases/keep-visits.ts'
import { localName, sayIn } from './texts.ts'

export function timeText(at: Temporal.Instant, zone: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' }).format(
    at.epochMilliseconds,
  )
}

const words = {
  announced: { subject: 'guestMail.visitSubject', lead: 'guestMail.visitLead' },
  moved: { subject: 'guestMail.visitMovedSubject', lead: 'guestMail.visitMoved' },
  withdrawn: { subject: 'guestMail.visitWithdrawnSubject', lead: 'guestMail.visitWithdrawn' },
} as const

export async function mailVisit(scope: Scope, { visitId, kind, sequence }: MailVisitPayload): Promise<void> {
  const visit = await findVisit(scope, visitId)
  // it has gone on since: the mail of that turn says it all
  if (visit === undefined || visit.mail === null || visit.sequence !== sequence) return
  const hub = await requireHub(scope, visit.hubId)
  const { language } = visit
  const say = sayIn(language)
  const names = {
    hub: localName(hub.names, language),
    host: (await namesOf(scope, [visit.hostAccountId])).get(visit.hostAccountId)?.name ?? '',
  }
  const isOn = kind !== 'withdrawn'
  const [pin] = isOn ? await listPins(scope, [visit.id]) : []
  const code = pin === undefined ? undefined : shownPin(scope, pin)
  const url = `${scope.publicUrl}/hubs/${hub.key}/visits/${visit.id}#k=${visitLinkOf(scope, visit.id)}`
  const when = say('guestMail.doorSpan', {
    from: timeText(visit.startsAt, hub.zone, language),
    until: timeText(visit.endsAt, hub.zone, language),
  })
  const lines = [
    visit.name,
    '',
    say(words[kind].lead, names),
    '',
    say('guestMail.visitWhen', { time: when }),
    `${say('guestMail.visitPlace')}: ${names.hub} ${localName(hub.address, language)}`,
    ...(code === undefined ? [] : [say('guestMail.visitPin', { pin: code })]),
    ...(isOn ? ['', say('guestMail.visitLink'), url] : []),
    ...(isOn && hub.gettingIn !== null ? ['', say('guestMail.visitWayIn'), localName(hub.gettingIn, language)] : []),
    ...(hub.phone === null ? [] : ['', `${say('guestMail.visitPhone')}: ${hub.phone}`]),
  ]
  const method = isOn ? 'REQUEST' : 'CANCEL'
  await postMail(scope, {
    cause: kind === 'moved' ? `access.moved:${visit.id}:${visit.sequence}` : `access.${kind}:${visit.id}`,
    to: { name: visit.name, address: visit.mail },
    language,
    subject: say(words[kind].subject, names),
    text: lines.join('\n'),
    secrets: [...(code === undefined ? [] : [code]), visitLinkOf(scope, visit.id)],
    invitation: { method, content: entryOf(scope, { ...visit, mail: visit.mail }, hub, { method, host: names.host }) },
  })
}

/** Without the PIN and without the link that shows it: calendars are shared with whoever works with their owner. */
function entryOf(
  scope: Scope,
  visit: VisitRow & { readonly mail: string },
  hub: HubRef,
  { method, host }: { method: 'REQUEST' | 'CANCEL'; host: string },
): string {
  const { language } = visit
  const say = sayIn(language)
  const name = localName(hub.names, language)
  return calendarText({
    method,
    events: [
      {
        uid: uidOf(scope, visit.id),
        sequence: visit.sequence,
        changedAt: visit.changedAt ?? visit.createdAt,
        startsAt: visit.startsAt,
        endsAt: visit.endsAt,
        summary: say('guestMail.visitEvent', { hub: name }),
        location: `${name}, ${localName(hub.address, language)}`,
        description: [
          say('guestMail.visitLead', { hub: name, host }),
          ...(hub.gettingIn === null ? [] : [localName(hub.gettingIn, language)]),
          say('guestMail.visitEntryNote'),
        ].join('\n\n'),
        url: `${scope.publicUrl}/hubs/${hub.key}`,
        status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
        organizer: organizerOf(scope.mailFrom),
        attendee: { name: visit.name, mail: visit.mail },
      },
    ],
  })
}
