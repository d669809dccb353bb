/** What a person does with devices: each change says who did it, and taking away says why. */
import { randomUUIDv7 } from 'node:crypto'
import { failOf } from '#platform/server/errors.ts'
import { isForbiddenHost } from '#platform/server/outbound.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { bookablePlaces, requireHub } from '#modules/hubs/server/index.ts'
import { deviceChanged } from '../../../contract/events.ts'
import { devicesErrors } from '../../../contract/errors.ts'
import { claimMinutes } from '../../../contract/rules.ts'
import type { AddDeviceBody, ChangeDeviceBody, Device } from '../../../contract/schemas.ts'
import { filtersMeet } from '../../../contract/topics.ts'
import { httpLockConfig } from '../../../contract/drivers/http-lock.ts'
import { presentDevice } from '../presenter.ts'
import {
  findBridgeTopics,
  insertDevice,
  keepClaim,
  lockDevice,
  restHealth,
  updateDevice,
  voidClaim,
  type DevicePatch,
  type DeviceRow,
} from '../repository.ts'
import { isTopicAllowed, spellCode } from '../rules.ts'
import { requireDevice } from './list-devices.ts'
import { hashOfSecret, newClaimCode, newSecret } from './make-secrets.ts'
import { isBrokerShared } from './name-broker.ts'

const fail = failOf(devicesErrors)

/** Who changed what of a device, and why: the fields by name, never their values. */
export function tellChange(
  scope: Scope,
  device: { readonly id: string; readonly hubId: string },
  what: 'added' | 'claimed' | 'adopted' | 'changed' | 'moved' | 'code' | 'rotated' | 'blocked' | 'unblocked' | 'retired',
  { fields = [], reason }: { fields?: string[]; reason?: string } = {},
): void {
  scope.emit(
    deviceChanged,
    { hubId: device.hubId, deviceId: device.id, what, fields },
    { subjectId: device.id, ...(reason === undefined ? {} : { reason }) },
  )
}

export async function requireSpace(scope: Scope, hubId: string, spaceId: string | null): Promise<void> {
  await requireHub(scope, hubId)
  if (spaceId === null) return
  const spaces = await bookablePlaces(scope, { hubId, spaceIds: [spaceId] })
  if (spaces.length === 0) fail('devices.no_such_space')
}

/** The address of a lock on the hub's network, and of nothing that `callOut` does not call. */
function requireLockAddress(config: Readonly<Record<string, unknown>>): void {
  const read = httpLockConfig.safeParse(config)
  if (!read.success) return fail('devices.http_address_refused')
  for (const call of [read.data.unlock, read.data.lock, read.data.open]) {
    if (call === undefined) continue
    const { host, hostname } = new URL(call.url)
    // what is filled in later could make another address of it
    if (/[{}]|%7[bd]/i.test(host) || isForbiddenHost(hostname)) fail('devices.http_address_refused')
  }
}

/** A broker elsewhere knows nothing of hubs: there a topic is of one, or what one orders would reach the locks of two. */
async function requireOwnTopics(scope: Scope, hubId: string, filters: readonly string[]): Promise<void> {
  if (!isBrokerShared() || filters.length === 0) return
  for (const taken of await findBridgeTopics(scope, hubId)) {
    const topic = filters.find((filter) => filtersMeet(filter, taken.topicFilter))
    if (topic === undefined) continue
    const key = (await requireHub(scope, hubId)).key.replace(/^.*\./, '')
    if (taken.consortiumId !== scope.consortiumId) fail('devices.topics_taken', { params: { topic, key } })
    const { names } = await requireHub(scope, taken.hubId)
    fail('devices.topics_of_hub', { params: { topic, key, hub: names[scope.language] ?? names.ja } })
  }
}

export async function addDevice(scope: MemberScope, hubId: string, body: AddDeviceBody) {
  await requireSpace(scope, hubId, body.spaceId)
  const isBridge = body.kind === 'bridge'
  if (isBridge && body.topicFilters.length === 0) fail('devices.bridge_needs_topics')
  if (!isBridge && body.topicFilters.length > 0) fail('devices.topics_not_allowed')
  if (!body.topicFilters.every(isTopicAllowed)) fail('devices.topics_not_allowed')
  await requireOwnTopics(scope, hubId, body.topicFilters)
  const { http } = body
  if (http !== undefined) {
    if (body.kind !== 'lock') fail('devices.http_address_refused')
    requireLockAddress(http)
  }
  const id = randomUUIDv7()
  const speaksOwn = !isBridge && body.kind !== 'edge'
  await insertDevice(scope, {
    id,
    hubId,
    spaceId: body.spaceId,
    name: body.name,
    kind: body.kind,
    driver: http !== undefined ? 'http-lock' : speaksOwn ? 'hiroba' : null,
    config: http ?? (speaksOwn ? { hubId, deviceId: id } : {}),
    // a lock with an address of its own connects to nobody
    status: http === undefined ? 'waiting' : 'active',
    topicFilters: body.topicFilters,
    createdBy: scope.actor.accountId,
  })
  tellChange(scope, { id, hubId }, 'added')
  return http === undefined ? makeCode(scope, id) : { device: await present(scope, id), code: null, expiresAt: null }
}

const present = async (scope: Scope, id: string): Promise<Device> => presentDevice(await requireDevice(scope, id))

async function requireAtWork(scope: Scope, id: string): Promise<DeviceRow> {
  const row = await lockDevice(scope, id)
  if (row === undefined) return fail('platform.not_found')
  if (row.status === 'retired') fail('devices.retired')
  return row
}

/** A code to be typed into the device; the one before is void. */
export async function makeCode(scope: MemberScope, deviceId: string) {
  const row = await requireAtWork(scope, deviceId)
  if (row.status === 'blocked' || (row.driver !== null && row.driver !== 'hiroba')) fail('devices.already_claimed')
  const code = newClaimCode()
  const expiresAt = scope.clock.now().add({ minutes: claimMinutes })
  await keepClaim(scope, { deviceId, codeHash: hashOfClaim(scope, code), expiresAt, madeBy: scope.actor.accountId })
  tellChange(scope, row, 'code')
  return { device: await present(scope, deviceId), code: spellCode(code), expiresAt: expiresAt.toString() }
}

/** Keyed: whoever reads the table finds no code by trying them all. */
export const hashOfClaim = (scope: Pick<Scope, 'sign'>, plainCode: string): string => scope.sign('devices.claim', plainCode)

export async function changeDevice(scope: MemberScope, deviceId: string, body: ChangeDeviceBody): Promise<Device> {
  const row = await requireAtWork(scope, deviceId)
  if (row.version !== body.version) fail('platform.changed_meanwhile')
  const hubId = body.hubId ?? row.hubId
  const isMoved = hubId !== row.hubId
  const spaceId = body.spaceId === undefined ? (isMoved ? null : row.spaceId) : body.spaceId
  if (isMoved || spaceId !== row.spaceId) await requireSpace(scope, hubId, spaceId)
  if (body.topicFilters !== undefined) {
    if (row.kind !== 'bridge' || !body.topicFilters.every(isTopicAllowed)) fail('devices.topics_not_allowed')
    if (body.topicFilters.length === 0) fail('devices.bridge_needs_topics')
  }
  if (isMoved || body.topicFilters !== undefined) await requireOwnTopics(scope, hubId, body.topicFilters ?? row.topicFilters)
  const patch: DevicePatch = {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(spaceId === row.spaceId ? {} : { spaceId }),
    ...(body.topicFilters === undefined ? {} : { topicFilters: body.topicFilters }),
    ...(body.expireAfterSeconds === undefined ? {} : { expireAfterSeconds: body.expireAfterSeconds }),
    // its topics name the hub: at another one it is claimed anew
    ...(isMoved ? { hubId, ...(row.secretHash === null ? {} : { secretHash: null, status: 'waiting' as const }) } : {}),
    ...(isMoved && row.driver === 'hiroba' ? { config: JSON.stringify({ hubId, deviceId }) } : {}),
  }
  await updateDevice(scope, deviceId, patch)
  if (isMoved) {
    await restHealth(scope, deviceId, hubId)
    // whoever looks at the hub it left hears of it too
    tellChange(scope, row, 'moved')
  }
  tellChange(scope, { id: deviceId, hubId }, isMoved ? 'moved' : 'changed', {
    fields: Object.keys(patch).filter((name) => name !== 'config'),
  })
  return present(scope, deviceId)
}

/** A new password; the old one is void from now on. */
export async function rotateSecret(scope: MemberScope, deviceId: string) {
  const row = await requireAtWork(scope, deviceId)
  if (row.secretHash === null || row.status !== 'active') fail('devices.already_claimed')
  const password = newSecret()
  await updateDevice(scope, deviceId, { secretHash: hashOfSecret(password) })
  tellChange(scope, row, 'rotated')
  return { device: await present(scope, deviceId), username: deviceId, password }
}

/** Its credential opens nothing until it is let in again; what it said stays. */
export async function blockDevice(scope: MemberScope, deviceId: string, reason: string): Promise<Device> {
  const row = await requireAtWork(scope, deviceId)
  if (row.status !== 'blocked') {
    await updateDevice(scope, deviceId, { status: 'blocked' })
    await voidClaim(scope, deviceId)
    await restHealth(scope, deviceId, row.hubId)
    tellChange(scope, row, 'blocked', { reason })
  }
  return present(scope, deviceId)
}

export async function unblockDevice(scope: MemberScope, deviceId: string, reason: string): Promise<Device> {
  const row = await requireAtWork(scope, deviceId)
  if (row.status === 'blocked') {
    const speaksByItself = row.driver === 'hiroba' || row.driver === null
    await updateDevice(scope, deviceId, { status: speaksByItself && row.secretHash === null ? 'waiting' : 'active' })
    tellChange(scope, row, 'unblocked', { reason })
  }
  return present(scope, deviceId)
}

/** Gone: it stays as a record, its secret does not. */
export async function retireDevice(scope: MemberScope, deviceId: string, reason: string): Promise<Device> {
  const row = await requireAtWork(scope, deviceId)
  await updateDevice(scope, deviceId, { status: 'retired', secretHash: null })
  await voidClaim(scope, deviceId)
  await restHealth(scope, deviceId, row.hubId)
  tellChange(scope, row, 'retired', { reason })
  return present(scope, deviceId)
}
