/**
 * Opening by one's own phone. Who asks is proven by the session or by the link of a booking or visit; that they stand at the
 * door by the secret of its QR, which stands on paper: whoever has photographed it can send it from elsewhere. So it never
 * gives the right to enter, which is the grant's; a door where a photograph must not do is marked for a passkey.
 */
import { timingSafeEqual } from 'node:crypto'
import { devicesByIds, sendCommand } from '#modules/devices/server/index.ts'
import { requireLinkOfBooking } from '#modules/bookings/server/index.ts'
import { requireHub, requireHubByKey } from '#modules/hubs/server/index.ts'
import { failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import type { Explanation } from '../../../contract/door/schemas.ts'
import { accessErrors } from '../../../contract/errors.ts'
import type { OpenBody, Opening, Pass, PassDoor } from '../../../contract/pass/schemas.ts'
import type { Factor, SubjectKind } from '../../../contract/schemas.ts'
import { listPins } from '../../credential/repository.ts'
import { shownPin } from '../../credential/use-cases/keep-pins.ts'
import { findDoor, listDoorsById, type DoorRow } from '../../door/repository.ts'
import { listGrantsOfSubjects } from '../../grant/repository.ts'
import { doorSecretOf, visitLinkOf } from '../../use-cases/derive-keys.ts'
import { findVisit } from '../../visit/repository.ts'
import { endOpening, findOpening, hasUsedPasskey, insertOpening, listHubsOfSubject } from '../repository.ts'
import { explain, viewOf } from './explain.ts'

const fail: ReturnType<typeof failOf<typeof accessErrors>> = failOf(accessErrors)

/** A wish that comes later than this opens nobody a door. */
const openSeconds = 20

const isSame = (given: string, wanted: string): boolean => {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The wish goes to the gateway, which decides it as it does a card; here it is refused early, with the reason. */
async function ask(
  scope: Scope,
  door: DoorRow,
  by: { subjectId: string; kind: SubjectKind; isByPasskey?: boolean },
  { secret }: OpenBody,
): Promise<Opening> {
  if (!isSame(secret, doorSecretOf(scope, door))) fail('access.wrong_door_code')
  if (door.lockDeviceId === null) fail('access.no_lock')
  const factor: Factor = by.isByPasskey === true ? { kind: 'passkey', subjectId: by.subjectId } : { kind: 'pass', subjectId: by.subjectId }
  const now = explain(await viewOf(scope, door.hubId), door.id, factor, scope.clock.now().epochMilliseconds)
  if (now.reason === 'passkey_wanted') fail('access.passkey_wanted')
  if (!now.isOpen) fail('access.not_let_in', { params: { reason: now.reason, ...(now.opensAt === null ? {} : { opensAt: now.opensAt }) } })
  const command = await sendCommand(scope, {
    deviceId: door.lockDeviceId,
    action: 'open',
    params: { doorId: door.id, factors: [factor] },
    expiresAt: scope.clock.now().add({ seconds: openSeconds }),
    reason: by.kind === 'person' ? 'own phone' : 'link',
    ...(by.kind === 'person' ? { askedBy: by.subjectId } : {}),
  })
  await insertOpening(scope, { id: command.id, hubId: door.hubId, doorId: door.id, subjectId: by.subjectId })
  return { commandId: command.id, status: 'pending', reason: null }
}

async function openingOf(scope: Scope, commandId: string, subjectIds: readonly string[]): Promise<Opening> {
  const row = await findOpening(scope, commandId)
  if (row === undefined || !subjectIds.includes(row.subjectId)) fail('platform.not_found')
  const isOver = Temporal.Instant.compare(row.askedAt.add({ seconds: openSeconds + 10 }), scope.clock.now()) < 0
  const status = (row.outcome ?? (isOver ? 'expired' : 'pending')) as Opening['status']
  return { commandId, status, reason: row.detail }
}

/** From the gateway, by the word of devices. */
export async function heardOfOpening(scope: Scope, commandId: string, state: string, detail: string | null): Promise<void> {
  await endOpening(scope, commandId, state, detail)
}

async function passDoors(scope: Scope, hubId: string, doorIds: readonly string[], factor: Factor): Promise<PassDoor[]> {
  if (doorIds.length === 0) return []
  const view = await viewOf(scope, hubId)
  const rows = (await listDoorsById(scope, doorIds)).filter((door) => door.retiredAt === null)
  const found = await devicesByIds(
    scope,
    rows.flatMap((door) => door.lockDeviceId ?? []),
  )
  const locks = new Map(found.map((device) => [device.id, device]))
  return rows.map((door) => ({
    doorId: door.id,
    hubId,
    names: door.names,
    needsPasskey: door.needsPasskey,
    now: explain(view, door.id, factor, scope.clock.now().epochMilliseconds),
    isLockBehind: (locks.get(door.lockDeviceId ?? '')?.silentSince ?? null) !== null,
  }))
}

// ---- a member

/** Doors of the hubs where the person has something to enter by until tomorrow, and those of hubs they run. */
export async function listMyDoors(scope: MemberScope): Promise<{ items: PassDoor[]; pins: { hubId: string; pin: string }[] }> {
  const { accountId } = scope.actor
  const grants = await listGrantsOfSubjects(scope, [accountId])
  const items: PassDoor[] = []
  for (const hubId of await listHubsOfSubject(scope, accountId, scope.clock.now().add({ hours: 24 }))) {
    const doorIds = new Set(grants.filter((grant) => grant.hub_id === hubId).flatMap((grant) => grant.door_ids))
    items.push(...(await passDoors(scope, hubId, [...doorIds], { kind: 'pass', subjectId: accountId })))
  }
  const pins = await listPins(scope, [accountId])
  return { items, pins: pins.flatMap((pin) => (pin.hubId === null ? [] : [{ hubId: pin.hubId, pin: shownPin(scope, pin) }])) }
}

export async function openMyDoor(scope: MemberScope, doorId: string, body: OpenBody): Promise<Opening> {
  const door = await findDoor(scope, doorId)
  if (door === undefined || door.retiredAt !== null) fail('platform.not_found')
  await requireHub(scope, door.hubId)
  const isByPasskey = door.needsPasskey && (await hasUsedPasskey(scope, scope.actor.accountId))
  return ask(scope, door, { subjectId: scope.actor.accountId, kind: 'person', isByPasskey }, body)
}

export async function getMyOpening(scope: MemberScope, commandId: string): Promise<Opening> {
  return openingOf(scope, commandId, [scope.actor.accountId])
}

// ---- whoever holds the link of a booking or a visit

interface Held {
  readonly kind: Pass['kind']
  readonly hubId: string
  readonly subjectId: string
}

/** What the link proves; anything else is not there. */
async function requirePass(scope: Scope, hubKey: string, passId: string): Promise<Held> {
  const hub = await requireHubByKey(scope, hubKey)
  const visit = await findVisit(scope, passId)
  if (visit !== undefined) {
    const isTheirs = scope.actor.kind === 'guest' && isSame(scope.actor.link, visitLinkOf(scope, visit.id))
    if (!isTheirs || visit.hubId !== hub.id || visit.status !== 'announced') fail('platform.not_found')
    return { kind: 'visit', hubId: hub.id, subjectId: visit.id }
  }
  const booking = await requireLinkOfBooking(scope, passId)
  if (booking.hubId !== hub.id) fail('platform.not_found')
  return { kind: 'booking', hubId: hub.id, subjectId: booking.id }
}

export async function getPass(scope: Scope, hubKey: string, passId: string): Promise<Pass> {
  const held = await requirePass(scope, hubKey, passId)
  const hub = await requireHubByKey(scope, hubKey)
  const [grant] = await listGrantsOfSubjects(scope, [held.subjectId])
  // no door leads there, or not any more
  if (grant === undefined) fail('platform.not_found')
  const [pin] = await listPins(scope, [held.subjectId])
  const isOver = Temporal.Instant.compare(grant.until_at, scope.clock.now()) <= 0
  return {
    kind: held.kind,
    hubId: held.hubId,
    zone: hub.zone,
    pin: pin === undefined || isOver ? null : shownPin(scope, pin),
    from: grant.from_at.toString(),
    until: grant.until_at.toString(),
    doors: await passDoors(scope, held.hubId, grant.door_ids, { kind: 'pass', subjectId: held.subjectId }),
  }
}

export async function openByPass(scope: Scope, at: { hubKey: string; passId: string; doorId: string }, body: OpenBody): Promise<Opening> {
  const held = await requirePass(scope, at.hubKey, at.passId)
  const door = await findDoor(scope, at.doorId)
  if (door === undefined || door.hubId !== held.hubId || door.retiredAt !== null) fail('platform.not_found')
  return ask(scope, door, { subjectId: held.subjectId, kind: held.kind === 'visit' ? 'visitor' : 'booking' }, body)
}

export async function getPassOpening(scope: Scope, at: { hubKey: string; passId: string; commandId: string }): Promise<Opening> {
  const held = await requirePass(scope, at.hubKey, at.passId)
  return openingOf(scope, at.commandId, [held.subjectId])
}

// ---- the desk asks for somebody

export async function explainDoor(
  scope: MemberScope,
  door: DoorRow,
  query: { accountId?: string | undefined; bookingId?: string | undefined; visitId?: string | undefined; at?: string | undefined },
): Promise<Explanation> {
  const subjectId = query.accountId ?? query.bookingId ?? query.visitId ?? scope.actor.accountId
  const at = query.at === undefined ? scope.clock.now() : Temporal.Instant.from(query.at)
  return explain(await viewOf(scope, door.hubId), door.id, { kind: 'pass', subjectId }, at.epochMilliseconds)
}
