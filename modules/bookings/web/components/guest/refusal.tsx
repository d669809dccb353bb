/** Why a booking was refused, and what can be had instead: one press each. */
import { isProblem } from '#platform/web/client.ts'
import { useLanguage } from '#platform/web/language.ts'
import { textIn } from '#platform/web/local-text.tsx'
import { formatDayAndRange } from '#platform/web/format.ts'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Note } from '#ui/marks.tsx'
import type { Alternatives, Period } from '../../../contract/schemas.ts'
import { alternativesOf } from './alternatives.tsx'
import { useBookingsTexts } from '../../texts.ts'

export interface RefusalProps {
  error: unknown
  zone: string
  onTime?: (period: Period) => void
  onSpace?: (space: Alternatives['spaces'][number]) => void
}

export function Refusal({ error, zone, onTime, onSpace }: RefusalProps) {
  const t = useBookingsTexts()
  const say = useProblemText()
  const language = useLanguage()
  const instead = alternativesOf(error)
  const times = onTime === undefined ? [] : (instead?.times ?? [])
  const spaces = onSpace === undefined ? [] : (instead?.spaces ?? [])
  return (
    <Note tone="bad" isAlert>
      <p className="font-bold">{say(error)}</p>
      {isProblem(error) && error.status >= 500 && <p className="dense muted">{error.requestId}</p>}
      {times.length + spaces.length > 0 && (
        <>
          <p className="mt-2">{t('public.page.instead')}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            {times.map((period) => (
              <Button key={period.startsAt} size="small" onClick={() => onTime?.(period)}>
                {formatDayAndRange(period.startsAt, period.endsAt, language, zone)}
              </Button>
            ))}
            {spaces.map((space) => (
              <Button key={space.targetId} size="small" onClick={() => onSpace?.(space)}>
                {textIn(space.name, language)}
              </Button>
            ))}
          </div>
        </>
      )}
    </Note>
  )
}
