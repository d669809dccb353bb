/** The band of time that every screen shares: hours, bookings, work, doors, deadlines. A picture; the words stand beside it or in its segments. */
import type { ReactNode } from 'react'

export type Fill = 'conf' | 'in' | 'wait' | 'no' | 'done' | 'shut' | 'gap' | 'lease' | 'free' | 'insp' | 'back' | 'late'

export interface Segment {
  /** Hours of the hub's day, 24 for midnight at its end. */
  start: number
  end: number
  fill: Fill
  label?: ReactNode
  /** How much of the height, 0 to 1: how full something is. */
  share?: number
  key?: string
}

export interface TimeBandProps {
  from: number
  to: number
  segments: readonly Segment[]
  now?: number | undefined
  /** Without a label the band is decoration. */
  label?: string
  className?: string
  hasHours?: boolean
}

export function TimeBand({ from, to, segments, now, label, className, hasHours = true }: TimeBandProps) {
  return (
    <div
      className={['tb', hasHours && 'hours', className].filter(Boolean).join(' ')}
      style={{ '--a': from, '--z': to }}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
    >
      {segments.map((segment) => {
        const start = Math.max(from, segment.start)
        const end = Math.min(to, segment.end)
        if (end <= start) return null
        return (
          <div
            key={segment.key ?? `${segment.fill}-${segment.start}`}
            className={`at seg f-${segment.fill}${segment.share === undefined ? '' : ' part'}`}
            style={{ '--s': start, '--e': end, '--u': segment.share }}
          >
            {segment.label !== undefined && <span>{segment.label}</span>}
          </div>
        )
      })}
      {now !== undefined && now >= from && now <= to && <div className="at now" style={{ '--s': now }} />}
    </div>
  )
}

export interface BandMark {
  at: number
  label: string
  isNow?: boolean
}

/** Times below a band. Marks nearer than `gap` hours to the now mark give way to it. */
export function BandMarks({ from, to, marks, gap = 0 }: { from: number; to: number; marks: readonly BandMark[]; gap?: number }) {
  const now = marks.find((mark) => mark.isNow === true)
  const shown = marks.filter((mark) => mark.isNow === true || now === undefined || Math.abs(mark.at - now.at) >= gap)
  return (
    <div className="tb-ends" style={{ '--a': from, '--z': to }} aria-hidden="true">
      {shown.map((mark) => (
        <span
          key={`${mark.at}-${mark.label}`}
          className={[mark.isNow === true && 'at-now', mark.at <= from && 'first', mark.at >= to && 'last'].filter(Boolean).join(' ')}
          style={{ '--s': mark.at }}
        >
          {mark.label}
        </span>
      ))}
    </div>
  )
}

export function BandKey({ entries }: { entries: readonly { fill: Fill; label: string }[] }) {
  return (
    <ul className="key">
      {entries.map((entry) => (
        <li key={entry.fill}>
          <b className={`f-${entry.fill}`} aria-hidden="true" />
          {entry.label}
        </li>
      ))}
    </ul>
  )
}
