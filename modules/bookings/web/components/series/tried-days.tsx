/** Each day of a rule before anything is stored: free, or why not, and what to do about it. */
import { dayOf } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import type { IconName } from '#ui/icon.tsx'
import { StateMark, Tag, type Tone } from '#ui/marks.tsx'
import type { DayChoice, TriedDay } from '../../../contract/series/schemas.ts'
import type { WantedIn } from '../../../contract/schemas.ts'
import { wantedOf } from '../places.tsx'
import { useSay, type Say } from '../say.tsx'

export type Choices = ReadonlyMap<string, DayChoice>

const looks = {
  free: ['ok', 'check', 'series.stateFree'],
  taken: ['bad', 'cross', 'series.stateTaken'],
  closed: ['wait', 'minus', 'series.stateClosed'],
  refused: ['wait', 'alert', 'series.stateRefused'],
  left_out: ['off', 'minus', 'series.stateLeftOut'],
} as const satisfies Record<TriedDay['state'], readonly [Tone, IconName, string]>

const takenKeys = {
  booking: 'series.takenByBooking',
  hold: 'series.takenByHold',
  lease: 'series.takenByLease',
  closure: 'series.takenByClosure',
  series: 'series.takenBySeries',
} as const

export function TriedDays({
  days,
  zone,
  what,
  choices,
  isChange = false,
  onChoose,
}: {
  days: readonly TriedDay[]
  zone: string
  what: WantedIn
  choices: Choices
  /** Of days that are booked: one that is left out stays as it is. */
  isChange?: boolean
  /** Undefined takes the choice back. */
  onChoose: (day: string, choice: DayChoice | undefined) => void
}) {
  const say = useSay()
  return (
    // many days scroll by themselves, and the button below stays in reach
    <ul
      className="max-h-[28rem] overflow-y-auto border-y border-rule"
      aria-label={say.t(isChange ? 'series.changeDays' : 'series.previewTitle')}
    >
      {days.map((tried) => (
        <TriedRow
          key={tried.day}
          tried={tried}
          zone={zone}
          what={what}
          isChosen={choices.has(tried.day)}
          isChange={isChange}
          onChoose={onChoose}
        />
      ))}
    </ul>
  )
}

function TriedRow({
  tried,
  zone,
  what,
  isChosen,
  isChange,
  onChoose,
}: {
  tried: TriedDay
  zone: string
  what: WantedIn
  isChosen: boolean
  isChange: boolean
  onChoose: (day: string, choice: DayChoice | undefined) => void
}) {
  const say = useSay()
  const { t } = say
  const [tone, icon, word] = isChange && tried.state === 'left_out' ? (['off', 'minus', 'series.stateStays'] as const) : looks[tried.state]
  const isStruck = tried.state === 'left_out' && !isChange
  const isBad = tried.state !== 'free' && tried.state !== 'left_out'
  const sameDay = (startsAt: string): boolean => dayOf(startsAt, zone) === tried.day
  return (
    <li className="grid gap-1.5 border-b border-rule py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <b className={isStruck ? 'min-w-36 line-through' : 'min-w-36'}>{say.day(tried.day)}</b>
        <StateMark tone={tone} icon={icon}>
          {t(word)}
        </StateMark>
        {tried.holiday !== null && <Tag>{t('series.holiday', { name: say.local(tried.holiday) })}</Tag>}
        {tried.isOther && tried.state === 'free' && <span className="dense">{otherText(tried, zone, say)}</span>}
        <span className="ml-auto">
          {isChosen ? (
            <Button size="small" kind="quiet" onClick={() => onChoose(tried.day, undefined)}>
              {t('series.putBack')}
            </Button>
          ) : (
            <Button size="small" kind="quiet" onClick={() => onChoose(tried.day, { day: tried.day, isLeftOut: true })}>
              {t(isChange ? 'series.leaveAsIs' : 'series.leaveOut')}
            </Button>
          )}
        </span>
      </div>
      {isBad && <p className="dense muted">{tried.takenBy === null ? tried.why : t(takenKeys[tried.takenBy])}</p>}
      {isBad && tried.alternatives !== null && tried.alternatives.times.length + tried.alternatives.spaces.length > 0 && (
        <div className="flex flex-wrap gap-2" role="group" aria-label={t('series.other')}>
          {tried.alternatives.times.map((time) => (
            <Button
              key={time.startsAt}
              size="small"
              onClick={() => onChoose(tried.day, { day: tried.day, startsAt: time.startsAt, endsAt: time.endsAt })}
            >
              {sameDay(time.startsAt) ? say.range(time.startsAt, time.endsAt, zone) : say.dayAndRange(time.startsAt, time.endsAt, zone)}
            </Button>
          ))}
          {tried.alternatives.spaces.map((space) => (
            <Button
              key={space.targetId}
              size="small"
              onClick={() => onChoose(tried.day, { day: tried.day, what: otherPlace(space, what) })}
            >
              {say.local(space.name)}
            </Button>
          ))}
        </div>
      )}
    </li>
  )
}

const otherText = (tried: TriedDay, zone: string, say: Say): string =>
  say.facts([
    dayOf(tried.startsAt, zone) === tried.day
      ? say.range(tried.startsAt, tried.endsAt, zone)
      : say.dayAndRange(tried.startsAt, tried.endsAt, zone),
    say.local(tried.targetName),
  ])

function otherPlace(space: { kind: TriedDay['kind']; targetId: string }, what: WantedIn): DayChoice extends { what?: infer W } ? W : never {
  return wantedOf(space, what.kind === 'space' ? 1 : (what.count ?? 1)) as never
}
