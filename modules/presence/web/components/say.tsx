/** The words that the screens of presence have in common. */
import { useMemo } from 'react'
import { dayOf, formatDay, formatTime } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { StateMark, type Tone } from '#ui/marks.tsx'
import type { IconName } from '#ui/icon.tsx'
import type { Fullness } from '../../contract/rules.ts'
import type { StayView } from '../../contract/schemas.ts'
import { usePresenceTexts } from '../texts.ts'

export function useSay() {
  const t = usePresenceTexts()
  const language = useLanguage()
  const local = useLocalText()
  return useMemo(
    () => ({
      t,
      language,
      local,
      name: (stay: Pick<StayView, 'name' | 'subjectKind'>): string =>
        stay.name !== ''
          ? stay.name
          : t(stay.subjectKind === 'booking' ? 'now.booking' : stay.subjectKind === 'visitor' ? 'now.visitor' : 'now.nameless'),
      place: (stay: Pick<StayView, 'spaceNames'>): string => (stay.spaceNames === null ? t('now.hall') : local(stay.spaceNames)),
      people: (stay: Pick<StayView, 'people' | 'isCountSure'>): string =>
        t(stay.isCountSure ? 'now.people' : 'now.peopleUnsure', { count: stay.people }),
      time: (instant: string, zone: string): string => formatTime(instant, zone),
      /** Past midnight the day stands beside it. */
      timeOn: (instant: string, day: string, zone: string): string =>
        dayOf(instant, zone) === day
          ? formatTime(instant, zone)
          : `${formatDay(dayOf(instant, zone), language, { hasWeekday: false })} ${formatTime(instant, zone)}`,
      day: (day: string): string => formatDay(day, language),
    }),
    [t, language, local],
  )
}

const looks: Readonly<Record<Fullness, { tone: Tone; icon: IconName }>> = {
  free: { tone: 'ok', icon: 'check' },
  some: { tone: 'wait', icon: 'people' },
  busy: { tone: 'bad', icon: 'alert' },
  unknown: { tone: 'off', icon: 'info' },
}

export function FullnessMark({ word, children }: { word: Fullness; children: string }) {
  const { tone, icon } = looks[word]
  return (
    <StateMark tone={tone} icon={icon}>
      {children}
    </StateMark>
  )
}

/** Certain, or what is not. */
export function DoubtMarks({ stay }: { stay: StayView }) {
  const { t } = useSay()
  if (stay.doubts.length === 0) return <span className="muted">{t('stays.sure')}</span>
  return (
    <ul className="grid gap-1">
      {stay.doubts.map((doubt) => (
        <li key={doubt}>
          <StateMark tone="wait" icon="alert">
            {t(`stays.doubt.${doubt}`)}
          </StateMark>
        </li>
      ))}
    </ul>
  )
}
