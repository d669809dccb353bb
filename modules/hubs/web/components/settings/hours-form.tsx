/** Opening hours of the hub or of one of its spaces: the week, the year, single days, and what comes of it. */
import { useState } from 'react'
import { call, queryClient } from '#platform/web/client.ts'
import { formatDay, today as todayIn } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Button, IconButton } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { Note, SectionHead } from '#ui/marks.tsx'
import {
  addDays,
  emptySchedule,
  findOverlap,
  holidayLookup,
  layersOf,
  openingBetween,
  type OpeningRule,
  type Schedule,
} from '../../../contract/rules.ts'
import { setOpeningRules, setYearlyClosures } from '../../../contract/endpoints.ts'
import type { HubSettings } from '../../../contract/schemas.ts'
import { keepHub, ownHubQuery } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { ComingHours } from '../opening-hours.tsx'
import { ClosureList, ExceptionList } from './dated-hours.tsx'
import { SaveBar, useDraft, useSaving } from './draft.tsx'
import { SeasonalRules } from './seasonal-rules.tsx'
import { rulesOf, weekDraft, WeekEditor, type WeekDraft } from './week-editor.tsx'

const wholeHub = 'hub'

export function HoursForm({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const [place, setPlace] = useState(wholeHub)
  const spaceId = place === wholeHub ? null : place
  const space = hub.spaces.find((one) => one.id === spaceId)
  const schedule = spaceId === null ? hub.schedule : (space?.schedule ?? emptySchedule)
  return (
    <div className="grid max-w-5xl gap-10">
      <div className="max-w-md">
        <Select
          label={t('settings.hoursOf')}
          value={place}
          onChange={setPlace}
          choices={[
            { value: wholeHub, label: t('settings.wholeHub') },
            ...hub.spaces.map((one) => ({
              value: one.id,
              label: one.schedule === null ? local(one.names) : `${local(one.names)}（${t('settings.ownHours')}）`,
            })),
          ]}
        />
      </div>
      <WeekForm key={`week ${place}`} hub={hub} spaceId={spaceId} schedule={schedule} />
      {spaceId === null && <YearForm hub={hub} />}
      <ExceptionList hub={hub} spaceId={spaceId} schedule={schedule as HubSettings['schedule']} />
      <ClosureList hub={hub} spaceId={spaceId} schedule={schedule as HubSettings['schedule']} />
    </div>
  )
}

function WeekForm({ hub, spaceId, schedule }: { hub: HubSettings; spaceId: string | null; schedule: Schedule }) {
  const t = useHubsTexts()
  const form = useDraft<WeekDraft>(weekDraft(schedule.rules), hub.version)
  const [isOwn, setOwn] = useState(spaceId === null || schedule.rules.length > 0)
  const rules = isOwn ? rulesOf(form.draft) : []
  const overlap = rules === undefined ? undefined : findOverlap(rules)
  const saving = useSaving({
    run: (given: readonly OpeningRule[]) =>
      call(setOpeningRules, { params: { hubId: hub.id }, body: { spaceId, rules: [...given], version: form.version } }),
    onSaved: (saved) => {
      keepHub(saved)
      form.settle(weekDraft(rulesIn(saved, spaceId)), saved.version)
    },
  })
  if (!isOwn) {
    return (
      <section className="grid gap-4">
        <SectionHead title={t('settings.weekTitle')} />
        <Note>{t('settings.followsHub')}</Note>
        <div>
          <Button
            onClick={() => {
              // begins with the hours that hold there now
              form.change(weekDraft(hub.schedule.rules))
              setOwn(true)
            }}
          >
            {t('settings.giveOwnHours')}
          </Button>
        </div>
        <Preview hub={hub} spaceId={spaceId} rules={schedule.rules} />
      </section>
    )
  }
  const reset = () => {
    form.settle(weekDraft(schedule.rules), hub.version)
    saving.reset()
    setOwn(spaceId === null || schedule.rules.length > 0)
  }
  return (
    <section className="grid gap-6">
      <SectionHead title={t('settings.weekTitle')} />
      <div className="grid items-start gap-10 lg:grid-cols-[1.4fr_1fr]">
        <div className="grid gap-6">
          <WeekEditor value={form.draft} onChange={form.change} />
          <SeasonalRules rules={form.draft.seasonal} onChange={(seasonal) => form.change({ seasonal })} />
        </div>
        <Preview hub={hub} spaceId={spaceId} rules={rules ?? schedule.rules} isDraft={form.isDirty} />
      </div>
      <SaveBar
        isDirty={form.isDirty}
        isBusy={saving.isPending}
        error={saving.error}
        onSave={() => (rules === undefined || overlap !== undefined ? undefined : saving.mutate(rules))}
        onReset={reset}
        onLoadLatest={() => {
          void queryClient.fetchQuery({ ...ownHubQuery(hub.id), staleTime: 0 }).then((latest) => {
            form.rebase(weekDraft(rulesIn(latest, spaceId)), latest.version)
            saving.reset()
          })
        }}
      >
        {overlap !== undefined && (
          <Note tone="bad" isAlert>
            {t('errors.hours_overlap')}
          </Note>
        )}
      </SaveBar>
      {spaceId !== null && schedule.rules.length > 0 && (
        <div>
          <Button kind="quiet" isBusy={saving.isPending} onClick={() => saving.mutate([], { onSuccess: () => setOwn(false) })}>
            {t('settings.dropOwnHours')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** What comes of the hours as they are typed, closures and special days included. */
function Preview({
  hub,
  spaceId,
  rules,
  isDraft,
}: {
  hub: HubSettings
  spaceId: string | null
  rules: readonly OpeningRule[]
  isDraft?: boolean
}) {
  const t = useHubsTexts()
  const hubSchedule = spaceId === null ? { ...hub.schedule, rules } : hub.schedule
  const spaces = hub.spaces.map((one) => (one.id === spaceId ? { ...one, schedule: { ...emptySchedule, ...one.schedule, rules } } : one))
  const from = todayIn(hub.zone)
  const days = openingBetween(from, addDays(from, 27), layersOf(spaceId, spaces, hubSchedule), holidayLookup(hub.holidays))
  return (
    <section>
      <SectionHead title={t('settings.previewTitle')} level={3} />
      {isDraft === true && <p className="dense muted mb-2">{t('settings.previewHint')}</p>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable without a pointer */}
      <div className="max-h-[34rem] overflow-y-auto" tabIndex={0} role="region" aria-label={t('settings.previewTitle')}>
        <ComingHours days={days.map((day) => ({ ...day, periods: [...day.periods] }))} count={28} />
      </div>
    </section>
  )
}

interface YearRow {
  readonly fromDay: string
  readonly toDay: string
  readonly ja: string
  readonly en: string
  /** What the form does not show: other languages of the reason. */
  readonly others: object
}

const isMonthDay = (text: string) => /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text)

/** `12/29`, `1-3`, full-width: as a month and day of two digits each. */
function monthDay(text: string): string {
  const match = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize('NFKC').trim())
  return match === null ? text : `${match[1]?.padStart(2, '0')}-${match[2]?.padStart(2, '0')}`
}

function YearForm({ hub }: { hub: HubSettings }) {
  const t = useHubsTexts()
  const language = useLanguage()
  const rowsOf = (from: HubSettings): { rows: readonly YearRow[] } => ({
    rows: from.schedule.yearlyClosures.map(({ fromDay, toDay, reason }) => {
      const { ja = '', en = '', ...others } = reason ?? {}
      return { fromDay, toDay, ja, en, others }
    }),
  })
  const form = useDraft(rowsOf(hub), hub.version)
  const { rows } = form.draft
  const setRow = (index: number, part: Partial<YearRow>) =>
    form.change({ rows: rows.map((row, at) => (at === index ? { ...row, ...part } : row)) })
  const isRight = rows.every((row) => isMonthDay(row.fromDay) && isMonthDay(row.toDay))
  const saving = useSaving({
    run: () =>
      call(setYearlyClosures, {
        params: { hubId: hub.id },
        body: {
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
      form.settle(rowsOf(saved), saved.version)
    },
  })
  return (
    <section className="grid gap-4">
      <SectionHead title={t('settings.yearlyTitle')} />
      <p className="dense muted">{t('settings.yearlyHint')}</p>
      {rows.map((row, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
        <div key={index} className="grid items-start gap-4 border-b border-rule pb-4 sm:grid-cols-[7rem_7rem_1fr_1fr_auto]">
          {(['fromDay', 'toDay'] as const).map((field) => (
            <TextField
              key={field}
              label={t(`settings.${field}`)}
              value={row[field]}
              onChange={(text) => setRow(index, { [field]: text })}
              onBlur={() => setRow(index, { [field]: monthDay(row[field]) })}
              error={isMonthDay(row[field]) || row[field] === '' ? undefined : formatDay('2026-12-29', language, { hasWeekday: false })}
            />
          ))}
          <TextField label={t('settings.inJa', { label: t('settings.reason') })} value={row.ja} onChange={(ja) => setRow(index, { ja })} />
          <TextField label={t('settings.inEn', { label: t('settings.reason') })} value={row.en} onChange={(en) => setRow(index, { en })} />
          <div className="sm:pt-7">
            <IconButton
              icon="trash"
              label={t('settings.remove')}
              onClick={() => form.change({ rows: rows.filter((_, at) => at !== index) })}
            />
          </div>
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon="plus"
          onClick={() => form.change({ rows: [...rows, { fromDay: '', toDay: '', ja: '', en: '', others: {} }] })}
        >
          {t('settings.addYearly')}
        </Button>
      </div>
      <SaveBar
        isDirty={form.isDirty}
        isBusy={saving.isPending}
        error={saving.error}
        onSave={() => (isRight ? saving.mutate(undefined) : undefined)}
        onReset={() => {
          form.settle(rowsOf(hub), hub.version)
          saving.reset()
        }}
        onLoadLatest={() => {
          void queryClient.fetchQuery({ ...ownHubQuery(hub.id), staleTime: 0 }).then((latest) => {
            form.rebase(rowsOf(latest), latest.version)
            saving.reset()
          })
        }}
      />
    </section>
  )
}

function rulesIn(hub: HubSettings, spaceId: string | null): readonly OpeningRule[] {
  return spaceId === null ? hub.schedule.rules : (hub.spaces.find((one) => one.id === spaceId)?.schedule?.rules ?? [])
}
