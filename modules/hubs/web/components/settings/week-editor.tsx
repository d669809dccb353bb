/** A week of opening hours, Monday to Sunday and public holidays, as it is typed. */
import { Button, IconButton } from '#ui/button.tsx'
import { FieldError, RadioChips } from '#ui/fields.tsx'
import { clockTime, minuteOf, type OpeningRule } from '../../../contract/rules.ts'
import { useHubsTexts } from '../../texts.ts'

export interface PeriodDraft {
  readonly opens: string
  readonly closes: string
}

/** 1 Monday to 7 Sunday. */
export type DayOfWeek = 1 | 2 | 3 | 4 | 5 | 6 | 7
export const daysOfWeek: readonly DayOfWeek[] = [1, 2, 3, 4, 5, 6, 7]

export interface WeekDraft {
  /** Places 0 to 6: Monday to Sunday. */
  readonly days: readonly (readonly PeriodDraft[])[]
  readonly holidays: 'same' | 'closed' | 'own'
  readonly holidayPeriods: readonly PeriodDraft[]
  /** Hours that hold only between two days; they are not in the grid. */
  readonly seasonal: readonly OpeningRule[]
}

const isAlways = (rule: OpeningRule) => rule.validFrom === null && rule.validTo === null

export function weekDraft(rules: readonly OpeningRule[]): WeekDraft {
  const periods = (on: OpeningRule['on']): PeriodDraft[] =>
    rules.flatMap((rule) =>
      rule.on === on && isAlways(rule) && rule.opensMinute !== null && rule.closesMinute !== null
        ? [{ opens: clockText(rule.opensMinute), closes: clockText(rule.closesMinute) }]
        : [],
    )
  const ofHolidays = rules.filter((rule) => rule.on === 'holiday' && isAlways(rule))
  return {
    days: daysOfWeek.map((on) => periods(on)),
    holidays: ofHolidays.length === 0 ? 'same' : periods('holiday').length === 0 ? 'closed' : 'own',
    holidayPeriods: periods('holiday'),
    seasonal: rules.filter((rule) => !isAlways(rule)),
  }
}

/** `9:00`, not `09:00`: as it is said. */
export const clockText = (minute: number) => clockTime(minute).replace(/^0/, '')

/** The minute of what was typed, in whichever width. */
export function typedMinute(text: string): number | undefined {
  return minuteOf(text.normalize('NFKC').replaceAll('：', ':').trim())
}

export function isPeriodRight(period: PeriodDraft): boolean {
  const [opens, closes] = [typedMinute(period.opens), typedMinute(period.closes)]
  return opens !== undefined && opens < 1440 && closes !== undefined && closes > opens
}

/** Undefined while something typed is no time. */
export function rulesOf(week: WeekDraft): OpeningRule[] | undefined {
  const all = [...week.days.flat(), ...(week.holidays === 'own' ? week.holidayPeriods : [])]
  if (!all.every(isPeriodRight)) return undefined
  const rule = (on: OpeningRule['on'], period: PeriodDraft | null): OpeningRule => ({
    on,
    opensMinute: period === null ? null : (typedMinute(period.opens) ?? null),
    closesMinute: period === null ? null : (typedMinute(period.closes) ?? null),
    validFrom: null,
    validTo: null,
  })
  return [
    ...week.days.flatMap((periods, index) => periods.map((period) => rule(index + 1, period))),
    ...(week.holidays === 'own' ? week.holidayPeriods.map((period) => rule('holiday', period)) : []),
    ...(week.holidays === 'closed' || (week.holidays === 'own' && week.holidayPeriods.length === 0) ? [rule('holiday', null)] : []),
    ...week.seasonal,
  ]
}

const usual: PeriodDraft = { opens: '9:00', closes: '18:00' }

export function WeekEditor({ value, onChange }: { value: WeekDraft; onChange: (week: WeekDraft) => void }) {
  const t = useHubsTexts()
  const setDay = (index: number, periods: readonly PeriodDraft[]) => onChange({ ...value, days: value.days.with(index, periods) })
  const monday = value.days[0] ?? []
  return (
    <div className="grid gap-4">
      <div>
        {daysOfWeek.map((on, index) => (
          <DayRow
            key={on}
            name={t(`settings.weekday${on}`)}
            periods={value.days[index] ?? []}
            onChange={(periods) => setDay(index, periods)}
          />
        ))}
        <div className="grid gap-3 border-b border-rule py-4">
          <RadioChips
            legend={t('settings.holidaysAs')}
            layout="flow"
            value={value.holidays}
            onChange={(holidays) =>
              onChange({
                ...value,
                holidays,
                holidayPeriods: holidays === 'own' && value.holidayPeriods.length === 0 ? [usual] : value.holidayPeriods,
              })
            }
            choices={[
              { value: 'same', label: t('settings.holidaysSame') },
              { value: 'closed', label: t('settings.holidaysClosed') },
              { value: 'own', label: t('settings.holidaysOwn') },
            ]}
          />
          {value.holidays === 'own' && (
            <DayRow
              name={t('settings.holidays')}
              periods={value.holidayPeriods}
              onChange={(holidayPeriods) => onChange({ ...value, holidayPeriods })}
            />
          )}
        </div>
      </div>
      <div className="flex flex-wrap gap-3">
        {value.days.every((periods) => periods.length === 0) && (
          <Button
            size="small"
            icon="clock"
            onClick={() => onChange({ ...value, days: value.days.map((_, index) => (index < 5 ? [usual] : [])), holidays: 'closed' })}
          >
            {t('settings.usualWeek', { hours: `${usual.opens}–${usual.closes}` })}
          </Button>
        )}
        <Button
          size="small"
          icon="copy"
          onClick={() => onChange({ ...value, days: value.days.map((periods, index) => (index < 5 ? monday : periods)) })}
        >
          {t('settings.copyToWeekdays')}
        </Button>
        <Button size="small" icon="copy" onClick={() => onChange({ ...value, days: value.days.map(() => monday) })}>
          {t('settings.copyToAll')}
        </Button>
      </div>
    </div>
  )
}

function DayRow({
  name,
  periods,
  onChange,
}: {
  name: string
  periods: readonly PeriodDraft[]
  onChange: (periods: readonly PeriodDraft[]) => void
}) {
  const t = useHubsTexts()
  return (
    <div
      role="group"
      aria-label={name}
      className="grid grid-cols-[1fr_auto] items-start gap-x-6 gap-y-2 border-b border-rule py-3 sm:grid-cols-[7rem_1fr_auto]"
    >
      <span className="py-2 font-bold">{name}</span>
      <div className="grid gap-2 max-sm:order-last max-sm:col-span-2">
        {periods.length === 0 && <span className="py-2 text-ink-2">{t('settings.closedDay')}</span>}
        {periods.map((period, index) => (
          <PeriodRow
            // oxlint-disable-next-line react/no-array-index-key -- periods have no identity but their place
            key={index}
            name={name}
            value={period}
            onChange={(changed) => onChange(periods.with(index, changed))}
            onRemove={() => onChange(periods.toSpliced(index, 1))}
          />
        ))}
      </div>
      <Button
        size="small"
        kind="quiet"
        icon="plus"
        aria-label={`${name} ${t('settings.addPeriod')}`}
        onClick={() => onChange([...periods, usualAfter(periods)])}
      >
        {t('settings.addPeriod')}
      </Button>
    </div>
  )
}

/** A first period is the usual day; a further one begins an hour after the last. */
function usualAfter(periods: readonly PeriodDraft[]): PeriodDraft {
  const last = typedMinute(periods.at(-1)?.closes ?? '')
  return last === undefined || last > 1320 ? usual : { opens: clockText(last + 60), closes: clockText(Math.min(1440, last + 240)) }
}

export function PeriodRow({
  name,
  value,
  onChange,
  onRemove,
}: {
  name: string
  value: PeriodDraft
  onChange: (value: PeriodDraft) => void
  onRemove?: () => void
}) {
  const t = useHubsTexts()
  const isRight = isPeriodRight(value)
  const areTimes = typedMinute(value.opens) !== undefined && typedMinute(value.closes) !== undefined
  const input = (field: keyof PeriodDraft, label: string) => (
    <input
      className="inp w-24 text-center tabular-nums"
      inputMode="text"
      aria-label={`${name} ${label}`}
      aria-invalid={isRight ? undefined : true}
      value={value[field]}
      onChange={(event) => onChange({ ...value, [field]: event.target.value })}
      onBlur={() => {
        const minute = typedMinute(value[field])
        if (minute !== undefined) onChange({ ...value, [field]: clockText(minute) })
      }}
    />
  )
  return (
    <div className="grid gap-1">
      <div className="flex items-center gap-2">
        {input('opens', t('settings.opens'))}
        <span aria-hidden="true">–</span>
        {input('closes', t('settings.closes'))}
        {onRemove !== undefined && <IconButton icon="trash" label={`${name} ${t('settings.remove')}`} onClick={onRemove} />}
      </div>
      {!isRight && (
        <div className="field">
          <FieldError error={areTimes ? t('errors.end_before_start') : t('settings.mustBeTime')} />
        </div>
      )}
    </div>
  )
}
