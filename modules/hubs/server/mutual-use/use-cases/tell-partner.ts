/** What one side does, the other hears: its log has the fact, its screens and its administrators are told. By a job seated there. */
import { historyOf } from '#platform/server/history.ts'
import type { Scope } from '#platform/server/scope.ts'
import {
  mutualUseAccepted,
  mutualUseDeclined,
  mutualUseEnded,
  mutualUseProposed,
  mutualUseWithdrawn,
} from '../../../contract/mutual-use/events.ts'
import { mailPartner } from '../../mails/mutual-use.ts'
import { findMutualUse } from '../repository.ts'
import { sidesOf, type MutualUseRow } from '../rules.ts'

export const tellPartnerJob = 'hubs.tellPartner'

export const turns = {
  proposed: mutualUseProposed,
  accepted: mutualUseAccepted,
  declined: mutualUseDeclined,
  withdrawn: mutualUseWithdrawn,
  ended: mutualUseEnded,
} as const
export type MutualUseTurn = keyof typeof turns

export interface TellPartnerPayload {
  readonly mutualUseId: string
  readonly turn: MutualUseTurn
}

/** Notes the turn in the own log, and sends word to the other side. */
export function noteTurn(scope: Scope, row: MutualUseRow, turn: MutualUseTurn, reason = ''): void {
  scope.emit(turns[turn], { mutualUseId: row.id, by: 'us' }, { subjectId: row.id, ...(reason === '' ? {} : { reason }) })
  scope.enqueue({
    name: tellPartnerJob,
    payload: { mutualUseId: row.id, turn } satisfies TellPartnerPayload,
    inTenant: sidesOf(row, scope.consortiumId).partnerId,
  })
}

/** Seated at the one who is told. What it says it reads from the row, which this side may see; the payload only names it. */
export async function hearPartner(scope: Scope, { mutualUseId, turn }: TellPartnerPayload): Promise<void> {
  const row = await findMutualUse(scope, mutualUseId)
  if (row === undefined) return
  const { items } = await historyOf(scope, { subjectIds: [row.id] }, { limit: 50 })
  if (!items.some((item) => item.type === turns[turn].type && item.payload['by'] === 'them'))
    scope.emit(turns[turn], { mutualUseId: row.id, by: 'them' }, { subjectId: row.id, ...reasonOf(row, turn) })
  await mailPartner(scope, row, turn)
}

function reasonOf(row: MutualUseRow, turn: MutualUseTurn): { reason?: string } {
  const reason = turn === 'ended' ? row.endReason : turn === 'accepted' || turn === 'declined' ? row.answer : ''
  return reason === '' ? {} : { reason }
}
