/** Several bookings at once: tried first, then all of them or exactly those that can be. */
import { fail } from '#platform/server/errors.ts'
import type { MemberScope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import type { ChangedMany, ChangeManyBody } from '../../../contract/desk/schemas.ts'
import type { BookedKind, Wanted } from '../../../contract/schemas.ts'
import { lockBooking, type BookingRow } from '../../booking/repository.ts'
import { cancelBooking } from '../../booking/use-cases/cancel-booking.ts'
import { changeBooking } from '../../booking/use-cases/change-booking.ts'
import { inMoveOrder } from '../rules.ts'
import { attempt } from './attempt.ts'

type Item = ChangedMany['items'][number]

export async function changeMany(scope: MemberScope, hubId: string, body: ChangeManyBody): Promise<ChangedMany> {
  await requireHub(scope, hubId)
  const versions = new Map(body.bookings.map((one) => [one.id, one.version]))
  const rows: BookingRow[] = []
  // in one order, so that two desks that choose the same bookings do not wait for each other in a ring
  for (const id of [...versions.keys()].toSorted()) {
    const row = await lockBooking(scope, id)
    if (row === undefined || row.hubId !== hubId) fail('platform.not_found')
    rows.push(row)
  }
  const ordered = body.act.kind === 'move' ? inMoveOrder(rows, body.act.minutes) : inMoveOrder(rows, 0)
  const items = new Map<string, Item>()
  // tried as a whole: what one gives up the next may take
  const all = await attempt(scope, body.how !== 'try', async (inner) => {
    for (const row of ordered) {
      const one = await attempt(inner, true, (each) => change(each, row, versions.get(row.id) ?? 0, body))
      items.set(
        row.id,
        'done' in one
          ? { bookingId: row.id, isRefused: false, code: null, params: {} }
          : { bookingId: row.id, isRefused: true, code: one.refusal.code, params: { ...one.refusal.params } },
      )
    }
    // one refused: none is stored
    if (body.how === 'all' && [...items.values()].some((item) => item.isRefused)) fail('platform.changed_meanwhile')
  })
  const told = body.bookings.flatMap(({ id }) => items.get(id) ?? [])
  const isDone = 'done' in all && body.how !== 'try'
  return { isDone, changed: isDone ? told.filter((item) => !item.isRefused).length : 0, items: told }
}

async function change(scope: MemberScope, row: BookingRow, version: number, { act, reason }: ChangeManyBody): Promise<void> {
  // what was on the screen, not what somebody has made of it since
  if (row.version !== version) fail('platform.changed_meanwhile')
  const why = reason === undefined || reason === '' ? {} : { reason }
  switch (act.kind) {
    case 'cancel':
      await cancelBooking(scope, row.id, why)
      return
    case 'move':
      await changeBooking(scope, row.id, {
        version,
        startsAt: row.startsAt.add({ minutes: act.minutes }).toString(),
        endsAt: row.endsAt.add({ minutes: act.minutes }).toString(),
        ...why,
      })
      return
    case 'place':
      await changeBooking(scope, row.id, { version, what: wantedAt(act.targetKind, act.targetId, row), ...why })
  }
}

/** As many seats or pieces as it has; of a whole room that goes to seats, one a person. */
export function wantedAt(kind: BookedKind, targetId: string, row: Pick<BookingRow, 'kind' | 'unitIds' | 'partySize'>): Wanted {
  const count = row.kind === 'space' ? row.partySize : row.unitIds.length
  if (kind === 'space') return { kind, spaceId: targetId }
  return kind === 'seat' ? { kind, spaceId: targetId, count } : { kind, equipmentId: targetId, count }
}
