/** When a visitor comes and goes. */
import { instantAt, minutesOfTime, today } from '#platform/web/format.ts'
import { TextField } from '#ui/fields.tsx'
import { useSay } from './say.tsx'

export interface VisitTimes {
  readonly day: string
  readonly from: string
  readonly to: string
}

/** A visit of the evening ends after midnight. */
export function spanOf({ day, from, to }: VisitTimes, zone: string): { startsAt: string; endsAt: string } {
  const begins = minutesOfTime(from)
  const ends = minutesOfTime(to)
  return { startsAt: instantAt(day, begins, zone), endsAt: instantAt(day, ends > begins ? ends : ends + 1_440, zone) }
}

interface Props {
  zone: string
  times: VisitTimes
  onChange: (times: VisitTimes) => void
  /** What to say of a field that is empty. */
  missing: (value: string) => string | undefined
}

export function VisitTimeFields({ zone, times, onChange, missing }: Props) {
  const say = useSay()
  const { day, from, to } = times
  return (
    <>
      <TextField
        label={say.t('visitors.day')}
        type="date"
        min={today(zone)}
        value={day}
        error={missing(day)}
        onChange={(changed) => onChange({ ...times, day: changed })}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={say.t('visitors.from')}
          type="time"
          step={900}
          value={from}
          error={missing(from)}
          onChange={(changed) => onChange({ ...times, from: changed })}
        />
        <TextField
          label={say.t('visitors.to')}
          type="time"
          step={900}
          value={to}
          error={missing(to)}
          onChange={(changed) => onChange({ ...times, to: changed })}
        />
      </div>
    </>
  )
}
