/** Which days of a series are meant: one, a range or the rest, of those with which it can be done. */
import { useState } from 'react'
import { RadioChips, Select } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import type { Series, SeriesDay } from '../../../contract/series/schemas.ts'
import { useSay } from '../say.tsx'

export interface Act {
  readonly kind: 'change' | 'cancel'
  readonly scope: 'one' | 'range' | 'rest'
  /** The day it was asked for. */
  readonly day?: string
}

export interface SeriesDialogProps {
  readonly series: Series
  readonly act: Act
  readonly isDesk: boolean
  readonly onClose: () => void
}

type Booked = SeriesDay & { booking: NonNullable<SeriesDay['booking']> }

export function useDays({ series, act }: Pick<SeriesDialogProps, 'series' | 'act'>) {
  const able = series.days.filter((day): day is Booked => day.booking?.can[act.kind] === true)
  const [scope, setScope] = useState(act.scope)
  const [from, setFrom] = useState(act.day ?? able[0]?.day ?? '')
  const [to, setTo] = useState(able.at(-1)?.day ?? '')
  const last = scope === 'one' ? from : scope === 'range' ? (to < from ? from : to) : undefined
  return {
    able,
    scope,
    setScope,
    from,
    setFrom,
    to,
    setTo,
    meant: able.filter(({ day }) => from <= day && (last === undefined || day <= last)),
    range: { from, ...(last === undefined ? {} : { to: last }) },
  }
}
export type Days = ReturnType<typeof useDays>

export function DaysFields({ days, series }: { days: Days; series: Series }) {
  const say = useSay()
  const { t } = say
  const { scope, from, to } = days
  const choices = days.able.map(({ day, booking }) => ({
    value: day,
    label: say.dayAndRange(booking.startsAt, booking.endsAt, series.timeZone),
  }))
  return (
    <>
      <RadioChips
        legend={t('series.scope')}
        layout="flow"
        value={scope}
        onChange={days.setScope}
        choices={[
          { value: 'one', label: t('series.scopeOne') },
          { value: 'range', label: t('series.scopeRange') },
          { value: 'rest', label: t('series.scopeRest') },
        ]}
      />
      <Select label={t(scope === 'one' ? 'booking.day' : 'series.rangeFrom')} value={from} onChange={days.setFrom} choices={choices} />
      {scope === 'range' && (
        <Select
          label={t('series.rangeTo')}
          value={to < from ? from : to}
          onChange={days.setTo}
          choices={choices.filter(({ value }) => value >= from)}
        />
      )}
      {days.meant.length === 0 && <Note tone="wait">{t('series.nothingMeant')}</Note>}
    </>
  )
}
