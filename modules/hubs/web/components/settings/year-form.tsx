/** Days on which the hub or a space of it is closed each year: New Year, Obon, and what the town adds. */
import { useState } from 'react'
import { call, queryClient } from '#platform/web/client.ts'
import { formatDay } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Button, IconButton } from '#ui/button.tsx'
import { FieldError, Select, TextField } from '#ui/fields.tsx'
import { Note, SectionHead } from '#ui/marks.tsx'
import { setYearlyClosures } from '../../../contract/endpoints.ts'
import { emptySchedule, layersOf, yearlyDays, type YearlyClosure } from '../../../contract/rules.ts'
import type { HubSettings } from '../../../contract/schemas.ts'
import { keepHub, ownHubQuery } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { SaveBar, useDraft, useSaving } from './draft.tsx'

interface YearRow {
  /** `12-29`; `12-` while the day is still to be chosen. */
  readonly fromDay: string
  readonly toDay: string
  readonly ja: string
  readonly en: string
  /** What the form does not show: other languages of the reason. */
  readonly others: object
}

const isMonthDay = (text: string) => /^\d\d-\d\d$/.test(text)
const emptyRow: YearRow = { fromDay: '-', toDay: '-', ja: '', en: '', others: {} }

function rowOf({ fromDay, toDay, reason }: YearlyClosure): YearRow {
  const { ja = '', en = '', ...others } = reason ?? {}
  return { fromDay, toDay, ja, en, others }
}

function yearlyOf(hub: HubSettings, spaceId: string | null): readonly YearlyClosure[] {
  return (spaceId === null ? hub.schedule : (hub.spaces.find((one) => one.id === spaceId)?.schedule ?? emptySchedule)).yearlyClosures
}

export function YearForm({ hub, spaceId }: { hub: HubSettings; spaceId: string | null }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const period = usePeriodText()
  const draftOf = (from: HubSettings): { rows: readonly YearRow[] } => ({ rows: yearlyOf(from, spaceId).map(rowOf) })
  const form = useDraft(draftOf(hub), hub.version)
  const [wasTried, setTried] = useState(false)
  const { rows } = form.draft
  const setRow = (index: number, part: Partial<YearRow>) =>
    form.change({ rows: rows.map((row, at) => (at === index ? { ...row, ...part } : row)) })
  const add = (row: YearRow) => form.change({ rows: [...rows, row] })
  const isRight = rows.every((row) => isMonthDay(row.fromDay) && isMonthDay(row.toDay) && !lacksJapanese(row))
  const around = spaceId === null ? [] : layersOf(spaceId, hub.spaces, hub.schedule).flatMap((layer) => layer.yearlyClosures)
  const inherited = around.filter((closure) => !yearlyOf(hub, spaceId).includes(closure))
  const saving = useSaving({
    run: () =>
      call(setYearlyClosures, {
        params: { hubId: hub.id },
        body: {
          spaceId,
          version: form.version,
          yearlyClosures: rows.map((row) => ({
            fromDay: row.fromDay,
            toDay: row.toDay,
            reason:
              row.ja.trim() === '' ? null : { ...row.others, ja: row.ja.trim(), ...(row.en.trim() === '' ? {} : { en: row.en.trim() }) },
          })),
        },
      }),
    onSaved: (saved) => {
      keepHub(saved)
      form.settle(draftOf(saved), saved.version)
      setTried(false)
    },
  })
  return (
    <section className="grid gap-4">
      <SectionHead title={t('settings.yearlyTitle')} />
      <p className="dense muted">{t(spaceId === null ? 'settings.yearlyHint' : 'settings.yearlySpaceHint')}</p>
      {inherited.length > 0 && (
        <Note>
          <p>{t('settings.yearlyInherited')}</p>
          <ul className="list-disc pl-6">
            {inherited.map((closure) => (
              <li key={`${closure.fromDay} ${closure.toDay}`}>
                {period(closure)}
                {closure.reason !== null && `（${local(closure.reason)}）`}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {rows.length === 0 && <p className="muted">{t('settings.noYearly')}</p>}
      {rows.map((row, index) => (
        <YearRowFields
          // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
          key={index}
          row={row}
          wasTried={wasTried}
          onChange={(part) => setRow(index, part)}
          onRemove={() => form.change({ rows: rows.filter((_, at) => at !== index) })}
        />
      ))}
      <div className="flex flex-wrap gap-3">
        {hub.usualYearlyClosures
          .filter((usual) => ![...rows, ...inherited].some((row) => row.fromDay === usual.fromDay && row.toDay === usual.toDay))
          .map((usual) => (
            <Button key={usual.fromDay} size="small" icon="plus" onClick={() => add(rowOf(usual))}>
              {t('settings.addUsualYearly', { name: local(usual.reason ?? { ja: '' }), period: period(usual) })}
            </Button>
          ))}
        <Button size="small" icon="plus" onClick={() => add(emptyRow)}>
          {t('settings.addYearly')}
        </Button>
      </div>
      <SaveBar
        isDirty={form.isDirty}
        isBusy={saving.isPending}
        error={saving.error}
        onSave={() => {
          setTried(true)
          if (isRight) saving.mutate(undefined)
        }}
        onReset={() => {
          form.settle(draftOf(hub), hub.version)
          setTried(false)
          saving.reset()
        }}
        onLoadLatest={() => {
          void queryClient.fetchQuery({ ...ownHubQuery(hub.id), staleTime: 0 }).then((latest) => {
            form.rebase(draftOf(latest), latest.version)
            saving.reset()
          })
        }}
      />
    </section>
  )
}

interface YearRowProps {
  readonly row: YearRow
  readonly wasTried: boolean
  readonly onChange: (part: Partial<YearRow>) => void
  readonly onRemove: () => void
}

function YearRowFields({ row, wasTried, onChange, onRemove }: YearRowProps) {
  const t = useHubsTexts()
  const period = usePeriodText()
  const isWhole = isMonthDay(row.fromDay) && isMonthDay(row.toDay)
  const said = isWhole ? t('settings.yearlyPeriod', { period: period(row), count: yearlyDays(row) }) : t('settings.yearlyNew')
  return (
    <fieldset className="grid gap-3 border-b border-rule pb-4">
      <legend className="sr">{said}</legend>
      <div className="flex items-start justify-between gap-3">
        <p className="font-bold" aria-hidden>
          {said}
        </p>
        <IconButton icon="trash" label={`${said} ${t('settings.remove')}`} onClick={onRemove} />
      </div>
      <div className="grid items-start gap-x-8 gap-y-3 sm:grid-cols-2 lg:max-w-3xl">
        <MonthDayFields
          label={t('settings.firstDay')}
          value={row.fromDay}
          // one day is the common case: the last day follows until somebody chooses it
          onChange={(fromDay) => onChange({ fromDay, ...(row.toDay === '-' || row.toDay === row.fromDay ? { toDay: fromDay } : {}) })}
        />
        <MonthDayFields label={t('settings.lastDay')} value={row.toDay} onChange={(toDay) => onChange({ toDay })} />
      </div>
      <FieldError error={wasTried && !isWhole ? t('settings.mustBeMonthDay') : undefined} />
      <div className="grid items-start gap-x-8 gap-y-3 sm:grid-cols-2 lg:max-w-3xl">
        <TextField
          label={t('settings.inJa', { label: t('settings.yearlyName') })}
          value={row.ja}
          onChange={(ja) => onChange({ ja, ...(ja === row.ja ? {} : { others: {} }) })}
          hint={t('settings.reasonPublic')}
          error={wasTried && lacksJapanese(row) ? t('settings.needed') : undefined}
        />
        <TextField label={t('settings.inEn', { label: t('settings.yearlyName') })} value={row.en} onChange={(en) => onChange({ en })} />
      </div>
    </fieldset>
  )
}

const lacksJapanese = (row: YearRow) => row.ja.trim() === '' && row.en.trim() !== ''

const longest: Readonly<Record<string, number>> = { '02': 29, '04': 30, '06': 30, '09': 30, '11': 30 }
const twoDigits = (value: number) => String(value).padStart(2, '0')

function MonthDayFields({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const t = useHubsTexts()
  const [month = '', day = ''] = value.split('-')
  const most = longest[month] ?? 31
  const numbers = (count: number, text: (value: number) => string) => [
    { value: '', label: '' },
    ...Array.from({ length: count }, (_, index) => ({ value: twoDigits(index + 1), label: text(index + 1) })),
  ]
  return (
    <div className="grid grid-cols-2 gap-3">
      <Select
        label={t('settings.monthOf', { label })}
        value={month}
        onChange={(chosen) => onChange(`${chosen}-${Number(day) > (longest[chosen] ?? 31) ? '' : day}`)}
        choices={numbers(12, (count) => t('settings.month', { count }))}
      />
      <Select
        label={t('settings.dayOf', { label })}
        value={day}
        onChange={(chosen) => onChange(`${month}-${chosen}`)}
        choices={numbers(most, (count) => t('settings.dayNumber', { count }))}
      />
    </div>
  )
}

/** 12月29日〜1月3日; one day alone is said once. */
function usePeriodText(): (closure: { readonly fromDay: string; readonly toDay: string }) => string {
  const language = useLanguage()
  // a leap year has every day
  const text = (monthDay: string) => formatDay(`2024-${monthDay}`, language, { hasWeekday: false })
  return ({ fromDay, toDay }) => (fromDay === toDay ? text(fromDay) : `${text(fromDay)}–${text(toDay)}`)
}
