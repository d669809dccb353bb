/** Book at the desk for somebody: who, then where and when as drawn in the grid, then Enter. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState, type FormEvent } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { today as todayIn } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { NumberStepper, Select, TextArea, TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { userClasses, type DeskBooking, type Period, type UserClass } from '../../contract/schemas.ts'
import { dayGridQuery, useBookForSomebody, type HubRef } from '../queries.ts'
import { PlaceSelect } from './change-form.tsx'
import { MemberField, type Holder } from './member-field.tsx'
import { placeKey, useDeskPlaces, wantedOf } from './places.tsx'
import { fieldError, Refusal } from './refusal.tsx'
import { useBookSeries } from '../series/queries.ts'
import { useSay } from './say.tsx'
import { RepeatPart, useRepeat } from './series/repeat.tsx'
import { DayChoice, TimeFields, periodOf, whenOf, type When } from './when-fields.tsx'

export interface BookFormProps {
  hub: HubRef
  /** What the grid or the address already says. */
  when: When
  place: string | undefined
  /** Who it is for, where that is known already. */
  holder?: Holder | undefined
  /** Nobody has said when: after the person the time is asked, else all is said. */
  isTimeOpen?: boolean
  onDone: (booking: DeskBooking) => void
  onClose: () => void
}

export function BookForm(props: BookFormProps) {
  const say = useSay()
  const grid = useQuery(dayGridQuery(props.hub.id, props.when.day))
  if (grid.isPending) return <SkeletonLines count={5} label={say.t('booking.loading')} />
  if (grid.error !== null && grid.data === undefined)
    return <ProblemState error={grid.error} onRetry={() => void grid.refetch()} isRetrying={grid.isFetching} />
  return <Fields {...props} />
}

function Fields({ hub, when: given, place: givenPlace, holder: givenHolder, isTimeOpen, onDone, onClose }: BookFormProps) {
  const say = useSay()
  const navigate = useNavigate()
  const { toast } = useToast()
  const book = useBookForSomebody(hub.id)
  const form = useRef<HTMLFormElement>(null)
  const [holder, setHolder] = useState<Holder | undefined>(givenHolder)
  const [name, setName] = useState('')
  const [userClass, setUserClass] = useState<UserClass | ''>('')
  const [overrideReason, setOverrideReason] = useState('')
  const [when, setWhen] = useState(given)
  const [chosenPlace, setPlace] = useState(givenPlace)
  const [people, setPeople] = useState(1)
  const [purpose, setPurpose] = useState('')
  const [note, setNote] = useState('')
  const [hasNobody, setNobody] = useState(false)
  const { places, isPending: isLooking, error: lookError } = useDeskPlaces(hub.id, when, hub.zone)
  /** Pressed before it was known what is free on that day: sent as soon as it is. */
  const [isAwaited, setAwaited] = useState(false)
  const choose = (next: When): void => {
    setAwaited(false)
    setWhen(next)
  }
  const place = places.find((each) => each.key === chosenPlace) ?? places.find((each) => (each.freeUnits ?? 0) > 0) ?? places[0]

  const wished = place === undefined ? undefined : { what: wantedOf(place, people), when, partySize: people, purpose }
  const repeat = useRepeat(wished, hub.id)
  const bookSeries = useBookSeries(hub.id)

  const send = (over: { period?: Period; place?: { kind: 'space' | 'seat' | 'equipment'; targetId: string } } = {}): void => {
    // A name that stands in the field without a choice is meant as it stands.
    const who = holder ?? (name.trim() === '' ? undefined : ({ kind: 'guest', name: name.trim(), mail: '', phone: '' } as const))
    const target = over.place ?? place
    setNobody(who === undefined)
    if (who === undefined) {
      form.current?.querySelector<HTMLElement>('[role="combobox"]')?.focus()
      return
    }
    setAwaited(target === undefined && isLooking)
    if (target === undefined) return
    const sentHolder =
      who.kind === 'member'
        ? { accountId: who.accountId }
        : {
            name: who.name,
            ...(who.mail.trim() === '' ? {} : { mail: who.mail }),
            ...(who.phone.trim() === '' ? {} : { phone: who.phone }),
          }
    if (repeat.value !== undefined) {
      if (repeat.body === undefined || !repeat.isReady) return
      bookSeries.mutate(
        { wish: repeat.body, holder: sentHolder, note },
        {
          onSuccess: (series) => {
            toast(say.t('series.booked', { count: series.counts.total }))
            void navigate({ to: `/operate/${hub.key}/series/${series.id}` } as never)
          },
        },
      )
      return
    }
    book.mutate(
      {
        what: wantedOf(target, people),
        ...(over.period ?? periodOf(when, hub.zone)),
        partySize: people,
        ...(purpose.trim() === '' ? {} : { purpose }),
        ...(note.trim() === '' ? {} : { note }),
        ...(userClass === '' ? {} : { userClass }),
        ...(overrideReason.trim() === '' ? {} : { overrideReason }),
        holder: sentHolder,
      },
      {
        onSuccess: (booking) => {
          toast(
            say.t('desk.booked', {
              name: say.name(booking.holder.name),
              when: say.dayAndRange(booking.startsAt, booking.endsAt, hub.zone),
              what: say.what(booking),
            }),
          )
          onDone(booking)
        },
      },
    )
  }
  const sendAwaited = useEffectEvent(() => send())
  useEffect(() => {
    if (isAwaited && !isLooking) sendAwaited()
  }, [isAwaited, isLooking])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a form answers Enter by itself; lists of the browser do not pass it on
    <form
      ref={form}
      noValidate
      className="grid gap-5"
      onKeyDown={(event) => {
        // Enter in a list of times takes the booking, as it does in any other field.
        if (event.key !== 'Enter' || !(event.target instanceof HTMLSelectElement)) return
        event.preventDefault()
        form.current?.requestSubmit()
      }}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (!book.isPending && !bookSeries.isPending) send()
      }}
    >
      <MemberField
        hubId={hub.id}
        value={holder}
        text={name}
        onText={setName}
        onChange={(next) => {
          setHolder(next)
          setNobody(false)
          // What is left is to press Enter; or, asked for without a time, to say when.
          if (next !== undefined && holder === undefined)
            requestAnimationFrame(() =>
              form.current?.querySelector<HTMLElement>(isTimeOpen === true ? 'input[type="date"]' : '[type="submit"]')?.focus(),
            )
        }}
        error={hasNobody ? say.t('desk.whoMissing') : undefined}
        mailError={
          fieldError(book.error, 'holder.mail') || (fieldError(book.error, 'holder') && holder?.kind === 'guest' && holder.mail !== '')
            ? say.t('desk.mailWrong')
            : undefined
        }
        phoneError={fieldError(book.error, 'holder.phone') ? say.t('desk.phoneWrong') : undefined}
      />
      <div>
        <p className="legend">{say.t('booking.day')}</p>
        <div className="flex flex-wrap items-center gap-3">
          <DayChoice
            label={say.t('booking.day')}
            day={when.day}
            today={todayIn(hub.zone)}
            firstDay={todayIn(hub.zone)}
            onChange={(day) => choose({ ...when, day })}
          />
          {/* Typed in a second by whoever knows the day; the calendar beside it is for looking. */}
          <input
            type="date"
            className="inp max-w-44"
            aria-label={say.t('desk.dayTyped')}
            value={when.day}
            min={todayIn(hub.zone)}
            onChange={(event) => {
              if (/^\d{4}-\d{2}-\d{2}$/.test(event.target.value)) choose({ ...when, day: event.target.value })
            }}
          />
        </div>
      </div>
      <TimeFields value={when} onChange={choose} open={place?.open ?? []} />
      <PlaceSelect places={places} value={place?.key ?? ''} onChange={setPlace} />
      <NumberStepper label={say.t('booking.partySize')} value={people} min={1} max={200} onChange={setPeople} format={say.people} />
      <details>
        <summary className="flex min-h-11 items-center gap-2">
          <Icon name="plus" />
          {say.t('desk.more')}
        </summary>
        <div className="grid gap-4 pt-2">
          <TextField label={say.t('booking.purpose')} value={purpose} maxLength={500} onChange={setPurpose} />
          <Select<UserClass | ''>
            label={say.t('rules.fee.userClass')}
            value={userClass}
            onChange={setUserClass}
            choices={[
              { value: '', label: say.t('rules.fee.asKnown') },
              ...userClasses.map((value) => ({ value, label: say.t(`rules.fee.classes.${value}`) })),
            ]}
          />
          <TextArea label={say.t('desk.note')} hint={say.t('desk.noteHint')} rows={2} value={note} maxLength={1000} onChange={setNote} />
        </div>
      </details>
      {wished !== undefined && <RepeatPart repeat={repeat} wish={wished} zone={hub.zone} />}
      <Refusal error={bookSeries.error ?? (places.length === 0 ? lookError : null)} zone={hub.zone} day="" />
      <Refusal
        error={book.error}
        zone={hub.zone}
        day={when.day}
        isBusy={book.isPending}
        onTime={(period) => {
          setWhen(whenOf(period, hub.zone))
          send({ period })
        }}
        onPlace={(other) => {
          setPlace(placeKey(other))
          send({ place: other })
        }}
      />
      {isProblem(book.error) && book.error.code === 'bookings.quota_used' && (
        <TextField
          label={say.t('checkIn.overrideReason')}
          hint={say.t('checkIn.overrideHint')}
          value={overrideReason}
          maxLength={300}
          onChange={setOverrideReason}
        />
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('booking.back')}
        </Button>
        <Button
          kind="main"
          type="submit"
          isBusy={isAwaited || book.isPending || bookSeries.isPending}
          disabled={repeat.value !== undefined && !repeat.isReady}
        >
          {repeat.value === undefined
            ? say.t('desk.bookSubmit')
            : say.t('series.bookCount', { count: repeat.preview.data?.freeCount ?? 0 })}
        </Button>
      </div>
    </form>
  )
}
