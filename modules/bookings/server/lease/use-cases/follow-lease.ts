/**
 * What happens to a lease without anybody asking: a month's fee, the mail before the end, the end, an offer that lapses.
 * The moment of the next is the row's; the sweep finds it, however often.
 */
import type { Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { leaseAccounted, leaseEnded, leaseWithdrawn } from '../../../contract/lease/events.ts'
import { dayAt, instantOf, startOfDay } from '../../rules.ts'
import { findLease, insertEntries, listEntries, updateLease, type LeaseRow } from '../repository.ts'
import { missingCharges, nextActAt, tellOn } from '../rules.ts'
import { freeRoom } from './take-room.ts'
import { factOf, tellLease } from './tell-lease.ts'

export async function followLease(scope: Scope, leaseId: string): Promise<void> {
  const row = await findLease(scope, leaseId, { forChange: true })
  const now = scope.clock.now()
  if (row === undefined || row.nextAt === null || Temporal.Instant.compare(row.nextAt, now) > 0) return
  const { zone } = await requireHub(scope, row.hubId)
  const today = dayAt(now.epochMilliseconds, zone)
  if (row.status === 'offered' && row.offerUntil !== null && row.offerUntil < today) {
    await freeRoom(scope, row)
    const after = await updateLease(scope, row, { status: 'withdrawn', offerUntil: null, endedAt: now, nextAt: null })
    scope.emit(leaseWithdrawn, factOf(after), { subjectId: row.id })
    tellLease(scope, after, 'lapsed')
    return
  }
  await keepAccount(scope, row)
  if (row.status === 'active' && Temporal.Instant.compare(row.endsAt, now) <= 0) {
    await endLease(scope, row, '')
    return
  }
  let after = row
  const isToTell = row.endingToldAt === null && startOfDay(tellOn(row), zone) <= now.epochMilliseconds
  if (row.status === 'active' && isToTell) {
    after = await updateLease(scope, row, { endingToldAt: now }, { isPerson: false })
    tellLease(scope, after, 'ending')
  }
  await keepNext(scope, after)
}

const dash = '–'

/** Over: by its time, or at this moment. Its room is free, its members are leaseholders no longer. */
export async function endLease(scope: Scope, row: LeaseRow, reason: string): Promise<LeaseRow> {
  await freeRoom(scope, row)
  const after = await updateLease(scope, row, { status: 'ended', endedAt: scope.clock.now(), endReason: reason, nextAt: null })
  await keepAccount(scope, after)
  scope.emit(leaseEnded, factOf(after), { subjectId: row.id, ...(reason === '' ? {} : { reason }) })
  tellLease(scope, after, 'ended', reason === '' ? undefined : reason)
  return after
}

/** Brings the ledger to what the lease costs as it stands; the lease is locked. */
export async function keepAccount(scope: Scope, row: LeaseRow): Promise<void> {
  const { zone } = await requireHub(scope, row.hubId)
  const today = dayAt(scope.clock.now().epochMilliseconds, zone)
  const missing = missingCharges(row, today, await listEntries(scope, [row.id]))
  // what takes a waiver back needs a reason as the waiver did: that of the change
  await insertEntries(
    scope,
    row,
    missing.map((entry) => (entry.kind === 'waiver' ? { ...entry, reason: row.endReason === '' ? dash : row.endReason } : entry)),
  )
  for (const { kind, amountYen } of missing)
    scope.emit(leaseAccounted, { hubId: row.hubId, leaseId: row.id, kind, amountYen }, { subjectId: row.id })
}

export async function keepNext(scope: Scope, row: LeaseRow): Promise<LeaseRow> {
  const { zone } = await requireHub(scope, row.hubId)
  const now = scope.clock.now()
  const nextAt = nextActAt(row, dayAt(now.epochMilliseconds, zone), zone)
  // what is due at once is due a moment later: never twice in one round
  const at = nextAt === null ? null : instantOf(Math.max(nextAt.epochMilliseconds, now.epochMilliseconds))
  return updateLease(scope, row, { nextAt: at }, { isPerson: false })
}
