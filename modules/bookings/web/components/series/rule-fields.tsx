/** How a booking repeats, in plain words: which days, how often, until when. */
import { today as todayIn, formatWeekday } from '#platform/web/format.ts'
import { Checkbox, NumberStepper, RadioChips, Select } from '#ui/fields.tsx'
import { addDays } from '#ui/month-grid.tsx'
import { mostOccurrences, nthOfMonth, weekdayOfDay, type SeriesPattern } from '../../../contract/series/rules.ts'
import type { SeriesWishIn } from '../../series/queries.ts'
import { useSay } from '../say.tsx'
import { DayChoice } from '../when-fields.tsx'

/** All that may be typed; what the chosen kind does not need is kept for when it is chosen again. */
export interface RuleFieldsValue {
  readonly kind: SeriesPattern['kind']
  readonly every: number
  readonly weekdays: readonly number[]
  readonly nth: number
  readonly whenShort: 'skip' | 'last-day'
  readonly endsBy: 'count' | 'until'
  readonly count: number
  readonly until: string
}

/** What the day that is on the screen suggests: the same weekday, four times. */
export function rulesFrom(day: string): RuleFieldsValue {
  const { nth, isLast } = nthOfMonth(day)
  return {
    kind: 'weekly',
    every: 1,
    weekdays: [weekdayOfDay(day)],
    nth: isLast && nth === 5 ? -1 : nth,
    whenShort: 'last-day',
    endsBy: 'count',
    count: 4,
    until: addDays(day, 28),
  }
}

export function ruleOf(value: RuleFieldsValue, day: string): SeriesWishIn['rule'] {
  return {
    startsOn: day,
    pattern: patternOf(value, day),
    end: value.endsBy === 'count' ? { count: value.count } : { until: value.until < day ? day : value.until },
  }
}

function patternOf({ kind, every, weekdays, nth, whenShort }: RuleFieldsValue, day: string): SeriesWishIn['rule']['pattern'] {
  switch (kind) {
    case 'daily':
      return { kind, every }
    case 'weekdays':
      return { kind }
    case 'weekly':
      return { kind, every, weekdays: weekdays.length === 0 ? [weekdayOfDay(day)] : [...weekdays] }
    case 'monthly-weekday':
      return { kind, every, nth, weekday: weekdayOfDay(day) }
    case 'monthly-date':
      return { kind, every, date: Number(day.slice(8)), whenShort }
  }
}

export function RuleFields({
  value,
  day,
  zone,
  onChange,
}: {
  value: RuleFieldsValue
  day: string
  zone: string
  onChange: (value: RuleFieldsValue) => void
}) {
  const say = useSay()
  const { t } = say
  const set = (change: Partial<RuleFieldsValue>): void => onChange({ ...value, ...change })
  const date = Number(day.slice(8))
  const hasInterval = value.kind === 'daily' || value.kind === 'weekly' || value.kind.startsWith('monthly')
  const intervalOf = (count: number): string => {
    if (value.kind === 'daily') return count === 1 ? t('series.everyDay') : t('series.everyDays', { count })
    if (value.kind === 'weekly') return count === 1 ? t('series.everyWeek') : t('series.everyWeeks', { count })
    return count === 1 ? t('series.everyMonth') : t('series.everyMonths', { count })
  }
  return (
    <div className="grid gap-4">
      <Select
        label={t('series.how')}
        value={value.kind}
        onChange={(kind) => set({ kind })}
        choices={[
          { value: 'weekly', label: t('series.weekly') },
          { value: 'weekdays', label: t('series.weekdays') },
          { value: 'daily', label: t('series.daily') },
          { value: 'monthly-weekday', label: t('series.monthlyWeekday') },
          { value: 'monthly-date', label: t('series.monthlyDate') },
        ]}
      />
      {value.kind === 'weekly' && (
        <fieldset>
          <legend className="legend">{t('series.onDays')}</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
              <Checkbox
                key={weekday}
                isChecked={value.weekdays.includes(weekday)}
                onChange={(isOn) =>
                  set({ weekdays: isOn ? [...value.weekdays, weekday] : value.weekdays.filter((each) => each !== weekday) })
                }
              >
                {formatWeekday(weekday, say.language)}
              </Checkbox>
            ))}
          </div>
        </fieldset>
      )}
      {value.kind === 'monthly-weekday' && (
        <Select
          label={t('series.which')}
          value={String(value.nth)}
          onChange={(nth) => set({ nth: Number(nth) })}
          choices={[1, 2, 3, 4, 5, -1].map((nth) => ({
            value: String(nth),
            label: `${nth === -1 ? t('series.last') : t('series.nth', { count: nth })} ${formatWeekday(weekdayOfDay(day), say.language)}`,
          }))}
        />
      )}
      {value.kind === 'monthly-date' && date > 28 && (
        <RadioChips
          legend={t('series.whenShort', { count: date })}
          layout="flow"
          value={value.whenShort}
          onChange={(whenShort) => set({ whenShort })}
          choices={[
            { value: 'last-day', label: t('series.whenShortLast') },
            { value: 'skip', label: t('series.whenShortSkip') },
          ]}
        />
      )}
      {hasInterval && (
        <NumberStepper
          label={t('series.interval')}
          value={value.every}
          min={1}
          max={12}
          onChange={(every) => set({ every })}
          format={intervalOf}
        />
      )}
      <RadioChips
        legend={t('series.ends')}
        layout="flow"
        value={value.endsBy}
        onChange={(endsBy) => set({ endsBy })}
        choices={[
          { value: 'count', label: t('series.endsCount') },
          { value: 'until', label: t('series.endsUntil') },
        ]}
      />
      {value.endsBy === 'count' ? (
        <NumberStepper
          label={t('series.count')}
          value={value.count}
          min={1}
          max={mostOccurrences}
          onChange={(count) => set({ count })}
          format={(count) => t('series.times', { count })}
        />
      ) : (
        <div>
          <p className="legend">{t('series.until')}</p>
          <DayChoice
            label={t('series.until')}
            day={value.until < day ? day : value.until}
            today={todayIn(zone)}
            firstDay={day}
            onChange={(until) => set({ until })}
          />
        </div>
      )}
    </div>
  )
}
