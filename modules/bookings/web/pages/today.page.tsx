/** The desk's day. The first line is the answer: what needs me now. Then the day as a picture, then who comes and who is here. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { dayOf, formatInstant, instantAt } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { TodayCards } from '#platform/web/shell/cards.tsx'
import { useDeskNeeds } from '#platform/web/shell/needs.tsx'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Link, LinkButton, NumLink } from '#ui/link.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import type { DeskToday } from '../../contract/schemas.ts'
import { BookForm } from '../components/book-form.tsx'
import { DaySection } from '../components/day-section.tsx'
import { dayModel, type DayModel, type DayRow } from '../components/day-model.tsx'
import { DeskFrame } from '../components/desk-frame.tsx'
import { DeskBookingDialog } from '../components/desk-booking.tsx'
import { DeskList } from '../components/desk-lists.tsx'
import { MoveDialog, type Move } from '../components/move-dialog.tsx'
import { ArriveButton } from '../components/desk/arrival.tsx'
import { FindPersonDialog } from '../components/desk/find-person.tsx'
import { useShortcuts } from '../components/desk/use-shortcuts.tsx'
import { WalkInDialog } from '../components/desk/walk-in.tsx'
import { holderOf, type Holder } from '../components/member-field.tsx'
import { Needs, type Need } from '../components/needs.tsx'
import { HubSwitch, OtherDays } from '../components/other-days.tsx'
import { Figures, useSay } from '../components/say.tsx'
import { SpaceDay } from '../components/space-day.tsx'
import { useClock } from '../components/use-clock.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import type { When } from '../components/when-fields.tsx'
import { dayGridQuery, deskTodayQuery, type HubRef } from '../queries.ts'
import { useLocalText } from '#platform/web/local-text.tsx'

export function TodayPage() {
  return <DeskFrame>{(hub, hubs) => <Today key={hub.id} hub={hub} hubs={hubs} />}</DeskFrame>
}

function Today({ hub, hubs }: { hub: HubRef; hubs: readonly HubRef[] }) {
  const say = useSay()
  usePageTitle([say.t('desk.today'), say.local(hub.names)])
  const { search, change } = useSearchState()
  const desk = useQuery(deskTodayQuery(hub.id))
  const now = useClock(desk.data?.now, desk.dataUpdatedAt)
  const todayDay = dayOf(now, hub.zone)
  const day = /^\d{4}-\d{2}-\d{2}$/.test(search['day'] ?? '') ? (search['day'] as string) : todayDay
  const grid = useQuery({ ...dayGridQuery(hub.id, day), placeholderData: (before) => before })
  const todayGrid = useQuery(dayGridQuery(hub.id, todayDay))
  const model = useMemo(() => (grid.data === undefined ? undefined : dayModel(grid.data, now)), [grid.data, now])
  const todayModel = useMemo(() => (todayGrid.data === undefined ? undefined : dayModel(todayGrid.data, now)), [todayGrid.data, now])
  const { needs: others, sources } = useDeskNeeds(hub, now)
  const needs = useMemo(
    () => [...others.map((need): Need => ({ ...need, kind: 'other' })), ...needsOf(desk.data, todayModel, now)],
    [others, desk.data, todayModel, now],
  )

  const [taking, setTaking] = useState<{ when: When; place: string | undefined; holder?: Holder; isTimeOpen?: boolean } | undefined>(
    undefined,
  )
  const [isWalkIn, setWalkIn] = useState(false)
  const [isFinding, setFinding] = useState(false)
  const [move, setMove] = useState<Move | undefined>(undefined)
  const [spaceKey, setSpaceKey] = useState<string | undefined>(undefined)
  const space = model?.rows.find((row) => row.key === spaceKey)
  const openBooking = (bookingId: string): void => change({ booking: bookingId })
  const closeBooking = (): void => change({ booking: undefined }, { replace: true })
  const take = (row: DayRow | undefined, start: number | undefined, end?: number): void => {
    if (model === undefined) return
    setSpaceKey(undefined)
    setTaking({ when: wishOf(model, row, start, end), place: row?.key, isTimeOpen: start === undefined })
  }
  useShortcuts({ b: () => take(undefined, undefined), w: () => setWalkIn(true), f: () => setFinding(true) })
  if (desk.error !== null && desk.data === undefined) {
    return (
      <div className="py-8">
        <ProblemState error={desk.error} onRetry={() => void desk.refetch()} isRetrying={desk.isFetching} />
        <div className="mt-10">
          <TodayCards />
        </div>
      </div>
    )
  }
  return (
    <>
      <HubSwitch hub={hub} hubs={hubs} />
      <TodayHead hub={hub} desk={desk.data} now={now} needs={needs.length} />
      {sources}
      <Needs needs={needs} now={now} zone={hub.zone} onOpen={openBooking} />
      <div className="no-print flex flex-wrap gap-3 pt-5" role="group" aria-label={say.t('desk.acts')}>
        <Button icon="plus" aria-keyshortcuts="b" onClick={() => take(undefined, undefined)}>
          {say.t('desk.take')}
        </Button>
        <Button icon="enter" aria-keyshortcuts="w" onClick={() => setWalkIn(true)}>
          {say.t('desk.walkIn')}
        </Button>
        <Button icon="search" aria-keyshortcuts="f" onClick={() => setFinding(true)}>
          {say.t('desk.findPerson')}
        </Button>
        <LinkButton to={`/operate/${hub.key}/closures`} icon="minus" kind="bare">
          {say.t('closure.open')}
        </LinkButton>
        <LinkButton to={`/operate/${hub.key}/print`} search={{ day }} icon="print" kind="bare">
          {say.t('desk.printDay')}
        </LinkButton>
      </div>
      <DaySection
        model={model}
        isPending={grid.isPlaceholderData}
        error={grid.error}
        onRetry={() => void grid.refetch()}
        isRetrying={grid.isFetching}
        day={day}
        today={todayDay}
        onBooking={openBooking}
        onSpace={(row) => setSpaceKey(row.key)}
        onTake={take}
        onMove={(each, to) =>
          setMove({
            bookingId: each.booking.id,
            version: each.booking.version,
            period: {
              startsAt: instantAt(day, Math.round(to.start * 60), hub.zone),
              endsAt: instantAt(day, Math.round(to.end * 60), hub.zone),
            },
            toRow: to.row.key === to.fromRow.key ? undefined : to.row,
          })
        }
      />
      <OtherDays hub={hub} hubs={hubs} day={day} now={now} />
      {desk.data === undefined ? (
        <SkeletonLines count={4} label={say.t('booking.loading')} />
      ) : (
        <div className="grid gap-x-12 gap-y-10 pb-12 pt-10 lg:grid-cols-2">
          <DeskList
            id="arrivals"
            title={say.t('desk.arrivalsTitle', { count: desk.data.arrivals.length })}
            empty={say.t('desk.arrivalsEmpty')}
            more={<Link to={`/operate/${hub.key}/bookings`}>{say.t('desk.allBookings')}</Link>}
            bookings={desk.data.arrivals}
            now={now}
            zone={hub.zone}
            lead={(booking) => <b>{say.time(booking.startsAt, hub.zone)}</b>}
            onOpen={openBooking}
            act={(booking) => <ArriveButton hubId={hub.id} booking={booking} />}
          />
          <DeskList
            id="running"
            title={say.t('desk.runningTitle', { count: desk.data.running.length })}
            empty={say.t('desk.runningEmpty')}
            bookings={desk.data.running}
            now={now}
            zone={hub.zone}
            lead={(booking) => <Figures>{say.t('desk.untilTime', { time: say.time(booking.endsAt, hub.zone) })}</Figures>}
            onOpen={openBooking}
          />
        </div>
      )}
      <TodayCards />
      <DeskBookingDialog hub={hub} bookingId={search['booking']} now={now} onClose={closeBooking} onActed={closeBooking} />
      <Dialog
        title={space === undefined ? '' : say.local(space.source.name)}
        place="side"
        isOpen={space !== undefined}
        onClose={() => setSpaceKey(undefined)}
      >
        {space !== undefined && model !== undefined && (
          <SpaceDay
            row={space}
            model={model}
            onBooking={(id) => {
              setSpaceKey(undefined)
              openBooking(id)
            }}
            onTake={take}
          />
        )}
      </Dialog>
      <Dialog title={say.t('desk.bookTitle')} place="side" isOpen={taking !== undefined} onClose={() => setTaking(undefined)}>
        {taking !== undefined && (
          <BookForm
            hub={hub}
            when={taking.when}
            place={taking.place}
            holder={taking.holder}
            isTimeOpen={taking.isTimeOpen ?? false}
            onDone={() => setTaking(undefined)}
            onClose={() => setTaking(undefined)}
          />
        )}
      </Dialog>
      <MoveDialog hub={hub} move={move} onClose={() => setMove(undefined)} />
      <WalkInDialog hub={hub} isOpen={isWalkIn} onClose={() => setWalkIn(false)} />
      <FindPersonDialog
        hub={hub}
        now={now}
        isOpen={isFinding}
        onClose={() => setFinding(false)}
        onBooking={(id) => {
          setFinding(false)
          openBooking(id)
        }}
        onBookFor={(person) => {
          setFinding(false)
          if (model !== undefined)
            setTaking({ when: wishOf(model, undefined, undefined, undefined), place: undefined, holder: holderOf(person) })
        }}
      />
    </>
  )
}

function TodayHead({ hub, desk, now, needs }: { hub: HubRef; desk: DeskToday | undefined; now: number; needs: number }) {
  const say = useSay()
  const language = useLanguage()
  const local = useLocalText()
  if (desk === undefined) return <PageHead title={say.t('desk.looking')} lead={local(hub.names)} />
  const expected = [...desk.arrivals, ...desk.running].reduce((sum, booking) => sum + booking.partySize, 0)
  return (
    <PageHead
      lead={formatInstant(now, language, hub.zone)}
      title={needs === 0 ? say.t('desk.needsNone') : say.t('desk.needsTitle', { count: needs })}
      facts={
        <>
          <span>
            {say.t('desk.factExpected')}{' '}
            <NumLink to={`/operate/${hub.key}/bookings`}>
              <Figures>{say.people(expected)}</Figures>
            </NumLink>
          </span>
          <span>
            {say.t('desk.factArrivals')}{' '}
            <NumLink to="." search={true} hash="arrivals">
              <Figures>{say.t('desk.parties', { count: desk.arrivals.length })}</Figures>
            </NumLink>
          </span>
          <span>
            {say.t('desk.factRunning')}{' '}
            <NumLink to="." search={true} hash="running">
              <Figures>{say.t('desk.parties', { count: desk.running.length })}</Figures>
            </NumLink>
          </span>
          <span>
            {say.t('desk.factFree')}{' '}
            <NumLink to="." search={{ free: 'yes' }} hash="day">
              <Figures>{say.t('desk.freeNow', { spaces: desk.free.spaces, seats: desk.free.seats })}</Figures>
            </NumLink>
          </span>
        </>
      }
    />
  )
}

function needsOf(desk: DeskToday | undefined, today: DayModel | undefined, now: number): Need[] {
  const holds = (desk?.needsMe ?? [])
    .filter((need) => Date.parse(need.dueAt) > now)
    .map((need): Need => ({
      kind: need.kind === 'request' ? 'request' : 'hold',
      id: need.booking.id,
      dueAt: Date.parse(need.dueAt),
      booking: need.booking,
    }))
  const astray = (today?.rows ?? []).flatMap((row) =>
    row.bookings
      .filter((each) => each.state === 'astray')
      .map((each): Need => ({ kind: 'astray', id: each.booking.id, dueAt: each.span.from, booking: each.booking, row })),
  )
  // A seat's booking stands in one row; that of a whole space also in the row of its seats.
  return [...new Map([...astray, ...holds].map((need) => [`${need.kind}${need.id}`, need])).values()].toSorted(
    // What does not settle by itself comes first, then what lapses soonest.
    (a, b) => Number(b.kind === 'astray') - Number(a.kind === 'astray') || a.dueAt - b.dueAt,
  )
}

/** An hour where the free time allows it; without a place, from the next half hour. */
function wishOf(model: DayModel, row: DayRow | undefined, start: number | undefined, end: number | undefined): When {
  const from = Math.round((start ?? Math.max(model.from, Math.ceil(model.hours(model.now) * 2) / 2)) * 60)
  if (end !== undefined) return { day: model.day, start: from, end: Math.round(end * 60) }
  const gap = row?.free
    .map((span) => ({ from: Math.round(model.hours(span.from) * 60), to: Math.round(model.hours(span.to) * 60) }))
    .find((span) => span.from <= from && from < span.to)
  // What has begun counts from its beginning, by the step of the space.
  const step = row?.source.granularityMinutes ?? 15
  const begin = gap === undefined ? from : Math.max(gap.from, Math.floor(from / step) * step)
  const length = Math.max(60, step)
  return { day: model.day, start: begin, end: Math.min(gap?.to ?? begin + length, begin + length) }
}
