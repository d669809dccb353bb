/** The day of a hub, narrow: each space is a sentence and a band; a tap opens its day. */
import { Icon } from '#ui/icon.tsx'
import { BandMarks, TimeBand, type Segment } from '#ui/time-band.tsx'
import { rowNow, stateLook, type DayModel, type DayRow } from './day-model.tsx'
import { closedText } from './day-grid.tsx'
import { useSay, type Say } from './say.tsx'

export function DayList({ model, isPending, onSpace }: { model: DayModel; isPending?: boolean; onSpace: (row: DayRow) => void }) {
  const say = useSay()
  const now = model.hours(model.now)
  const isToday = now >= 0 && now < 24
  return (
    <div aria-busy={isPending}>
      <BandMarks
        from={model.from}
        to={model.to}
        gap={(model.to - model.from) / 6}
        marks={[
          { at: model.from, label: say.hours(model.from) },
          ...(model.from < 12 && model.to > 12 ? [{ at: 12, label: say.hours(12) }] : []),
          ...(model.to > 20 ? [{ at: 18, label: say.hours(18) }] : []),
          { at: model.to, label: say.hours(model.to) },
          ...(isToday && now > model.from && now < model.to ? [{ at: now, label: say.hours(now), isNow: true }] : []),
        ]}
      />
      <ul className="day-list">
        {model.rows.map((row) => (
          <li key={row.key}>
            <button type="button" onClick={() => onSpace(row)}>
              <span className="flex items-baseline justify-between gap-3">
                <b>{say.local(row.source.name)}</b>
                {row.isCurve && <span className="dense muted whitespace-nowrap">{say.count(row.source.kind, row.total)}</span>}
              </span>
              <NowLine row={row} model={model} isToday={isToday} />
              <TimeBand
                from={model.from}
                to={model.to}
                now={isToday ? now : undefined}
                segments={isPending === true ? [] : segmentsOf(row, model)}
                className={row.isCurve ? 'curve mt-1.5' : 'mt-1.5'}
              />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function NowLine({ row, model, isToday }: { row: DayRow; model: DayModel; isToday: boolean }) {
  const say = useSay()
  const { tone, icon, word, rest } = isToday ? lineOfNow(row, model, say) : lineOfDay(row, say)
  return (
    <span className="dense flex flex-wrap items-center gap-x-3">
      <span className={`st ${tone}`}>
        <Icon name={icon} />
        {word}
      </span>
      <span>{rest}</span>
    </span>
  )
}

type Line = Pick<(typeof stateLook)['held'], 'tone' | 'icon'> & { word: string; rest: string }
const shutLine = (word: string): Line => ({ tone: 'off', icon: 'minus', word, rest: '' })

function lineOfNow(row: DayRow, model: DayModel, say: Say): Line {
  const { running, next, taken, isOpen } = rowNow(row, model.now)
  if (row.open.length === 0) return shutLine(closedText(row, say))
  const [letNow] = row.leases.filter(({ span }) => span.from <= model.now && model.now < span.to)
  if (letNow !== undefined) return leaseLine(letNow.lease.holderName, say)
  if (row.isCurve) {
    if (!isOpen) return shutLine(say.t('desk.outOfHours'))
    const left = row.total - taken
    return {
      tone: left <= 0 ? 'wait' : taken > 0 ? 'go' : 'ok',
      icon: taken > 0 ? 'person' : 'check',
      word:
        left <= 0
          ? say.t('desk.full')
          : taken > 0
            ? say.t('desk.inUseCount', { what: say.count(row.source.kind, taken) })
            : say.t('desk.free'),
      rest: left > 0 ? say.t('desk.leftCount', { what: say.count(row.source.kind, left) }) : '',
    }
  }
  const nextWords =
    next === undefined
      ? ''
      : say.t('desk.nextFrom', { time: say.time(next.booking.startsAt, model.zone), name: say.bareName(next.booking.holderName) })
  if (running !== undefined) {
    const look = stateLook[running.state]
    return {
      ...look,
      word: say.state(running.state),
      rest: say.t('desk.untilWho', { time: say.time(running.booking.endsAt, model.zone), name: say.bareName(running.booking.holderName) }),
    }
  }
  if (!isOpen) return { ...shutLine(say.t('desk.outOfHours')), rest: nextWords }
  if (row.free.some((span) => span.from <= model.now && model.now < span.to))
    return { tone: 'ok', icon: 'check', word: say.t('desk.free'), rest: nextWords === '' ? say.t('desk.freeAllDay') : nextWords }
  return { tone: 'off', icon: 'dot', word: say.t('desk.keyBuffer'), rest: nextWords }
}

const leaseLine = (holderName: string, say: Say): Line => ({
  tone: 'off',
  icon: 'door',
  word: say.t('lease.grid.leased'),
  rest: say.bareName(holderName),
})

function lineOfDay(row: DayRow, say: Say): Line {
  if (row.open.length === 0) return shutLine(closedText(row, say))
  const [first] = row.leases
  if (first !== undefined) return leaseLine(first.lease.holderName, say)
  if (row.bookings.length === 0) return { tone: 'ok', icon: 'check', word: say.t('desk.free'), rest: say.t('desk.nothingBooked') }
  return { tone: 'off', icon: 'calendar', word: say.t('desk.bookingsCount', { count: row.bookings.length }), rest: '' }
}

export function segmentsOf(row: DayRow, model: DayModel): Segment[] {
  const shut = row.shut.map((span): Segment => ({ start: model.hours(span.from), end: model.hours(span.to), fill: 'shut' }))
  if (row.isCurve) {
    const levels = row.levels
      .filter((level) => level.taken > 0)
      .map((level): Segment => ({
        start: model.hours(level.span.from),
        end: model.hours(level.span.to),
        fill: level.isPast ? 'done' : level.taken >= row.total ? 'in' : 'conf',
        share: Math.min(1, level.taken / row.total),
        key: `l${level.span.from}`,
      }))
    return [...shut, ...levels]
  }
  return [
    ...shut,
    ...row.buffers.map((span): Segment => ({
      start: model.hours(span.from),
      end: model.hours(span.to),
      fill: 'gap',
      key: `b${span.from}`,
    })),
    ...row.leases.map(({ lease, span }): Segment => ({
      start: model.hours(span.from),
      end: model.hours(span.to),
      fill: 'lease',
      key: lease.id,
    })),
    ...row.bookings.map(({ booking, span, state }): Segment => ({
      start: model.hours(span.from),
      end: model.hours(span.to),
      fill: stateLook[state].fill,
      key: booking.id,
    })),
  ]
}
