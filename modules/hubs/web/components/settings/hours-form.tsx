/** Opening hours of the hub or of one of its spaces: the week, the year, single days, and what comes of it. */
import { useState } from 'react'
import { call, queryClient } from '#platform/web/client.ts'
import { today as todayIn } from '#platform/web/format.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { Button } from '#ui/button.tsx'
import { Select } from '#ui/fields.tsx'
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
import { setOpeningRules } from '../../../contract/endpoints.ts'
import type { HubSettings } from '../../../contract/schemas.ts'
import { keepHub, ownHubQuery } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { ComingHours } from '../opening-hours.tsx'
import { ClosureList, ExceptionList } from './dated-hours.tsx'
import { SaveBar, useDraft, useSaving } from './draft.tsx'
import { SeasonalRules } from './seasonal-rules.tsx'
import { rulesOf, weekDraft, WeekEditor, type WeekDraft } from './week-editor.tsx'
import { YearForm } from './year-form.tsx'

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
      <YearForm key={`year ${place}`} hub={hub} spaceId={spaceId} />
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

function rulesIn(hub: HubSettings, spaceId: string | null): readonly OpeningRule[] {
  return spaceId === null ? hub.schedule.rules : (hub.spaces.find((one) => one.id === spaceId)?.schedule?.rules ?? [])
}
