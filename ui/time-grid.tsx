/**
 * A day as a picture that can be worked in: a row a thing, hours from left to right, blocks, free time, and how full.
 * One grid for assistive technology: arrows go along a row and to the same hour of the next, Enter opens, N begins
 * something new, M takes a block up. A mouse draws in free time, moves and stretches blocks; a finger taps, and rests on
 * a block to take it. Nothing changes by itself: the owner is told what is wished.
 */
import { memo, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { Icon } from './icon.tsx'
import { cellAt, firstStop, has, head, placeOf, startOf, step, type At, type GridCell, type GridRow } from './time-grid-cells.ts'
import { useCarry, type CarryStep } from './time-grid-carry.ts'
import { useDrag, type DragProps } from './time-grid-drag.ts'

export type { CarryStep } from './time-grid-carry.ts'
export type { GridCell, GridMove, GridRow, Hours } from './time-grid-cells.ts'

export interface TimeGridProps extends DragProps {
  label: string
  /** How the keys work; read when the grid is entered. */
  help: string
  sayHours: (hours: number) => string
  /** Read out while a block is carried by keys. */
  sayCarry?: (step: CarryStep) => string
  /** Pixels an hour takes at least; absent: all hours fit beside each other. */
  hourPixels?: number | undefined
  isBusy?: boolean
  onOpen: (rowKey: string, cellKey: string) => void
  onRow: (rowKey: string) => void
}
/** From here on rows out of sight are not laid out. */
const manyRows = 40

export function TimeGrid(props: TimeGridProps) {
  const { label, help, from, to, now, rows, sayHours, sayCarry, hourPixels, isBusy, onOpen, onRow, onTake } = props
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<At | undefined>(undefined)
  const [spoken, setSpoken] = useState('')
  const drag = useDrag(root, props)
  const carry = useCarry(root, props, (step) => setSpoken(sayCarry?.(step) ?? ''))
  const ghost = drag.ghost ?? carry.ghost
  const tabStop = useMemo(() => (active !== undefined && has(rows, active) ? active : firstStop(rows, now)), [rows, active, now])

  const go = (at: At | undefined): void => {
    if (at === undefined) return
    setActive(at)
    root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(at.rowKey)}"] [data-cell="${CSS.escape(at.cellKey)}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = placeOf(event.target)
    if (at === undefined || event.altKey || event.metaKey) return
    if (carry.onKey(event, at)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (event.key === 'n' || event.key === 'N') {
      const cell = cellAt(rows, at)
      event.preventDefault()
      onTake?.(at.rowKey, drag.beginFrom(at.rowKey, cell?.canTake === true ? startOf(cell, now) : (now ?? from)))
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
    onTake?.(at.rowKey, event.detail === 0 ? drag.beginFrom(at.rowKey, startOf(cell, now)) : drag.beginAt(event, at.rowKey, cell))
  }
  useEffect(() => {
    // The hours around now come into sight where not all fit.
    const element = root.current
    if (element === null || hourPixels === undefined) return
    const share = ((now ?? from) - from) / (to - from) - 0.15
    element.scrollLeft = Math.max(0, share) * (element.scrollWidth - 144)
    // oxlint-disable-next-line react/exhaustive-deps -- only when the zoom changes: later it would pull the page away from the reader
  }, [hourPixels])
  const classes = ['tg', rows.length > manyRows && 'many', hourPixels !== undefined && 'wide'].filter(Boolean).join(' ')
  return (
    <div className={classes} ref={root} aria-busy={isBusy}>
      <div className="tg-in" style={{ '--a': from, '--z': to, '--hour': `${hourPixels ?? 0}px` }}>
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
          onContextMenu={(event) => {
            // A resting finger takes hold; it does not ask for a menu.
            if (drag.ghost !== undefined) event.preventDefault()
          }}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) carry.putDown()
          }}
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
              held={ghost?.rowKey === row.key ? ghost.cellKey : undefined}
            />
          ))}
        </div>
        <div className="tg-over" aria-hidden="true">
          {now !== undefined && now > from && <div className="tg-past" style={{ '--s': from, '--e': Math.min(now, to) }} />}
          {now !== undefined && now >= from && now <= to && <div className="tg-now" style={{ '--s': now }} />}
          {drag.hint !== undefined && ghost === undefined && (
            <div
              className="tg-ghost hint"
              style={{ '--s': drag.hint.start, '--e': drag.hint.end, '--top': drag.hint.top, '--high': drag.hint.height }}
            >
              <Icon name="plus" />
              {sayHours(drag.hint.start)}
            </div>
          )}
          {ghost !== undefined && (
            <div
              className={ghost.isAllowed ? 'tg-ghost' : 'tg-ghost no'}
              style={{ '--s': ghost.start, '--e': ghost.end, '--top': ghost.top, '--high': ghost.height }}
            >
              <b>
                {sayHours(ghost.start)}–{sayHours(ghost.end)}
              </b>
            </div>
          )}
        </div>
        <p className="sr" role="status" aria-live="assertive">
          {spoken}
        </p>
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
      {/* Read as one word without the space between. */}
      {cell.detail !== undefined && (
        <>
          {' '}
          <span>{cell.detail}</span>
        </>
      )}
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
function axisHours(from: number, to: number): number[] {
  const first = Math.ceil(from / 2) * 2
  const hours = Array.from({ length: Math.max(0, Math.floor((to - first) / 2) + 1) }, (_, index) => first + index * 2)
  return [...new Set([from, ...hours.filter((hour) => hour - from > 0.9 && to - hour > 0.9), to])]
}
