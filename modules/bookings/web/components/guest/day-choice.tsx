/** Dates first: the month with its marks, then the time, then how many. */
import type { ReactNode } from 'react'
import { useLanguage } from '#platform/web/language.ts'
import { textIn } from '#platform/web/local-text.tsx'
import { formatDay, formatMinutes, formatMonth } from '#platform/web/format.ts'
import { NumberStepper, RadioChips, Select } from '#ui/fields.tsx'
import { MonthGrid, type DayMark } from '#ui/month-grid.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { Availability } from '../../../contract/schemas.ts'
import { useBookingsTexts } from '../../texts.ts'
import { halfHours, timeChoices, wallTimeOf, type OpenRange, type TimeChoice } from './wish.tsx'

const signs = { free: '◎', few: '△', full: '×', closed: '–' } as const

export function useDayMarks(days: Availability['days'] | undefined): ReadonlyMap<string, DayMark> {
  const t = useBookingsTexts()
  const language = useLanguage()
  return new Map(
    (days ?? []).map(({ day, mark, note, closedReason }) => [
      day,
      {
        sign: signs[mark],
        word:
          note !== null
            ? textIn(note, language)
            : mark === 'closed' && closedReason === 'holiday'
              ? t('public.page.closedHoliday')
              : t(`public.page.marks.${mark}`),
        canChoose: mark === 'free' || mark === 'few',
      },
    ]),
  )
}

export interface DayChoiceProps {
  availability: Availability | undefined
  month: string
  onMonth: (month: string) => void
  day: string | undefined
  onDay: (day: string) => void
  holidays: ReadonlySet<string>
}

export function DayChoice({ availability, month, onMonth, day, onDay, holidays }: DayChoiceProps) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const marks = useDayMarks(availability?.days)
  if (availability === undefined) return <SkeletonLines count={8} label={t('public.page.loading')} />
  return (
    <>
      <MonthGrid
        month={month}
        onMonth={onMonth}
        value={day}
        onChange={onDay}
        today={availability.today}
        lastDay={availability.lastDay}
        marks={marks}
        locale={language}
        monthLabel={formatMonth(month, language)}
        dayLabel={(each) => formatDay(each, language)}
        isHoliday={(each) => holidays.has(each)}
      />
      <ul className="key mb-5 mt-2.5">
        {(['free', 'few', 'full', 'closed'] as const).map((mark) => (
          <li key={mark}>
            <span aria-hidden="true">{signs[mark]}</span>
            {t(`public.page.marks.${mark}`)}
          </li>
        ))}
      </ul>
    </>
  )
}

export interface TimeChoiceFieldProps {
  range: OpenRange | undefined
  choice: TimeChoice['key']
  start: number
  end: number
  onChange: (choice: TimeChoice['key'], start: number, end: number) => void
}

export function TimeChoiceField({ range, choice, start, end, onChange }: TimeChoiceFieldProps) {
  const t = useBookingsTexts()
  const choices = timeChoices(range)
  if (range === undefined) return null
  return (
    <>
      <RadioChips
        legend={t('public.page.when')}
        value={choice}
        onChange={(key) => {
          const chosen = choices.find((each) => each.key === key)
          if (chosen !== undefined) onChange(key, key === 'own' ? start : chosen.start, key === 'own' ? end : chosen.end)
        }}
        choices={choices.map((each) => ({
          value: each.key,
          label:
            each.key === 'own'
              ? t('public.page.times.own')
              : unbroken(t(`public.page.times.${each.key}`, { hours: '|' }), `${formatMinutes(each.start)}–${formatMinutes(each.end)}`),
        }))}
      />
      {choice === 'own' && <OwnTimes range={range} start={start} end={end} onChange={(from, to) => onChange('own', from, to)} />}
    </>
  )
}

/** A time range stays on one line, whatever stands around it. */
function unbroken(pattern: string, hours: string): ReactNode {
  const [before, after] = pattern.split('|')
  return (
    <span className="block">
      {before}
      <span className="whitespace-nowrap">{hours}</span>
      {after}
    </span>
  )
}

export function OwnTimes({
  range,
  start,
  end,
  onChange,
}: {
  range: { start: number; end: number }
  start: number
  end: number
  onChange: (start: number, end: number) => void
}) {
  const t = useBookingsTexts()
  return (
    <div className="mt-3 grid grid-cols-2 gap-3">
      <Select
        label={t('public.page.from')}
        value={wallTimeOf(start)}
        onChange={(value) => {
          const from = toMinutes(value)
          // The length is kept, as far as the day goes.
          onChange(from, Math.min(range.end, from + Math.max(30, end - start)))
        }}
        choices={halfHours(range.start, range.end - 30).map((at) => ({ value: wallTimeOf(at), label: formatMinutes(at) }))}
      />
      <Select
        label={t('public.page.until')}
        value={wallTimeOf(end)}
        onChange={(value) => onChange(start, toMinutes(value))}
        choices={halfHours(start + 30, range.end).map((at) => ({ value: wallTimeOf(at), label: formatMinutes(at) }))}
      />
    </div>
  )
}

const toMinutes = (wallTime: string): number => Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3))

export function PeopleField({ people, max, onChange }: { people: number; max: number; onChange: (people: number) => void }) {
  const t = useBookingsTexts()
  return (
    <div className="mt-5">
      <NumberStepper
        label={t('public.page.people')}
        value={people}
        min={1}
        max={max}
        onChange={onChange}
        format={(count) => t('public.page.peopleCount', { count })}
      />
    </div>
  )
}
