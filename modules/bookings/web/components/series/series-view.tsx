/** A series: the rule, every day of it with its state, and what can be done with one day, a range or the rest. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button, buttonClass } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'
import { SectionHead, StateMark, Tag } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { Series, SeriesDay } from '../../../contract/series/schemas.ts'
import { seriesCalendarUrl, seriesQuery } from '../../series/queries.ts'
import { Fact } from '../booking-facts.tsx'
import { BookingStateMark, stateOfBooking, useSay } from '../say.tsx'
import { sayRule } from './rule-words.tsx'
import { SeriesDecision } from './series-decision.tsx'
import type { Act } from './meant-days.tsx'
import { SeriesDialog } from './series-dialog.tsx'

export function SeriesView({ seriesId, hubKey, now }: { seriesId: string; hubKey?: string; now: number }) {
  const say = useSay()
  const query = useQuery(seriesQuery(seriesId))
  if (query.data !== undefined) return <Loaded series={query.data} hubKey={hubKey} now={now} />
  if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
  return <SkeletonLines count={8} label={say.t('booking.loading')} />
}

function Loaded({ series, hubKey, now }: { series: Series; hubKey: string | undefined; now: number }) {
  const say = useSay()
  const { t } = say
  const [act, setAct] = useState<Act | undefined>(undefined)
  const zone = series.timeZone
  const isDesk = hubKey !== undefined
  const canAct = series.days.some(({ booking }) => booking?.can.change === true || booking?.can.cancel === true)
  const times = `${series.start.replace(/^0/, '')}–${series.end.replace(/^0/, '')}`
  return (
    <div className="grid gap-6">
      <div>
        <p className="text-[1.375rem] font-bold leading-snug">
          {sayRule(series.rule.pattern, say)}
          {'　'}
          {times}
        </p>
        <p>
          {t('series.from', {
            from: say.day(series.rule.startsOn, { hasYear: true }),
            to: say.day(series.lastDay, { hasYear: series.lastDay.slice(0, 4) !== series.rule.startsOn.slice(0, 4) }),
          })}
        </p>
        <p className="muted">
          {say.facts([
            t('series.countsAll', { count: series.counts.total, total: series.counts.total }),
            series.counts.coming === 0 ? t('series.over') : t('series.leftCount', { count: series.counts.coming }),
            series.counts.moved === 0 ? '' : t('series.countsMoved', { count: series.counts.moved }),
            series.counts.gone === 0 ? '' : t('series.countsGone', { count: series.counts.gone }),
          ])}
        </p>
      </div>
      {isDesk && <SeriesDecision series={series} />}
      <div className="flex flex-wrap gap-3">
        {canAct && (
          <>
            <Button kind="main" icon="edit" onClick={() => setAct({ kind: 'change', scope: 'rest' })}>
              {t('series.change')}
            </Button>
            <Button kind="quiet" icon="trash" onClick={() => setAct({ kind: 'cancel', scope: 'rest' })}>
              {t('series.cancel')}
            </Button>
          </>
        )}
        {series.counts.coming > 0 && (
          <a className={buttonClass({ kind: 'quiet' })} href={seriesCalendarUrl(series.id)} download>
            <Icon name="calendar" />
            {t('series.calendarFile')}
          </a>
        )}
      </div>
      <dl className="facts">
        <Fact label={t('booking.place')}>
          {say.local(series.targetName)}
          <span className="dense muted block">{say.local(series.hubName)}</span>
        </Fact>
        {isDesk && (
          <Fact label={t('series.who')}>
            {say.name(series.holder.name)}
            {series.holder.phone !== null && <span className="dense block">{series.holder.phone}</span>}
            {series.holder.mail !== null && <span className="dense block break-all">{series.holder.mail}</span>}
          </Fact>
        )}
        <Fact label={t('booking.partySize')}>{say.people(series.partySize)}</Fact>
        {series.purpose !== '' && <Fact label={t('series.purpose')}>{series.purpose}</Fact>}
        {series.note !== null && series.note !== '' && <Fact label={t('series.deskNote')}>{series.note}</Fact>}
        <Fact label={t('series.feeSum')}>{say.fee(series.feeYen)}</Fact>
      </dl>
      <section>
        <SectionHead level={2} title={t('series.days')} />
        <ul className="border-t border-rule">
          {series.days.map((day) => (
            <DayRow key={day.day} day={day} series={series} hubKey={hubKey} now={now} zone={zone} onAct={setAct} />
          ))}
        </ul>
      </section>
      {act !== undefined && <SeriesDialog series={series} act={act} isDesk={isDesk} onClose={() => setAct(undefined)} />}
    </div>
  )
}

function DayRow({
  day,
  series,
  hubKey,
  now,
  zone,
  onAct,
}: {
  day: SeriesDay
  series: Series
  hubKey: string | undefined
  now: number
  zone: string
  onAct: (act: Act) => void
}) {
  const say = useSay()
  const { t } = say
  const { booking } = day
  if (booking === null) {
    return (
      <li className="flex flex-wrap items-center gap-x-4 border-b border-rule py-2">
        <span className="muted line-through">{say.day(day.day)}</span>
        <span className="dense muted">
          {day.passed === 'holiday'
            ? t('series.passedHoliday', { name: day.holiday === null ? '' : say.local(day.holiday) })
            : t('series.passedLeftOut')}
        </span>
      </li>
    )
  }
  const to = hubKey === undefined ? `/me/bookings/${booking.id}` : `/operate/${hubKey}/bookings/${booking.id}`
  const isElsewhere = booking.targetId !== series.targetId
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-2">
      <span className="min-w-0 grow">
        <Link to={to} className="inline-flex min-h-11 items-center font-bold">
          {say.dayAndRange(booking.startsAt, booking.endsAt, zone)}
        </Link>
        <span className="flex flex-wrap items-center gap-x-3">
          <BookingStateMark state={stateOfBooking(booking, now)} />
          {booking.isMoved && (
            <StateMark tone="wait" icon="edit">
              {t('series.moved')}
            </StateMark>
          )}
          {day.holiday !== null && <Tag>{t('series.holiday', { name: say.local(day.holiday) })}</Tag>}
          {isElsewhere && <span className="dense">{say.local(booking.targetName)}</span>}
          {booking.isMoved && (
            <span className="dense muted">{t('series.wasAt', { when: say.dayAndRange(day.startsAt, day.endsAt, zone) })}</span>
          )}
        </span>
      </span>
      <span className="flex gap-2">
        {booking.can.change && (
          <Button
            size="small"
            kind="quiet"
            aria-label={`${say.day(day.day)} ${t('series.change')}`}
            onClick={() => onAct({ kind: 'change', scope: 'one', day: day.day })}
          >
            {t('series.change')}
          </Button>
        )}
        {booking.can.cancel && (
          <Button
            size="small"
            kind="quiet"
            aria-label={`${say.day(day.day)} ${t('series.cancel')}`}
            onClick={() => onAct({ kind: 'cancel', scope: 'one', day: day.day })}
          >
            {t('series.cancel')}
          </Button>
        )}
      </span>
    </li>
  )
}
