/** Wishes for devices: rows that expire. Whether something moved is said by the device alone. */
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { failOf } from '#platform/server/errors.ts'
import type { Database } from '#platform/server/database.ts'
import { accountIdOf, type Scope } from '#platform/server/scope.ts'
import { commandAsked, commandEnded } from '../../../contract/events.ts'
import { devicesErrors } from '../../../contract/errors.ts'
import type { Command, CommandAction } from '../../../contract/schemas.ts'
import { requireDevice } from '../../registry/use-cases/list-devices.ts'
import { expireCommands, findCommand, findWaiting, insertCommand, listOfDevice, takePending, type CommandRow } from '../repository.ts'

const fail = failOf(devicesErrors)

export interface CommandWish {
  readonly deviceId: string
  readonly action: CommandAction
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly expiresAt: Temporal.Instant
  readonly reason: string
  /** An account; the actor of the scope where nothing is given. */
  readonly askedBy?: string | undefined
}

/** Stored with the caller's transaction; a gateway takes it after the commit. */
export async function sendCommand(scope: Scope, wish: CommandWish): Promise<Command> {
  const device = await requireDevice(scope, wish.deviceId)
  if (device.status === 'retired') fail('devices.retired')
  // a reader takes an "open" where its door has no lock that speaks: the gateway decides by the door
  if (device.status !== 'active' || (device.kind !== 'lock' && wish.params?.['doorId'] === undefined)) fail('devices.takes_no_commands')
  const row = await insertCommand(scope, {
    id: randomUUIDv7(),
    hubId: device.hubId,
    deviceId: device.id,
    action: wish.action,
    params: wish.params,
    nonce: randomBytes(12).toString('base64url'),
    reason: wish.reason.slice(0, 500),
    askedBy: wish.askedBy ?? accountIdOf(scope.actor),
    expiresAt: wish.expiresAt,
  })
  scope.emit(
    commandAsked,
    { hubId: device.hubId, deviceId: device.id, commandId: row.id, action: row.action },
    { subjectId: device.id, reason: wish.reason },
  )
  return presentCommand(row)
}

/** As a gateway takes it (`GatewayCommand`). */
export interface TakenCommand {
  readonly id: string
  readonly deviceId: string
  readonly action: CommandAction
  readonly params?: Readonly<Record<string, unknown>>
  readonly expiresAt: string
  readonly nonce: string
}

/** What is to be done at a hub, from now on `sent`. Given again until it has ended or expired: a gateway runs each id once. */
export async function pendingCommands(scope: Scope, { hubId }: { hubId: string }): Promise<TakenCommand[]> {
  return (await takePending(scope, hubId)).map((row) => ({
    id: row.id,
    deviceId: row.deviceId,
    action: row.action,
    ...(row.params === null ? {} : { params: row.params as Record<string, unknown> }),
    expiresAt: row.expiresAt.toString(),
    nonce: row.nonce,
  }))
}

/** Hubs of all tenants with commands that nobody has taken. */
export async function listHubsWithCommands(database: Database) {
  return findWaiting(database)
}

/** What became of a command; undefined: the tenant has none of this id. */
export async function commandById(scope: Scope, id: string): Promise<Command | undefined> {
  const row = await findCommand(scope, id)
  return row === undefined ? undefined : presentCommand(row)
}

export async function listCommands(scope: Scope, deviceId: string, before: string | null, limit: number): Promise<CommandRow[]> {
  await requireDevice(scope, deviceId)
  return listOfDevice(scope, deviceId, before, limit)
}

export async function endOverdueCommands(scope: Scope): Promise<void> {
  for (const row of await expireCommands(scope))
    scope.emit(
      commandEnded,
      { hubId: row.hub_id, deviceId: row.device_id, commandId: row.id, state: 'expired' },
      { subjectId: row.device_id },
    )
}

export function presentCommand(row: CommandRow): Command {
  return {
    id: row.id,
    deviceId: row.deviceId,
    hubId: row.hubId,
    action: row.action,
    state: row.state,
    reason: row.reason,
    askedByAccountId: row.askedBy,
    askedAt: row.askedAt.toString(),
    expiresAt: row.expiresAt.toString(),
    sentAt: row.sentAt?.toString() ?? null,
    endedAt: row.endedAt?.toString() ?? null,
    detail: row.detail,
  }
}
