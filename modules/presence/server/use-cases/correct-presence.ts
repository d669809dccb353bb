/** The desk says what the doors did not see: who, when and why stand beside it for ever. */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { placeNames, requireHub } from '#modules/hubs/server/index.ts'
import { presenceErrors } from '../../contract/errors.ts'
import { presenceCorrected } from '../../contract/events.ts'
import type { CorrectionBody, SubjectKind } from '../../contract/schemas.ts'
import { insertCorrection, listCorrections, listPassages, listSubjectStays, lockSubject, type Subject } from '../repository.ts'
import { instantOf, windowOf } from '../rules.ts'
import { foldMoments, ruleOf, struckBy } from './fold-subject.ts'
import { tellChange } from './tell-change.ts'
import { subjectsByIds } from './name-subjects.ts'

const fail = failOf(presenceErrors)

export async function correctPresence(scope: MemberScope, hubId: string, body: CorrectionBody): Promise<void> {
  const hub = await requireHub(scope, hubId)
  const rule = await ruleOf(scope, hub)
  const at = Temporal.Instant.from(body.at)
  // a minute for clocks that differ
  if (Temporal.Instant.compare(at, scope.clock.now().add({ minutes: 1 })) > 0) fail('presence.in_the_future')
  await lockSubject(scope, hubId, body.subjectId)
  const window = windowOf(at.epochMilliseconds, rule, hub.zone)
  const between = { from: instantOf(window.from), to: instantOf(window.to) }
  const stays = await listSubjectStays(scope, hubId, body.subjectId, between)
  const passages = await listPassages(scope, hubId, body.subjectId, between)
  const corrections = await listCorrections(scope, hubId, body.subjectId, between)
  const subject = await subjectOf(scope, body, [...stays, ...passages, ...corrections])
  const isThere = stays.some(
    (stay) =>
      Temporal.Instant.compare(stay.enteredAt, at) <= 0 &&
      (stay.leftAt === null || stay.closedBy === 'rule' || Temporal.Instant.compare(at, stay.leftAt) < 0),
  )
  if ((body.kind === 'left' || body.kind === 'people') && !isThere) fail('presence.nobody_there')
  if (body.kind === 'entered' && body.spaceId !== null && (await placeNames(scope, [body.spaceId])).get(body.spaceId)?.hubId !== hubId)
    failPlatform('platform.not_found')
  if (body.kind === 'void') {
    if (![...passages, ...corrections].some(({ id }) => id === body.targetId)) failPlatform('platform.not_found')
    if (struckBy(corrections).has(body.targetId)) fail('presence.struck_already')
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
  tellChange(scope, await ruleOf(scope, hub))
}

/** What somebody is, is what the records say: a stranger's id is nobody's here, and a member is no visitor because a caller says so. */
async function subjectOf(
  scope: MemberScope,
  { subjectKind, subjectId }: CorrectionBody,
  rows: readonly { subjectKind: string | null }[],
): Promise<Subject> {
  const asked = { kind: subjectKind, id: subjectId }
  const recorded = rows[0]?.subjectKind as SubjectKind | undefined
  if (recorded !== undefined) return { kind: recorded, id: subjectId }
  const known = (await subjectsByIds(scope, [asked])).get(subjectId)
  return known?.kind === subjectKind ? asked : failPlatform('platform.not_found')
}
