/** Hours that hold only between two days of the calendar: a summer's evenings, a trial. */
import { useState } from 'react'
import { formatDay } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Button, IconButton } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Checkbox, FieldError, TextField } from '#ui/fields.tsx'
import { SectionHead } from '#ui/marks.tsx'
import type { OpeningRule } from '../../../contract/rules.ts'
import { useHubsTexts } from '../../texts.ts'
import { clockText, daysOfWeek, isPeriodRight, PeriodRow, typedMinute, type DayOfWeek } from './week-editor.tsx'

export function SeasonalRules({ rules, onChange }: { rules: readonly OpeningRule[]; onChange: (rules: readonly OpeningRule[]) => void }) {
  const t = useHubsTexts()
  const language = useLanguage()
  const [isAdding, setAdding] = useState(false)
  const dayName = (rule: OpeningRule) => (rule.on === 'holiday' ? t('settings.holidays') : t(`settings.weekday${rule.on as DayOfWeek}`))
  const date = (day: string | null) => (day === null ? '' : formatDay(day, language, { hasYear: true, hasWeekday: false }))
  return (
    <section className="grid gap-3">
      <SectionHead title={t('settings.seasonal')} level={3} />
      {rules.length > 0 && (
        <ul>
          {rules.map((rule, index) => (
            <li key={`${rule.on} ${rule.validFrom} ${rule.opensMinute}`} className="flex items-center gap-3 border-b border-rule py-1">
              <span className="flex-1">
                {t('settings.seasonalRow', {
                  day: dayName(rule),
                  hours:
                    rule.opensMinute === null || rule.closesMinute === null
                      ? t('settings.closedDay')
                      : `${clockText(rule.opensMinute)}–${clockText(rule.closesMinute)}`,
                  from: date(rule.validFrom),
                  to: date(rule.validTo),
                })}
              </span>
              <IconButton icon="trash" label={t('settings.remove')} onClick={() => onChange(rules.toSpliced(index, 1))} />
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button size="small" kind="quiet" icon="plus" onClick={() => setAdding(true)}>
          {t('settings.addSeasonal')}
        </Button>
      </div>
      <Dialog title={t('settings.addSeasonal')} isOpen={isAdding} onClose={() => setAdding(false)}>
        <SeasonForm
          onAdd={(added) => {
            onChange([...rules, ...added])
            setAdding(false)
          }}
        />
      </Dialog>
    </section>
  )
}

function SeasonForm({ onAdd }: { onAdd: (rules: readonly OpeningRule[]) => void }) {
  const t = useHubsTexts()
  const [chosen, setChosen] = useState<ReadonlySet<DayOfWeek>>(new Set(daysOfWeek))
  const [period, setPeriod] = useState({ opens: '18:00', closes: '21:00' })
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const isRight = chosen.size > 0 && isPeriodRight(period) && from !== '' && to !== '' && from <= to
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isRight) return
        onAdd(
          daysOfWeek
            .filter((on) => chosen.has(on))
            .map((on) => ({
              on,
              opensMinute: typedMinute(period.opens) ?? null,
              closesMinute: typedMinute(period.closes) ?? null,
              validFrom: from,
              validTo: to,
            })),
        )
      }}
    >
      <div className="grid grid-cols-2 gap-4">
        <TextField label={t('settings.fromDay')} type="date" value={from} onChange={setFrom} isRequired />
        <TextField label={t('settings.toDay')} type="date" value={to} onChange={setTo} isRequired />
      </div>
      <FieldError error={from !== '' && to !== '' && to < from ? t('errors.end_before_start') : undefined} />
      <div className="grid grid-cols-2 gap-x-4">
        {daysOfWeek.map((on) => (
          <Checkbox
            key={on}
            isChecked={chosen.has(on)}
            onChange={(isChecked) => setChosen(isChecked ? new Set([...chosen, on]) : new Set([...chosen].filter((one) => one !== on)))}
          >
            {t(`settings.weekday${on}`)}
          </Checkbox>
        ))}
      </div>
      <PeriodRow name={t('settings.seasonal')} value={period} onChange={setPeriod} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" aria-disabled={!isRight}>
          {t('settings.add')}
        </Button>
      </div>
    </form>
  )
}
