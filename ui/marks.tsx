/** Small parts that say a state: shape, icon, word; colour last. */
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'ok' | 'wait' | 'bad' | 'go' | 'off'

export function StateMark({ tone, icon, children, className }: { tone: Tone; icon: IconName; children: ReactNode; className?: string }) {
  return (
    <span className={['st', tone, className].filter(Boolean).join(' ')}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  )
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className="tag">{children}</span>
}

export function SectionHead({
  title,
  level = 2,
  id,
  aside,
  more,
}: {
  title: ReactNode
  level?: 2 | 3
  id?: string
  aside?: ReactNode
  more?: ReactNode
}) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="head">
      <Heading id={id}>{title}</Heading>
      {aside}
      {more !== undefined && <span className="more">{more}</span>}
    </div>
  )
}

export type NoteTone = 'wait' | 'bad' | 'ok' | 'go' | 'plain'
const noteIcons: Record<NoteTone, IconName> = { wait: 'alert', bad: 'alert', ok: 'check', go: 'info', plain: 'info' }

/** A remark beside the thing that it is about. `isAlert`: appeared because of what the reader just did, so it is read aloud. */
export function Note({
  tone = 'plain',
  icon,
  isAlert,
  children,
}: {
  tone?: NoteTone
  icon?: IconName
  isAlert?: boolean
  children: ReactNode
}) {
  return (
    <div className={tone === 'plain' ? 'note' : `note ${tone}`} role={isAlert === true ? 'alert' : undefined}>
      <Icon name={icon ?? noteIcons[tone]} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}

/** One square a seat, the taken ones filled. A picture only: the sentence beside it carries the figure. */
export function SeatSquares({
  total,
  taken,
  size = 'small',
  emphasis = 'taken',
}: {
  total: number
  taken: number
  size?: 'small' | 'large'
  emphasis?: 'taken' | 'free'
}) {
  const shown = Math.min(total, 60)
  return (
    <span className={['seats', size === 'large' && 'lg', emphasis === 'free' && 'free'].filter(Boolean).join(' ')} aria-hidden="true">
      {Array.from({ length: shown }, (_, index) => (
        <i key={index} className={index < taken ? 'on' : undefined} />
      ))}
    </span>
  )
}

export function Pips({ total, done }: { total: number; done: number }) {
  const shown = Math.min(total, 40)
  const filled = total === 0 ? 0 : Math.floor((done / total) * shown)
  return (
    <span className="pips" aria-hidden="true">
      {Array.from({ length: shown }, (_, index) => (
        <i key={index} className={index < filled ? 'on' : undefined} />
      ))}
    </span>
  )
}

export function Progress({ value, max, label }: { value: number; max: number; label: string }) {
  return (
    <div role="progressbar" aria-label={label} aria-valuenow={value} aria-valuemin={0} aria-valuemax={max} className="bar-progress">
      <i style={{ '--v': max === 0 ? 0 : Math.min(1, value / max) }} />
    </div>
  )
}

/** Where one is in a form of several steps. */
export function StepBar({ steps, current, label }: { steps: readonly string[]; current: number; label: string }) {
  return (
    <ol className="stepbar" aria-label={label}>
      {steps.map((step, index) => (
        <li key={step} aria-current={index === current ? 'step' : undefined} className={index > current ? 'to' : undefined}>
          <span className="no" aria-hidden="true">
            {index < current ? <Icon name="check" /> : index + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  )
}
