/** The words that every screen of bookings has in common: what is booked, in which state, by whom, for how much. */
import { useMemo, type ReactNode } from 'react'
import { formatDay, formatDayAndRange, formatInstant, formatMinutes, formatTime, formatTimeRange, formatYen } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { StateMark } from '#ui/marks.tsx'
import type { Booking, BookedKind, Unit } from '../../contract/schemas.ts'
import { useBookingsTexts, type BookingsTexts } from '../texts.ts'
import { stateLook, stateOf, type BookingState } from './day-model.tsx'

const stateKeys = {
  requested: 'booking.stateRequested',
  held: 'booking.stateHeld',
  provisional: 'booking.stateProvisional',
  coming: 'booking.stateComing',
  running: 'booking.stateRunning',
  over: 'booking.stateOver',
  cancelled: 'booking.stateCancelled',
  declined: 'booking.stateDeclined',
  lapsed: 'booking.stateLapsed',
  'no-show': 'booking.stateNoShow',
  astray: 'booking.stateAstray',
} as const satisfies Record<BookingState, Parameters<BookingsTexts>[0]>

const shownUnits = 4

export function useSay() {
  const t = useBookingsTexts()
  const language = useLanguage()
  const local = useLocalText()
  return useMemo(() => {
    const seats = (count: number): string => t('booking.seats', { count })
    const pieces = (count: number): string => t('booking.pieces', { count })
    const people = (count: number): string => t('booking.people', { count })
    const units = (list: readonly Unit[]): string => {
      const labels = list.slice(0, shownUnits).map((unit) => unit.label)
      const rest = list.length - labels.length
      return `${labels.join(t('booking.listComma'))}${rest > 0 ? t('booking.andMore', { count: rest }) : ''}`
    }
    return {
      t,
      language,
      local,
      state: (state: BookingState) => t(stateKeys[state]),
      seats,
      pieces,
      people,
      count: (kind: BookedKind, count: number) =>
        kind === 'seat' ? seats(count) : kind === 'equipment' ? pieces(count) : t('booking.rooms', { count }),
      name: (name: string) => (name === '' ? t('booking.forgotten') : t('booking.named', { name })),
      bareName: (name: string) => (name === '' ? t('booking.forgotten') : name),
      /** `テレワークセンター 席3・4` */
      what: (booking: Pick<Booking, 'kind' | 'targetName' | 'units'>) =>
        booking.kind === 'space' || booking.units.length === 0
          ? local(booking.targetName)
          : t(booking.kind === 'seat' ? 'booking.whatWithSeats' : 'booking.whatWithUnits', {
              name: local(booking.targetName),
              units: units(booking.units),
            }),
      /** Facts of one line. */
      facts: (parts: readonly string[]) => parts.filter(Boolean).join(language === 'ja' ? '　' : ' · '),
      day: (day: string, options?: { hasYear?: boolean; hasWeekday?: boolean }) => formatDay(day, language, options),
      time: formatTime,
      range: (startsAt: string, endsAt: string, zone: string) => formatTimeRange(startsAt, endsAt, language, zone),
      dayAndRange: (startsAt: string, endsAt: string, zone: string) => formatDayAndRange(startsAt, endsAt, language, zone),
      instant: (instant: string, zone: string) => formatInstant(instant, language, zone),
      hours: (hours: number) => formatMinutes(Math.round(hours * 60)),
      length: (minutes: number) => {
        const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
        if (hours === 0) return t('booking.minutes', { count: rest })
        return rest === 0 ? t('booking.hours', { count: hours }) : t('booking.hoursAndMinutes', { hours, minutes: rest })
      },
      fee: (yen: number) => (yen === 0 ? t('booking.free') : formatYen(yen)),
    }
  }, [t, language, local])
}
export type Say = ReturnType<typeof useSay>

export function BookingStateMark({ state }: { state: BookingState }) {
  const { tone, icon } = stateLook[state]
  const say = useSay()
  return (
    <StateMark tone={tone} icon={icon}>
      {say.state(state)}
    </StateMark>
  )
}

export const stateOfBooking = (booking: Pick<Booking, 'status' | 'startsAt' | 'endsAt' | 'provisionalUntil'>, now: number): BookingState =>
  stateOf(booking, now)

/** The figures of a sentence stand out, whatever the language puts around them. */
export function Figures({ children }: { children: string }): ReactNode {
  return children.split(/(\d[\d,:]*)/).map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part))
}
