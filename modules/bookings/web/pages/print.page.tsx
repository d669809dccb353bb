/** The day on paper, A4 across: what an office pins to its door. Names only where somebody wants them there. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { formatInstant, today as todayIn } from '#platform/web/format.ts'
import { ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Checkbox } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { dayModel, type DayRow } from '../components/day-model.tsx'
import { rowDetail } from '../components/day-grid.tsx'
import { DeskFrame } from '../components/desk-frame.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { DayChoice } from '../components/when-fields.tsx'
import { dayGridQuery, type HubRef } from '../queries.ts'

export function PrintPage() {
  return <DeskFrame>{(hub) => <Print key={hub.id} hub={hub} />}</DeskFrame>
}

function Print({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { search, change } = useSearchState()
  const today = todayIn(hub.zone)
  const day = /^\d{4}-\d{2}-\d{2}$/.test(search['day'] ?? '') ? (search['day'] as string) : today
  const hasNames = search['names'] === 'yes'
  usePageTitle([say.t('desk.printTitle'), say.day(day)])
  const grid = useQuery(dayGridQuery(hub.id, day))
  const model = useMemo(() => (grid.data === undefined ? undefined : dayModel(grid.data, Date.parse(grid.data.now))), [grid.data])
  return (
    <div className="door-sheet">
      <div className="no-print flex flex-wrap items-center gap-x-6 gap-y-3 py-5">
        <DayChoice
          label={say.t('desk.chooseDay')}
          day={day}
          today={today}
          onChange={(chosen) => change({ day: chosen === today ? undefined : chosen })}
        />
        <Checkbox isChecked={hasNames} onChange={(checked) => change({ names: checked ? 'yes' : undefined }, { replace: true })}>
          {say.t('desk.printNames')}
        </Checkbox>
        <Button kind="main" icon="print" onClick={() => print()}>
          {say.t('desk.print')}
        </Button>
        <LinkButton to={`/operate/${hub.key}`} search={day === today ? {} : { day }} kind="quiet">
          {say.t('booking.back')}
        </LinkButton>
      </div>
      <h1 className="text-[1.75rem] font-bold">
        {say.day(day, { hasYear: true })}　{say.local(hub.names)}
      </h1>
      {model === undefined ? (
        grid.error === null ? (
          <SkeletonLines count={6} label={say.t('booking.loading')} />
        ) : (
          <ProblemState error={grid.error} onRetry={() => void grid.refetch()} />
        )
      ) : (
        <table className="tbl sheet-table">
          <caption className="sr">{say.t('desk.printTitle')}</caption>
          <thead>
            <tr>
              <th scope="col">{say.t('booking.place')}</th>
              <th scope="col">{say.t('desk.printHours')}</th>
              <th scope="col">{say.t('desk.bookings')}</th>
            </tr>
          </thead>
          <tbody>
            {model.rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{say.local(row.source.name)}</th>
                <td>{rowDetail(row, model, say)}</td>
                <td>
                  <Uses row={row} zone={hub.zone} hasNames={hasNames} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="dense muted mt-3">{say.t('desk.printedAt', { when: formatInstant(Date.now(), say.language, hub.zone) })}</p>
    </div>
  )
}

function Uses({ row, zone, hasNames }: { row: DayRow; zone: string; hasNames: boolean }) {
  const say = useSay()
  const shown = row.bookings.filter(({ booking }) => booking.status === 'confirmed')
  if (shown.length === 0) return <span className="muted">{say.t('desk.free')}</span>
  return (
    <ul className="uses">
      {shown.map(({ booking, state }) => (
        <li key={booking.id}>
          <b className="n">{say.range(booking.startsAt, booking.endsAt, zone)}</b>
          {'　'}
          {hasNames ? say.name(booking.holderName) : say.t('desk.printBooked')}
          {booking.partySize > 1 && `　${say.people(booking.partySize)}`}
          {state === 'provisional' && `　${say.t('booking.provisional')}`}
        </li>
      ))}
    </ul>
  )
}
