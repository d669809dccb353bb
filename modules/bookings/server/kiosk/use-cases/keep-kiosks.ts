/** Tablets in the settings, and their calls at the desk. */
import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import type { output } from 'zod/v4/core'
import { requireHub } from '#modules/hubs/server/index.ts'
import { callAnswered, kioskAdded, kioskRevoked } from '../../../contract/kiosk/events.ts'
import type { AddKioskBody, Kiosk, kioskCall } from '../../../contract/kiosk/schemas.ts'
import { findById, findCall, insertKiosk, listOfHub, listWaitingCalls, markAnswered, updateKiosk, type KioskRow } from '../repository.ts'
import { hashOfCode, newCode } from './codes.ts'

type Call = output<typeof kioskCall>

const present = (row: KioskRow): Kiosk => ({
  id: row.id,
  hubId: row.hubId,
  name: row.name,
  mayWalkIn: row.mayWalkIn,
  callMail: row.callMail,
  createdAt: row.createdAt.toString(),
  seenAt: row.seenAt?.toString() ?? null,
  revokedAt: row.revokedAt?.toString() ?? null,
})

export async function listKiosks(scope: MemberScope, hubId: string): Promise<Kiosk[]> {
  await requireHub(scope, hubId)
  return (await listOfHub(scope, hubId)).map(present)
}

export async function addKiosk(scope: MemberScope, hubId: string, body: AddKioskBody): Promise<Kiosk & { code: string }> {
  await requireHub(scope, hubId)
  const code = newCode()
  const row = await insertKiosk(scope, { hubId, ...body, secretHash: hashOfCode(code), createdBy: scope.actor.accountId })
  scope.emit(kioskAdded, { hubId, kioskId: row.id }, { subjectId: row.id })
  return { ...present(row), code }
}

export async function revokeKiosk(scope: MemberScope, ref: { hubId: string; kioskId: string }): Promise<Kiosk> {
  const row = await findById(scope, ref.kioskId)
  if (row === undefined || row.hubId !== ref.hubId) return fail('platform.not_found')
  if (row.revokedAt !== null) return present(row)
  const after = await updateKiosk(scope, row.id, { revokedAt: scope.clock.now() })
  scope.emit(kioskRevoked, { hubId: row.hubId, kioskId: row.id }, { subjectId: row.id })
  return present(after)
}

export async function listCalls(scope: MemberScope, hubId: string): Promise<Call[]> {
  await requireHub(scope, hubId)
  const names = new Map((await listOfHub(scope, hubId)).map((row) => [row.id, row.name]))
  return (await listWaitingCalls(scope, hubId)).map((row) => ({
    id: row.id,
    kioskName: names.get(row.kioskId) ?? '',
    calledAt: row.calledAt.toString(),
  }))
}

export async function answerCall(scope: MemberScope, ref: { hubId: string; kioskCallId: string }): Promise<Call> {
  const row = await findCall(scope, ref.kioskCallId)
  if (row === undefined || row.hubId !== ref.hubId) return fail('platform.not_found')
  await markAnswered(scope, row.id, scope.actor.accountId)
  if (row.answeredAt === null) scope.emit(callAnswered, { hubId: row.hubId, kioskId: row.kioskId }, { subjectId: row.id })
  const kiosk = await findById(scope, row.kioskId)
  return { id: row.id, kioskName: kiosk?.name ?? '', calledAt: row.calledAt.toString() }
}
