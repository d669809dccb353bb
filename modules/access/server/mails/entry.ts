/** To a visitor whose host may be there for a shorter time, or not at all any more: when they can come in now. */
import { requireHub } from '#modules/hubs/server/index.ts'
import { namesOf } from '#modules/people/server/index.ts'
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { listDoorsOfHubs } from '../door/repository.ts'
import { listGrantsOfSubjects } from '../grant/repository.ts'
import { findVisit, updateVisit } from '../visit/repository.ts'
import type { TellEntryPayload } from '../visit/use-cases/tell-entry.ts'
import { localName, sayIn } from './texts.ts'
import { timeText } from './visit.ts'

/** The clocks of program and database differ by less. */
const slackMs = 60_000

export async function mailEntry(scope: Scope, { visitId, at }: TellEntryPayload): Promise<void> {
  const now = scope.clock.now()
  if (now.epochMilliseconds < Date.parse(at) - slackMs) return
  const visit = await findVisit(scope, visitId, { forChange: true })
  if (visit === undefined || visit.mail === null || visit.status !== 'announced' || Temporal.Instant.compare(visit.endsAt, now) <= 0) return
  // without doors nobody is kept out
  if ((await listDoorsOfHubs(scope, [visit.hubId])).length === 0) return
  const [grant] = await listGrantsOfSubjects(scope, [visit.id])
  const isWhole = grant !== undefined && grant.from_at.equals(visit.startsAt) && grant.until_at.equals(visit.endsAt)
  const entry = grant === undefined ? 'none' : isWhole ? null : `${grant.from_at.toString()}/${grant.until_at.toString()}`
  if (visit.toldEntry === entry) return
  await updateVisit(scope, visit.id, { toldEntry: entry })
  const hub = await requireHub(scope, visit.hubId)
  const { language } = visit
  const say = sayIn(language)
  const names = {
    hub: localName(hub.names, language),
    host: (await namesOf(scope, [visit.hostAccountId])).get(visit.hostAccountId)?.name ?? '',
  }
  const span =
    grant === undefined
      ? undefined
      : say('guestMail.doorSpan', {
          from: timeText(grant.from_at, hub.zone, language),
          until: timeText(grant.until_at, hub.zone, language),
        })
  await postMail(scope, {
    cause: `access.entry:${visit.id}:${now.toString()}`,
    to: { name: visit.name, address: visit.mail },
    language,
    subject: say('guestMail.visitEntrySubject', names),
    text: [
      visit.name,
      '',
      say(span === undefined ? 'guestMail.visitEntryNone' : 'guestMail.visitEntryChanged', names),
      '',
      ...(span === undefined ? [] : [`${say('guestMail.doorTimes')}: ${span}`]),
      `${say('guestMail.visitPlace')}: ${names.hub} ${localName(hub.address, language)}`,
      ...(hub.phone === null ? [] : ['', `${say('guestMail.visitPhone')}: ${hub.phone}`]),
    ].join('\n'),
  })
}
