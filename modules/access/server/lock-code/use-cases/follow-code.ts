/** Closes the gap between what a lock should know and what it does: a command, its answer, and another try later. */
import { randomUUID } from 'node:crypto'
import { devicesByIds, sendCommand } from '#modules/devices/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { lockCodeStuck } from '../../../contract/events.ts'
import { findCredential } from '../../credential/repository.ts'
import { shownPin } from '../../credential/use-cases/keep-pins.ts'
import { findCode, findCodeByCommand, updateCode, type LockCodeRow } from '../repository.ts'

/** A lock that sleeps may take this long to answer. */
const commandMinutes = 10
export const planDoorJob = 'access.planDoor'
/** After so many tries the desk is told; it is tried on, once in six hours. */
const triesBeforeTold = 4

const pauseMinutes = (tries: number): number => Math.min(360, 5 * 4 ** tries)

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
  if (code.wanted === 'on-lock' && isThere) return updateCode(scope, code.id, { nextAt: code.validTo })
  const expiresAt = now.add({ minutes: commandMinutes })
  const credential = await findCredential(scope, code.credentialId)
  if (code.wanted === 'on-lock' && credential?.status !== 'active') {
    return withdrawCode(scope, code)
  }
  const [device] = await devicesByIds(scope, [code.deviceId])
  if (device === undefined || device.status === 'retired') {
    // with the lock its codes are gone
    return updateCode(scope, code.id, { wanted: 'withdrawn', observed: 'withdrawn', nextAt: null })
  }
  if (device.status !== 'active') {
    return updateCode(scope, code.id, { lastError: 'not_claimed', nextAt: now.add({ minutes: pauseMinutes(1) }) })
  }
  const command =
    code.wanted === 'on-lock' && credential !== undefined
      ? await sendCommand(scope, {
          deviceId: code.deviceId,
          action: 'set-code',
          params: {
            slot: code.slot,
            code: shownPin(scope, credential),
            validFrom: code.validFrom.toString(),
            validTo: code.validTo.toString(),
          },
          expiresAt,
          reason: 'lock code',
        })
      : await sendCommand(scope, {
          deviceId: code.deviceId,
          action: 'clear-code',
          params: { slot: code.slot },
          expiresAt,
          reason: 'lock code',
        })
  await updateCode(scope, code.id, {
    wanted: code.wanted,
    commandId: command.id,
    // whatever becomes of the command, this looks again: after each try later
    nextAt: now.add({ minutes: Math.max(commandMinutes + 1, pauseMinutes(code.tries)) }),
    tries: code.tries + 1,
  })
  if (code.tries + 1 === triesBeforeTold) {
    scope.emit(lockCodeStuck, { hubId: code.hubId, doorId: code.doorId, lockCodeId: code.id }, { subjectId: code.doorId })
  }
}

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
  const now = scope.clock.now()
  if (!isDone) {
    await updateCode(scope, code.id, { lastError: detail, nextAt: now.add({ minutes: pauseMinutes(code.tries) }) })
    return
  }
  await updateCode(scope, code.id, {
    observed: code.wanted === 'on-lock' ? 'on-lock' : 'withdrawn',
    tries: 0,
    lastError: null,
    nextAt: code.wanted === 'on-lock' ? code.validTo : null,
  })
  if (code.wanted === 'withdrawn') planLater(scope, code.doorId)
}
