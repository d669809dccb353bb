/** What needs somebody at the desk, the most pressing first: kind and time left, the fact, the reason, what can be done. */
import { useEffect, useRef, useState } from 'react'
import { dayOf } from '#platform/web/format.ts'
import type { DeskNeed } from '#platform/web/registry.ts'
import { Button, buttonClass } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { StateMark } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { minuteMs } from '../../contract/rules.ts'
import type { DeskBooking, GridBooking } from '../../contract/schemas.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { useSay, type Say } from './say.tsx'
import { useQuietRows, type QuietRow } from './use-quiet-rows.tsx'
import type { DayRow } from './day-model.tsx'

export type Need =
  /** A guest has not yet pressed the link of the mail; the place falls free by itself. */
  | { readonly kind: 'hold' | 'request'; readonly id: string; readonly dueAt: number; readonly booking: DeskBooking }
  /** The hours were changed: the booking now lies outside them. */
  | { readonly kind: 'astray'; readonly id: string; readonly dueAt: number; readonly booking: GridBooking; readonly row: DayRow }
  /** Of any source, in its own words. */
  | (DeskNeed & { readonly kind: 'other' })

export function Needs({
  needs,
  now,
  zone,
  onOpen,
}: {
  needs: readonly Need[]
  now: number
  zone: string
  onOpen: (bookingId: string) => void
}) {
  const say = useSay()
  const { announce } = useToast()
  const { shown, waiting, showAll } = useQuietRows(needs, (need) => need.id)
  const [cancelling, setCancelling] = useState<DeskBooking | undefined>(undefined)
  const count = useRef(needs.length)
  useEffect(() => {
    if (needs.length > count.current) announce(say.t('desk.needsTitle', { count: needs.length }))
    count.current = needs.length
  }, [needs.length, announce, say])
  if (shown.length === 0 && waiting === 0) return null
  return (
    <section aria-label={say.t('desk.needsLabel')}>
      <ol className="needs">
        {shown.map((each) => (
          <NeedRow key={each.key} entry={each} now={now} zone={zone} onOpen={onOpen} onCancel={setCancelling} />
        ))}
      </ol>
      {waiting > 0 && (
        <button type="button" className="link-btn" onClick={showAll}>
          {say.t('desk.showNew', { count: waiting })}
        </button>
      )}
      {cancelling !== undefined && <CancelDialog booking={cancelling} isDesk isOpen onClose={() => setCancelling(undefined)} />}
    </section>
  )
}

function NeedRow({
  entry: { row: need, isGone },
  now,
  zone,
  onOpen,
  onCancel,
}: {
  entry: QuietRow<Need>
  now: number
  zone: string
  onOpen: (id: string) => void
  onCancel: (booking: DeskBooking) => void
}) {
  const say = useSay()
  if (isGone) {
    return (
      <li className="need gone">
        <div className="left">
          <StateMark tone="off" icon="check">
            {say.t('desk.needGone')}
          </StateMark>
        </div>
        <p className="what">{whatOf(need, now, zone, say)}</p>
      </li>
    )
  }
  if (need.kind === 'other') {
    return (
      <li className={need.isHot ? 'need hot' : 'need'}>
        <div className="left">
          <StateMark tone={need.mark.tone} icon={need.mark.icon}>
            {need.mark.word}
          </StateMark>
          <b>{need.left}</b>
        </div>
        <div>
          <p className="what">{need.what}</p>
          <p className="why">{need.why}</p>
        </div>
        <div className="acts">{need.acts}</div>
      </li>
    )
  }
  const left = Math.max(0, Math.ceil((need.dueAt - now) / minuteMs))
  if (need.kind === 'astray') {
    return (
      <li className="need hot">
        <div className="left">
          <StateMark tone="bad" icon="alert">
            {say.t('booking.stateAstray')}
          </StateMark>
          <b>{need.dueAt <= now ? say.t('desk.hasBegun') : say.t('desk.leftTime', { time: say.length(left) })}</b>
        </div>
        <div>
          <p className="what">
            <button type="button" className="num-btn" onClick={() => onOpen(need.booking.id)}>
              {whatOf(need, now, zone, say)}
            </button>
          </p>
          <p className="why">
            {say.t('desk.astrayWhy', { name: say.name(need.booking.holderName), people: say.people(need.booking.partySize) })}
          </p>
        </div>
        <div className="acts">
          <Button size="small" kind="bad" onClick={() => onOpen(need.booking.id)}>
            {say.t('desk.openAndMove')}
          </Button>
        </div>
      </li>
    )
  }
  const { booking } = need
  const { phone, mail } = booking.holder
  return (
    <li className="need">
      <div className="left">
        <StateMark tone="wait" icon="hourglass">
          {say.t(need.kind === 'request' ? 'booking.stateRequested' : 'booking.stateHeld')}
        </StateMark>
        <b>{say.t('desk.leftTime', { time: say.length(left) })}</b>
      </div>
      <div>
        <p className="what">
          <button type="button" className="num-btn" onClick={() => onOpen(booking.id)}>
            {whatOf(need, now, zone, say)}
          </button>
        </p>
        <p className="why">
          {say.t(need.kind === 'request' ? 'approval.waits' : 'desk.holdWhy', {
            name: say.name(booking.holder.name),
            people: say.people(booking.partySize),
            time: need.kind === 'request' ? say.instant(new Date(need.dueAt).toISOString(), zone) : say.time(need.dueAt, zone),
          })}
        </p>
      </div>
      <div className="acts">
        {phone !== null ? (
          <a className={buttonClass({ size: 'small', kind: 'quiet' })} href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>
            <Icon name="phone" />
            {say.t('desk.callThem')}
          </a>
        ) : mail !== null ? (
          <a className={buttonClass({ size: 'small', kind: 'quiet' })} href={`mailto:${mail}`}>
            <Icon name="mail" />
            {say.t('desk.mailThem')}
          </a>
        ) : null}
        {need.kind === 'request' && (
          <Button size="small" kind="main" onClick={() => onOpen(booking.id)}>
            {say.t('approval.open')}
          </Button>
        )}
        {need.kind === 'hold' && booking.can.cancel && (
          <Button size="small" onClick={() => onCancel(booking)}>
            {say.t('desk.release')}
          </Button>
        )}
      </div>
    </li>
  )
}

function whatOf(need: Need, now: number, zone: string, say: Say): string {
  if (need.kind === 'other') return need.what
  const { startsAt, endsAt } = need.booking
  const isToday = dayOf(startsAt, zone) === dayOf(now, zone)
  return say.t('desk.needWhat', {
    what: need.kind === 'astray' ? say.local(need.row.source.name) : say.what(need.booking),
    when: isToday ? say.t('desk.todayRange', { range: say.range(startsAt, endsAt, zone) }) : say.dayAndRange(startsAt, endsAt, zone),
  })
}
