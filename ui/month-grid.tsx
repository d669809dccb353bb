/** Dates first: a month with a mark on each day. Arrows move by day and week, Page Up and Down by month, Home and End within the week. */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { IconButton } from './button.tsx'
import { dayName } from './day-names.ts'
import { useUiWords } from './words.tsx'

export interface DayMark {
  /** ◎ △ × – or a short word; read from `word`, not from the sign. */
  sign: string
  word: string
  canChoose: boolean
}

export interface MonthGridProps {
  /** `2026-11`. */
  month: string
  onMonth: (month: string) => void
  /** `2026-11-21`, the chosen day. */
  value: string | undefined
  onChange: (day: string) => void
  /** Today in the hub's zone. Days before it are gone, unless `firstDay` says otherwise. */
  today: string
  /** First day that can be asked for. */
  firstDay?: string
  /** Last day that can be asked for. */
  lastDay?: string
  marks: ReadonlyMap<string, DayMark>
  /** 0 Sunday, 1 Monday. */
  weekStartsOn?: 0 | 1
  locale: string
  monthLabel: string
  /** Full words of a day for screen readers: `11月21日（土）`. */
  dayLabel: (day: string) => string
  isHoliday?: (day: string) => boolean
}

export function MonthGrid(props: MonthGridProps) {
  const {
    month,
    onMonth,
    value,
    onChange,
    today,
    firstDay = today,
    lastDay,
    marks,
    weekStartsOn = 0,
    locale,
    monthLabel,
    dayLabel,
    isHoliday,
  } = props
  const words = useUiWords()
  const id = useId()
  const grid = useRef<HTMLDivElement>(null)
  const weeks = weeksOf(month, weekStartsOn)
  const isWithin = (day: string): boolean => day >= firstDay && (lastDay === undefined || day <= lastDay)
  const first = weeks.flat().find((day) => day !== undefined && isWithin(day))
  const [cursor, setCursor] = useState<string | undefined>(value)
  const tabStop =
    cursor !== undefined && cursor.startsWith(month) && isWithin(cursor)
      ? cursor
      : value !== undefined && value.startsWith(month)
        ? value
        : first
  const moveFocus = useRef(false)
  useEffect(() => {
    if (!moveFocus.current) return
    moveFocus.current = false
    grid.current?.querySelector<HTMLElement>(`[data-day="${tabStop}"]`)?.focus()
  })
  const go = (day: string): void => {
    const target = day < firstDay ? firstDay : lastDay !== undefined && day > lastDay ? lastDay : day
    moveFocus.current = true
    setCursor(target)
    if (!target.startsWith(month)) onMonth(target.slice(0, 7))
  }
  const onKey = (event: KeyboardEvent, day: string): void => {
    const inWeek = (weekday(day) - weekStartsOn + 7) % 7
    const steps: Record<string, string> = {
      ArrowLeft: addDays(day, -1),
      ArrowRight: addDays(day, 1),
      ArrowUp: addDays(day, -7),
      ArrowDown: addDays(day, 7),
      Home: addDays(day, -inWeek),
      End: addDays(day, 6 - inWeek),
      PageUp: addMonths(day, -1),
      PageDown: addMonths(day, 1),
    }
    const target = steps[event.key]
    if (target === undefined) return
    event.preventDefault()
    go(target)
  }
  return (
    <div>
      <div className="mon">
        <IconButton
          icon="left"
          label={words.previousMonth}
          disabled={month <= firstDay.slice(0, 7)}
          onClick={() => onMonth(shiftMonth(month, -1))}
        />
        <b id={id} aria-live="polite">
          {monthLabel}
        </b>
        <IconButton
          icon="right"
          label={words.nextMonth}
          disabled={lastDay !== undefined && month >= lastDay.slice(0, 7)}
          onClick={() => onMonth(shiftMonth(month, 1))}
        />
      </div>
      <div className="cal" role="grid" aria-labelledby={id} ref={grid}>
        <div role="row">
          {Array.from({ length: 7 }, (_, index) => (
            <span key={index} className="wd" role="columnheader" aria-label={dayName(index + weekStartsOn, locale, 'long')}>
              {dayName(index + weekStartsOn, locale, locale === 'en' ? 'short' : 'narrow')}
            </span>
          ))}
        </div>
        {weeks.map((week, row) => (
          <div key={row} role="row">
            {week.map((day, column) => {
              if (day === undefined) return <span key={column} role="presentation" />
              const number = Number(day.slice(8))
              if (!isWithin(day)) {
                return (
                  <span key={day} role="gridcell" className="d gone">
                    {number}
                  </span>
                )
              }
              const mark = marks.get(day)
              const isChosen = day === value
              const kind = isHoliday?.(day) === true || weekday(day) === 0 ? 'sun' : weekday(day) === 6 ? 'sat' : ''
              return (
                <span key={day} role="gridcell" aria-selected={isChosen}>
                  <button
                    type="button"
                    data-day={day}
                    className={['d', kind, isChosen && 'on', day === today && 'today', mark === undefined && 'pending']
                      .filter(Boolean)
                      .join(' ')}
                    tabIndex={day === tabStop ? 0 : -1}
                    aria-disabled={mark !== undefined && !mark.canChoose}
                    onKeyDown={(event) => onKey(event, day)}
                    onClick={() => {
                      setCursor(day)
                      if (mark?.canChoose !== false) onChange(day)
                    }}
                  >
                    {/* Read in full; the figure and the sign are its picture. */}
                    <span className="sr">
                      {[dayLabel(day), day === today ? words.today : '', mark?.word ?? '', isChosen ? words.selected : '']
                        .filter(Boolean)
                        .join(' ')}
                    </span>
                    <b aria-hidden="true">{number}</b>
                    <span aria-hidden="true">{mark?.sign ?? '\u00a0'}</span>
                  </button>
                </span>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

/* Days are plain `YYYY-MM-DD` counted in UTC: a calendar day has no zone, and the browser's own must not shift it. */
const utc = (day: string): Date => new Date(`${day}T00:00:00Z`)
const plain = (date: Date): string => date.toISOString().slice(0, 10)
const weekday = (day: string): number => utc(day).getUTCDay()

export function addDays(day: string, count: number): string {
  const date = utc(day)
  date.setUTCDate(date.getUTCDate() + count)
  return plain(date)
}

export function shiftMonth(month: string, count: number): string {
  const date = utc(`${month}-01`)
  date.setUTCMonth(date.getUTCMonth() + count)
  return plain(date).slice(0, 7)
}

function lastOfMonth(month: string): number {
  const date = utc(`${shiftMonth(month, 1)}-01`)
  date.setUTCDate(0)
  return date.getUTCDate()
}

/** 31 January and one month is the last of February, not the third of March. */
function addMonths(day: string, count: number): string {
  const month = shiftMonth(day.slice(0, 7), count)
  return `${month}-${String(Math.min(Number(day.slice(8)), lastOfMonth(month))).padStart(2, '0')}`
}

function weeksOf(month: string, weekStartsOn: 0 | 1): (string | undefined)[][] {
  const blanks = (weekday(`${month}-01`) - weekStartsOn + 7) % 7
  const cells: (string | undefined)[] = Array.from({ length: blanks }, () => undefined)
  for (let day = 1; day <= lastOfMonth(month); day += 1) cells.push(`${month}-${String(day).padStart(2, '0')}`)
  while (cells.length % 7 !== 0) cells.push(undefined)
  return Array.from({ length: cells.length / 7 }, (_, row) => cells.slice(row * 7, row * 7 + 7))
}
