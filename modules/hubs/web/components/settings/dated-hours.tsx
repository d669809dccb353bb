/** Days that are otherwise: one day's own hours, and closures of days or hours. */
import { useState } from 'react'
import { call } from '#platform/web/client.ts'
import { formatDay, formatDayAndRange, instantAt, today as todayIn } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Local } from '#platform/web/local-text.tsx'
import { Button, IconButton } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FieldError, RadioChips, TextField } from '#ui/fields.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { addClosure, removeClosure, setException } from '../../../contract/endpoints.ts'
import type { HubSettings } from '../../../contract/schemas.ts'
import { keepHub } from '../../queries.ts'
import { useHubsTexts } from '../../texts.ts'
import { useHoursText } from '../opening-hours.tsx'
import { SavingProblem, useSaving } from './draft.tsx'
import { isPeriodRight, PeriodRow, typedMinute, type PeriodDraft } from './week-editor.tsx'

interface DatedProps {
  readonly hub: HubSettings
  readonly spaceId: string | null
  readonly schedule: HubSettings['schedule']
}

const usual: PeriodDraft = { opens: '9:00', closes: '18:00' }

export function ExceptionList({ hub, spaceId, schedule }: DatedProps) {
  const t = useHubsTexts()
  const language = useLanguage()
  const hours = useHoursText()
  const [isAdding, setAdding] = useState(false)
  const [lastDay, setLastDay] = useState('')
  const removing = useSaving({
    run: (on: string) => call(setException, { params: { hubId: hub.id, on }, body: { spaceId, periods: null } }),
    onSaved: keepHub,
    saidWhenDone: t('settings.exceptionRemoved', { day: lastDay === '' ? '' : formatDay(lastDay, language) }),
  })
  const today = todayIn(hub.zone)
  const shown = schedule.exceptions.filter((exception) => exception.on >= today)
  return (
    <section className="grid gap-3">
      <SectionHead title={t('settings.exceptionsTitle')} />
      {shown.length === 0 ? (
        <p className="muted">{t('settings.noExceptions')}</p>
      ) : (
        <ul>
          {shown.map((exception) => (
            <li key={exception.on} className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-rule py-1">
              <b className="min-w-44">{formatDay(exception.on, language, { hasYear: true })}</b>
              <span>{hours({ on: exception.on, periods: exception.periods, reason: 'exception', label: null })}</span>
              <span className="flex-1 text-ink-2">{exception.reason !== null && <Local text={exception.reason} />}</span>
              <Button
                size="small"
                kind="quiet"
                isBusy={removing.isPending}
                aria-label={`${formatDay(exception.on, language)} ${t('settings.asUsual')}`}
                onClick={() => {
                  setLastDay(exception.on)
                  removing.mutate(exception.on)
                }}
              >
                {t('settings.asUsual')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <SavingProblem error={removing.error} />
      <div>
        <Button size="small" icon="plus" onClick={() => setAdding(true)}>
          {t('settings.addException')}
        </Button>
      </div>
      <Dialog title={t('settings.addException')} isOpen={isAdding} onClose={() => setAdding(false)}>
        <ExceptionForm hub={hub} spaceId={spaceId} onDone={() => setAdding(false)} />
      </Dialog>
    </section>
  )
}

function ExceptionForm({ hub, spaceId, onDone }: { hub: HubSettings; spaceId: string | null; onDone: () => void }) {
  const t = useHubsTexts()
  const language = useLanguage()
  const [on, setOn] = useState('')
  const [periods, setPeriods] = useState<readonly PeriodDraft[]>([usual])
  const [reason, setReason] = useState({ ja: '', en: '' })
  const [wasTried, setTried] = useState(false)
  const saving = useSaving({
    run: () =>
      call(setException, {
        params: { hubId: hub.id, on },
        body: {
          spaceId,
          periods: periods.map((period) => ({
            opensMinute: typedMinute(period.opens) ?? 0,
            closesMinute: typedMinute(period.closes) ?? 0,
          })),
          reason: reason.ja.trim() === '' ? null : reason,
        },
      }),
    onSaved: (saved) => {
      keepHub(saved)
      onDone()
    },
    saidWhenDone: on === '' ? t('settings.saved') : t('settings.exceptionAdded', { day: formatDay(on, language) }),
  })
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (on !== '' && periods.every(isPeriodRight)) saving.mutate(undefined)
      }}
    >
      <TextField
        label={t('settings.day')}
        type="date"
        value={on}
        onChange={setOn}
        isRequired
        error={wasTried && on === '' ? t('settings.mustBeDay') : undefined}
      />
      <div className="grid gap-2">
        {periods.length === 0 && <p>{t('settings.closedDay')}</p>}
        {periods.map((period, index) => (
          <PeriodRow
            // oxlint-disable-next-line react/no-array-index-key -- periods have no identity but their place
            key={index}
            name={t('settings.exceptionsTitle')}
            value={period}
            onChange={(changed) => setPeriods(periods.with(index, changed))}
            onRemove={() => setPeriods(periods.toSpliced(index, 1))}
          />
        ))}
        <div>
          <Button size="small" kind="quiet" icon="plus" onClick={() => setPeriods([...periods, usual])}>
            {t('settings.addPeriod')}
          </Button>
        </div>
      </div>
      <ReasonFields value={reason} onChange={setReason} />
      <SavingProblem error={saving.error} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={saving.isPending}>
          {t('settings.add')}
        </Button>
      </div>
    </form>
  )
}

export function ClosureList({ hub, spaceId, schedule }: DatedProps) {
  const t = useHubsTexts()
  const language = useLanguage()
  const [isAdding, setAdding] = useState(false)
  const removing = useSaving({
    run: (closureId: string) => call(removeClosure, { params: { hubId: hub.id, closureId } }),
    onSaved: keepHub,
    saidWhenDone: t('settings.closureRemoved'),
  })
  const today = todayIn(hub.zone)
  const spanOf = (closure: HubSettings['schedule']['closures'][number]): string => {
    if ('startsAt' in closure) return formatDayAndRange(closure.startsAt, closure.endsAt, language, hub.zone)
    const first = formatDay(closure.startsOn, language, { hasYear: true })
    return closure.startsOn === closure.endsOn ? first : `${first}–${formatDay(closure.endsOn, language)}`
  }
  const shown = schedule.closures.filter((closure) =>
    'startsOn' in closure ? closure.endsOn >= today : Date.parse(closure.endsAt) > Date.now(),
  )
  return (
    <section className="grid gap-3">
      <SectionHead title={t('settings.closuresTitle')} />
      {shown.length === 0 ? (
        <p className="muted">{t('settings.noClosures')}</p>
      ) : (
        <ul>
          {shown.map((closure) => (
            <li key={closure.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-rule py-1">
              <b>{spanOf(closure)}</b>
              <span className="flex-1 text-ink-2">{closure.reason !== null && <Local text={closure.reason} />}</span>
              <IconButton icon="trash" label={`${spanOf(closure)} ${t('settings.remove')}`} onClick={() => removing.mutate(closure.id)} />
            </li>
          ))}
        </ul>
      )}
      <SavingProblem error={removing.error} />
      <div>
        <Button size="small" icon="plus" onClick={() => setAdding(true)}>
          {t('settings.addClosure')}
        </Button>
      </div>
      <Dialog title={t('settings.addClosure')} isOpen={isAdding} onClose={() => setAdding(false)}>
        <ClosureForm hub={hub} spaceId={spaceId} onDone={() => setAdding(false)} />
      </Dialog>
    </section>
  )
}

function ClosureForm({ hub, spaceId, onDone }: { hub: HubSettings; spaceId: string | null; onDone: () => void }) {
  const t = useHubsTexts()
  const [kind, setKind] = useState<'days' | 'hours'>('days')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [period, setPeriod] = useState(usual)
  const [reason, setReason] = useState({ ja: '', en: '' })
  const [wasTried, setTried] = useState(false)
  const last = to === '' ? from : to
  const isRight = from !== '' && last >= from && (kind === 'days' || isPeriodRight(period))
  const saving = useSaving({
    run: () => {
      const said = reason.ja.trim() === '' ? null : { ja: reason.ja.trim(), ...(reason.en.trim() === '' ? {} : { en: reason.en.trim() }) }
      return call(addClosure, {
        params: { hubId: hub.id },
        body: {
          spaceId,
          closure:
            kind === 'days'
              ? { startsOn: from, endsOn: last, reason: said }
              : {
                  startsAt: instantAt(from, typedMinute(period.opens) ?? 0, hub.zone),
                  endsAt: instantAt(from, typedMinute(period.closes) ?? 0, hub.zone),
                  reason: said,
                },
        },
      })
    },
    onSaved: (saved) => {
      keepHub(saved)
      onDone()
    },
    saidWhenDone: t('settings.closureAdded'),
  })
  return (
    <form
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (isRight) saving.mutate(undefined)
      }}
    >
      <RadioChips
        legend={t('settings.closureKind')}
        value={kind}
        onChange={setKind}
        choices={[
          { value: 'days', label: t('settings.closureDays') },
          { value: 'hours', label: t('settings.closureHours') },
        ]}
      />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField
          label={kind === 'days' ? t('settings.fromDay') : t('settings.day')}
          type="date"
          value={from}
          onChange={setFrom}
          isRequired
          error={wasTried && from === '' ? t('settings.mustBeDay') : undefined}
        />
        {kind === 'days' && (
          <TextField label={t('settings.toDay')} type="date" value={to} onChange={setTo} hint={t('settings.toDayHint')} />
        )}
      </div>
      <FieldError error={wasTried && from !== '' && last < from ? t('errors.end_before_start') : undefined} />
      {kind === 'hours' && <PeriodRow name={t('settings.closureHours')} value={period} onChange={setPeriod} />}
      <ReasonFields value={reason} onChange={setReason} />
      <SavingProblem error={saving.error} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={saving.isPending}>
          {t('settings.add')}
        </Button>
      </div>
    </form>
  )
}

function ReasonFields({ value, onChange }: { value: { ja: string; en: string }; onChange: (value: { ja: string; en: string }) => void }) {
  const t = useHubsTexts()
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <TextField
        label={t('settings.inJa', { label: t('settings.reason') })}
        value={value.ja}
        onChange={(ja) => onChange({ ...value, ja })}
        hint={t('settings.reasonPublic')}
      />
      <TextField
        label={t('settings.inEn', { label: t('settings.reason') })}
        value={value.en}
        onChange={(en) => onChange({ ...value, en })}
      />
    </div>
  )
}
