/** The office writes down what is given by lot, and when. */
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { formatMinutes, instantAt, minutesOfTime, today as todayIn, wallClock } from '#platform/web/format.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Checkbox, FieldError, NumberStepper, TextArea, TextField } from '#ui/fields.tsx'
import { addDays, shiftMonth } from '#ui/month-grid.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { Lottery } from '../../../contract/lottery/schemas.ts'
import { useSaveLottery } from '../../lottery/queries.ts'
import { dayGridQuery, type HubRef } from '../../queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

interface Draft {
  readonly name: string
  readonly nameEn: string
  readonly spaceIds: readonly string[]
  readonly useFrom: string
  readonly useUntil: string
  readonly opens: Moment
  readonly closes: Moment
  readonly draws: Moment
  readonly mostWishes: number
  readonly mostWins: number
  readonly note: string
}
interface Moment {
  readonly day: string
  readonly time: string
}

/** The month after next by lot, applied for until the tenth of the next: as most towns have it. */
function usualDraft(today: string): Draft {
  const month = today.slice(0, 7)
  const useFrom = `${shiftMonth(month, 2)}-01`
  return {
    name: '',
    nameEn: '',
    spaceIds: [],
    useFrom,
    useUntil: addDays(`${shiftMonth(month, 3)}-01`, -1),
    opens: { day: `${shiftMonth(month, 1)}-01`, time: '09:00' },
    closes: { day: `${shiftMonth(month, 1)}-10`, time: '17:00' },
    draws: { day: `${shiftMonth(month, 1)}-11`, time: '10:00' },
    mostWishes: 3,
    mostWins: 1,
    note: '',
  }
}

function draftOf(lottery: Lottery): Draft {
  const moment = (instant: string): Moment => {
    const { day, hour, minute } = wallClock(instant, lottery.timeZone)
    return { day, time: formatMinutes(hour * 60 + minute).padStart(5, '0') }
  }
  return {
    name: lottery.names.ja,
    nameEn: lottery.names.en ?? '',
    spaceIds: lottery.spaces.map(({ id }) => id),
    useFrom: lottery.useFrom,
    useUntil: lottery.useUntil,
    opens: moment(lottery.opensAt),
    closes: moment(lottery.closesAt),
    draws: moment(lottery.drawsAt),
    mostWishes: lottery.mostWishes,
    mostWins: lottery.mostWins,
    note: lottery.note,
  }
}

export function LotteryForm({ hub, lottery, onDone }: { hub: HubRef; lottery?: Lottery; onDone: (lottery: Lottery) => void }) {
  const say = useSay()
  const { t } = say
  const today = todayIn(hub.zone)
  const [draft, setDraft] = useState<Draft>(() => (lottery === undefined ? usualDraft(today) : draftOf(lottery)))
  const [isChecked, setChecked] = useState(false)
  const grid = useQuery(dayGridQuery(hub.id, today))
  const save = useSaveLottery(hub.id, lottery)
  const set = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }))
  if (grid.data === undefined) {
    if (grid.error !== null) return <ProblemState error={grid.error} onRetry={() => void grid.refetch()} />
    return <SkeletonLines count={6} label={t('booking.loading')} />
  }
  const spaces = grid.data.rows.filter((row) => row.kind === 'space')
  if (spaces.length === 0) return <EmptyState title={t('lottery.desk.noSpaces')}>{t('lottery.desk.noSpacesBody')}</EmptyState>
  // what was open to applicants stays as they read it
  const isBegun = lottery !== undefined && lottery.state !== 'before'
  const at = ({ day, time }: Moment): string => instantAt(day, minutesOfTime(time), hub.zone)
  const isComplete =
    [draft.opens, draft.closes, draft.draws].every(({ day, time }) => day !== '' && time !== '') &&
    draft.useFrom !== '' &&
    draft.useUntil !== ''
  const isOrdered =
    isComplete &&
    at(draft.opens) < at(draft.closes) &&
    at(draft.closes) <= at(draft.draws) &&
    draft.draws.day < draft.useFrom &&
    draft.useFrom <= draft.useUntil
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (draft.name.trim() === '' || draft.spaceIds.length === 0 || !isOrdered) return
    save.mutate(
      {
        names: { ja: draft.name, ...(draft.nameEn.trim() === '' ? {} : { en: draft.nameEn }) },
        spaceIds: [...draft.spaceIds],
        useFrom: draft.useFrom,
        useUntil: draft.useUntil,
        opensAt: at(draft.opens),
        closesAt: at(draft.closes),
        drawsAt: at(draft.draws),
        mostWishes: draft.mostWishes,
        mostWins: draft.mostWins,
        ...(draft.note.trim() === '' ? {} : { note: draft.note }),
      },
      { onSuccess: onDone },
    )
  }
  const moment = (key: 'opens' | 'closes' | 'draws', label: string, isFixed: boolean) => (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label={label}
        type="date"
        value={draft[key].day}
        disabled={isFixed}
        onChange={(day) => set({ [key]: { ...draft[key], day } })}
      />
      <TextField
        label={t('lottery.desk.time')}
        type="time"
        value={draft[key].time}
        disabled={isFixed}
        aria-label={`${label} ${t('lottery.desk.time')}`}
        onChange={(time) => set({ [key]: { ...draft[key], time } })}
      />
    </div>
  )
  return (
    <form className="grid gap-5" noValidate onSubmit={send}>
      <TextField
        label={t('lottery.desk.names')}
        hint={t('lottery.desk.namesHint')}
        value={draft.name}
        maxLength={80}
        isRequired
        error={isChecked && draft.name.trim() === '' ? t('lottery.desk.missing') : undefined}
        onChange={(name) => set({ name })}
      />
      <TextField label={t('lottery.desk.nameEn')} value={draft.nameEn} maxLength={120} onChange={(nameEn) => set({ nameEn })} />
      <fieldset disabled={isBegun}>
        <legend className="legend">{t('lottery.desk.spaces')}</legend>
        <div className="grid gap-1">
          {spaces.map((space) => (
            <Checkbox
              key={space.targetId}
              isChecked={draft.spaceIds.includes(space.targetId)}
              onChange={(isOn) =>
                set({ spaceIds: isOn ? [...draft.spaceIds, space.targetId] : draft.spaceIds.filter((id) => id !== space.targetId) })
              }
            >
              {say.local(space.name)}
            </Checkbox>
          ))}
        </div>
        <FieldError error={isChecked && draft.spaceIds.length === 0 ? t('lottery.desk.missing') : undefined} />
      </fieldset>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t('lottery.desk.useFrom')}
          type="date"
          value={draft.useFrom}
          disabled={isBegun}
          onChange={(useFrom) => set({ useFrom })}
        />
        <TextField
          label={t('lottery.desk.useUntil')}
          type="date"
          value={draft.useUntil}
          disabled={isBegun}
          onChange={(useUntil) => set({ useUntil })}
        />
      </div>
      {moment('opens', t('lottery.desk.opensOn'), isBegun)}
      {moment('closes', t('lottery.desk.closesOn'), false)}
      {moment('draws', t('lottery.desk.drawsOn'), false)}
      <FieldError error={isChecked && !isOrdered ? t('lottery.desk.order') : undefined} />
      {!isBegun && (
        <div className="grid gap-3">
          <NumberStepper
            label={t('lottery.desk.mostWishes')}
            value={draft.mostWishes}
            min={1}
            max={10}
            onChange={(mostWishes) => set({ mostWishes, mostWins: Math.min(draft.mostWins, mostWishes) })}
          />
          <NumberStepper
            label={t('lottery.desk.mostWins')}
            value={draft.mostWins}
            min={1}
            max={draft.mostWishes}
            onChange={(mostWins) => set({ mostWins })}
          />
        </div>
      )}
      <TextArea
        label={t('lottery.desk.note')}
        hint={t('lottery.desk.noteHint')}
        value={draft.note}
        maxLength={2000}
        rows={3}
        onChange={(note) => set({ note })}
      />
      <Refusal error={save.error} zone={hub.zone} day="" />
      <div>
        <Button kind="main" type="submit" isBusy={save.isPending}>
          {t(lottery === undefined ? 'lottery.desk.save' : 'lottery.desk.changeSave')}
        </Button>
      </div>
    </form>
  )
}
