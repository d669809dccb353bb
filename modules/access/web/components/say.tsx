/** The words that every screen of doors has in common. */
import { useMemo } from 'react'
import { dayOf, formatDay, formatDayAndRange, formatInstant, formatMinutes, formatTime, formatWeekday } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import type { IconName } from '#ui/icon.tsx'
import { StateMark, type Tone } from '#ui/marks.tsx'
import type { CredentialStatus, DecisionReason, DoorMode, PinPeriod } from '../../contract/schemas.ts'
import { useAccessTexts } from '../texts.ts'

export function useSay() {
  const t = useAccessTexts()
  const language = useLanguage()
  const local = useLocalText()
  return useMemo(() => {
    const gap = language === 'en' || language === 'ko' ? ' ' : ''
    return {
      t,
      language,
      local,
      name: (name: string | null) => (name === null || name === '' ? t('common.forgotten') : t('common.named', { name })),
      facts: (parts: readonly string[]) => parts.filter(Boolean).join(language === 'ja' ? '　' : ' · '),
      time: formatTime,
      day: (day: string) => formatDay(day, language),
      instant: (instant: string, zone: string) => formatInstant(instant, language, zone),
      dayWithYear: (instant: string | number, zone: string) =>
        formatDay(dayOf(instant, zone), language, { hasYear: true, hasWeekday: false }),
      dayAndRange: (from: string, until: string, zone: string) => formatDayAndRange(from, until, language, zone),
      /** `月・火 22:00–7:00` */
      period: (period: PinPeriod) =>
        `${period.weekdays.map((day) => formatWeekday(day, language)).join(language === 'ja' ? '・' : ', ')} ${formatMinutes(period.fromMinute)}–${formatMinutes(period.toMinute)}${gap}`.trim(),
    }
  }, [t, language, local])
}
export type Say = ReturnType<typeof useSay>

/** A reason that a newer server knows and this page does not shows itself. */
export const reasonText = (say: Say, reason: string): string => say.t(`public.reason.${reason as DecisionReason}`)

const modeLooks = {
  normal: { tone: 'ok', icon: 'lock' },
  'open-all': { tone: 'wait', icon: 'door-open' },
  'lock-down': { tone: 'bad', icon: 'lock' },
} as const satisfies Record<DoorMode, { tone: Tone; icon: IconName }>

export function ModeMark({ mode }: { mode: DoorMode }) {
  const say = useSay()
  return <StateMark {...modeLooks[mode]}>{say.t(`modes.${mode}`)}</StateMark>
}

const statusLooks = {
  active: { tone: 'ok', icon: 'check' },
  lost: { tone: 'bad', icon: 'alert' },
  blocked: { tone: 'bad', icon: 'lock' },
  replaced: { tone: 'off', icon: 'return' },
} as const satisfies Record<CredentialStatus, { tone: Tone; icon: IconName }>

export function StatusMark({ status }: { status: CredentialStatus }) {
  const say = useSay()
  return <StateMark {...statusLooks[status]}>{say.t(`statuses.${status}`)}</StateMark>
}
