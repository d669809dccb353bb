/** Closes the gap between what a lock should know and what it does: a command, its answer, and another try later. */
import { randomUUID } from 'node:crypto'
import { drivers } from '#modules/devices/contract/drivers/registry.ts'
import { commandById, devicesByIds, sendCommand, type StoredEvent } from '#modules/devices/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { lockCodeStuck } from '../../../contract/events.ts'
import { findCredential } from '../../credential/repository.ts'
import { shownPin } from '../../credential/use-cases/keep-pins.ts'
import { clearStuck } from '../../door/repository.ts'
import { findCode, findCodeByCommand, markUsed, updateCode, type LockCodeRow } from '../repository.ts'

/** Codes go to a lock that keeps times this long before they are needed: some ask for news once an hour. */
const leadHours = 48
/** A lock that sleeps may take this long to answer. */
const commandMinutes = 10
export const planDoorJob = 'access.planDoor'
/** After so many tries the desk is told; it is tried on, once in six hours. */
const triesBeforeTold = 4

const pauseMinutes = (tries: number): number => Math.min(360, 5 * 4 ** tries)

/** What is to be tried again, but not beyond the end of the code: then the lock is to forget it, and that at least hourly. */
function nextTry(scope: Scope, { wanted, validTo }: Pick<LockCodeRow, 'wanted' | 'validTo'>, minutes: number): Temporal.Instant {
  const now = scope.clock.now()
  if (wanted === 'withdrawn') return now.add({ minutes: Math.min(60, minutes) })
  const again = now.add({ minutes })
  return Temporal.Instant.compare(validTo, now) > 0 && Temporal.Instant.compare(validTo, again) < 0 ? validTo : again
}

export interface Lock {
  readonly driver: string | null
  readonly status: string
}

/** When a code goes to this lock. One that knows no times opens by a code from the moment that it has it. */
export function dueAtOf(device: Lock | undefined, validFrom: Temporal.Instant): Temporal.Instant {
  return drivers.get(device?.driver ?? '')?.keepsCodeTimes === true ? validFrom.subtract({ hours: leadHours }) : validFrom
}

/** What is due of one code. Idempotent: what is as it should be is left alone. */
export async function followCode(scope: Scope, id: string): Promise<void> {
  const code = await findCode(scope, id)
  const now = scope.clock.now()
  if (code === undefined || code.nextAt === null || Temporal.Instant.compare(code.nextAt, now) > 0) return
  const isOver = Temporal.Instant.compare(code.validTo, now) <= 0
  if (code.wanted === 'on-lock' && isOver) return followWanted(scope, { ...code, wanted: 'withdrawn' })
  await followWanted(scope, code)
}

async function followWanted(scope: Scope, code: LockCodeRow): Promise<void> {
  const now = scope.clock.now()
  const isThere = code.observed === 'on-lock' || code.observed === 'used'
  if (code.wanted === 'withdrawn' && code.observed === 'planned' && code.commandId === null) {
    return withdrawCode(scope, code)
  }
  const credential = await findCredential(scope, code.credentialId)
  if (code.wanted === 'on-lock' && credential?.status !== 'active') {
    return withdrawCode(scope, code)
  }
  const [device] = await devicesByIds(scope, [code.deviceId])
  if (device === undefined || device.status === 'retired') {
    // with the lock its codes are gone
    return updateCode(scope, code.id, { wanted: 'withdrawn', observed: 'withdrawn', nextAt: null })
  }
  const dueAt = dueAtOf(device, code.validFrom)
  const isEarly = code.wanted === 'on-lock' && Temporal.Instant.compare(dueAt, now) > 0
  if (isEarly && code.observed === 'planned' && code.commandId === null) return updateCode(scope, code.id, { nextAt: dueAt })
  if (code.wanted === 'on-lock' && isThere && !isEarly) return updateCode(scope, code.id, { nextAt: code.validTo })
  if (device.status !== 'active') {
    return updateCode(scope, code.id, { lastError: 'not_claimed', nextAt: now.add({ minutes: pauseMinutes(1) }) })
  }
  const command =
    code.wanted === 'on-lock' && !isEarly && credential !== undefined
      ? await sendCommand(scope, {
          deviceId: code.deviceId,
          action: 'set-code',
          params: {
            slot: code.slot,
            code: shownPin(scope, credential),
            validFrom: code.validFrom.toString(),
            validTo: code.validTo.toString(),
          },
          expiresAt: now.add({ minutes: commandMinutes }),
          reason: 'lock code',
        })
      : await forgetOn(scope, code)
  await updateCode(scope, code.id, {
    wanted: code.wanted,
    commandId: command.id,
    // whatever becomes of the command, this looks again: after each try later
    nextAt: nextTry(scope, code, Math.max(commandMinutes + 1, pauseMinutes(code.tries))),
    tries: code.tries + 1,
  })
  if (code.tries + 1 === triesBeforeTold) {
    scope.emit(lockCodeStuck, { hubId: code.hubId, doorId: code.doorId, lockCodeId: code.id }, { subjectId: code.doorId })
  }
}

/** Asks the lock to forget what is in this place. */
export const forgetOn = (scope: Scope, { deviceId, slot }: Pick<LockCodeRow, 'deviceId' | 'slot'>) =>
  sendCommand(scope, {
    deviceId,
    action: 'clear-code',
    params: { slot },
    expiresAt: scope.clock.now().add({ minutes: commandMinutes }),
    reason: 'lock code',
  })

/** The lock is to forget it. What was asked before may still reach the lock, so an answer to that says nothing any more. */
export async function withdrawCode(scope: Scope, code: LockCodeRow): Promise<void> {
  const wentNever = code.observed === 'planned' && code.commandId === null
  if (wentNever) {
    await updateCode(scope, code.id, { wanted: 'withdrawn', observed: 'withdrawn', nextAt: null })
    return planLater(scope, code.doorId)
  }
  await updateCode(scope, code.id, {
    wanted: 'withdrawn',
    commandId: randomUUID(),
    tries: 0,
    lastError: null,
    nextAt: scope.clock.now(),
  })
}

/** A place on a lock is free: whoever waits for one may have it. */
function planLater(scope: Scope, doorId: string): void {
  scope.enqueue({ name: planDoorJob, payload: { doorId }, key: `${planDoorJob}/${doorId}` })
}

/** What the lock answered. */
export async function heardOfCode(
  scope: Scope,
  commandId: string,
  { isDone, detail }: { isDone: boolean; detail: string | null },
): Promise<void> {
  const code = await findCodeByCommand(scope, commandId)
  if (code === undefined) return
  if (!isDone) {
    await updateCode(scope, code.id, { lastError: detail, nextAt: nextTry(scope, code, pauseMinutes(code.tries)) })
    return
  }
  const isForgotten = (await commandById(scope, commandId))?.action === 'clear-code'
  const isEarly = isForgotten && code.wanted === 'on-lock'
  await updateCode(scope, code.id, {
    observed: isEarly ? 'planned' : code.wanted === 'on-lock' ? 'on-lock' : 'withdrawn',
    ...(isForgotten ? { commandId: null } : {}),
    tries: 0,
    lastError: null,
    // one that was forgotten because it is of a later day goes there again when that has come
    nextAt: isEarly ? scope.clock.now() : code.wanted === 'on-lock' ? code.validTo : null,
  })
  if (code.wanted === 'withdrawn') planLater(scope, code.doorId)
}

/** A lock that says how it stands, and by which of its codes it was opened. */
export async function foldUses(scope: Scope, events: readonly StoredEvent[]): Promise<void> {
  await clearStuck(
    scope,
    events.flatMap((event) => (event.type === 'lock' ? [{ deviceId: event.deviceId, state: event.data.state }] : [])),
  )
  for (const event of events) {
    if (event.type !== 'lock' || event.data.by !== 'code' || event.data.codeSlot === undefined) continue
    await markUsed(scope, { deviceId: event.deviceId, slot: event.data.codeSlot })
  }
}
