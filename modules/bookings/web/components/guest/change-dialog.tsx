/** Another day, longer, shorter, elsewhere: the same choice of day and time, with this booking's own place marked free. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLanguage } from '#platform/web/language.ts'
import { dayOf, formatDayAndRange, hoursOfDay, instantAt } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Note } from '#ui/marks.tsx'
import type { Booking } from '../../../contract/schemas.ts'
import { choiceQuery, marksQuery, rangeOfMonth, useChange, type GuestLink } from './calls.tsx'
import { useBookingsTexts } from '../../texts.ts'
import { DayChoice, OwnTimes } from './day-choice.tsx'
import { Refusal } from './refusal.tsx'
import { openRange, wallTimeOf } from './wish.tsx'

export function ChangeDialog({
  booking,
  link,
  isOpen,
  onClose,
  onDone,
}: {
  booking: Booking
  link: GuestLink
  isOpen: boolean
  onClose: () => void
  onDone: (before: Booking) => void
}) {
  const t = useBookingsTexts()
  return (
    <Dialog title={t('public.page.changeTitle')} isOpen={isOpen} onClose={onClose}>
      <ChangeForm booking={booking} link={link} onClose={onClose} onDone={onDone} />
    </Dialog>
  )
}

function ChangeForm({
  booking,
  link,
  onClose,
  onDone,
}: {
  booking: Booking
  link: GuestLink
  onClose: () => void
  onDone: (before: Booking) => void
}) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const zone = booking.timeZone
  const bookedDay = dayOf(booking.startsAt, zone)
  const [day, setDay] = useState(bookedDay)
  const [month, setMonth] = useState(bookedDay.slice(0, 7))
  const [start, setStart] = useState(Math.round(hoursOfDay(booking.startsAt, bookedDay, zone) * 60))
  const [end, setEnd] = useState(Math.round(hoursOfDay(booking.endsAt, bookedDay, zone) * 60))
  const change = useChange(link)

  const here = dayOf(Date.now(), zone)
  const marks = useQuery(marksQuery(booking.hubKey, { ...rangeOfMonth(month, here), people: booking.partySize }))
  const choice = useQuery(choiceQuery(booking.hubKey, { day, start: wallTimeOf(start), end: wallTimeOf(end), people: booking.partySize }))
  const mine = choice.data?.choice?.spaces.find((space) => space.kind === booking.kind && space.targetId === booking.targetId)
  const range = mine === undefined || choice.data === undefined ? undefined : openRange(mine.open, day, zone, choice.data.now)
  const startsAt = instantAt(day, start, zone)
  const endsAt = instantAt(day, end, zone)
  const isSame = Date.parse(startsAt) === Date.parse(booking.startsAt) && Date.parse(endsAt) === Date.parse(booking.endsAt)
  // The server counts this very booking as taken: where the new time lies within the old one, it is free for sure.
  const isInside = Date.parse(startsAt) >= Date.parse(booking.startsAt) && Date.parse(endsAt) <= Date.parse(booking.endsAt)
  const overlapsOwn = Date.parse(startsAt) < Date.parse(booking.endsAt) && Date.parse(endsAt) > Date.parse(booking.startsAt)
  const isShut = mine !== undefined && !choice.isPlaceholderData && (mine.state === 'closed' || range === undefined)
  const isTaken = mine !== undefined && !choice.isPlaceholderData && !isInside && !overlapsOwn && mine.state !== 'free' && !isShut

  const submit = (): void => {
    change.mutate(
      { version: booking.version, startsAt, endsAt },
      {
        onSuccess: () => {
          onDone(booking)
          onClose()
        },
      },
    )
  }
  const set = (newStart: number, newEnd: number): void => {
    change.reset()
    setStart(newStart)
    setEnd(newEnd)
  }
  return (
    <>
      <DayChoice
        availability={marks.data}
        month={month}
        onMonth={setMonth}
        day={day}
        onDay={(chosen) => {
          change.reset()
          setDay(chosen)
        }}
        holidays={new Set()}
      />
      {range !== undefined && (
        <OwnTimes range={{ start: Math.min(range.start, start), end: Math.max(range.end, end) }} start={start} end={end} onChange={set} />
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {[60, 30, -30, -60].map((minutes) => (
          <Button
            key={minutes}
            kind="quiet"
            size="small"
            disabled={end + minutes - start < 30 || (range !== undefined && end + minutes > range.end)}
            onClick={() => set(start, end + minutes)}
          >
            {t(minutes > 0 ? 'public.page.longer' : 'public.page.shorter', { minutes: Math.abs(minutes) })}
          </Button>
        ))}
      </div>
      <p className="mt-5 text-[1.125rem] font-bold leading-normal" aria-live="polite">
        {formatDayAndRange(startsAt, endsAt, language, zone)}
      </p>
      <div className="mt-3 grid gap-3">
        {isShut && <Note tone="wait">{t(`public.page.closedReasons.${mine?.closedReason ?? 'hours'}`)}</Note>}
        {isTaken && <Note tone="wait">{t(mine?.state === 'partly' ? 'public.page.partlyWhy' : 'public.page.fullWhy')}</Note>}
        {change.isError && (
          <Refusal
            error={change.error}
            zone={zone}
            onTime={(period) => {
              const other = dayOf(period.startsAt, zone)
              setDay(other)
              setMonth(other.slice(0, 7))
              set(Math.round(hoursOfDay(period.startsAt, other, zone) * 60), Math.round(hoursOfDay(period.endsAt, other, zone) * 60))
            }}
          />
        )}
      </div>
      <div className="dlg-acts">
        <Button kind="quiet" onClick={onClose}>
          {t('public.page.leaveAsIs')}
        </Button>
        <Button kind="main" isBusy={change.isPending} disabled={isSame} onClick={submit}>
          {t('public.page.changeTo')}
        </Button>
      </div>
    </>
  )
}
