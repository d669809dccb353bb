/** Messages that nobody could store: acknowledged, kept apart, and settled by a person. */
import { randomUUIDv7 } from 'node:crypto'
import type * as z from 'zod'
import { failOf } from '#platform/server/errors.ts'
import { cursorOf, readCursor } from '#platform/server/paging.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { drivers } from '../../../contract/drivers/registry.ts'
import { rejectSettled } from '../../../contract/events.ts'
import { devicesErrors } from '../../../contract/errors.ts'
import type { reject, rejectQuery, Verdict } from '../../../contract/schemas.ts'
import { ingest } from '../../ledger/use-cases/ingest.ts'
import { findByIds } from '../../registry/repository.ts'
import { insertRejects, listRejects, lockReject, settleReject, type RejectRow } from '../repository.ts'

const fail = failOf(devicesErrors)

/** From a gateway: a message that no driver could read, or that is nobody's. */
export async function recordReject(
  scope: Scope,
  message: {
    readonly hubId: string | null
    readonly deviceId: string | null
    readonly topic: string | null
    readonly payload: Uint8Array | string
    readonly code: string
    readonly detail: string
  },
): Promise<void> {
  const payload = typeof message.payload === 'string' ? Buffer.from(message.payload) : message.payload
  await insertRejects(scope, [{ ...message, payload }])
}

export async function showRejects(scope: Scope, query: z.output<typeof rejectQuery>) {
  const rows = await listRejects(scope, { status: query.status, before: readCursor(query.cursor), limit: query.limit + 1 })
  return { items: rows.slice(0, query.limit).map(presentReject), nextCursor: cursorOf(rows, query.limit) }
}

async function requireOpen(scope: Scope, id: string): Promise<RejectRow> {
  return (await lockReject(scope, id)) ?? fail('platform.not_found')
}

export async function dismissReject(scope: MemberScope, id: string) {
  const row = await requireOpen(scope, id)
  if (row.status !== 'open') return presentReject(row)
  await settle(scope, id, 'dismissed')
  return presentReject({ ...row, status: 'dismissed' })
}

/** By the rules of today: the device may have been adopted meanwhile, the driver may read more. */
export async function retryReject(scope: MemberScope, id: string) {
  const row = await requireOpen(scope, id)
  if (row.status !== 'open') return presentReject(row)
  const [failure, events] = await eventsOf(scope, row)
  if (failure !== undefined) fail('devices.still_unreadable', { params: { detail: failure } })
  const verdicts = await ingest(scope, events, { kind: 'server' })
  const bad = verdicts.find((verdict): verdict is Verdict & { outcome: 'rejected' } => verdict.outcome === 'rejected')
  if (bad !== undefined || verdicts.length === 0) fail('devices.still_unreadable', { params: { detail: bad?.code ?? '' } })
  await settle(scope, id, 'retried')
  return presentReject({ ...row, status: 'retried' })
}

async function eventsOf(scope: Scope, row: RejectRow): Promise<readonly [failure: string | undefined, events: readonly unknown[]]> {
  if (row.topic === null) {
    try {
      return [undefined, [JSON.parse(row.payload.toString('utf8')) as unknown]]
    } catch (error) {
      return [(error as Error).message, []]
    }
  }
  const [device] = row.deviceId === null ? [] : await findByIds(scope, [row.deviceId])
  const driver = drivers.get(device?.driver ?? '')
  if (device === undefined || driver === undefined) return ['unknown_device', []]
  const receivedAt = row.receivedAt.epochMilliseconds
  try {
    const facts = driver.read(device.config, { topic: row.topic, payload: row.payload, isRetained: false, receivedAt })
    // what was shown at a door is hashed at the hub, with a key that is not here; and nobody waits there any more
    const kept = facts.filter((fact) => fact.type !== 'card' && fact.type !== 'pin' && fact.type !== 'phone')
    return [
      kept.length === 0 ? 'nothing to store' : undefined,
      kept.map((fact) => ({
        v: 1,
        id: randomUUIDv7(),
        deviceId: device.id,
        edgeTime: row.receivedAt.toString(),
        edgeClock: 'synced',
        ...fact,
      })),
    ]
  } catch (error) {
    return [(error as Error).message, []]
  }
}

async function settle(scope: MemberScope, id: string, how: 'retried' | 'dismissed'): Promise<void> {
  await settleReject(scope, id, how, scope.actor.accountId)
  scope.emit(rejectSettled, { rejectId: id, how }, { subjectId: id })
}

const mostShown = 2_000

function presentReject(row: RejectRow): z.output<typeof reject> {
  return {
    id: row.id,
    deviceId: row.deviceId,
    topic: row.topic,
    code: row.code,
    detail: row.detail,
    payload: row.payload.toString('utf8').slice(0, mostShown).replaceAll('\0', '\u{fffd}'),
    status: row.status as 'open',
    receivedAt: row.receivedAt.toString(),
  }
}
