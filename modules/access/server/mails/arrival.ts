/** To whoever announced a visitor: they are here. */
import { requireHub } from '#modules/hubs/server/index.ts'
import { activeMembersByAccounts } from '#modules/people/server/index.ts'
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { arrivalCause, isFresh } from '../rules.ts'
import { findVisit } from '../visit/repository.ts'
import { localName, sayIn } from './texts.ts'
import { timeText } from './visit.ts'

export async function mailArrival(scope: Scope, visitId: string): Promise<void> {
  const visit = await findVisit(scope, visitId)
  // a worker that was stopped for hours tells no old news either
  if (visit === undefined || visit.arrivedAt === null || visit.name === '' || !isFresh(visit.arrivedAt, scope.clock.now())) return
  const host = (await activeMembersByAccounts(scope, [visit.hostAccountId])).get(visit.hostAccountId)
  if (host === undefined || host.mail === null) return
  const hub = await requireHub(scope, visit.hubId)
  const { language } = host
  const say = sayIn(language)
  const names = { name: visit.name, hub: localName(hub.names, language) }
  await postMail(scope, {
    cause: arrivalCause(visit),
    to: { name: host.name, address: host.mail },
    language,
    subject: say('guestMail.arrivedSubject', names),
    text: [
      host.name,
      '',
      say('guestMail.arrivedLead', names),
      '',
      say('guestMail.arrivedAt', { time: timeText(visit.arrivedAt, hub.zone, language) }),
    ].join('\n'),
  })
}
