/** A member announces a visitor: a mail with the PIN and the way in goes to them, and the doors know. */
import { requireHub } from '#modules/hubs/server/index.ts'
import { activeMembersByAccounts, namesOf } from '#modules/people/server/index.ts'
import { failOf } from '#platform/server/errors.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { accessErrors } from '../../../contract/errors.ts'
import { visitAnnounced, visitMoved, visitWithdrawn } from '../../../contract/events.ts'
import type { InviteVisitorBody, MoveVisitBody, Visit } from '../../../contract/pass/schemas.ts'
import { findHubRules, listDoorsOfHubs } from '../../door/repository.ts'
import { listGrantsOfSubjects, listHostTimes, type GrantRow } from '../../grant/repository.ts'
import { regrantVisits } from '../../grant/use-cases/regrant.ts'
import { isDeskRole, timeWithHost } from '../../rules.ts'
import * as repository from '../repository.ts'
import type { VisitRow } from '../repository.ts'

const fail: ReturnType<typeof failOf<typeof accessErrors>> = failOf(accessErrors)

export const mailVisitJob = 'access.mailVisit'
export interface MailVisitPayload {
  readonly visitId: string
  readonly kind: 'announced' | 'moved' | 'withdrawn'
  /** Of the turn that is told; a later one tells it all. */
  readonly sequence: number
}

const longestHours = 14
const daysAhead = 90

const isDesk = (scope: MemberScope): boolean => isDeskRole(scope.actor.roles)

const entryOf = (grant: GrantRow | undefined): Visit['entry'] =>
  grant === undefined ? null : { from: grant.from_at.toString(), until: grant.until_at.toString() }

async function presentVisits(scope: Scope, rows: readonly VisitRow[]): Promise<Visit[]> {
  const names = await namesOf(
    scope,
    rows.map((row) => row.hostAccountId),
  )
  const ids = rows.map((row) => row.id)
  const grants = new Map((await listGrantsOfSubjects(scope, ids)).map((grant) => [grant.source_id, grant]))
  const withDoors = new Set((await listDoorsOfHubs(scope, [...new Set(rows.map((row) => row.hubId))])).map((door) => door.hubId))
  const now = scope.clock.now()
  const isToCome = (row: VisitRow): boolean => row.status === 'announced' && Temporal.Instant.compare(row.endsAt, now) > 0
  return rows.map((row) => ({
    id: row.id,
    hubId: row.hubId,
    name: row.name,
    mail: row.mail,
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    hostAccountId: row.hostAccountId,
    hostName: names.get(row.hostAccountId)?.name || null,
    status: row.status,
    arrivedAt: row.arrivedAt?.toString() ?? null,
    entry: entryOf(grants.get(row.id)),
    isShutOut: isToCome(row) && withDoors.has(row.hubId) && !grants.has(row.id),
  }))
}

function readTimes(scope: Scope, body: MoveVisitBody): { startsAt: Temporal.Instant; endsAt: Temporal.Instant } {
  const startsAt = Temporal.Instant.from(body.startsAt)
  const endsAt = Temporal.Instant.from(body.endsAt)
  const now = scope.clock.now()
  const isLongEnough = Temporal.Instant.compare(startsAt, endsAt) < 0 && Temporal.Instant.compare(endsAt, now) > 0
  const isNear = Temporal.Instant.compare(startsAt, now.add({ hours: daysAhead * 24 })) < 0
  const isShort = Temporal.Instant.compare(endsAt, startsAt.add({ hours: longestHours })) <= 0
  if (!isLongEnough || !isNear || !isShort) fail('access.visit_times')
  return { startsAt, endsAt }
}

/** From the first minute to the last. */
async function requireOwnGrant(
  scope: Scope,
  hostAccountId: string,
  { hubId, startsAt, endsAt }: Pick<VisitRow, 'hubId' | 'startsAt' | 'endsAt'>,
): Promise<void> {
  const times = await listHostTimes(scope, [{ id: hostAccountId, hostAccountId, hubId, startsAt, endsAt }])
  const time = timeWithHost(times.get(hostAccountId) ?? [], { from: startsAt, until: endsAt })
  if (time === undefined || !time.from.equals(startsAt) || !time.until.equals(endsAt))
    fail('access.not_let_in', { params: { reason: 'no_grant' } })
}

/** Whoever may enter themselves in that time may let somebody in: nobody gives more than they have. */
export async function inviteVisitor(scope: MemberScope, body: InviteVisitorBody): Promise<Visit> {
  await requireHub(scope, body.hubId)
  const rules = await findHubRules(scope, body.hubId)
  if (!rules.mayInvite && !isDesk(scope)) fail('access.no_visitors')
  const { startsAt, endsAt } = readTimes(scope, body)
  if (!isDesk(scope)) await requireOwnGrant(scope, scope.actor.accountId, { hubId: body.hubId, startsAt, endsAt })
  const row = await repository.insertVisit(scope, {
    hubId: body.hubId,
    hostAccountId: scope.actor.accountId,
    name: body.name,
    mail: body.mail,
    language: body.language,
    startsAt,
    endsAt,
  })
  scope.emit(visitAnnounced, { hubId: row.hubId, visitId: row.id }, { subjectId: row.id })
  await regrantVisits(scope, [row.id])
  scope.enqueue({ name: mailVisitJob, payload: { visitId: row.id, kind: 'announced', sequence: row.sequence } satisfies MailVisitPayload })
  return (await presentVisits(scope, [row]))[0] as Visit
}

export async function listVisits(
  scope: MemberScope,
  { limit, cursor, from }: { limit: number; cursor?: string | undefined; from?: string | undefined },
): Promise<{ items: Visit[]; nextCursor: string | null }> {
  const rows = await repository.listPage(scope, {
    hostAccountId: isDesk(scope) ? undefined : scope.actor.accountId,
    from: from === undefined ? undefined : Temporal.Instant.from(from),
    before: readCursor(cursor),
    limit,
  })
  return { items: await presentVisits(scope, rows.slice(0, limit)), nextCursor: cursorOf(rows, limit) }
}

async function requireVisit(scope: MemberScope, visitId: string): Promise<VisitRow> {
  const row = await repository.findVisit(scope, visitId, { forChange: true })
  if (row === undefined || !(isDesk(scope) || row.hostAccountId === scope.actor.accountId)) fail('platform.not_found')
  return row
}

/** Whoever moves it, the host must be there then, or be of the desk. */
export async function moveVisit(scope: MemberScope, visitId: string, body: MoveVisitBody): Promise<Visit> {
  const row = await requireVisit(scope, visitId)
  if (row.status === 'withdrawn' || row.forgottenAt !== null) fail('access.not_active')
  const { startsAt, endsAt } = readTimes(scope, body)
  if (row.startsAt.equals(startsAt) && row.endsAt.equals(endsAt)) return (await presentVisits(scope, [row]))[0] as Visit
  const host = (await activeMembersByAccounts(scope, [row.hostAccountId])).get(row.hostAccountId)
  if (!isDeskRole(host?.roles ?? [])) await requireOwnGrant(scope, row.hostAccountId, { hubId: row.hubId, startsAt, endsAt })
  const moved = await repository.updateVisit(scope, row.id, {
    startsAt,
    endsAt,
    sequence: row.sequence + 1,
    changedAt: scope.clock.now(),
    // the mail of the move says the whole time
    toldEntry: null,
  })
  scope.emit(visitMoved, { hubId: row.hubId, visitId: row.id }, { subjectId: row.id })
  await regrantVisits(scope, [row.id])
  scope.enqueue({ name: mailVisitJob, payload: { visitId: row.id, kind: 'moved', sequence: moved.sequence } satisfies MailVisitPayload })
  return (await presentVisits(scope, [moved]))[0] as Visit
}

export async function withdrawVisit(scope: MemberScope, visitId: string, reason: string | undefined): Promise<Visit> {
  const row = await requireVisit(scope, visitId)
  if (row.status === 'withdrawn') return (await presentVisits(scope, [row]))[0] as Visit
  const withdrawn = await repository.updateVisit(scope, row.id, {
    status: 'withdrawn',
    sequence: row.sequence + 1,
    changedAt: scope.clock.now(),
  })
  scope.emit(visitWithdrawn, { hubId: row.hubId, visitId: row.id }, { subjectId: row.id, ...(reason === undefined ? {} : { reason }) })
  await regrantVisits(scope, [row.id])
  scope.enqueue({
    name: mailVisitJob,
    payload: { visitId: row.id, kind: 'withdrawn', sequence: withdrawn.sequence } satisfies MailVisitPayload,
  })
  return (await presentVisits(scope, [withdrawn]))[0] as Visit
}
