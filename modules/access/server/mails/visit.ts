/** To a visitor whom a member announced: when, where, the PIN, the way in; and when they need not come after all. */
import { requireHub } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import type { Language } from '#platform/contract/texts.ts'
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listPins } from '../credential/repository.ts'
import { shownPin } from '../credential/use-cases/keep-pins.ts'
import { visitLinkOf } from '../use-cases/derive-keys.ts'
import { findVisit } from '../visit/repository.ts'
import type { MailVisitPayload } from '../visit/use-cases/keep-visits.ts'
import { localName, sayIn } from './texts.ts'

export function timeText(at: Temporal.Instant, zone: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' }).format(
    at.epochMilliseconds,
  )
}

export async function mailVisit(scope: Scope, { visitId, kind }: MailVisitPayload): Promise<void> {
  const visit = await findVisit(scope, visitId)
  if (visit === undefined || visit.mail === null || (kind === 'announced') !== (visit.status === 'announced')) return
  const hub = await requireHub(scope, visit.hubId)
  const { language } = visit
  const say = sayIn(language)
  const names = {
    hub: localName(hub.names, language),
    host: (await namesOf(scope, [visit.hostAccountId])).get(visit.hostAccountId)?.name ?? '',
  }
  const [pin] = kind === 'announced' ? await listPins(scope, [visit.id]) : []
  const code = pin === undefined ? undefined : shownPin(scope, pin)
  const url = `${scope.publicUrl}/hubs/${hub.key}/visits/${visit.id}#k=${visitLinkOf(scope, visit.id)}`
  const when = say('guestMail.doorSpan', {
    from: timeText(visit.startsAt, hub.zone, language),
    until: timeText(visit.endsAt, hub.zone, language),
  })
  const isOn = kind === 'announced'
  const lines = [
    visit.name,
    '',
    say(isOn ? 'guestMail.visitLead' : 'guestMail.visitWithdrawn', names),
    '',
    say('guestMail.visitWhen', { time: when }),
    `${say('guestMail.visitPlace')}: ${names.hub} ${localName(hub.address, language)}`,
    ...(code === undefined ? [] : [say('guestMail.visitPin', { pin: code })]),
    ...(isOn ? ['', say('guestMail.visitLink'), url] : []),
    ...(isOn && hub.gettingIn !== null ? ['', say('guestMail.visitWayIn'), localName(hub.gettingIn, language)] : []),
    ...(hub.phone === null ? [] : ['', `${say('guestMail.visitPhone')}: ${hub.phone}`]),
  ]
  await postMail(scope, {
    cause: `access.${kind}:${visit.id}`,
    to: { name: visit.name, address: visit.mail },
    language,
    subject: say(isOn ? 'guestMail.visitSubject' : 'guestMail.visitWithdrawnSubject', names),
    text: lines.join('\n'),
    secrets: [...(code === undefined ? [] : [code]), visitLinkOf(scope, visit.id)],
  })
}
