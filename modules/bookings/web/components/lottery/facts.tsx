/** A lottery in a few lines: its state, what it gives, and its three moments. */
import { StateMark, type Tone } from '#ui/marks.tsx'
import type { IconName } from '#ui/icon.tsx'
import type { Lottery, LotteryState, LotteryWish } from '../../../contract/lottery/schemas.ts'
import { useSay, type Say } from '../say.tsx'

const looks: Readonly<Record<LotteryState, { tone: Tone; icon: IconName }>> = {
  before: { tone: 'off', icon: 'clock' },
  open: { tone: 'go', icon: 'edit' },
  closed: { tone: 'wait', icon: 'clock' },
  drawn: { tone: 'ok', icon: 'check' },
  cancelled: { tone: 'off', icon: 'minus' },
}

export function LotteryMark({ state }: { state: LotteryState }) {
  const say = useSay()
  const { tone, icon } = looks[state]
  return (
    <StateMark tone={tone} icon={icon}>
      {say.t(`public.lottery.states.${state}`)}
    </StateMark>
  )
}

export const lotteryPeriod = (say: Say, lottery: Lottery): string =>
  say.t('public.lottery.period', { from: say.day(lottery.useFrom, { hasYear: true }), until: say.day(lottery.useUntil) })

/** `大ホール 3月6日（土）10:00–12:00` */
export const wishText = (say: Say, lottery: Lottery, wish: LotteryWish): string => {
  const space = lottery.spaces.find(({ id }) => id === wish.spaceId)
  return `${space === undefined ? '' : say.local(space.names)} ${say.dayAndRange(wish.startsAt, wish.endsAt, lottery.timeZone)}`
}

export function LotteryFacts({ lottery }: { lottery: Lottery }) {
  const say = useSay()
  const { t } = say
  const at = (instant: string): string => say.instant(instant, lottery.timeZone)
  const rows: readonly (readonly [string, string])[] = [
    [t('public.lottery.spaces'), lottery.spaces.map(({ names }) => say.local(names)).join(t('booking.listComma'))],
    [t('public.lottery.opens'), at(lottery.opensAt)],
    [t('public.lottery.closes'), at(lottery.closesAt)],
    [t('public.lottery.draws'), at(lottery.drawnAt ?? lottery.drawsAt)],
  ]
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <LotteryMark state={lottery.state} />
        <span>{lotteryPeriod(say, lottery)}</span>
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="dense muted">{t('public.lottery.howMany', { wishes: lottery.mostWishes, wins: lottery.mostWins })}</p>
      {lottery.note !== '' && <p className="whitespace-pre-line">{lottery.note}</p>}
    </div>
  )
}
