/** Day, beginning and end, in quarters of an hour of the hub's clock. */
import { lazy, Suspense, useState } from 'react'
import { addDays } from '#ui/month-grid.tsx'
import { IconButton } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Select } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { instantAt, hoursOfDay, dayOf } from '#platform/web/format.ts'
import type { Period } from '../../contract/schemas.ts'
import { useSay } from './say.tsx'

/** Minutes of the hub's day; more than 1440 is the night after it. */
export interface When {
  readonly day: string
  readonly start: number
  readonly end: number
}

export const periodOf = (when: When, zone: string): Period => ({
  startsAt: instantAt(when.day, when.start, zone),
  endsAt: instantAt(when.day, when.end, zone),
})

export function whenOf({ startsAt, endsAt }: Period, zone: string): When {
  const day = dayOf(startsAt, zone)
  return { day, start: Math.round(hoursOfDay(startsAt, day, zone) * 60), end: Math.round(hoursOfDay(endsAt, day, zone) * 60) }
}

/** `09:00`, as the API takes a time of day. */
export const wallTimeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const Calendar = lazy(() => import('./day-calendar.tsx').then((file) => ({ default: file.DayCalendar })))

export interface DayChoiceProps {
  label: string
  day: string
  today: string
  firstDay?: string
  lastDay?: string
  onChange: (day: string) => void
}

export function DayChoice({ label, day, today, firstDay, lastDay, onChange }: DayChoiceProps) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const isWithin = (each: string): boolean => (firstDay === undefined || each >= firstDay) && (lastDay === undefined || each <= lastDay)
  return (
    <div className="day-nav" role="group" aria-label={label}>
      <IconButton
        icon="left"
        label={say.t('booking.previousDay')}
        disabled={!isWithin(addDays(day, -1))}
        onClick={() => onChange(addDays(day, -1))}
      />
      <button type="button" className="pick" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span aria-live="polite">{say.day(day)}</span>
        <Icon name="calendar" />
      </button>
      <IconButton
        icon="right"
        label={say.t('booking.nextDay')}
        disabled={!isWithin(addDays(day, 1))}
        onClick={() => onChange(addDays(day, 1))}
      />
      <Dialog title={label} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Suspense fallback={<SkeletonLines count={6} label={say.t('booking.loading')} />}>
          <Calendar
            day={day}
            today={today}
            firstDay={firstDay}
            lastDay={lastDay}
            onChange={(chosen) => {
              setOpen(false)
              onChange(chosen)
            }}
          />
        </Suspense>
      </Dialog>
    </div>
  )
}

const stepMinutes = 15

interface TimeFieldsProps {
  value: When
  onChange: (value: When) => void
  /** Opening hours of the day, minutes; empty where nothing is known or it is shut. */
  open: readonly { readonly start: number; readonly end: number }[]
  errors?: { start?: string | undefined; end?: string | undefined }
  /** The beginning is past and stays. */
  isStartFixed?: boolean
}

export function TimeFields({ value, onChange, open, errors = {}, isStartFixed }: TimeFieldsProps) {
  const say = useSay()
  const first = open.length === 0 ? 0 : Math.min(...open.map((each) => each.start))
  const last = open.length === 0 ? 24 * 60 : Math.max(...open.map((each) => each.end))
  const starts = times(first, last - stepMinutes, value.start)
  const ends = times(Math.max(first, value.start) + stepMinutes, last, value.end).filter((minutes) => minutes > value.start)
  const sayTime = (minutes: number): string =>
    minutes > 24 * 60 ? say.t('booking.nextDayTime', { time: say.hours((minutes - 24 * 60) / 60) }) : say.hours(minutes / 60)
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Select
        label={say.t('booking.from')}
        value={String(value.start)}
        error={errors.start}
        disabled={isStartFixed}
        // The length stays when the beginning moves.
        onChange={(text) =>
          onChange({ ...value, start: Number(text), end: Math.min(Math.max(last, value.end), Number(text) + value.end - value.start) })
        }
        choices={starts.map((minutes) => ({ value: String(minutes), label: sayTime(minutes) }))}
      />
      <Select
        label={say.t('booking.until')}
        value={String(value.end)}
        error={errors.end}
        hint={say.length(value.end - value.start)}
        onChange={(text) => onChange({ ...value, end: Number(text) })}
        choices={ends.map((minutes) => ({ value: String(minutes), label: sayTime(minutes) }))}
      />
    </div>
  )
}

function times(from: number, to: number, chosen: number): number[] {
  const first = Math.ceil(from / stepMinutes) * stepMinutes
  const list = Array.from({ length: Math.max(0, Math.floor((to - first) / stepMinutes) + 1) }, (_, index) => first + index * stepMinutes)
  // What holds now is offered, whatever the hours say.
  return [...new Set([...list, chosen])].toSorted((a, b) => a - b)
}
