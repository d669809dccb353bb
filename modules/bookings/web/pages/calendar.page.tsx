/** Weeks and months of a hub: how full each space is on each day; of one space its bookings. A day opens its grid. */
import { useQuery } from '@tanstack/react-query'
import { formatMonth, today as todayIn } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { IconButton } from '#ui/button.tsx'
import { RadioChips, Select } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { addDays } from '#ui/month-grid.tsx'
import { EmptyState, Skeleton } from '#ui/states.tsx'
import { dayOf } from '#platform/web/format.ts'
import type { DeskPeriod, PeriodRow } from '../../contract/desk/schemas.ts'
import { DeskFrame } from '../components/desk-frame.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { periodQuery } from '../desk/queries.ts'
import type { HubRef } from '../queries.ts'

export function CalendarPage() {
  return <DeskFrame>{(hub) => <Calendar key={hub.id} hub={hub} />}</DeskFrame>
}

const weekdayOf = (day: string): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7
const mondayOf = (day: string): string => addDays(day, -weekdayOf(day))

function Calendar({ hub }: { hub: HubRef }) {
  const say = useSay()
  usePageTitle([say.t('desk.calendar'), say.local(hub.names)])
  const { search, change } = useSearchState()
  const today = todayIn(hub.zone)
  const day = /^\d{4}-\d{2}-\d{2}$/.test(search['day'] ?? '') ? (search['day'] as string) : today
  const isMonth = search['view'] === 'month'
  const from = isMonth ? mondayOf(`${day.slice(0, 7)}-01`) : mondayOf(day)
  const days = isMonth ? 42 : 7
  const targetId = search['space']
  const query = useQuery(periodQuery(hub.id, { from, days, targetId }))
  const all = useQuery(periodQuery(hub.id, { from, days }))
  const period = query.data
  const step = (by: number): void => {
    const next = isMonth ? `${monthAfter(day.slice(0, 7), by)}-01` : addDays(day, 7 * by)
    change({ day: next }, { replace: true })
  }
  const title = isMonth ? formatMonth(day.slice(0, 7), say.language) : say.t('desk.weekFrom', { day: say.day(from) })
  return (
    <>
      <PageHead title={title} lead={say.local(hub.names)} />
      <div className="no-print mb-4 flex flex-wrap items-end gap-x-6 gap-y-3 border-t-2 border-ink pt-4">
        <span className="flex items-center" role="group" aria-label={say.t('desk.chooseDay')}>
          <IconButton icon="left" label={say.t(isMonth ? 'desk.monthBefore' : 'desk.weekBefore')} onClick={() => step(-1)} />
          <button type="button" className="link-btn" onClick={() => change({ day: undefined })}>
            {say.t('desk.toToday')}
          </button>
          <IconButton icon="right" label={say.t(isMonth ? 'desk.monthAfter' : 'desk.weekAfter')} onClick={() => step(1)} />
        </span>
        <RadioChips
          legend={say.t('desk.period')}
          isLegendHidden
          layout="flow"
          value={isMonth ? 'month' : 'week'}
          onChange={(chosen) => change({ view: chosen === 'month' ? 'month' : undefined }, { replace: true })}
          choices={[
            { value: 'week', label: say.t('desk.periodWeek') },
            { value: 'month', label: say.t('desk.periodMonth') },
          ]}
        />
        <Select
          label={say.t('booking.place')}
          value={targetId ?? ''}
          onChange={(chosen) => change({ space: chosen === '' ? undefined : chosen }, { replace: true })}
          choices={[
            { value: '', label: say.t('desk.allSpaces') },
            ...(all.data?.rows ?? []).map((row) => ({ value: row.targetId, label: say.local(row.name) })),
          ]}
        />
      </div>
      {period === undefined ? (
        query.error === null ? (
          <Skeleton height="20rem" />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : period.rows.length === 0 ? (
        <EmptyState title={say.t('desk.noSpaces')}>{say.t('desk.noSpacesBody')}</EmptyState>
      ) : isMonth ? (
        <Month hub={hub} period={period} month={day.slice(0, 7)} today={today} />
      ) : (
        <Week hub={hub} period={period} today={today} />
      )}
    </>
  )
}

function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const index = year * 12 + number - 1 + by
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

const shareOf = ({ openMinutes, takenMinutes }: PeriodRow['days'][number]): number =>
  openMinutes === 0 ? 0 : Math.min(1, takenMinutes / openMinutes)

/** A row a space, a column a day: the fill says how much of its hours is taken, the figure how many bookings. */
function Week({ hub, period, today }: { hub: HubRef; period: DeskPeriod; today: string }) {
  const say = useSay()
  const { search } = useSearchState()
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keys
    <div className="tbl-scroll" role="region" aria-label={say.t('desk.calendar')} tabIndex={0}>
      <table className="tbl week">
        <caption className="sr">{say.t('desk.weekCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{say.t('booking.place')}</th>
            {period.days.map((day) => (
              <th key={day} scope="col" aria-current={day === today ? 'date' : undefined}>
                <Link to={`/operate/${hub.key}`} search={day === today ? {} : { day }}>
                  {say.day(day)}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {period.rows.map((row) => (
            <tr key={`${row.kind}${row.targetId}`}>
              <th scope="row">
                <Link to="." search={{ ...search, space: row.targetId }}>
                  {say.local(row.name)}
                </Link>
              </th>
              {row.days.map((cell, index) => (
                <td key={period.days[index]} className={cell.openMinutes === 0 ? 'off' : undefined}>
                  {cell.openMinutes === 0 && cell.bookings === 0 ? (
                    <span className="dense muted">{say.t('desk.closedShort')}</span>
                  ) : (
                    <>
                      <span className="fill" style={{ '--u': shareOf(cell) }} aria-hidden="true" />
                      <span className="dense n">
                        {say.t('desk.weekCell', { count: cell.bookings, percent: Math.round(shareOf(cell) * 100) })}
                      </span>
                      <DayBookings hub={hub} period={period} day={period.days[index] ?? ''} />
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function DayBookings({ hub, period, day, most = 12 }: { hub: HubRef; period: DeskPeriod; day: string; most?: number }) {
  const say = useSay()
  const own = period.bookings.filter((booking) => dayOf(booking.startsAt, hub.zone) === day)
  const leases = period.leases.filter((lease) => dayOf(lease.startsAt, hub.zone) <= day && day <= lease.endsOn)
  if (own.length + leases.length === 0) return null
  return (
    <ul className="dense">
      {leases.map((lease) => (
        <li key={lease.id}>
          <Link to={`/operate/${hub.key}/leases/${lease.id}`}>{say.bareName(lease.holderName)}</Link> {say.t(`lease.kind.${lease.kind}`)}
        </li>
      ))}
      {own.slice(0, most).map((booking) => (
        <li key={booking.id}>
          <Link to={`/operate/${hub.key}`} search={{ day, booking: booking.id }}>
            <b className="n">{say.range(booking.startsAt, booking.endsAt, hub.zone)}</b> {say.bareName(booking.holderName)}
          </Link>
        </li>
      ))}
      {own.length > most && <li className="muted">{say.t('booking.andMore', { count: own.length - most })}</li>}
    </ul>
  )
}

function Month({ hub, period, month, today }: { hub: HubRef; period: DeskPeriod; month: string; today: string }) {
  const say = useSay()
  const weeks = Array.from({ length: 6 }, (_, week) => period.days.slice(week * 7, week * 7 + 7)).filter((days) =>
    days.some((day) => day.startsWith(month)),
  )
  const totalOf = (day: string) => {
    const index = period.days.indexOf(day)
    const cells = period.rows.map((row) => row.days[index] as PeriodRow['days'][number])
    return {
      openMinutes: cells.reduce((sum, cell) => sum + cell.openMinutes, 0),
      takenMinutes: cells.reduce((sum, cell) => sum + cell.takenMinutes, 0),
      bookings: cells.reduce((sum, cell) => sum + cell.bookings, 0),
    }
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keys
    <div className="tbl-scroll" role="region" aria-label={say.t('desk.calendar')} tabIndex={0}>
      <table className="tbl month">
        <caption className="sr">{say.t('desk.monthCaption')}</caption>
        <thead>
          <tr>
            {(weeks[0] ?? []).map((day) => (
              <th key={day} scope="col">
                {new Intl.DateTimeFormat(say.language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((days) => (
            <tr key={days[0]}>
              {days.map((day) => {
                const total = totalOf(day)
                const isOther = !day.startsWith(month)
                return (
                  <td key={day} className={isOther || total.openMinutes === 0 ? 'off' : undefined}>
                    <Link
                      to={`/operate/${hub.key}`}
                      search={day === today ? {} : { day }}
                      aria-current={day === today ? 'date' : undefined}
                    >
                      <b className="n">{Number(day.slice(8))}</b>
                      <span className="sr">{say.day(day)}</span>
                    </Link>
                    {day === today && <b className="dense ms-2">{say.t('desk.today')}</b>}
                    {!isOther && (total.openMinutes > 0 || total.bookings > 0) && (
                      <>
                        <span className="fill" style={{ '--u': shareOf(total) }} aria-hidden="true" />
                        <span className="dense n block">
                          {say.t('desk.weekCell', { count: total.bookings, percent: Math.round(shareOf(total) * 100) })}
                        </span>
                        <DayBookings hub={hub} period={period} day={day} most={3} />
                      </>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
