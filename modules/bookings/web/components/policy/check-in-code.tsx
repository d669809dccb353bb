/** What the holder shows at the entrance. The picture is drawn here: no code goes to anybody else's service. */
import { useQuery } from '@tanstack/react-query'
import { formatTime } from '#platform/web/format.ts'
import { StateMark } from '#ui/marks.tsx'
import { Skeleton } from '#ui/states.tsx'
import type { Booking } from '../../../contract/schemas.ts'
import { useBookingsTexts } from '../../texts.ts'

/** Two hours before the start is soon enough to look for it. */
const shownBeforeMs = 2 * 3_600_000

export function CheckInCode({
  booking,
  now,
}: {
  booking: Pick<Booking, 'checkInCode' | 'shortCode' | 'checkedInAt' | 'startsAt' | 'timeZone' | 'hubKey'>
  now: number
}) {
  const t = useBookingsTexts()
  const code = booking.checkInCode
  const isShown = code !== null && booking.checkedInAt === null && Date.parse(booking.startsAt) - shownBeforeMs <= now
  // a link, so that the camera of any telephone can open it too; what it proves stands behind `#`
  const link = `${window.location.origin}/hubs/${booking.hubKey}/check-in#c=${code ?? ''}`
  const picture = useQuery({
    queryKey: ['check-in-picture', link],
    queryFn: async () => {
      const { create } = await import('qrcode')
      const { data, size } = create(link, { errorCorrectionLevel: 'M' }).modules
      const dark = Array.from(data.keys()).filter((i) => data[i] === 1)
      return { size, path: dark.map((i) => `M${i % size} ${Math.floor(i / size)}h1v1h-1z`).join('') }
    },
    enabled: isShown,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (booking.checkedInAt !== null)
    return (
      <p>
        <StateMark tone="ok" icon="check">
          {t('public.rules.arrived', { time: formatTime(booking.checkedInAt, booking.timeZone) })}
        </StateMark>
      </p>
    )
  if (!isShown) return null
  return (
    <section className="grid justify-items-start gap-2">
      <h2 className="text-[1.125rem]">{t('public.rules.checkInTitle')}</h2>
      <p>{t('public.rules.checkInLead')}</p>
      {picture.data === undefined ? (
        <Skeleton width="14rem" height="14rem" />
      ) : (
        // black on white in the dark too: readers want it so
        <svg
          className="h-56 w-56 rounded-8"
          role="img"
          aria-label={t('public.rules.checkInPicture')}
          viewBox={`-4 -4 ${picture.data.size + 8} ${picture.data.size + 8}`}
          shapeRendering="crispEdges"
        >
          <rect x="-4" y="-4" width="100%" height="100%" fill="#fff" />
          <path d={picture.data.path} fill="#000" />
        </svg>
      )}
      {booking.shortCode !== null && (
        <p>
          {t('public.rules.checkInNumber')}
          <b className="n ml-3 text-[1.5rem] tracking-[0.2em]">{booking.shortCode}</b>
          <span className="dense muted block">{t('public.rules.checkInNumberHint')}</span>
        </p>
      )}
    </section>
  )
}
