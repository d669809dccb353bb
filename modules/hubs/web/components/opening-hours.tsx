/** Hours in words and as a band. */
import { useLanguage } from '#platform/web/language.ts'
import { Local } from '#platform/web/local-text.tsx'
import { formatDay, formatMinutes } from '#platform/web/format.ts'
import { StateMark } from '#ui/marks.tsx'
import { BandMarks, TimeBand, type Segment } from '#ui/time-band.tsx'
import type { HubDetail, HubSummary } from '../../contract/schemas.ts'
import { useHubsTexts } from '../texts.ts'

type DayOpening = HubDetail['opening'][number]

/** `9:00–12:00、13:00–18:00` */
export function useHoursText(): (day: DayOpening) => string {
  const t = useHubsTexts()
  return (day) =>
    day.periods.length === 0
      ? t(day.reason === 'unknown' ? 'public.openingReasons.unknown' : 'public.closed')
      : day.periods.map((period) => `${formatMinutes(period.opensMinute)}–${formatMinutes(period.closesMinute)}`).join(t('public.page.and'))
}

/** The hours that a band shows: three hours around the opening, whole hours, never less than twelve. */
export function bandRange(periods: readonly { opensMinute: number; closesMinute: number }[]): { from: number; to: number } {
  if (periods.length === 0) return { from: 6, to: 24 }
  const opens = Math.min(...periods.map((period) => period.opensMinute)) / 60
  const closes = Math.max(...periods.map((period) => period.closesMinute)) / 60
  const from = Math.max(0, Math.floor(opens) - 3)
  return { from, to: Math.max(from + 12, Math.ceil(closes) + (closes >= 24 ? 0 : 3)) }
}

/** Open stretches and, hatched, the rest. */
export function openingSegments(periods: readonly { opensMinute: number; closesMinute: number }[], from: number, to: number): Segment[] {
  const segments: Segment[] = []
  let at = from
  for (const period of periods) {
    const [start, end] = [period.opensMinute / 60, period.closesMinute / 60]
    if (start > at) segments.push({ start: at, end: start, fill: 'shut' })
    segments.push({ start, end, fill: 'free' })
    at = end
  }
  if (at < to) segments.push({ start: at, end: to, fill: 'shut' })
  return segments
}

/** `range`: the hours shown, where several bands stand below each other and must agree. */
export function TodayBand({
  day,
  nowHours,
  range,
  hasMarks = true,
}: {
  day: DayOpening
  nowHours: number | undefined
  range?: { from: number; to: number }
  hasMarks?: boolean
}) {
  const { from, to } = range ?? bandRange(day.periods)
  const marks = day.periods.flatMap((period) => [
    { at: period.opensMinute / 60, label: formatMinutes(period.opensMinute) },
    { at: period.closesMinute / 60, label: formatMinutes(period.closesMinute) },
  ])
  const now =
    nowHours !== undefined && nowHours >= from && nowHours <= to ? [{ at: nowHours, label: formatMinutes(nowHours * 60), isNow: true }] : []
  return (
    <>
      <TimeBand className="day-band" from={from} to={to} now={nowHours} segments={openingSegments(day.periods, from, to)} />
      {hasMarks && <BandMarks from={from} to={to} gap={1.8} marks={[...marks, ...now]} />}
    </>
  )
}

/** The coming days, each with its hours and why it differs. */
export function ComingHours({ days, count }: { days: readonly DayOpening[]; count: number }) {
  const t = useHubsTexts()
  const language = useLanguage()
  const hours = useHoursText()
  return (
    <table className="tbl">
      <caption className="sr">{t('public.page.comingHours')}</caption>
      <tbody>
        {days.slice(0, count).map((day) => (
          <tr key={day.on}>
            <th scope="row" className="w-40 font-normal">
              {formatDay(day.on, language)}
            </th>
            <td className={day.periods.length === 0 ? 'text-ink-2' : undefined}>{hours(day)}</td>
            <td className="text-right text-[0.875rem] text-ink-2">
              {day.label !== null ? (
                <Local text={day.label} />
              ) : (
                day.reason !== 'rule' && day.reason !== 'unknown' && t(`public.openingReasons.${day.reason}`)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function OpenMark({ hub }: { hub: Pick<HubSummary, 'isOpenNow' | 'today'> }) {
  const t = useHubsTexts()
  if (hub.isOpenNow) {
    return (
      <StateMark tone="ok" icon="door-open">
        {t('public.openNow')}
      </StateMark>
    )
  }
  if (hub.today.reason === 'unknown') return null
  return (
    <StateMark tone="off" icon="minus">
      {hub.today.periods.length > 0 ? (
        t('public.closedNow')
      ) : hub.today.label === null ? (
        t('public.page.closedToday')
      ) : (
        <Local text={hub.today.label} />
      )}
    </StateMark>
  )
}
