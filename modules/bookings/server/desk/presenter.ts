import type { HolidayOf } from '#modules/hubs/contract/rules.ts'
import { stepsOf, type Policy, type Span } from '../../contract/rules.ts'
import type { DayGrid, GridBooking } from '../../contract/schemas.ts'
import { hoursOf, isoOf, periodOf, usualKind, type Target } from '../rules.ts'
import type { DayRow } from './repository.ts'

const minuteMs = 60_000

export interface DayFacts {
  readonly hub: { readonly id: string; readonly zone: string }
  readonly day: string
  readonly span: Span
  readonly now: number
  readonly targets: readonly Target[]
  readonly opens: ReadonlyMap<string, readonly Span[]>
  readonly policyOf: (targetId: string) => Policy
  readonly holidayOf: HolidayOf
  readonly rows: readonly DayRow[]
}

export function presentDayGrid(facts: DayFacts): DayGrid {
  const { hub, day, span, targets, rows } = facts
  const byTarget = Map.groupBy(rows, (row) => row.target_id)
  const iso = isoCache()
  return {
    hubId: hub.id,
    day,
    timeZone: hub.zone,
    ...periodOf(span),
    now: isoOf(facts.now),
    rows: targets.map((target) => {
      const own = byTarget.get(target.id) ?? []
      const open = facts.opens.get(target.id) ?? []
      const policy = facts.policyOf(target.id)
      const { reason } = hoursOf(day, target.layers, facts.holidayOf)
      return {
        kind: usualKind(target),
        targetId: target.id,
        name: target.names,
        type: target.type,
        units: target.units.map(({ id, label }) => ({ id, label })),
        open: open.map(periodOf),
        closedReason: open.length > 0 ? null : (reason ?? 'closure'),
        bookings: own.map((row) => presentGridBooking(row, iso)),
        steps: target.takenAs === 'whole' ? [] : presentSteps(span, own),
        bufferBeforeMinutes: policy.bufferBeforeMinutes,
        bufferAfterMinutes: policy.bufferAfterMinutes,
      }
    }),
  }
}

function presentGridBooking(row: DayRow, iso: (minute: number) => string): GridBooking {
  return {
    id: row.id,
    status: row.is_held ? 'held' : 'confirmed',
    startsAt: iso(row.starts),
    endsAt: iso(row.ends),
    holderName: row.holder_name,
    isGuest: row.is_guest,
    partySize: row.party_size,
    unitIds: unitIdsOf(row),
    version: row.version,
  }
}

const unitIdsOf = (row: DayRow): string[] => row.units.slice(1, -1).split(',')

function presentSteps(span: Span, rows: readonly DayRow[]): { at: string; taken: number }[] {
  const taken = rows.map((row) => ({ span: { from: row.starts * minuteMs, to: row.ends * minuteMs }, units: unitIdsOf(row).length }))
  return stepsOf(span, taken).map((step) => ({ at: isoOf(step.at), taken: step.taken }))
}

/** A day has few distinct edges; making each text once is half of drawing a full day. */
function isoCache(): (minute: number) => string {
  const made = new Map<number, string>()
  return (minute) => {
    let text = made.get(minute)
    if (text === undefined) {
      text = isoOf(minute * minuteMs)
      made.set(minute, text)
    }
    return text
  }
}
