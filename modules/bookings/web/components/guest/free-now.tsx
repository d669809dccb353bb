/** How much room there is at this moment: a sentence, and a square a seat. */
import type { HubPageProps } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { dayOf, formatDay, formatTime } from '#platform/web/format.ts'
import { SeatSquares } from '#ui/marks.tsx'
import { freeNowQuery } from './calls.tsx'
import { useBookingsTexts } from '../../texts.ts'

export function FreeNowBox({ hub }: HubPageProps) {
  const t = useBookingsTexts()
  const local = useLocalText()
  const language = useLanguage()
  const { data } = useQuery(freeNowQuery(hub.key))
  if (data === undefined) return <div className="min-h-20" />
  const seats = data.spaces.filter((space) => space.kind === 'seat')
  const rooms = data.spaces.filter((space) => space.kind === 'space')
  const total = seats.reduce((sum, space) => sum + space.totalUnits, 0)
  const free = seats.reduce((sum, space) => sum + space.freeUnits, 0)
  const freeRooms = rooms.filter((space) => space.freeUnits > 0).length
  // Without its day, "opens at 9:00" is taken for today.
  const opening = (at: string): string => {
    const [day, time] = [dayOf(at, data.timeZone), formatTime(at, data.timeZone)]
    return day === dayOf(data.now, data.timeZone)
      ? t('public.page.opensAt', { time })
      : t('public.page.opensOn', { day: formatDay(day, language), time })
  }
  if (!data.isOpen) {
    return (
      <div>
        <p className="dense muted">{t('public.page.freeNow')}</p>
        <p className="big">{data.changesAt === null ? t('public.page.notOpenSoon') : opening(data.changesAt)}</p>
      </div>
    )
  }
  const only = seats.length === 1 ? seats[0] : undefined
  return (
    <div>
      <p className="dense muted">
        {only === undefined ? t('public.page.freeNow') : t('public.page.ofSeats', { name: local(only.name), count: only.totalUnits })}
      </p>
      <p className="big">
        {total > 0 ? t('public.page.seatsFreeNow', { count: free }) : t('public.page.roomsFreeNow', { count: freeRooms })}
        {total > 0 && rooms.length > 0 && (
          <span className="text-base font-normal text-ink-2">{t('public.page.roomsFreeNow', { count: freeRooms })}</span>
        )}
      </p>
      {total > 0 && <SeatSquares total={total} taken={total - free} size="large" emphasis="free" />}
    </div>
  )
}
