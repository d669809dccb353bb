/** All bookings of a hub, by day or by week: find one, sort them, take them along. */
import { useMemo, useState } from 'react'
import { dayOf, hoursOfDay, today as todayIn } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { RadioChips, TextField } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { addDays } from '#ui/month-grid.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { isActiveStatus } from '../../contract/rules.ts'
import type { DeskBooking } from '../../contract/schemas.ts'
import { BulkBar } from '../components/desk/bulk-bar.tsx'
import { DeskBookingDialog } from '../components/desk-booking.tsx'
import { DeskFrame } from '../components/desk-frame.tsx'
import { BookingStateMark, stateOfBooking, useSay, type Say } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { useNarrow } from '../components/use-narrow.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { DayChoice } from '../components/when-fields.tsx'
import { useHubBookings, type HubRef } from '../queries.ts'

export function BookingsPage() {
  return <DeskFrame>{(hub) => <Bookings key={hub.id} hub={hub} />}</DeskFrame>
}

type Show = 'valid' | 'gone' | 'all'

function Bookings({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { toast } = useToast()
  const isNarrow = useNarrow()
  usePageTitle([say.t('desk.bookings'), say.local(hub.names)])
  const { search, change } = useSearchState()
  const closeBooking = (): void => change({ booking: undefined }, { replace: true })
  const now = useClock(undefined, 0)
  const today = todayIn(hub.zone)
  const day = /^\d{4}-\d{2}-\d{2}$/.test(search['day'] ?? '') ? (search['day'] as string) : today
  const isWeek = search['period'] === 'week'
  const [chosenIds, setChosen] = useState<ReadonlySet<string>>(new Set())
  const show: Show = search['show'] === 'gone' || search['show'] === 'all' ? search['show'] : 'valid'
  const days = useMemo(() => Array.from({ length: isWeek ? 7 : 1 }, (_, index) => addDays(day, index)), [day, isWeek])
  const { items, isPending, error, retry } = useHubBookings(hub.id, days)
  // Typed here, not in the address: a history entry a letter would be no help.
  const [text, setText] = useState('')
  const shown = items
    .filter((booking) => show === 'all' || isActiveStatus(booking.status) === (show === 'valid'))
    .filter((booking) => matches(booking, text, say))
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  const chosen = shown.filter((booking) => chosenIds.has(booking.id))
  const toggle = (ids: readonly string[], isOn: boolean): void =>
    setChosen(new Set(isOn ? [...chosenIds, ...ids] : [...chosenIds].filter((id) => !ids.includes(id))))
  const people = shown.reduce((sum, booking) => sum + booking.partySize, 0)
  const copy = async (): Promise<void> => {
    try {
      // Missing on plain HTTP, where a first installation is tried.
      await navigator.clipboard.writeText(asText(shown, hub.zone, now, say))
      toast(say.t('desk.tableCopied', { count: shown.length }))
    } catch {
      toast(say.t('desk.tableNotCopied'))
    }
  }
  return (
    <>
      <PageHead
        title={say.t('desk.bookingsTitle', { count: shown.length })}
        lead={isWeek ? say.t('desk.weekFrom', { day: say.day(day) }) : say.day(day)}
        facts={<span>{say.people(people)}</span>}
      />
      <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3 border-t-2 border-ink pt-4">
        <DayChoice
          label={say.t('desk.chooseDay')}
          day={day}
          today={today}
          onChange={(chosen) => change({ day: chosen === today ? undefined : chosen })}
        />
        <RadioChips
          legend={say.t('desk.period')}
          isLegendHidden
          layout="flow"
          value={isWeek ? 'week' : 'day'}
          onChange={(chosen) => change({ period: chosen === 'week' ? 'week' : undefined }, { replace: true })}
          choices={[
            { value: 'day', label: say.t('desk.periodDay') },
            { value: 'week', label: say.t('desk.periodWeek') },
          ]}
        />
        <RadioChips<Show>
          legend={say.t('booking.state')}
          isLegendHidden
          layout="flow"
          value={show}
          onChange={(chosen) => change({ show: chosen === 'valid' ? undefined : chosen }, { replace: true })}
          choices={[
            { value: 'valid', label: say.t('desk.showValid') },
            { value: 'gone', label: say.t('desk.showGone') },
            { value: 'all', label: say.t('desk.kindAll') },
          ]}
        />
        <div className="w-full max-w-60">
          <TextField label={say.t('desk.searchBookings')} type="search" value={text} onChange={setText} />
        </div>
        <div className="ml-auto flex flex-wrap gap-3 max-md:ml-0">
          <Button size="small" kind="quiet" icon="copy" onClick={() => void copy()} disabled={shown.length === 0}>
            {say.t('desk.copyTable')}
          </Button>
          <LinkButton size="small" kind="quiet" icon="calendar" to={`/operate/${hub.key}/calendar`}>
            {say.t('desk.calendar')}
          </LinkButton>
          <LinkButton size="small" kind="quiet" to={`/operate/${hub.key}/waiting`}>
            {say.t('waiting.title')}
          </LinkButton>
          <LinkButton size="small" kind="quiet" to={`/operate/${hub.key}/series`}>
            {say.t('series.title')}
          </LinkButton>
          <LinkButton size="small" kind="quiet" to={`/operate/${hub.key}/lotteries`}>
            {say.t('lottery.desk.title')}
          </LinkButton>
          <LinkButton size="small" icon="plus" to={`/operate/${hub.key}/book`} search={day > today ? { day } : {}}>
            {say.t('desk.take')}
          </LinkButton>
        </div>
      </div>
      {error !== null && <ProblemState error={error} onRetry={retry} />}
      {isPending ? (
        <SkeletonLines count={6} label={say.t('booking.loading')} />
      ) : shown.length === 0 ? (
        error === null && (
          <EmptyState
            icon={text === '' ? 'calendar' : 'search'}
            title={say.t(text === '' ? 'desk.nothingBooked' : 'desk.nothingFound')}
            act={
              text === '' ? (
                day >= today && (
                  <LinkButton kind="main" to={`/operate/${hub.key}/book`} search={{ day }}>
                    {say.t('desk.take')}
                  </LinkButton>
                )
              ) : (
                <Button onClick={() => setText('')}>{say.t('desk.clearSearch')}</Button>
              )
            }
          />
        )
      ) : isNarrow ? (
        <>
          <ChooseAll bookings={shown} chosenIds={chosenIds} onToggle={toggle} />
          <Lines
            bookings={shown}
            hub={hub}
            now={now}
            isWeek={isWeek}
            onOpen={(id) => change({ booking: id })}
            chosenIds={chosenIds}
            onToggle={toggle}
          />
        </>
      ) : (
        <Table
          bookings={shown}
          hub={hub}
          now={now}
          isWeek={isWeek}
          onOpen={(id) => change({ booking: id })}
          chosenIds={chosenIds}
          onToggle={toggle}
        />
      )}
      <BulkBar hub={hub} chosen={chosen} day={day} onClear={() => setChosen(new Set())} />
      <DeskBookingDialog hub={hub} bookingId={search['booking']} now={now} onClose={closeBooking} onActed={closeBooking} />
    </>
  )
}

interface Props {
  bookings: readonly DeskBooking[]
  hub: HubRef
  now: number
  isWeek: boolean
  onOpen: (id: string) => void
}

interface Choosing {
  chosenIds: ReadonlySet<string>
  onToggle: (ids: readonly string[], isOn: boolean) => void
}

function PickBox({ booking, chosenIds, onToggle }: { booking: DeskBooking } & Choosing) {
  const say = useSay()
  return (
    <input
      type="checkbox"
      className="pick-box"
      aria-label={say.t('desk.bulkChooseOne', { name: say.bareName(booking.holder.name) })}
      checked={chosenIds.has(booking.id)}
      disabled={!canChoose(booking)}
      onChange={(event) => onToggle([booking.id], event.target.checked)}
    />
  )
}

const whenText = (booking: DeskBooking, hub: HubRef, isWeek: boolean, say: Say): string =>
  (isWeek ? say.dayAndRange : say.range)(booking.startsAt, booking.endsAt, hub.zone)

function Table({ bookings, hub, now, isWeek, onOpen, chosenIds, onToggle }: Props & Choosing) {
  const say = useSay()
  return (
    <DataTable<DeskBooking>
      caption={say.t('desk.bookings')}
      isCaptionHidden
      locale={say.language}
      rows={bookings}
      rowKey={(booking) => booking.id}
      columns={[
        {
          key: 'choose',
          label: say.t('desk.bulkChoose'),
          cell: (booking) => <PickBox booking={booking} chosenIds={chosenIds} onToggle={onToggle} />,
        },
        {
          key: 'time',
          label: say.t('booking.time'),
          cell: (booking) => <span className="n">{whenText(booking, hub, isWeek, say)}</span>,
          sortValue: (booking) => Date.parse(booking.startsAt),
        },
        { key: 'place', label: say.t('booking.place'), cell: say.what, sortValue: say.what },
        {
          key: 'who',
          label: say.t('booking.holder'),
          isRowHead: true,
          cell: (booking) => (
            <button type="button" className="link-btn" onClick={() => onOpen(booking.id)}>
              {say.bareName(booking.holder.name)}
            </button>
          ),
          sortValue: (booking) => booking.holder.name,
        },
        {
          key: 'reach',
          label: say.t('booking.reach'),
          cell: (booking) => <span className="dense break-all">{booking.holder.phone ?? booking.holder.mail ?? ''}</span>,
        },
        {
          key: 'people',
          label: say.t('booking.partySize'),
          align: 'end',
          cell: (booking) => <span className="n">{say.people(booking.partySize)}</span>,
          sortValue: (booking) => booking.partySize,
        },
        {
          key: 'fee',
          label: say.t('booking.fee'),
          align: 'end',
          cell: (booking) => <span className="n">{say.fee(booking.feeYen)}</span>,
          sortValue: (booking) => booking.feeYen,
        },
        {
          key: 'state',
          label: say.t('booking.state'),
          cell: (booking) => (
            <span className="n">
              <BookingStateMark state={stateOfBooking(booking, now)} />
            </span>
          ),
          sortValue: (booking) => say.state(stateOfBooking(booking, now)),
        },
      ]}
    />
  )
}

const canChoose = ({ can }: DeskBooking): boolean => can.change || can.cancel

/** On a telephone a table's head is not there to choose all by. */
function ChooseAll({ bookings, chosenIds, onToggle }: Pick<Props, 'bookings'> & Choosing) {
  const say = useSay()
  const ids = bookings.filter(canChoose).map(({ id }) => id)
  if (ids.length < 2) return null
  const isAll = ids.every((id) => chosenIds.has(id))
  return (
    <div className="mb-2">
      <Button size="small" kind="quiet" icon={isAll ? 'minus' : 'check'} onClick={() => onToggle(ids, !isAll)}>
        {isAll ? say.t('desk.bulkClear') : say.t('desk.bulkChooseAll', { count: ids.length })}
      </Button>
    </div>
  )
}

function Lines({ bookings, hub, now, isWeek, onOpen, chosenIds, onToggle }: Props & Choosing) {
  const say = useSay()
  return (
    <ul className="border-t border-rule">
      {bookings.map((booking) => (
        <li key={booking.id} className="rec grid-cols-[auto_minmax(0,1fr)]! items-start">
          <span className="pt-3">
            <PickBox booking={booking} chosenIds={chosenIds} onToggle={onToggle} />
          </span>
          <button type="button" className="rec-main grid-cols-1!" onClick={() => onOpen(booking.id)}>
            <b>{whenText(booking, hub, isWeek, say)}</b>
            <span className="rec-who">
              {say.name(booking.holder.name)}
              {booking.partySize > 1 && <span className="dense muted">{`　${say.people(booking.partySize)}`}</span>}
            </span>
            <span className="dense muted col-start-1!">{say.what(booking)}</span>
          </button>
          <span className="col-start-2">
            <BookingStateMark state={stateOfBooking(booking, now)} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function matches(booking: DeskBooking, text: string, say: Say): boolean {
  const wanted = text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
  if (wanted === '') return true
  const whole = [booking.holder.name, booking.holder.mail, booking.holder.phone, say.what(booking), booking.purpose, booking.note].join(' ')
  return whole.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '').includes(wanted)
}

/** As a spreadsheet takes it from the clipboard: tabs between, a line a row. */
function asText(bookings: readonly DeskBooking[], zone: string, now: number, say: Say): string {
  const head = [
    say.t('booking.day'),
    say.t('booking.from'),
    say.t('booking.until'),
    say.t('booking.place'),
    say.t('booking.holder'),
    say.t('desk.mail'),
    say.t('desk.phone'),
    say.t('booking.partySize'),
    say.t('booking.purpose'),
    say.t('booking.fee'),
    say.t('booking.state'),
    say.t('desk.note'),
  ]
  const rows = bookings.map((booking) => [
    // As a spreadsheet sorts and sums them; past midnight the day goes on: 25:00.
    dayOf(booking.startsAt, zone),
    say.time(booking.startsAt, zone),
    say.hours(hoursOfDay(booking.endsAt, dayOf(booking.startsAt, zone), zone)),
    say.what(booking),
    booking.holder.name,
    booking.holder.mail ?? '',
    booking.holder.phone ?? '',
    String(booking.partySize),
    booking.purpose,
    String(booking.feeYen),
    say.state(stateOfBooking(booking, now)),
    booking.note,
  ])
  // What begins like a formula is none; a tab or a line end within a cell would be another cell.
  const safe = (cell: string): string => cell.replaceAll(/[\t\r\n]+/g, ' ').replace(/^([=+\-@])/, "'$1")
  return [head, ...rows].map((row) => row.map(safe).join('\t')).join('\r\n')
}
