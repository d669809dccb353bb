/** What a door says to this person now: open, or not, why, from when, and what to do instead. In the words of whoever wants in. */
import type { ReactNode } from 'react'
import { formatInstant } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Local } from '#platform/web/local-text.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import type { PassDoor } from '../../contract/pass/schemas.ts'
import type { DecisionReason } from '../../contract/schemas.ts'
import { useAccessTexts } from '../texts.ts'

/** A lease ends in a year: that is no news at a door, and the day alone would mislead. */
const sayUntilMs = 7 * 86_400_000

const closedReasons: readonly DecisionReason[] = ['locked_down', 'rules_too_old', 'clock_unknown', 'credential_blocked', 'credential_lost']

/** The next best thing to do; undefined where the reason says it all. */
export function useNext(): (reason: DecisionReason) => string | undefined {
  const t = useAccessTexts()
  return (reason) => {
    if (reason === 'too_late' || reason === 'other_door' || reason === 'no_grant') return t(`public.next.${reason}`)
    return closedReasons.includes(reason) ? t('public.next.closed') : undefined
  }
}

export function DoorAnswer({ door, zone, children }: { door: PassDoor; zone: string; children?: ReactNode }) {
  const t = useAccessTexts()
  const language = useLanguage()
  const next = useNext()
  const { isOpen, reason, opensAt, until } = door.now
  return (
    <div className={isOpen ? 'rounded-lg border border-rule p-4' : 'overflow-hidden rounded-lg border-2 border-bad'}>
      <div className={isOpen ? undefined : 'bg-bad-soft p-4'}>
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <b className="text-[1.125rem]">
            <Local text={door.names} />
          </b>
          <StateMark tone={isOpen ? 'ok' : 'bad'} icon={isOpen ? 'check' : 'cross'}>
            {t(`public.reason.${reason}`)}
          </StateMark>
          {isOpen && until !== null && Date.parse(until) < Date.now() + sayUntilMs && (
            <span className="dense muted">{t('public.until', { time: formatInstant(until, language, zone) })}</span>
          )}
        </p>
        {!isOpen && opensAt !== null && (
          <p className="mt-1 text-[1.125rem] font-bold">{t('public.next.too_early', { time: formatInstant(opensAt, language, zone) })}</p>
        )}
        {!isOpen && next(reason) !== undefined && <p className="mt-1">{next(reason)}</p>}
      </div>
      {door.isLockBehind && (
        <div className={isOpen ? 'mt-3' : 'p-3'}>
          <Note tone="wait">{t('public.isBehind')}</Note>
        </div>
      )}
      {children}
    </div>
  )
}
