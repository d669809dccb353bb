/**
 * A door that has a contact: forced, held open, left open. Each opening is a row with the times at which to look at it, so a
 * restart forgets nothing; what explains an opening may arrive late and takes the word back.
 */
import { fail as failPlatform, failOf } from '#platform/server/errors.ts'
import type { MemberScope, Scope } from '#platform/server/scope.ts'
import { presenceErrors } from '../../contract/errors.ts'
import { doorExplained, doorForced, doorHeld, doorSettled } from '../../contract/events.ts'
import { evidenceAfterMs, evidenceBeforeMs, isForced } from '../../contract/rules.ts'
import {
  findOpening,
  findNextOpening,
  findSaid,
  insertEvidence,
  insertOpening,
  listOpenAt,
  listOpenings,
  listReasons,
  lockDoor,
  takeOpening,
  updateOpening,
  type OpeningRow,
} from '../repository.ts'
import { instantOf } from '../rules.ts'

const fail = failOf(presenceErrors)

/** Time for what was decided at the edge to arrive. */
const forcedAfterMs = 15_000

export interface SeenContact {
  readonly id: string
  readonly doorId: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly isOpen: boolean
  readonly heldOpenSeconds: number
}

export async function recordContact(scope: Scope, hubId: string, seen: SeenContact): Promise<void> {
  const at = instantOf(seen.at)
  await lockDoor(scope, seen.doorId)
  await (seen.isOpen ? recordOpen(scope, hubId, seen, at) : recordShut(scope, hubId, seen, at))
}

async function recordShut(scope: Scope, hubId: string, seen: SeenContact, at: Temporal.Instant): Promise<void> {
  await insertEvidence(scope, { id: seen.id, hubId, doorId: seen.doorId, kind: 'closed', at })
  // whatever opened before it and was not shut in between
  for (const row of await listOpenAt(scope, seen.doorId, at)) {
    const shut = await findSaid(scope, { doorId: seen.doorId, kind: 'closed' }, row.openedAt)
    await updateOpening(scope, row.id, { closedAt: shut?.at ?? at })
  }
  // said to be open while it was thought to be open: after this it has opened anew
  const said = await findSaid(scope, { doorId: seen.doorId, kind: 'open' }, at)
  if (said !== undefined) await recordOpen(scope, hubId, { ...seen, id: said.id, isOpen: true }, said.at)
}

async function recordOpen(scope: Scope, hubId: string, seen: SeenContact, at: Temporal.Instant): Promise<void> {
  const { doorId } = seen
  // open already: said again, as a sensor does that tells its state from time to time
  if ((await listOpenAt(scope, doorId, at)).length > 0) return insertEvidence(scope, { id: seen.id, hubId, doorId, kind: 'open', at })
  const shut = await findSaid(scope, { doorId, kind: 'closed' }, at)
  const next = await findNextOpening(scope, doorId, at)
  const forcedDueAt = laterOf(at, scope.clock.now()).add({ milliseconds: forcedAfterMs })
  // the word that it is open came before the word that it opened: one opening, which began now
  if (next !== undefined && (shut === undefined || Temporal.Instant.compare(shut.at, next.openedAt) > 0)) {
    await insertEvidence(scope, { id: seen.id, hubId, doorId, kind: 'open', at: next.openedAt })
    return updateOpening(scope, next.id, { openedAt: at, forcedDueAt })
  }
  await insertOpening(scope, {
    id: seen.id,
    hubId,
    doorId,
    openedAt: at,
    closedAt: shut?.at ?? null,
    forcedDueAt,
    heldDueAt: shut === undefined ? at.add({ seconds: seen.heldOpenSeconds }) : null,
  })
}

const laterOf = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) > 0 ? a : b)

/** An exit button (of a door, or of the hub), or somebody seen at a door or in the space inside it. */
export async function recordReason(
  scope: Scope,
  hubId: string,
  seen: { id: string; at: number } & ({ kind: 'button'; doorId: string | null } | { kind: 'motion'; doorId: string }),
): Promise<void> {
  await insertEvidence(scope, { id: seen.id, hubId, doorId: seen.doorId, kind: seen.kind, at: instantOf(seen.at) })
  await explainOpenings(scope, hubId, { doorId: seen.doorId, at: seen.at, isMotion: seen.kind === 'motion' })
}

/** A reason that arrived late: the opening was no break-in. */
export async function explainOpenings(
  scope: Scope,
  hubId: string,
  seen: { doorId: string | null; at: number; isMotion?: boolean },
): Promise<void> {
  const between = {
    from: instantOf(seen.at - (seen.isMotion === true ? 0 : evidenceAfterMs)),
    to: instantOf(seen.at + evidenceBeforeMs),
  }
  for (const row of await listOpenings(scope, { hubId, doorId: seen.doorId }, between)) {
    if (row.isForced) await explain(scope, row)
  }
}

async function explain(scope: Scope, row: OpeningRow): Promise<void> {
  await updateOpening(scope, row.id, { isForced: false })
  scope.emit(doorExplained, { hubId: row.hubId, doorId: row.doorId, openingId: row.id }, { subjectId: row.id })
}

/** When its time has come, by the sweep. */
export async function judgeOpening(scope: Scope, id: string): Promise<void> {
  const row = await takeOpening(scope, id)
  if (row === undefined) return
  const now = scope.clock.now()
  const isDue = (at: Temporal.Instant | null): boolean => at !== null && Temporal.Instant.compare(at, now) <= 0
  if (isDue(row.forcedDueAt)) await judgeForced(scope, row)
  if (isDue(row.heldDueAt)) await judgeHeld(scope, row)
}

async function judgeForced(scope: Scope, row: OpeningRow): Promise<void> {
  const openedAt = row.openedAt.epochMilliseconds
  const between = { from: instantOf(openedAt - evidenceBeforeMs), to: instantOf(openedAt + evidenceAfterMs) }
  const isOne = isForced({ openedAt, reasons: await listReasons(scope, row, between) })
  await updateOpening(scope, row.id, { forcedDueAt: null, isForced: isOne })
  // looked at again, for it opened earlier than was thought
  if (row.isForced) return isOne ? undefined : explain(scope, row)
  if (isOne) scope.emit(doorForced, { hubId: row.hubId, doorId: row.doorId, openingId: row.id }, { subjectId: row.id })
}

async function judgeHeld(scope: Scope, row: OpeningRow): Promise<void> {
  const isHeld = row.closedAt === null || (row.heldDueAt !== null && Temporal.Instant.compare(row.closedAt, row.heldDueAt) > 0)
  await updateOpening(scope, row.id, { heldDueAt: null, heldAt: isHeld ? row.heldDueAt : null })
  // shut meanwhile: it is on record, and nobody is called
  if (row.closedAt === null) scope.emit(doorHeld, { hubId: row.hubId, doorId: row.doorId, openingId: row.id }, { subjectId: row.id })
}

export async function settleOpening(scope: MemberScope, of: { hubId: string; openingId: string }, note: string): Promise<void> {
  const row = (await findOpening(scope, of.hubId, of.openingId)) ?? failPlatform('platform.not_found')
  if (row.settledAt !== null) fail('presence.already_settled')
  await updateOpening(scope, row.id, { settledAt: scope.clock.now(), settledBy: scope.actor.accountId, settledNote: note })
  scope.emit(doorSettled, { hubId: row.hubId, doorId: row.doorId, openingId: row.id }, { subjectId: row.id, reason: note })
}
