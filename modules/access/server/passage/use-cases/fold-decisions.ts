/** From the ledger of devices to the entry log, in the transaction that stores the decision. */
import type { StoredEvent } from '#modules/devices/server/index.ts'
import type { Scope } from '#platform/server/scope.ts'
import { passed } from '../../../contract/events.ts'
import { upsertShownCards } from '../../credential/repository.ts'
import { listDoorsById } from '../../door/repository.ts'
import { listGrantsById } from '../../grant/repository.ts'
import { entriesOfCodes } from '../../lock-code/use-cases/entries-of-codes.ts'
import { subjectsByIds } from '../../pass/use-cases/subjects-by-ids.ts'
import { noteArrivals } from '../../visit/use-cases/note-arrivals.ts'
import { insertPassages, type PassageRow } from '../repository.ts'

/** Who was let in by a booking has come: a job, as a booking is not to be waited for by whoever stands at a door. */
export const checkInJob = 'access.checkIn'

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** A gateway speaks in ids; whatever else stands there is nobody's. */
const idOf = (text: string | null): string | null => (text !== null && idPattern.test(text) ? text : null)

export async function foldDecisions(scope: Scope, events: readonly StoredEvent[]): Promise<void> {
  const decisions = [...events.filter((event) => event.type === 'decision'), ...(await entriesOfCodes(scope, events))]
  if (decisions.length === 0) return
  const doors = new Map(
    (
      await listDoorsById(
        scope,
        decisions.map((event) => event.data.doorId),
      )
    ).map((door) => [door.id, door]),
  )
  const grants = await listGrantsById(
    scope,
    decisions.flatMap((event) => idOf(event.data.grantId) ?? []),
  )
  const subjects = await subjectsByIds(
    scope,
    decisions.flatMap((event) => idOf(event.data.subjectId) ?? []),
  )
  const rows = decisions.flatMap(({ data, deviceId, hubId, at, quality }): PassageRow[] => {
    const door = doors.get(data.doorId)
    // a gateway of another hub, or a door nobody knows: the ledger has it, the log does not
    if (door === undefined || door.hubId !== hubId) return []
    const subjectId = idOf(data.subjectId)
    const subject = subjectId === null ? undefined : subjects.get(subjectId)
    const grant = grants.get(data.grantId ?? '')
    return [
      {
        consortiumId: scope.consortiumId,
        id: data.decisionId,
        hubId: door.hubId,
        doorId: door.id,
        deviceId,
        at,
        timeQuality: quality,
        direction: data.direction,
        isOpen: data.isOpen,
        reason: data.reason,
        subjectKind: subject?.kind ?? null,
        subjectId: subject === undefined ? null : subjectId,
        accountId: subject?.accountId ?? null,
        grantId: idOf(data.grantId),
        sourceKind: grant?.source_kind ?? null,
        sourceId: grant?.source_id ?? null,
        untilAt: data.until === null ? null : Temporal.Instant.from(data.until),
        factors: data.factors,
        credentialId: idOf(data.credentialId),
        rulesVersion: data.snapshotVersion ?? 0,
        isOffline: data.isOffline,
        storedAt: scope.clock.now(),
      },
    ]
  })
  const stored = await insertPassages(scope, rows)
  for (const row of rows) {
    if (stored.has(row.id))
      scope.emit(passed, { hubId: row.hubId, doorId: row.doorId, passageId: row.id, isOpen: row.isOpen }, { subjectId: row.doorId })
  }
  const fresh = rows.filter((row) => stored.has(row.id))
  await noteArrivals(scope, fresh)
  const entered = fresh.flatMap(({ isOpen, direction, sourceKind, sourceId }) =>
    isOpen && direction === 'in' && sourceKind === 'booking' && sourceId !== null ? [sourceId] : [],
  )
  for (const bookingId of new Set(entered)) scope.enqueue({ name: checkInJob, payload: { bookingId } })
}

/** Unknown cards are kept for ten minutes, so that the desk can give one out without typing its number. */
export async function foldCards(scope: Scope, events: readonly StoredEvent[]): Promise<void> {
  const recent = scope.clock.now().subtract({ minutes: 10 })
  await upsertShownCards(
    scope,
    events.flatMap((event) =>
      event.type === 'card' && Temporal.Instant.compare(event.at, recent) > 0
        ? [{ hubId: event.hubId, deviceId: event.deviceId, hash: event.data.idHash, at: event.at }]
        : [],
    ),
  )
}
