/** Why not, and what instead: the server's sentence, then the nearest free times and other places, each one press away. */
import { isProblem } from '#platform/web/client.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import type { LocalText } from '#platform/contract/schemas.ts'
import { Button } from '#ui/button.tsx'
import { Note } from '#ui/marks.tsx'
import type { Alternatives, Period } from '../../contract/schemas.ts'
import { alternativesOf } from './guest/alternatives.tsx'
import { useSay } from './say.tsx'

export interface RefusalProps {
  error: unknown
  zone: string
  /** The day on the screen: times of it are said without the day. */
  day: string
  onTime?: (period: Period) => void
  onPlace?: (place: Alternatives['spaces'][number]) => void
  isBusy?: boolean
}

export function Refusal({ error, zone, day, onTime, onPlace, isBusy }: RefusalProps) {
  const say = useSay()
  const problemText = useProblemText()
  if (error === null || error === undefined) return null
  const offered = alternativesOf(error)
  const note = isProblem(error) ? (error.params['note'] as LocalText | null | undefined) : undefined
  const requestId = isProblem(error) && error.status >= 500 ? error.requestId : ''
  const times = onTime === undefined ? [] : (offered?.times ?? [])
  const places = onPlace === undefined ? [] : (offered?.spaces ?? [])
  return (
    <Note tone="bad" isAlert>
      <p className="font-bold">{problemText(error)}</p>
      {note != null && typeof note.ja === 'string' && <p>{say.local(note)}</p>}
      {requestId !== '' && <p className="dense">{say.t('booking.requestId', { id: requestId })}</p>}
      {times.length > 0 && (
        <div className="mt-3">
          <p className="dense mb-1.5">{say.t('booking.otherTimes')}</p>
          <div className="flex flex-wrap gap-2">
            {times.map((time) => (
              <Button key={time.startsAt} size="small" isBusy={isBusy} onClick={() => onTime?.(time)}>
                {say.day(day) === say.dayAndRange(time.startsAt, time.endsAt, zone).slice(0, say.day(day).length)
                  ? say.range(time.startsAt, time.endsAt, zone)
                  : say.dayAndRange(time.startsAt, time.endsAt, zone)}
              </Button>
            ))}
          </div>
        </div>
      )}
      {places.length > 0 && (
        <div className="mt-3">
          <p className="dense mb-1.5">{say.t('booking.otherPlaces')}</p>
          <div className="flex flex-wrap gap-2">
            {places.map((place) => (
              <Button key={`${place.kind}${place.targetId}`} size="small" isBusy={isBusy} onClick={() => onPlace?.(place)}>
                {say.local(place.name)}
              </Button>
            ))}
          </div>
        </div>
      )}
      {offered !== undefined && times.length === 0 && places.length === 0 && <p className="mt-2">{say.t('booking.nothingElse')}</p>}
    </Note>
  )
}

/** The sentence for one field that the server could not read. */
export function fieldError(error: unknown, path: string): boolean {
  return (
    isProblem(error) &&
    error.problem.fields?.some(
      (field) => field.path === `body.${path}` || field.path === path || field.path.startsWith(`body.${path}.`),
    ) === true
  )
}
