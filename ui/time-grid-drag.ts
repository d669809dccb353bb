/** Drawing, moving and stretching with a mouse in a time grid. What is wished is drawn beside what is; nothing changes here. */
import { useCallback, useEffect, useRef, useState, type PointerEvent } from 'react'
import { cellAt, placeOf, rowAt, type GridCell, type GridMove, type GridRow, type Hours } from './time-grid-cells.ts'

export interface DragProps {
  from: number
  to: number
  now?: number | undefined
  rows: readonly GridRow[]
  /** What a drag snaps to. */
  stepHours: number
  /** Something new in free time; without `end` the length is the owner's matter. */
  onTake?: (rowKey: string, start: number, end?: number) => void
  onMove?: (move: GridMove) => void
  /** A block was let go where it cannot stand. */
  onRefuse?: () => void
}

interface Ghost extends Hours {
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
const placeOfRow = (row: HTMLElement | null | undefined) => ({
  top: `${(row?.offsetTop ?? 0) - (row?.parentElement?.offsetTop ?? 0)}px`,
  height: `${row?.offsetHeight ?? 0}px`,
})

function lanesOf(body: HTMLElement, lane: string | undefined): Drag['rows'] {
  const rows = [...body.querySelectorAll<HTMLElement>('[data-row]')].filter((row) => row.dataset['lane'] === lane)
  const top = (row: HTMLElement): number => row.offsetTop - body.offsetTop
  return rows.map((row) => ({ key: row.dataset['row'] ?? '', top: top(row), bottom: top(row) + row.offsetHeight }))
}

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

  const rowElement = useCallback((key: string) => root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`), [root])
  const rawHours = (event: { clientX: number }, rowKey: string): number => {
    const box = rowElement(rowKey)?.querySelector('.tg-track')?.getBoundingClientRect()
    return box === undefined ? from : from + (Math.max(0, Math.min(box.width, event.clientX - box.left)) / box.width) * (to - from)
  }
  const snap = (hours: number, how: 'floor' | 'ceil' | 'round'): number =>
    Math[how](hours / stepHours + (how === 'ceil' ? -1e-9 : 1e-9)) * stepHours
  const fits = (rowKey: string, wish: Hours, cell: GridCell): boolean => {
    const row = rowAt(rows, rowKey)
    if (row === undefined || !row.open.some((open) => open.start <= wish.start && wish.end <= open.end)) return false
    if (now !== undefined && wish.start < now - 0.25 && wish.start !== cell.start) return false
    return row.cells.every(
      (other) =>
        other.kind !== 'block' ||
        other.key === cell.key ||
        other.end + row.padBefore + row.padAfter <= wish.start ||
        wish.end + row.padBefore + row.padAfter <= other.start,
    )
  }
  const showHint = (event: PointerEvent<HTMLDivElement>): void => {
    const at = event.pointerType === 'mouse' ? placeOf(event.target) : undefined
    const cell = at === undefined ? undefined : cellAt(rows, at)
    if (at === undefined || cell?.kind !== 'free' || onTake === undefined) {
      setHint(undefined)
      return
    }
    const start = Math.max(cell.start, snap(rawHours(event, at.rowKey), 'floor'))
    const row = rowElement(at.rowKey)
    const next = { start, end: Math.min(cell.end, start + 1), ...placeOfRow(row) }
    setHint((before) => (before?.start === next.start && before.top === next.top ? before : next))
  }
  const stop = useCallback(() => {
    drag.current = undefined
    setGhost(undefined)
  }, [])
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
      // Fingers scroll and tap; dragging is the mouse's.
      if (event.pointerType !== 'mouse' || event.button !== 0) return
      const at = placeOf(event.target)
      const cell = at === undefined ? undefined : cellAt(rows, at)
      if (at === undefined || cell === undefined) return
      const edge = (event.target as HTMLElement).dataset['edge']
      const mode = cell.kind === 'block' ? (edge === 'start' || edge === 'end' ? edge : 'move') : 'take'
      if (mode === 'take' ? onTake === undefined || cell.canTake !== true : onMove === undefined) return
      if (mode === 'move' && cell.canMove !== true) return
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
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>): void {
      const held = drag.current
      if (held === undefined) return showHint(event)
      if (held.pointerId !== event.pointerId) return
      if (!held.isMoving) {
        if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < slackPx) return
        held.isMoving = true
        setHint(undefined)
        event.currentTarget.setPointerCapture(event.pointerId)
      }
      const at = rawHours(event, held.rowKey)
      const { cell } = held
      if (held.mode === 'take') {
        const [first, last] = at < held.grabbedAt ? [at, held.grabbedAt] : [held.grabbedAt, at]
        held.wish = { start: Math.max(cell.start, snap(first, 'floor')), end: Math.min(cell.end, snap(last, 'ceil')) }
        held.isAllowed = held.wish.end > held.wish.start
      } else if (held.mode === 'move') {
        const start = Math.max(from, Math.min(to - (cell.end - cell.start), snap(cell.start + at - held.grabbedAt, 'round')))
        held.wish = { start, end: start + cell.end - cell.start }
        const y = event.clientY - event.currentTarget.getBoundingClientRect().top
        held.toRowKey = held.rows.find((row) => row.top <= y && y < row.bottom)?.key ?? held.toRowKey
        held.isAllowed = fits(held.toRowKey, held.wish, cell)
      } else {
        const edge = Math.max(from, Math.min(to, snap(at, 'round')))
        held.wish =
          held.mode === 'start'
            ? { start: Math.min(edge, cell.end - stepHours), end: cell.end }
            : { start: cell.start, end: Math.max(edge, cell.start + stepHours) }
        held.isAllowed = fits(held.rowKey, held.wish, cell)
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
    hoursAt: (event: { clientX: number }, rowKey: string) => snap(rawHours(event, rowKey), 'floor'),
  }
}
