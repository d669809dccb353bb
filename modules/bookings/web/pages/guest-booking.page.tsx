/** A guest's own booking, opened by the link of the mail: confirm, see the way in, change, cancel. */
import { hubQuery } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { readGuestPermit } from '../../contract/payment/endpoints.ts'
import { urlOf } from '#platform/contract/client.ts'
import { saveFile } from '#platform/web/client.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLiveStream } from '#platform/web/live.ts'
import { Local, textIn } from '#platform/web/local-text.tsx'
import { dayOf, formatDay, formatInstant, formatTime, formatTimeRange, formatYen, hoursOfDay } from '#platform/web/format.ts'
import { PagePending, useProblemText, usePageTitle } from '#platform/web/shell/page.tsx'
import { Slot } from '#platform/web/shell/slot.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Link, LinkButton } from '#ui/link.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { getGuestBookingCalendar } from '../../contract/endpoints.ts'
import { guestCancellationQuery } from '../policy/queries.ts'
import { CheckInCode } from '../components/policy/check-in-code.tsx'
import { CancellationCost } from '../components/policy/terms.tsx'
import { isActiveStatus } from '../../contract/rules.ts'
import type { Booking } from '../../contract/schemas.ts'
import { ChangeDialog } from '../components/guest/change-dialog.tsx'
import { LinkProblem } from '../components/guest/link-problem.tsx'
import { GuestPapers } from '../components/guest/guest-papers.tsx'
import { OwnRecords } from '../components/guest/own-records.tsx'
import { Refusal } from '../components/guest/refusal.tsx'
import { wallTimeOf } from '../components/guest/wish.tsx'
import { guestBookingQuery, useCancel, useChange, useConfirm, type GuestLink } from '../components/guest/calls.tsx'
import { guestBookingSlots } from '../routes.tsx'
import { useBookingsTexts } from '../texts.ts'

export function GuestBookingPage() {
  const t = useBookingsTexts()
  const { hubKey = '', bookingId = '' } = useParams({ strict: false }) as { hubKey?: string; bookingId?: string }
  // After the `#`, so that the secret is never sent with an address and stands in no log.
  const hash = useRouterState({ select: (state) => state.location.hash })
  const link = new URLSearchParams(hash).get('k') ?? ''
  const given: GuestLink = { hubKey, bookingId, link }
  const booking = useQuery({ ...guestBookingQuery(given), enabled: link !== '' })
  useLiveStream({ hubKey, isOn: booking.data !== undefined })
  usePageTitle([t('public.page.yourBooking')])
  if (booking.data !== undefined) return <GuestBooking booking={booking.data} given={given} />
  if (link !== '' && booking.isPending) return <PagePending />
  return (
    <LinkProblem hubKey={hubKey} link={link} title={t('public.page.yourBooking')} isWrong={t('public.page.linkWrong')} query={booking} />
  )
}

function GuestBooking({ booking, given }: { booking: Booking; given: GuestLink }) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const say = useProblemText()
  const { toast } = useToast()
  const hub = useQuery(hubQuery(given.hubKey))
  const confirm = useConfirm(given)
  const undo = useChange(given)
  const heading = useRef<HTMLHeadingElement>(null)
  const [isChanging, setChanging] = useState(false)
  const [isCancelling, setCancelling] = useState(false)
  const zone = booking.timeZone
  const isOver = Date.parse(booking.endsAt) < Date.now()
  const title = {
    requested: 'public.page.requestedTitle',
    held: 'public.page.heldTitle',
    confirmed: isOver ? 'public.page.overTitle' : 'public.page.confirmedTitle',
    cancelled: 'public.page.cancelledTitle',
    declined: 'public.page.declinedTitle',
    lapsed: 'public.page.lapsedTitle',
    'no-show': 'public.page.noShowTitle',
  } as const
  const status = booking.status
  const before = useRef(status)
  useEffect(() => {
    // What has just changed is the first thing to hear.
    if (before.current !== status) heading.current?.focus()
    before.current = status
  }, [status])
  const takeBack = (old: Booking, version: number): void => {
    undo.mutate(
      { version, startsAt: old.startsAt, endsAt: old.endsAt },
      { onSuccess: () => toast(t('public.page.changedBack')), onError: (error) => toast(say(error)) },
    )
  }

  const day = dayOf(booking.startsAt, zone)
  const sameAgain = {
    day,
    from: wallTimeOf(Math.round(hoursOfDay(booking.startsAt, day, zone) * 60)),
    to: wallTimeOf(Math.min(1440, Math.round(hoursOfDay(booking.endsAt, day, zone) * 60))),
    people: String(booking.partySize),
  }
  return (
    <div className="wrap grid grid-cols-1 gap-x-16 gap-y-10 pb-16 pt-8 max-md:pt-5 lg:grid-cols-[minmax(0,560px)_minmax(0,1fr)]">
      <div>
        <h1 ref={heading} tabIndex={-1} className="text-[1.75rem] max-md:text-[1.375rem]">
          {t(title[status])}
        </h1>
        {status === 'held' && booking.holdExpiresAt !== null && (
          <p className="mt-2">{t('public.page.heldUntil', { time: formatTime(booking.holdExpiresAt, zone) })}</p>
        )}
        {status === 'requested' && booking.holdExpiresAt !== null && (
          <p className="mt-2">{t('public.page.requestedLead', { time: formatInstant(booking.holdExpiresAt, language, zone) })}</p>
        )}
        {status === 'confirmed' && !isOver && <p className="mt-2">{t('public.page.confirmedLead')}</p>}
        {status === 'cancelled' && <p className="mt-2">{t('public.page.cancelledLead')}</p>}
        {status === 'declined' && <p className="mt-2">{t('public.page.declinedLead')}</p>}
        {status === 'no-show' && <p className="mt-2">{t('public.page.noShowLead')}</p>}
        {status === 'lapsed' && <p className="mt-2">{t('public.page.lapsedLead')}</p>}

        <section className="pass mt-5" aria-label={t('public.page.yourBooking')}>
          <p className="text-[1.125rem] font-bold text-ink-2">{formatDay(day, language, { hasYear: true })}</p>
          <p className="when">{formatTimeRange(booking.startsAt, booking.endsAt, language, zone)}</p>
          <p className="where">
            <Local text={booking.targetName} />
            {booking.kind !== 'space' && booking.units.length > 0 && (
              <>
                {'　'}
                {booking.units.map((unit) => unit.label).join('・')}
              </>
            )}
          </p>
          <p className="muted">
            <Link to="/hubs/$hubKey" params={{ hubKey: booking.hubKey }}>
              <Local text={booking.hubName} />
            </Link>
          </p>
          <p className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1">
            <BookingState booking={booking} isOver={isOver} />
            <span className="dense">{t('public.page.peopleCount', { count: booking.partySize })}</span>
            {booking.feeYen > 0 && <span className="dense">{formatYen(booking.feeYen)}</span>}
            {booking.cancellationFeeYen !== null && (
              <span className="dense">{t('public.rules.feeCancelled', { yen: formatYen(booking.cancellationFeeYen) })}</span>
            )}
            {booking.holder.name !== '' && (
              <span className="dense muted min-w-0">{t('public.page.bookedBy', { name: booking.holder.name })}</span>
            )}
          </p>
          {status === 'held' && (
            <div className="mt-5 grid gap-3">
              {confirm.isError && <Refusal error={confirm.error} zone={zone} />}
              <Button kind="main" isWide isBusy={confirm.isPending} className="min-h-16 text-[1.25rem]" onClick={() => confirm.mutate()}>
                {t('public.page.confirm')}
              </Button>
            </div>
          )}
          {status === 'confirmed' && !isOver && !booking.can.cancel && booking.cancelUntil !== null && (
            <p className="dense mt-3">{t('public.rules.cancelTooLate', { until: formatInstant(booking.cancelUntil, language, zone) })}</p>
          )}
          {isActiveStatus(status) && !isOver && (
            <div className="mt-3 grid grid-cols-2 gap-2">
              {status === 'confirmed' && (
                <Button
                  icon="calendar"
                  className="col-span-2"
                  onClick={() => void saveCalendar(given).catch(() => toast(t('public.page.calendarFailed')))}
                >
                  {t('public.page.toCalendar')}
                </Button>
              )}
              {status === 'confirmed' && (
                <Button
                  icon="doc"
                  kind="quiet"
                  className="col-span-2"
                  onClick={() => void savePermit(given).catch(() => toast(t('guestMail.payment.permitFailed')))}
                >
                  {t('guestMail.payment.permit')}
                </Button>
              )}
              <Button kind="quiet" disabled={!booking.can.change} onClick={() => setChanging(true)}>
                {t('public.page.change')}
              </Button>
              <Button kind="quiet" disabled={!booking.can.cancel} onClick={() => setCancelling(true)}>
                {t('public.page.cancel')}
              </Button>
            </div>
          )}
          {(!isActiveStatus(status) || isOver) && (
            <div className="mt-4">
              <LinkButton kind="main" to="/hubs/$hubKey" params={{ hubKey: booking.hubKey }} search={isOver ? {} : sameAgain} hash="book">
                {t(isOver ? 'public.page.bookNext' : 'public.page.bookSameAgain')}
              </LinkButton>
            </div>
          )}
        </section>
        {status !== 'held' && status !== 'requested' && (booking.feeYen > 0 || booking.cancellationFeeYen !== null) && (
          <GuestPapers given={given} zone={zone} />
        )}
        <div className="mt-6 empty:hidden">
          <CheckInCode booking={booking} now={Date.now()} />
        </div>
      </div>
      {status === 'confirmed' && !isOver && (
        <div className="grid content-start gap-10 empty:hidden">
          <Slot name={guestBookingSlots.doors} props={{ hubKey: given.hubKey, passId: given.bookingId, link: given.link }} />
        </div>
      )}
      {hub.data !== undefined && status === 'confirmed' && (
        <section aria-labelledby="way-in">
          <h2 id="way-in" className="text-[1.25rem]">
            {t('public.page.wayIn')}
          </h2>
          {hub.data.gettingIn === null ? (
            <p className="mt-3">{t('public.page.wayInAsk')}</p>
          ) : (
            <ol className="steps mt-4">
              {textIn(hub.data.gettingIn, language)
                .split(/\n+/)
                .filter((line) => line.trim() !== '')
                .map((line, index) => (
                  <li key={line}>
                    <span className="no" aria-hidden="true">
                      {index + 1}
                    </span>
                    <p>{line}</p>
                  </li>
                ))}
            </ol>
          )}
          <p className="addr">
            <Icon name="pin" />
            <span>
              <Local text={hub.data.address} />
              {language !== 'ja' && (
                <>
                  <br />
                  <span lang="ja">{hub.data.address.ja}</span>
                </>
              )}
            </span>
          </p>
          {hub.data.phone !== null && (
            <p className="addr">
              <Icon name="phone" />
              <a href={`tel:${hub.data.phone.replaceAll(/[^+\d]/g, '')}`}>{hub.data.phone}</a>
            </p>
          )}
        </section>
      )}
      {status === 'held' && (
        <div className="max-w-xl">
          <Note tone="go">{t('public.page.whyConfirm')}</Note>
        </div>
      )}
      {booking.holder.mail !== null && <OwnRecords given={given} zone={zone} />}
      <ChangeDialog
        booking={booking}
        link={given}
        isOpen={isChanging}
        onClose={() => setChanging(false)}
        onDone={(old) => toast(t('public.page.changed'), { label: t('public.page.undo'), run: () => takeBack(old, old.version + 1) })}
      />
      <CancelDialog booking={booking} given={given} isOpen={isCancelling} onClose={() => setCancelling(false)} />
    </div>
  )
}

function BookingState({ booking, isOver }: { booking: Booking; isOver: boolean }) {
  const t = useBookingsTexts()
  if (booking.status === 'confirmed' && isOver) {
    return (
      <StateMark tone="off" icon="check">
        {t('public.page.states.over')}
      </StateMark>
    )
  }
  const looks = {
    requested: ['wait', 'hourglass'],
    held: ['wait', 'hourglass'],
    confirmed: ['ok', 'check'],
    cancelled: ['off', 'cross'],
    declined: ['off', 'cross'],
    lapsed: ['off', 'clock'],
    'no-show': ['off', 'minus'],
  } as const
  const [tone, icon] = looks[booking.status]
  return (
    <StateMark tone={tone} icon={icon}>
      {t(`public.page.states.${booking.status}`)}
    </StateMark>
  )
}

function CancelDialog({ booking, given, isOpen, onClose }: { booking: Booking; given: GuestLink; isOpen: boolean; onClose: () => void }) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const { announce } = useToast()
  const cancel = useCancel(given)
  const cost = useQuery(guestCancellationQuery(given, isOpen))
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog
      title={t('public.page.cancelTitle')}
      isOpen={isOpen}
      onClose={onClose}
      confirmLabel={t('public.page.cancelNow')}
      cancelLabel={t('public.page.leaveAsIs')}
      kind="bad"
      isBusy={cancel.isPending}
      error={cancel.isError ? <Refusal error={cancel.error} zone={booking.timeZone} /> : undefined}
      onConfirm={() =>
        cancel.mutate(reason.trim(), {
          onSuccess: () => {
            onClose()
            announce(t('public.page.cancelledTitle'))
          },
        })
      }
    >
      <p className="mb-4 text-[1.125rem] font-bold leading-normal">
        {formatDay(dayOf(booking.startsAt, booking.timeZone), language)}{' '}
        {formatTimeRange(booking.startsAt, booking.endsAt, language, booking.timeZone)}
        <br />
        <Local text={booking.targetName} />
      </p>
      <p className="mb-4">{t('public.page.cancelWhat')}</p>
      <div className="mb-4 empty:hidden">
        <CancellationCost cost={cost.data} />
      </div>
      <TextField label={t('public.page.cancelReason')} value={reason} onChange={setReason} maxLength={300} />
    </ConfirmDialog>
  )
}

async function saveCalendar({ hubKey, bookingId, link }: GuestLink): Promise<void> {
  await saveFile(urlOf(getGuestBookingCalendar, { hubKey, bookingId }), 'booking.ics', { 'hiroba-link': link })
}

async function savePermit({ hubKey, bookingId, link }: GuestLink): Promise<void> {
  await saveFile(urlOf(readGuestPermit, { hubKey, bookingId }), 'permit.pdf', { 'hiroba-link': link })
}
