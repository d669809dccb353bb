/** A month to choose a day from. A chunk of its own: most days are reached by the arrows beside it. */
import { useMemo, useState } from 'react'
import { formatMonth } from '#platform/web/format.ts'
import { MonthGrid, addDays, type DayMark } from '#ui/month-grid.tsx'
import { useSay } from './say.tsx'

interface Props {
  day: string
  today: string
  firstDay: string | undefined
  lastDay: string | undefined
  onChange: (day: string) => void
}

const plain: DayMark = { sign: '', word: '', canChoose: true }

export function DayCalendar({ day, today, firstDay = '2000-01-01', lastDay, onChange }: Props) {
  const say = useSay()
  const [month, setMonth] = useState(day.slice(0, 7))
  const marks = useMemo(() => new Map(Array.from({ length: 31 }, (_, index) => [addDays(`${month}-01`, index), plain])), [month])
  return (
    <MonthGrid
      month={month}
      onMonth={setMonth}
      value={day}
      onChange={onChange}
      today={today}
      firstDay={firstDay}
      lastDay={lastDay}
      marks={marks}
      locale={say.language}
      monthLabel={formatMonth(month, say.language)}
      dayLabel={(each) => say.day(each)}
    />
  )
}
