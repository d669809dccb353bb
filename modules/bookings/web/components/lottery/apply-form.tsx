/** Wishes in the order in which they are wanted. */
import { useState, type FormEvent } from 'react'
import { formatMinutes, instantAt, minutesOfTime, wallClock } from '#platform/web/format.ts'
import { Button, IconButton } from '#ui/button.tsx'
import { NumberStepper, Select, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Lottery, LotteryApplication, LotteryWish } from '../../../contract/lottery/schemas.ts'
import { useApply } from '../../lottery/queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

interface Draft {
  readonly key: number
  readonly spaceId: string
  readonly day: string
  readonly from: string
  readonly until: string
}

const draftOf = (lottery: Lottery, wish: LotteryWish, key: number): Draft => {
  const time = (instant: string): string => {
    const { hour, minute } = wallClock(instant, lottery.timeZone)
    return formatMinutes(hour * 60 + minute).padStart(5, '0')
  }
  return {
    key,
    spaceId: wish.spaceId,
    day: wallClock(wish.startsAt, lottery.timeZone).day,
    from: time(wish.startsAt),
    until: time(wish.endsAt),
  }
}

export function ApplyForm({ lottery, application }: { lottery: Lottery; application: LotteryApplication | null }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const apply = useApply(lottery.id, application?.version)
  const fresh = (key: number): Draft => ({ key, spaceId: lottery.spaces[0]?.id ?? '', day: lottery.useFrom, from: '09:00', until: '12:00' })
  const [wishes, setWishes] = useState<readonly Draft[]>(
    () => application?.wishes.map((wish, i) => draftOf(lottery, wish, i)) ?? [fresh(0)],
  )
  const [people, setPeople] = useState(application?.partySize ?? 1)
  const [purpose, setPurpose] = useState(application?.purpose ?? '')
  const change = (key: number, to: Partial<Draft>): void =>
    setWishes((before) => before.map((wish) => (wish.key === key ? { ...wish, ...to } : wish)))
  const send = (event: FormEvent): void => {
    event.preventDefault()
    apply.mutate(
      {
        wishes: wishes.map(({ spaceId, day, from, until }) => ({
          spaceId,
          startsAt: instantAt(day, minutesOfTime(from), lottery.timeZone),
          // an end at or before the start is on the next day
          endsAt: instantAt(day, minutesOfTime(until) + (until <= from ? 24 * 60 : 0), lottery.timeZone),
        })),
        partySize: people,
        ...(purpose.trim() === '' ? {} : { purpose }),
      },
      {
        onSuccess: (mine) =>
          toast(application === null ? t('lottery.me.done', { number: mine.application?.number ?? 0 }) : t('lottery.me.changed')),
      },
    )
  }
  return (
    <form className="grid gap-6" noValidate onSubmit={send}>
      <ol className="grid gap-6">
        {wishes.map((wish, i) => (
          <li key={wish.key} className="border-t border-rule pt-4">
            <div className="flex items-center justify-between gap-3">
              <h3>{t('lottery.me.wish', { n: i + 1 })}</h3>
              <span className="flex">
                {i > 0 && (
                  <IconButton
                    icon="sort-up"
                    label={t('lottery.me.up', { n: i + 1 })}
                    onClick={() => setWishes((before) => [...before.slice(0, i - 1), wish, before[i - 1] as Draft, ...before.slice(i + 1)])}
                  />
                )}
                {wishes.length > 1 && (
                  <IconButton
                    icon="trash"
                    label={t('lottery.me.removeWish', { n: i + 1 })}
                    onClick={() => setWishes((before) => before.filter(({ key }) => key !== wish.key))}
                  />
                )}
              </span>
            </div>
            <div className="grid grid-cols-2 gap-3">
              <Select
                label={t('lottery.me.space')}
                value={wish.spaceId}
                onChange={(spaceId) => change(wish.key, { spaceId })}
                choices={lottery.spaces.map(({ id, names }) => ({ value: id, label: say.local(names) }))}
              />
              <TextField
                label={t('lottery.me.day')}
                type="date"
                min={lottery.useFrom}
                max={lottery.useUntil}
                value={wish.day}
                onChange={(day) => change(wish.key, { day })}
              />
              <TextField
                label={t('lottery.me.from')}
                type="time"
                step={900}
                value={wish.from}
                onChange={(from) => change(wish.key, { from })}
              />
              <TextField
                label={t('lottery.me.until')}
                type="time"
                step={900}
                value={wish.until}
                onChange={(until) => change(wish.key, { until })}
              />
            </div>
          </li>
        ))}
      </ol>
      {wishes.length < lottery.mostWishes && (
        <div>
          <Button
            icon="plus"
            size="small"
            onClick={() => setWishes((before) => [...before, fresh(Math.max(...before.map(({ key }) => key)) + 1)])}
          >
            {t('lottery.me.addWish')}
          </Button>
        </div>
      )}
      <div className="grid gap-5 border-t border-rule pt-4">
        <NumberStepper label={t('lottery.me.people')} value={people} min={1} max={10_000} onChange={setPeople} />
        <TextField label={t('lottery.me.purpose')} value={purpose} maxLength={500} onChange={setPurpose} />
      </div>
      <Refusal error={apply.error} zone={lottery.timeZone} day="" />
      <div>
        <Button kind="main" type="submit" isBusy={apply.isPending}>
          {t(application === null ? 'lottery.me.submit' : 'lottery.me.submitChange')}
        </Button>
      </div>
    </form>
  )
}
