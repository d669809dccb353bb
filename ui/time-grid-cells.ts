/** What a time grid shows, and where one is in it: rows, their cells, and where a key leads. */
import type { IconName } from './icon.tsx'
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
  /** What times snap to here, beside the edges of `open`; else the grid's own step. */
  readonly stepHours?: number
}

export interface GridMove extends Hours {
  readonly rowKey: string
  readonly cellKey: string
  readonly toRowKey: string
}

export type At = { readonly rowKey: string; readonly cellKey: string }
/** The head of a row counts as its first cell. */
export const head = ''

export function placeOf(target: EventTarget): At | undefined {
  if (!(target instanceof Element)) return undefined
  const cellKey = target.closest<HTMLElement>('[data-cell]')?.dataset['cell']
  const rowKey = target.closest<HTMLElement>('[data-row]')?.dataset['row']
  return cellKey === undefined || rowKey === undefined ? undefined : { rowKey, cellKey }
}

export const rowAt = (rows: readonly GridRow[], key: string): GridRow | undefined => rows.find((row) => row.key === key)
export const cellAt = (rows: readonly GridRow[], at: At): GridCell | undefined =>
  rowAt(rows, at.rowKey)?.cells.find((cell) => cell.key === at.cellKey)
export const has = (rows: readonly GridRow[], at: At): boolean =>
  at.cellKey === head ? rowAt(rows, at.rowKey) !== undefined : cellAt(rows, at) !== undefined
/** In free time that has begun, from now on. */
export const startOf = (cell: Hours, now: number | undefined): number =>
  now === undefined ? cell.start : Math.max(cell.start, Math.min(now, cell.end))

/** The nearest time that can be begun or ended at: a multiple of the row's step on the clock, or an edge of its hours. */
export function snapIn(row: GridRow | undefined, hours: number, how: 'floor' | 'ceil' | 'round', stepHours: number): number {
  const step = row?.stepHours ?? stepHours
  const slack = 1e-6
  const below = Math.floor(hours / step + slack) * step
  const points = [below, Math.ceil(hours / step - slack) * step, ...(row?.open ?? []).flatMap((open) => [open.start, open.end])]
  const fits = points.filter((point) => (how === 'floor' ? point <= hours + slack : how === 'ceil' ? point >= hours - slack : true))
  return fits.reduce((best, point) => (Math.abs(point - hours) < Math.abs(best - hours) ? point : best), fits[0] ?? below)
}

/** Whether a block may stand there: within the hours, not in the past, and not upon others. */
export function fitsAt(rows: readonly GridRow[], rowKey: string, wish: Hours, cell: GridCell, now: number | undefined): boolean {
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

export function firstStop(rows: readonly GridRow[], now: number | undefined): At | undefined {
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
export function step(rows: readonly GridRow[], at: At, key: string, isFar: boolean, now: number | undefined): At | undefined {
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
