/**
 * Moving and stretching a block by keys. M takes it up; arrows carry it by the step of its row and from row to row,
 * with Shift they move its end; Enter lets go, Escape puts it back. Each step is told, with whether it may stand there.
 */
import { useCallback, useState, type KeyboardEvent } from 'react'
import { cellAt, fitsAt, rowAt, snapIn, type At, type GridMove, type GridRow, type Hours } from './time-grid-cells.ts'
import { placeOfRow, type DragProps, type Ghost } from './time-grid-drag.ts'

export interface CarryStep extends Hours {
  readonly what: 'taken-up' | 'carried' | 'put-back' | 'refused' | 'let-go'
  readonly rowKey: string
  readonly toRowKey: string
  readonly cellKey: string
  readonly isAllowed: boolean
}

interface Carried extends Hours {
  readonly at: At
  readonly toRowKey: string
  readonly isAllowed: boolean
}

export function useCarry(
  root: { readonly current: HTMLDivElement | null },
  { from, to, now, rows, stepHours, onMove, onRefuse }: DragProps,
  tell: (step: CarryStep) => void,
) {
  const [carried, setCarried] = useState<Carried | undefined>(undefined)
  const told = (what: CarryStep['what'], one: Carried): void =>
    tell({
      what,
      rowKey: one.at.rowKey,
      toRowKey: one.toRowKey,
      cellKey: one.at.cellKey,
      start: one.start,
      end: one.end,
      isAllowed: one.isAllowed,
    })
  const putDown = useCallback(() => setCarried(undefined), [])

  /** True: the key was meant for the carried block, or took one up. */
  const onKey = (event: KeyboardEvent, at: At): boolean => {
    const cell = cellAt(rows, carried?.at ?? at)
    if (carried === undefined) {
      if ((event.key !== 'm' && event.key !== 'M') || event.ctrlKey || onMove === undefined) return false
      if (cell === undefined || cell.kind !== 'block' || (cell.canMove !== true && cell.canStretch !== true)) return false
      const next = { at, toRowKey: at.rowKey, start: cell.start, end: cell.end, isAllowed: true }
      setCarried(next)
      told('taken-up', next)
      return true
    }
    if (cell === undefined || event.key === 'Escape' || event.key === 'Tab') {
      putDown()
      told('put-back', carried)
      return event.key !== 'Tab'
    }
    if (event.key === 'Enter' || event.key === ' ') {
      if (!carried.isAllowed) {
        told('refused', carried)
        onRefuse?.()
        return true
      }
      putDown()
      told('let-go', carried)
      if (carried.start !== cell.start || carried.end !== cell.end || carried.toRowKey !== carried.at.rowKey) onMove?.(moveOf(carried))
      return true
    }
    const wish = wishOf(event, carried, cell.canMove === true)
    if (wish === undefined) return event.key.startsWith('Arrow')
    const next = { ...wish, at: carried.at, isAllowed: fitsAt(rows, wish.toRowKey, wish, cell, now) }
    setCarried(next)
    told('carried', next)
    return true
  }

  const wishOf = (
    event: KeyboardEvent,
    { at, toRowKey, start, end }: Carried,
    canMove: boolean,
  ): (Hours & { toRowKey: string }) | undefined => {
    const row = rowAt(rows, toRowKey)
    const step = row?.stepHours ?? stepHours
    const by = (hours: number, sign: 1 | -1): number => snapIn(row, hours + sign * step, sign > 0 ? 'floor' : 'ceil', stepHours)
    const sign = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (sign !== 0 && event.shiftKey) {
      const until = Math.min(to, by(end, sign))
      return until > start ? { toRowKey, start, end: until } : undefined
    }
    if (!canMove) return undefined
    if (sign !== 0) {
      const begin = Math.max(from, Math.min(to - (end - start), by(start, sign)))
      return { toRowKey, start: begin, end: begin + end - start }
    }
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return undefined
    const lane = rowAt(rows, at.rowKey)?.lane
    const lanes: readonly GridRow[] = rows.filter((each) => each.lane === lane)
    const next = lanes[lanes.findIndex((each) => each.key === toRowKey) + (event.key === 'ArrowDown' ? 1 : -1)]
    return next === undefined ? undefined : { toRowKey: next.key, start, end }
  }

  const ghost = ((): Ghost | undefined => {
    if (carried === undefined) return undefined
    const row = root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(carried.toRowKey)}"]`)
    const { start, end, isAllowed } = carried
    return { start, end, isAllowed, rowKey: carried.at.rowKey, cellKey: carried.at.cellKey, ...placeOfRow(row) }
  })()
  return { ghost, onKey, putDown }
}

const moveOf = ({ at, toRowKey, start, end }: Carried): GridMove => ({ rowKey: at.rowKey, cellKey: at.cellKey, toRowKey, start, end })
