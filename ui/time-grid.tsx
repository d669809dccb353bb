/**
 * A day as a picture that can be worked in: a row a thing, hours from left to right, blocks, free time, and how full.
 * One grid for assistive technology: arrows go along a row and to the same hour of the next, Enter opens, N begins
 * something new. A mouse draws in free time, moves and stretches blocks; a finger taps. Nothing changes by itself: the
 * owner is told what is wished.
 */
import {
  memo,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react'
import { Icon, type IconName } from './icon.tsx'
import type { Fill } from './time-band.tsx'

/** Hours of the day, 24 for midnight at its end. */
export interface Hours {
  readonly start: number
  readonly end: number
}

export interface GridCell extends Hours {
  readonly key: string
  /** `block` is taken, `free` can be, `level` says how full a row of many is, `idle` is neither. */
  readonly kind: 'block' | 'free' | 'level' | 'idle'
  /** All of it in words: who, when, which state. */
  readonly label: string
  readonly fill?: Fill
  readonly icon?: IconName
  readonly title?: string
  readonly detail?: string
  /** Of a level: how much of the height, 0 to 1, and the figure above it. */
  readonly share?: number
  readonly figure?: string
  readonly isPast?: boolean
  /** Free time, or a level that is not full: something new may begin here. */
  readonly canTake?: boolean
  readonly canMove?: boolean
  readonly canStretch?: boolean
}

export interface GridRow {
  readonly key: string
  readonly title: string
  readonly detail: string
  /** What is read where title and detail do not say it well. */
  readonly label?: string
  readonly cells: readonly GridCell[]
  /** What is drawn below the cells: closed hours, time to tidy up. */
  readonly marks: readonly (Hours & { readonly fill: 'shut' | 'gap'; readonly title?: string })[]
  /** Where a block may stand, and how much it keeps free around it. */
  readonly open: readonly Hours[]
  readonly padBefore: number
  readonly padAfter: number
  /** Blocks go from row to row within a lane. */
  readonly lane: string
}

export interface GridMove extends Hours {
  readonly rowKey: string
  readonly cellKey: string
  readonly toRowKey: string
}

export interface TimeGridProps {
  label: string
  /** How the keys work; read when the grid is entered. */
  help: string
  from: number
  to: number
  now?: number | undefined
  rows: readonly GridRow[]
  /** What a drag snaps to. */
  stepHours: number
  sayHours: (hours: number) => string
  isBusy?: boolean
  onOpen: (rowKey: string, cellKey: string) => void
  onRow: (rowKey: string) => void
  /** Something new in free time; without `end` the length is the owner's matter. */
  onTake?: (rowKey: string, start: number, end?: number) => void
  onMove?: (move: GridMove) => void
}

type At = { readonly rowKey: string; readonly cellKey: string }
/** The head of a row counts as its first cell. */
const head = ''

/** From here on rows out of sight are not laid out. */
const manyRows = 40

export function TimeGrid(props: TimeGridProps) {
  const { label, help, from, to, now, rows, sayHours, isBusy, onOpen, onRow, onTake } = props
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<At | undefined>(undefined)
  const drag = useDrag(root, props)
  const tabStop = useMemo(() => (active !== undefined && has(rows, active) ? active : firstStop(rows, now)), [rows, active, now])

  const go = (at: At | undefined): void => {
    if (at === undefined) return
    setActive(at)
    root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(at.rowKey)}"] [data-cell="${CSS.escape(at.cellKey)}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = placeOf(event.target)
    if (at === undefined || event.altKey || event.metaKey) return
    if (event.key === 'n' || event.key === 'N') {
      const cell = cellAt(rows, at)
      event.preventDefault()
      onTake?.(at.rowKey, cell?.canTake === true ? startOf(cell, now) : (now ?? from))
      return
    }
    const target = step(rows, at, event.key, event.ctrlKey, now)
    if (target === undefined) return
    event.preventDefault()
    go(target)
  }
  const onClick = (event: MouseEvent): void => {
    const at = placeOf(event.target)
    if (at === undefined || drag.hasJustEnded()) return
    setActive(at)
    if (at.cellKey === head) return onRow(at.rowKey)
    const cell = cellAt(rows, at)
    if (cell === undefined || cell.kind === 'idle') return
    if (cell.kind !== 'free') return onOpen(at.rowKey, at.cellKey)
    // A key press has no place within the free time: its beginning is meant.
    onTake?.(at.rowKey, event.detail === 0 ? startOf(cell, now) : Math.max(cell.start, drag.hoursAt(event, at.rowKey)))
  }
  return (
    <div className={rows.length > manyRows ? 'tg many' : 'tg'} style={{ '--a': from, '--z': to }} ref={root} aria-busy={isBusy}>
      <p id={`${id}-help`} className="sr">
        {help}
      </p>
      <div className="tg-axis" aria-hidden="true">
        {axisHours(from, to).map((hour) => (
          <span
            key={hour}
            className={[hour === from && 'first', hour === to && 'last', hour % 6 !== 0 && hour !== from && hour !== to && 'minor']
              .filter(Boolean)
              .join(' ')}
            style={{ '--s': hour }}
          >
            {now !== undefined && Math.abs(hour - now) < (to - from) / 15 ? '' : sayHours(hour)}
          </span>
        ))}
        {now !== undefined && now >= from && now <= to && (
          <b className="at-now" style={{ '--s': now }}>
            {sayHours(now)}
          </b>
        )}
      </div>
      <div
        className="tg-body"
        role="grid"
        aria-label={label}
        aria-describedby={`${id}-help`}
        // The cells take the focus, one of them by Tab.
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={(event) => {
          const at = placeOf(event.target)
          if (at !== undefined) setActive(at)
        }}
        {...drag.handlers}
      >
        {rows.map((row) => (
          <Row
            key={row.key}
            row={row}
            stop={tabStop?.rowKey === row.key ? tabStop.cellKey : undefined}
            held={drag.ghost?.rowKey === row.key ? drag.ghost.cellKey : undefined}
          />
        ))}
      </div>
      <div className="tg-over" aria-hidden="true">
        {now !== undefined && now > from && <div className="tg-past" style={{ '--s': from, '--e': Math.min(now, to) }} />}
        {now !== undefined && now >= from && now <= to && <div className="tg-now" style={{ '--s': now }} />}
        {drag.hint !== undefined && drag.ghost === undefined && (
          <div
            className="tg-ghost hint"
            style={{ '--s': drag.hint.start, '--e': drag.hint.end, '--top': drag.hint.top, '--high': drag.hint.height }}
          >
            <Icon name="plus" />
            {sayHours(drag.hint.start)}
          </div>
        )}
        {drag.ghost !== undefined && (
          <div
            className={drag.ghost.isAllowed ? 'tg-ghost' : 'tg-ghost no'}
            style={{ '--s': drag.ghost.start, '--e': drag.ghost.end, '--top': drag.ghost.top, '--high': drag.ghost.height }}
          >
            <b>
              {sayHours(drag.ghost.start)}–{sayHours(drag.ghost.end)}
            </b>
          </div>
        )}
      </div>
    </div>
  )
}

const Row = memo(function Row({ row, stop, held }: { row: GridRow; stop: string | undefined; held: string | undefined }) {
  return (
    <div className="tg-row" role="row" data-row={row.key} data-lane={row.lane}>
      <div className="tg-head" role="rowheader">
        <button type="button" data-cell={head} tabIndex={stop === head ? 0 : -1} aria-label={row.label} title={row.label}>
          {row.title}
        </button>
        <span>{row.detail}</span>
      </div>
      <div className="tg-track" role="presentation">
        {row.marks.map((mark) => (
          <div
            key={`${mark.fill}-${mark.start}`}
            className={`tg-mark f-${mark.fill}`}
            style={{ '--s': mark.start, '--e': mark.end }}
            title={mark.title}
          />
        ))}
        {row.cells.map((cell) => (
          <Cell key={cell.key} cell={cell} isStop={cell.key === stop} isHeld={cell.key === held} />
        ))}
      </div>
    </div>
  )
})

function Cell({ cell, isStop, isHeld }: { cell: GridCell; isStop: boolean; isHeld: boolean }) {
  const className = [
    'tg-cell',
    `is-${cell.kind}`,
    cell.fill !== undefined && `f-${cell.fill}`,
    cell.isPast === true && 'past',
    cell.canMove === true && 'moves',
    isHeld && 'held',
  ]
  return (
    <button
      type="button"
      role="gridcell"
      data-cell={cell.key}
      tabIndex={isStop ? 0 : -1}
      className={className.filter(Boolean).join(' ')}
      style={{ '--s': cell.start, '--e': cell.end, '--u': cell.share }}
      aria-label={cell.label}
      title={cell.kind === 'block' ? cell.label : undefined}
    >
      {cell.title !== undefined && (
        <b>
          {cell.icon !== undefined && <Icon name={cell.icon} />}
          {cell.title}
        </b>
      )}
      {cell.detail !== undefined && <span>{cell.detail}</span>}
      {cell.figure !== undefined && <i>{cell.figure}</i>}
      {cell.canStretch === true && (
        <>
          {cell.canMove === true && <u data-edge="start" />}
          <u data-edge="end" />
        </>
      )}
    </button>
  )
}

function placeOf(target: EventTarget): At | undefined {
  if (!(target instanceof Element)) return undefined
  const cellKey = target.closest<HTMLElement>('[data-cell]')?.dataset['cell']
  const rowKey = target.closest<HTMLElement>('[data-row]')?.dataset['row']
  return cellKey === undefined || rowKey === undefined ? undefined : { rowKey, cellKey }
}

const rowAt = (rows: readonly GridRow[], key: string): GridRow | undefined => rows.find((row) => row.key === key)
const cellAt = (rows: readonly GridRow[], at: At): GridCell | undefined =>
  rowAt(rows, at.rowKey)?.cells.find((cell) => cell.key === at.cellKey)
const has = (rows: readonly GridRow[], at: At): boolean =>
  at.cellKey === head ? rowAt(rows, at.rowKey) !== undefined : cellAt(rows, at) !== undefined
/** In free time that has begun, from now on. */
const startOf = (cell: Hours, now: number | undefined): number =>
  now === undefined ? cell.start : Math.max(cell.start, Math.min(now, cell.end))

function firstStop(rows: readonly GridRow[], now: number | undefined): At | undefined {
  const row = rows[0]
  return row === undefined ? undefined : { rowKey: row.key, cellKey: nearest(row, now ?? 0)?.key ?? head }
}

const nearest = (row: GridRow, hour: number): GridCell | undefined =>
  row.cells.reduce<GridCell | undefined>(
    (best, cell) => (best === undefined || distance(cell, hour) < distance(best, hour) ? cell : best),
    undefined,
  )
const distance = (cell: Hours, hour: number): number =>
  hour < cell.start ? cell.start - hour : hour >= cell.end ? hour - cell.end + 1e-6 : 0

/** Where a key leads; undefined for keys that are not of the grid, and at its edges. */
function step(rows: readonly GridRow[], at: At, key: string, isFar: boolean, now: number | undefined): At | undefined {
  const index = rows.findIndex((row) => row.key === at.rowKey)
  const row = rows[index]
  if (row === undefined) return undefined
  const keys = [head, ...row.cells.map((cell) => cell.key)]
  const place = keys.indexOf(at.cellKey)
  const along = (to: number): At | undefined => (keys[to] === undefined ? undefined : { rowKey: row.key, cellKey: keys[to] })
  const across = (to: number): At | undefined => {
    const target = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (target === undefined) return undefined
    if (at.cellKey === head) return { rowKey: target.key, cellKey: head }
    const cell = row.cells[place - 1]
    // The hour the reader is at: now, while the cell holds it, else the cell's middle.
    const hour = cell === undefined ? 0 : now !== undefined && cell.start <= now && now < cell.end ? now : (cell.start + cell.end) / 2
    return { rowKey: target.key, cellKey: nearest(target, hour)?.key ?? head }
  }
  switch (key) {
    case 'ArrowRight':
      return along(place + 1)
    case 'ArrowLeft':
      return along(place - 1)
    case 'ArrowDown':
      return across(index + 1)
    case 'ArrowUp':
      return across(index - 1)
    case 'PageDown':
      return across(index + 8)
    case 'PageUp':
      return across(index - 8)
    case 'Home':
      return isFar ? across(0) : along(0)
    case 'End':
      return isFar ? across(rows.length - 1) : along(keys.length - 1)
    default:
      return undefined
  }
}

function axisHours(from: number, to: number): number[] {
  const first = Math.ceil(from / 2) * 2
  const hours = Array.from({ length: Math.max(0, Math.floor((to - first) / 2) + 1) }, (_, index) => first + index * 2)
  return [...new Set([from, ...hours.filter((hour) => hour - from > 0.9 && to - hour > 0.9), to])]
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

/** Fewer pixels than this are a click with an unsteady hand. */
const slackPx = 4

function useDrag(root: { readonly current: HTMLDivElement | null }, { from, to, now, rows, stepHours, onTake, onMove }: TimeGridProps) {
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
        const under = document.elementsFromPoint(event.clientX, event.clientY).map((element) => element.closest<HTMLElement>('[data-row]'))
        const lane = rowAt(rows, held.rowKey)?.lane
        held.toRowKey = under.find((row) => row?.dataset['lane'] === lane)?.dataset['row'] ?? held.toRowKey
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
      if (!held.isAllowed) return
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
