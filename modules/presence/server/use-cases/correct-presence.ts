/** The desk says what the doors did not see: who, when and why stand beside it for ever. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import { presenceErrors } from '../../contract/errors.ts'
import { presenceChanged, presenceCorrected } from '../../contract/events.ts'
import type { CorrectionBody } from '../../contract/schemas.ts'
import { insertCorrection, listCorrections, listPassages, listSubjectStays, lockSubject } from '../repository.ts'
import { instantOf, windowOf } from '../rules.ts'
import { foldMoments, ruleOf } from './fold-subject.ts'
import { subjectsByIds } from './name-subjects.ts'

const fail = failOf(presenceErrors)

export async function correctPresence(scope: MemberScope, hubId: string, body: CorrectionBody): Promise<void> {
  const hub = await requireHub(scope, hubId)
  const rule = await ruleOf(scope, hub)
  const subject = { kind: body.subjectKind, id: body.subjectId }
  const at = Temporal.Instant.from(body.at)
  // a minute for clocks that differ
  if (Temporal.Instant.compare(at, scope.clock.now().add({ minutes: 1 })) > 0) fail('presence.in_the_future')
  await lockSubject(scope, hubId, subject.id)
  const window = windowOf(at.epochMilliseconds, rule.closesMinute, hub.zone)
  const between = { from: instantOf(window.from), to: instantOf(window.to) }
  const stays = await listSubjectStays(scope, hubId, subject.id, between)
  // a stranger's id is nobody's here: known by a stay, or as a member
  if (stays.length === 0 && (await subjectsByIds(scope, [subject])).get(subject.id) === undefined) failPlatform('platform.not_found')
  const isThere = stays.some(
    (stay) =>
      Temporal.Instant.compare(stay.enteredAt, at) <= 0 &&
      (stay.leftAt === null || stay.closedBy === 'rule' || Temporal.Instant.compare(at, stay.leftAt) < 0),
  )
  if ((body.kind === 'left' || body.kind === 'people') && !isThere) fail('presence.nobody_there')
  if (body.kind === 'entered' && body.spaceId !== null && (await placeNames(scope, [body.spaceId])).get(body.spaceId)?.hubId !== hubId)
    failPlatform('platform.not_found')
  if (body.kind === 'void') {
    const known = [
      ...(await listPassages(scope, hubId, subject.id, between)),
      ...(await listCorrections(scope, hubId, subject.id, between)),
    ]
    if (!known.some(({ id }) => id === body.targetId)) failPlatform('platform.not_found')
  }
  const correctionId = await insertCorrection(scope, {
    hubId,
    subjectKind: subject.kind,
    subjectId: subject.id,
    kind: body.kind,
    at,
    spaceId: body.kind === 'entered' ? body.spaceId : null,
    people: body.kind === 'people' ? body.people : null,
    targetId: body.kind === 'void' ? body.targetId : null,
    reason: body.reason,
    accountId: scope.actor.accountId,
  })
  await foldMoments(scope, hub, [{ subject, at: at.epochMilliseconds }])
  scope.emit(
    presenceCorrected,
    { hubId, kind: body.kind, correctionId, personId: subject.id },
    { subjectId: correctionId, reason: body.reason },
  )
  scope.emit(presenceChanged, { hubId })
}
