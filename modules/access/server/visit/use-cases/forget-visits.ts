/** Visitors are forgotten with their host, or once they came longer ago than the consortium keeps names of guests. */
import { namesKeptSince } from '#modules/bookings/server/index.ts'
import { findMember } from '#modules/people/server/index.ts'
import { forgetAnswersNaming } from '#platform/server/kept-answers.ts'
import { forgetMailsAbout, forgetMailsTo } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { visitorsExpired } from '../../../contract/events.ts'
import { arrivalCause } from '../../rules.ts'
import { listNamedBefore, updateVisit, type VisitRow } from '../repository.ts'

const mostAtOnce = 200

/** That somebody was announced stays, and for when; who it was does not. Whoever is a member keeps their mails. */
export async function forgetVisits(
  scope: Scope,
  visits: readonly VisitRow[],
  { before }: { before?: Temporal.Instant } = {},
): Promise<void> {
  const mails = new Set(visits.flatMap((visit) => visit.mail ?? []))
  for (const mail of mails) {
    if ((await findMember(scope, { mail })) === undefined) await forgetMailsTo(scope, mail, before === undefined ? {} : { before })
    await forgetAnswersNaming(scope, mail)
  }
  // their host was told by name
  await forgetMailsAbout(scope, visits.map(arrivalCause))
  for (const visit of visits) await updateVisit(scope, visit.id, { name: '', mail: null, forgottenAt: scope.clock.now() })
}

export async function expireVisitors(scope: Scope): Promise<void> {
  const before = await namesKeptSince(scope)
  const visits = await listNamedBefore(scope, before, mostAtOnce)
  if (visits.length === 0) return
  await forgetVisits(scope, visits, { before })
  for (const [hubId, ofHub] of Map.groupBy(visits, (visit) => visit.hubId))
    scope.emit(visitorsExpired, { hubId, visitors: ofHub.length }, { subjectId: hubId })
}
