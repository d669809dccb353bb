/** Days of a series at another time, in another place, for more people: each day tried before anything is stored. */
import { useState } from 'react'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { isProblem } from '#platform/web/client.ts'
import { minutesOfTime } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Checkbox, NumberStepper, Select, TextArea, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { DayChoice, Series } from '../../../contract/series/schemas.ts'
import { useChangePreview, useChangeSeries, type SeriesChangeIn } from '../../series/queries.ts'
import { placeKey, useDeskPlaces, useMemberPlaces, wantedOf, type Place } from '../places.tsx'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { TimeFields, wallTimeOf, whenOf, type When } from '../when-fields.tsx'
import { DaysFields, useDays, type Days, type SeriesDialogProps } from './meant-days.tsx'
import { TriedDays } from './tried-days.tsx'

/** Stands for the place that each of the days has now. */
const asItIs = ''

export function ChangeDays(props: SeriesDialogProps) {
  const form = useForm(props)
  return props.isDesk ? <AtDesk {...props} form={form} /> : <ByMember {...props} form={form} />
}

type Form = ReturnType<typeof useForm>

function useForm({ series, act }: SeriesDialogProps) {
  const days = useDays({ series, act })
  const asked = act.day === undefined ? undefined : days.able.find(({ day }) => day === act.day)
  const [began] = useState<When>(() =>
    asked === undefined
      ? { day: series.rule.startsOn, start: minutesOfTime(series.start), end: endMinutes(series) }
      : whenOf(asked.booking, series.timeZone),
  )
  const [when, setWhen] = useState(began)
  const [place, setPlace] = useState(asItIs)
  const [people, setPeople] = useState(series.partySize)
  const [purpose, setPurpose] = useState(series.purpose)
  const [note, setNote] = useState(series.note ?? '')
  const [reason, setReason] = useState('')
  const [keepsFee, setKeepsFee] = useState(false)
  const [choices, setChoices] = useState<ReadonlyMap<string, DayChoice>>(new Map())
  /** What was agreed for a day was agreed for the change as it stood then. */
  const anew =
    <V,>(set: (value: V) => void) =>
    (value: V): void => {
      setChoices(new Map())
      set(value)
    }
  return {
    days,
    began,
    when,
    setWhen: anew(setWhen),
    place,
    setPlace: anew(setPlace),
    people,
    setPeople: anew(setPeople),
    purpose,
    setPurpose,
    note,
    setNote,
    reason,
    setReason,
    keepsFee,
    setKeepsFee,
    choices,
    setChoices,
  }
}

/** What may take a day away or change its price; undefined where nothing of the kind was asked for. */
function triedOf(form: Form, series: Series, chosen: Place | undefined): SeriesChangeIn | undefined {
  const { when, began, people, choices, days } = form
  const isOtherTime = when.start !== began.start || when.end !== began.end
  const hasPeople = people !== series.partySize
  if (!isOtherTime && chosen === undefined && !hasPeople) return undefined
  return {
    version: series.version,
    ...days.range,
    ...(isOtherTime ? { start: wallTimeOf(when.start % 1440), end: wallTimeOf(when.end === 1440 ? 1440 : when.end % 1440) } : {}),
    ...(chosen === undefined ? {} : { what: wantedOf(chosen, Math.max(people, unitsOf(days))) }),
    ...(hasPeople ? { partySize: people } : {}),
    choices: [...choices.values()],
  }
}

/** Seats or pieces of the first of the days. */
const unitsOf = ({ meant }: Days): number => meant[0]?.booking.units.length ?? 1

function AtDesk(props: SeriesDialogProps & { form: Form }) {
  const { series, form } = props
  const { places } = useDeskPlaces(series.hubId, whenOn(form), series.timeZone)
  return <Fields {...props} places={places} />
}

function ByMember(props: SeriesDialogProps & { form: Form }) {
  const { series, form } = props
  const { places } = useMemberPlaces(series.hubKey, whenOn(form), series.timeZone, form.people)
  return <Fields {...props} places={places} />
}

/** The hours of the first of the days stand for all. */
const whenOn = ({ when, days }: Form): When => ({ ...when, day: days.meant[0]?.day ?? when.day })

function Fields({ series, isDesk, onClose, form, places }: SeriesDialogProps & { form: Form; places: readonly Place[] }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const change = useChangeSeries()
  const { days } = form
  const chosen = places.find(({ key }) => key === form.place)
  const tried = triedOf(form, series, chosen)
  const preview = useChangePreview(series.id, days.meant.length === 0 ? undefined : tried)
  const words = {
    ...(form.purpose === series.purpose ? {} : { purpose: form.purpose }),
    ...(isDesk && form.note !== (series.note ?? '') ? { note: form.note } : {}),
  }
  const hasWords = Object.keys(words).length > 0
  const count = tried === undefined ? days.meant.length : (preview.data?.freeCount ?? days.meant.length)
  const [isTried, setTried] = useState(false)
  const isEmpty = tried === undefined && !hasWords
  const isStuck =
    tried !== undefined && (preview.data === undefined || preview.isPlaceholderData || preview.data.refusedCount > 0 || count === 0)
  const run = (): void => {
    setTried(true)
    if (isEmpty || isStuck || days.meant.length === 0) return
    change.mutate(
      {
        seriesId: series.id,
        ...(tried ?? { version: series.version, ...days.range }),
        ...words,
        ...(form.reason.trim() === '' ? {} : { reason: form.reason }),
        keepsFee: form.keepsFee,
      },
      {
        onSuccess: () => {
          toast(t('series.changed', { count }))
          onClose()
        },
        // somebody was quicker: the days say which
        onError: (error) => {
          if (isProblem(error) && error.code === 'bookings.series_conflicts') void preview.refetch()
        },
      },
    )
  }
  const targets = new Set(days.meant.map(({ booking }) => placeKey(booking)))
  const now = days.meant[0]?.booking
  return (
    <ConfirmDialog
      title={t('series.changeTitle')}
      isOpen
      onClose={onClose}
      confirmLabel={t('series.changeSubmit', { count })}
      isBusy={change.isPending}
      onConfirm={run}
      error={
        <div className="mt-4 grid gap-3 empty:hidden">
          {isTried && isEmpty && (
            <Note tone="wait" isAlert>
              {t('series.changeNothing')}
            </Note>
          )}
          {change.error !== null && <Refusal error={change.error} zone={series.timeZone} day="" />}
        </div>
      }
    >
      <div className="grid gap-4">
        <DaysFields days={days} series={series} />
        <TimeFields
          value={form.when}
          onChange={form.setWhen}
          open={(chosen ?? places.find(({ targetId }) => targetId === now?.targetId))?.open ?? []}
        />
        <Select
          label={t('booking.place')}
          value={form.place}
          onChange={form.setPlace}
          choices={[
            {
              value: asItIs,
              label:
                targets.size > 1 || now === undefined
                  ? t('series.keepPlaceOther')
                  : t('series.keepPlace', { name: say.local(now.targetName) }),
            },
            ...places
              .filter(({ key }) => targets.size > 1 || !targets.has(key))
              .map(({ key, name }) => ({ value: key, label: say.local(name) })),
          ]}
        />
        <NumberStepper label={t('booking.partySize')} value={form.people} min={1} max={200} onChange={form.setPeople} format={say.people} />
        {tried !== undefined && <Tried form={form} series={series} tried={tried} preview={preview} isDesk={isDesk} isAsked={isTried} />}
        <TextField label={t('series.purpose')} value={form.purpose} maxLength={500} onChange={form.setPurpose} />
        {isDesk && (
          <TextArea
            label={t('series.deskNote')}
            hint={t('series.deskNoteHint')}
            value={form.note}
            maxLength={1000}
            onChange={form.setNote}
          />
        )}
        <TextField
          label={t('booking.reason')}
          hint={isDesk ? t('booking.reasonHintDesk') : undefined}
          value={form.reason}
          maxLength={300}
          onChange={form.setReason}
        />
        <p className="dense muted">{t('series.tellsOnce')}</p>
      </div>
    </ConfirmDialog>
  )
}

/** Each of the days as it would stand, and what all of them cost then. */
function Tried({
  form,
  series,
  tried,
  preview,
  isDesk,
  isAsked,
}: {
  form: Form
  series: Series
  tried: SeriesChangeIn
  preview: ReturnType<typeof useChangePreview>
  isDesk: boolean
  isAsked: boolean
}) {
  const say = useSay()
  const { t } = say
  const { data } = preview
  if (data === undefined) {
    if (preview.error !== null)
      return <ProblemState error={preview.error} onRetry={() => void preview.refetch()} isRetrying={preview.isFetching} />
    return <SkeletonLines count={3} label={t('series.previewing')} />
  }
  const refused = data.days.filter(({ state }) => state !== 'free' && state !== 'left_out').map(({ day }) => day)
  const staying = data.days.filter(({ state }) => state === 'left_out').length
  const choose = (day: string, choice: DayChoice | undefined): void => {
    const choices = new Map(form.choices)
    if (choice === undefined) choices.delete(day)
    else choices.set(day, choice)
    form.setChoices(choices)
  }
  const isOtherFee = data.feeYen !== data.wasFeeYen
  return (
    <section aria-label={t('series.changeDays')} aria-busy={preview.isFetching} className="grid gap-3 rounded-8 border border-rule p-4">
      <div aria-live="polite" className="grid gap-2">
        <p className="font-bold">
          {data.freeCount === 0 ? t('series.changeNone') : t('series.changeSum', { count: data.freeCount })}
          {staying > 0 && <span className="dense muted font-normal">{`　${t('series.staySum', { count: staying })}`}</span>}
        </p>
        {data.freeCount > 0 && (data.feeYen > 0 || data.wasFeeYen > 0) && (
          <p>
            {isOtherFee && !form.keepsFee
              ? t('series.feeBecomes', { was: say.fee(data.wasFeeYen), fee: say.fee(data.feeYen) })
              : t('series.feeSame', { fee: say.fee(data.wasFeeYen) })}
          </p>
        )}
      </div>
      {refused.length > 0 && (
        <Note tone="bad" isAlert={isAsked}>
          <p className="font-bold">{t('series.changeRefused', { count: refused.length })}</p>
          <div className="mt-2">
            <Button
              size="small"
              onClick={() =>
                form.setChoices(new Map([...form.choices, ...refused.map((day): [string, DayChoice] => [day, { day, isLeftOut: true }])]))
              }
            >
              {t('series.leaveAllAsIs')}
            </Button>
          </div>
        </Note>
      )}
      <div inert={preview.isPlaceholderData} className={preview.isPlaceholderData ? 'opacity-60' : undefined}>
        <TriedDays
          days={data.days}
          zone={series.timeZone}
          what={tried.what ?? wantedOf(series, Math.max(form.people, unitsOf(form.days)))}
          choices={form.choices}
          isChange
          onChoose={choose}
        />
      </div>
      {isDesk && isOtherFee && data.freeCount > 0 && (
        <Checkbox isChecked={form.keepsFee} onChange={form.setKeepsFee}>
          {t('series.keepFee', { was: say.fee(data.wasFeeYen) })}
          <span className="dense muted block">{t('series.keepFeeHint')}</span>
        </Checkbox>
      )}
    </section>
  )
}

function endMinutes({ start, end }: Series): number {
  const [first, last] = [minutesOfTime(start), minutesOfTime(end)]
  return last <= first ? last + 1440 : last
}
