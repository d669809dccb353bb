/** Which days, what becomes of them, how many that are, and who is told: asked once, before anything happens. */
import { useState } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { minutesOfTime } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { RadioChips, Select, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Series, SeriesDay, TriedDay } from '../../../contract/series/schemas.ts'
import { useCancelSeries, useChangeSeries } from '../../series/queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { TimeFields, wallTimeOf, whenOf, type When } from '../when-fields.tsx'

export interface Act {
  readonly kind: 'change' | 'cancel'
  readonly scope: 'one' | 'range' | 'rest'
  /** The day it was asked for. */
  readonly day?: string
}

type Booked = SeriesDay & { booking: NonNullable<SeriesDay['booking']> }

export function SeriesDialog({ series, act, isDesk, onClose }: { series: Series; act: Act; isDesk: boolean; onClose: () => void }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const cancel = useCancelSeries()
  const change = useChangeSeries()
  const isChange = act.kind === 'change'
  const able = series.days.filter(
    (day): day is Booked => day.booking !== null && (isChange ? day.booking.can.change : day.booking.can.cancel),
  )
  const [scope, setScope] = useState(act.scope)
  const [from, setFrom] = useState(act.day ?? able[0]?.day ?? '')
  const [to, setTo] = useState(able.at(-1)?.day ?? '')
  const [reason, setReason] = useState('')
  const asked = act.day === undefined ? undefined : able.find(({ day }) => day === act.day)
  const [when, setWhen] = useState<When>(() =>
    asked === undefined
      ? { day: series.rule.startsOn, start: minutesOfTime(series.start), end: endMinutes(series) }
      : whenOf(asked.booking, series.timeZone),
  )
  const last = scope === 'one' ? from : scope === 'range' ? (to < from ? from : to) : undefined
  const meant = able.filter(({ day }) => from <= day && (last === undefined || day <= last))
  const error = isChange ? change.error : cancel.error
  const stuck = conflictsOf(error)

  const days = { seriesId: series.id, version: series.version, from, ...(last === undefined ? {} : { to: last }) }
  const because = reason.trim() === '' ? {} : { reason }
  const run = (except: readonly string[] = []): void => {
    if (isChange) {
      const start = wallTimeOf(when.start % 1440)
      const end = wallTimeOf(when.end === 1440 ? 1440 : when.end % 1440)
      change.mutate(
        { ...days, ...because, start, end, except: [...except] },
        {
          onSuccess: () => {
            toast(t('series.changed', { count: meant.length - except.length }))
            onClose()
          },
        },
      )
    } else {
      cancel.mutate(
        { ...days, ...because },
        {
          onSuccess: () => {
            toast(t('series.cancelled', { count: meant.length }))
            onClose()
          },
        },
      )
    }
  }
  const choices = able.map(({ day, booking }) => ({
    value: day,
    label: say.dayAndRange(booking.startsAt, booking.endsAt, series.timeZone),
  }))
  return (
    <ConfirmDialog
      title={t(isChange ? 'series.changeTitle' : 'series.cancelTitle')}
      isOpen
      onClose={onClose}
      kind={isChange ? 'main' : 'bad'}
      confirmLabel={t(isChange ? 'series.changeSubmit' : 'series.cancelSubmit', { count: meant.length })}
      isBusy={change.isPending || cancel.isPending}
      onConfirm={() => {
        if (meant.length > 0) run()
      }}
      error={
        stuck !== undefined ? (
          <div className="mt-4">
            <Note tone="bad" isAlert>
              <p className="font-bold">{t('series.conflictsTitle')}</p>
              <ul className="dense my-2 list-disc pl-5">
                {stuck.map(({ day, why }) => (
                  <li key={day}>
                    {say.day(day)}
                    {'　'}
                    {why}
                  </li>
                ))}
              </ul>
              {stuck.length < meant.length && (
                <Button size="small" onClick={() => run(stuck.map(({ day }) => day))}>
                  {t('series.leaveThese', { count: stuck.length })}
                </Button>
              )}
            </Note>
          </div>
        ) : error === null ? undefined : (
          <div className="mt-4">
            <Refusal error={error} zone={series.timeZone} day="" />
          </div>
        )
      }
    >
      <div className="grid gap-4">
        <RadioChips
          legend={t('series.scope')}
          layout="flow"
          value={scope}
          onChange={setScope}
          choices={[
            { value: 'one', label: t('series.scopeOne') },
            { value: 'range', label: t('series.scopeRange') },
            { value: 'rest', label: t('series.scopeRest') },
          ]}
        />
        <Select label={t(scope === 'one' ? 'booking.day' : 'series.rangeFrom')} value={from} onChange={setFrom} choices={choices} />
        {scope === 'range' && (
          <Select
            label={t('series.rangeTo')}
            value={to < from ? from : to}
            onChange={setTo}
            choices={choices.filter(({ value }) => value >= from)}
          />
        )}
        {isChange && <TimeFields value={when} onChange={setWhen} open={[]} />}
        {meant.length === 0 && <Note tone="wait">{t('series.nothingMeant')}</Note>}
        <TextField
          label={t('booking.reason')}
          hint={isDesk ? t('booking.reasonHintDesk') : undefined}
          value={reason}
          maxLength={300}
          onChange={setReason}
        />
        <p className="dense muted">{t('series.tellsOnce')}</p>
      </div>
    </ConfirmDialog>
  )
}

function conflictsOf(error: unknown): readonly TriedDay[] | undefined {
  const days = isProblem(error) && error.code === 'bookings.series_conflicts' ? error.params['days'] : undefined
  return Array.isArray(days) ? (days as readonly TriedDay[]) : undefined
}

function endMinutes({ start, end }: Series): number {
  const [first, last] = [minutesOfTime(start), minutesOfTime(end)]
  return last <= first ? last + 1440 : last
}
