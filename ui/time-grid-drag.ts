/** Drawing, moving and stretching with a mouse, a pen or a resting finger in a time grid. What is wished is drawn beside what is; nothing changes here. */
import { useCallback, useEffect, useRef, useState, type PointerEvent } from 'react'
import { cellAt, fitsAt, placeOf, rowAt, snapIn, type GridCell, type GridMove, type GridRow, type Hours } from './time-grid-cells.ts'

export interface DragProps {
  from: number
  to: number
  now?: number | undefined
  rows: readonly GridRow[]
  /** What a drag snaps to where a row says nothing else. */
  stepHours: number
  /** Something new in free time; without `end` the length is the owner's matter. */
  onTake?: (rowKey: string, start: number, end?: number) => void
  onMove?: (move: GridMove) => void
  /** A block was let go where it cannot stand. */
  onRefuse?: () => void
}

export interface Ghost extends Hours {
  readonly rowKey: string
  readonly cellKey: string
  readonly top: string
  readonly height: string
  readonly isAllowed: boolean
}

interface Drag {
  readonly mode: 'take' | 'move' | 'start' | 'end'
  readonly rowKey: string
  readonly cell: GridCell
  readonly grabbedAt: number
  readonly x: number
  readonly y: number
  readonly pointerId: number
  /** Where the rows of the same lane stand, measured once. */
  readonly rows: readonly { readonly key: string; readonly top: number; readonly bottom: number }[]
  toRowKey: string
  wish: Hours
  isMoving: boolean
  isAllowed: boolean
}

/** Below the axis, where the drawing over the rows begins. */
export const placeOfRow = (row: HTMLElement | null | undefined) => ({
  top: `${(row?.offsetTop ?? 0) - (row?.parentElement?.offsetTop ?? 0)}px`,
  height: `${row?.offsetHeight ?? 0}px`,
})

function lanesOf(body: HTMLElement, lane: string | undefined): Drag['rows'] {
  const rows = [...body.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => row.dataset['lane'] === lane)
  const top = (row: HTMLElement): number => row.offsetTop - body.offsetTop
  return rows.map((row) => ({ key: row.dataset['row'] ?? '', top: top(row), bottom: top(row) + row.offsetHeight }))
}

/** A finger that stays this long means the block and not the page. */
const restMs = 450

/** Fewer pixels than this are a click with an unsteady hand. */
const slackPx = 4

export function useDrag(
  root: { readonly current: HTMLDivElement | null },
  { from, to, now, rows, stepHours, onTake, onMove, onRefuse }: DragProps,
) {
  const drag = useRef<Drag | undefined>(undefined)
  const endedAt = useRef(0)
  const [ghost, setGhost] = useState<Ghost | undefined>(undefined)
  /** Where a click would begin something, under the mouse. */
  const [hint, setHint] = useState<Pick<Ghost, 'start' | 'end' | 'top' | 'height'> | undefined>(undefined)

  const rowElement = (key: string) => root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)
  const rawHours = (event: { clientX: number }, rowKey: string): number => {
    const box = rowElement(rowKey)?.querySelector('.tg-track')?.getBoundingClientRect()
    return box === undefined ? from : from + (Math.max(0, Math.min(box.width, event.clientX - box.left)) / box.width) * (to - from)
  }
  const snap = (rowKey: string, hours: number, how: 'floor' | 'ceil' | 'round'): number =>
    snapIn(rowAt(rows, rowKey), hours, how, stepHours)
  /** Within free time: where something may begin at or before a place, else the first time it may. */
  const beginIn = (rowKey: string, cell: Hours, hours: number): number => {
    const start = snap(rowKey, hours, 'floor')
    return start >= cell.start ? start : snap(rowKey, cell.start, 'ceil')
  }
  const showHint = (event: PointerEvent<HTMLDivElement>): void => {
    const at = event.pointerType === 'mouse' ? placeOf(event.target) : undefined
    const cell = at === undefined ? undefined : cellAt(rows, at)
    if (at === undefined || cell?.kind !== 'free' || onTake === undefined) {
      setHint(undefined)
      return
    }
    const start = beginIn(at.rowKey, cell, rawHours(event, at.rowKey))
    if (start >= cell.end) {
      setHint(undefined)
      return
    }
    const row = rowElement(at.rowKey)
    const next = { start, end: Math.min(cell.end, start + 1), ...placeOfRow(row) }
    setHint((before) => (before?.start === next.start && before.top === next.top ? before : next))
  }
  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const stop = useCallback(() => {
    clearTimeout(resting.current)
    drag.current = undefined
    setGhost(undefined)
  }, [])
  useEffect(() => {
    // A finger that has taken hold of a block no longer scrolls.
    const element = root.current
    const keepStill = (event: TouchEvent): void => {
      if (drag.current?.isMoving === true) event.preventDefault()
    }
    element?.addEventListener('touchmove', keepStill, { passive: false })
    return () => element?.removeEventListener('touchmove', keepStill)
  }, [root])
  const isDragging = ghost !== undefined
  useEffect(() => {
    if (!isDragging) return
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      endedAt.current = Date.now()
      stop()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isDragging, stop])

  const handlers = {
    onPointerDown(event: PointerEvent<HTMLDivElement>): void {
      if (event.button !== 0) return
      // A finger scrolls and taps; one that rests takes hold of a block.
      const isFinger = event.pointerType === 'touch'
      const at = placeOf(event.target)
      const cell = at === undefined ? undefined : cellAt(rows, at)
      if (at === undefined || cell === undefined) return
      const edge = (event.target as HTMLElement).dataset['edge']
      const mode = cell.kind === 'block' ? (edge === 'start' || edge === 'end' ? edge : 'move') : 'take'
      if (mode === 'take' ? onTake === undefined || cell.canTake !== true : onMove === undefined) return
      if (mode === 'move' && cell.canMove !== true) return
      if (isFinger && mode === 'take') return
      drag.current = {
        mode,
        rowKey: at.rowKey,
        toRowKey: at.rowKey,
        cell,
        grabbedAt: rawHours(event, at.rowKey),
        x: event.clientX,
        y: event.clientY,
        pointerId: event.pointerId,
        rows: mode === 'move' ? lanesOf(event.currentTarget, rowAt(rows, at.rowKey)?.lane) : [],
        wish: { start: cell.start, end: cell.end },
        isMoving: false,
        isAllowed: false,
      }
      if (!isFinger) return
      const { currentTarget, pointerId } = event
      const row = rowElement(at.rowKey)
      clearTimeout(resting.current)
      resting.current = setTimeout(() => {
        if (drag.current?.pointerId !== pointerId) return
        drag.current.isMoving = true
        drag.current.isAllowed = true
        currentTarget.setPointerCapture(pointerId)
        navigator.vibrate?.(20)
        setGhost({ ...drag.current.wish, rowKey: at.rowKey, cellKey: cell.key, ...placeOfRow(row), isAllowed: true })
      }, restMs)
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>): void {
      const held = drag.current
      if (held === undefined) return showHint(event)
      if (held.pointerId !== event.pointerId) return
      if (!held.isMoving) {
        if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < (event.pointerType === 'touch' ? 2 * slackPx : slackPx)) return
        // Moved before it rested: it scrolls.
        if (event.pointerType === 'touch') return stop()
        held.isMoving = true
        setHint(undefined)
        event.currentTarget.setPointerCapture(event.pointerId)
      }
      const at = rawHours(event, held.rowKey)
      const { cell } = held
      if (held.mode === 'take') {
        const [first, last] = at < held.grabbedAt ? [at, held.grabbedAt] : [held.grabbedAt, at]
        const end = snap(held.rowKey, last, 'ceil')
        held.wish = {
          start: beginIn(held.rowKey, cell, first),
          end: end <= cell.end ? end : snap(held.rowKey, cell.end, 'floor'),
        }
        held.isAllowed = held.wish.end > held.wish.start
      } else if (held.mode === 'move') {
        const y = event.clientY - event.currentTarget.getBoundingClientRect().top
        held.toRowKey = held.rows.find((row) => row.top <= y && y < row.bottom)?.key ?? held.toRowKey
        const start = Math.max(from, Math.min(to - (cell.end - cell.start), snap(held.toRowKey, cell.start + at - held.grabbedAt, 'round')))
        held.wish = { start, end: start + cell.end - cell.start }
        held.isAllowed = fitsAt(rows, held.toRowKey, held.wish, cell, now)
      } else {
        const edge = Math.max(from, Math.min(to, snap(held.rowKey, at, 'round')))
        const step = rowAt(rows, held.rowKey)?.stepHours ?? stepHours
        held.wish =
          held.mode === 'start'
            ? { start: Math.min(edge, snap(held.rowKey, cell.end - step, 'floor')), end: cell.end }
            : { start: cell.start, end: Math.max(edge, snap(held.rowKey, cell.start + step, 'ceil')) }
        held.isAllowed = fitsAt(rows, held.rowKey, held.wish, cell, now)
      }
      const row = rowElement(held.toRowKey)
      setGhost({
        ...held.wish,
        rowKey: held.rowKey,
        cellKey: held.mode === 'take' ? '' : cell.key,
        ...placeOfRow(row),
        isAllowed: held.isAllowed,
      })
    },
    onPointerUp(event: PointerEvent<HTMLDivElement>): void {
      const held = drag.current
      if (held === undefined || held.pointerId !== event.pointerId) return
      stop()
      if (!held.isMoving) return
      endedAt.current = Date.now()
      const { wish, cell } = held
      if (!held.isAllowed) {
        if (held.mode !== 'take') onRefuse?.()
        return
      }
      if (held.mode === 'take') onTake?.(held.rowKey, wish.start, wish.end)
      else if (wish.start !== cell.start || wish.end !== cell.end || held.toRowKey !== held.rowKey)
        onMove?.({ rowKey: held.rowKey, cellKey: cell.key, toRowKey: held.toRowKey, ...wish })
    },
    onPointerCancel: stop,
    onPointerLeave: () => setHint(undefined),
  }
  return {
    ghost,
    hint,
    handlers,
    /** The click that follows the end of a drag is none. */
    hasJustEnded: () => Date.now() - endedAt.current < 100,
    /** Where something may begin in free time, by the place of a press. */
    beginAt: (event: { clientX: number }, rowKey: string, cell: Hours) => beginIn(rowKey, cell, rawHours(event, rowKey)),
    beginFrom: (rowKey: string, hours: number) => snap(rowKey, hours, 'ceil'),
  }
}
