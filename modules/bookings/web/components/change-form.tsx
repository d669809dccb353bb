/** Move, extend, shorten, another place: one form, for the desk and for whoever booked. Nothing typed is lost to a refusal. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { isProblem, queryClient } from '#platform/web/client.ts'
import { today as todayIn } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { NumberStepper, Select, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Booking, Period } from '../../contract/schemas.ts'
import { useChangeBooking, visitOf, type Change } from '../queries.ts'
import { placeKey, useDeskPlaces, useMemberPlaces, wantedOf, type Place } from './places.tsx'
import { Refusal } from './refusal.tsx'
import { useSay, type Say } from './say.tsx'
import { useUndo } from './use-undo.tsx'
import { DayChoice, TimeFields, periodOf, whenOf, type When } from './when-fields.tsx'

export interface ChangeFormProps {
  booking: Booking
  isDesk: boolean
  now: number
  onDone: () => void
  onClose: () => void
}

export function ChangeForm(props: ChangeFormProps) {
  return props.isDesk ? <DeskChangeForm {...props} /> : <MemberChangeForm {...props} />
}

function DeskChangeForm(props: ChangeFormProps) {
  const form = useChange(props.booking)
  const { places } = useDeskPlaces(props.booking.hubId, form.when, props.booking.timeZone, props.booking.id)
  return <Fields {...props} form={form} places={places} />
}

function MemberChangeForm(props: ChangeFormProps) {
  const form = useChange(props.booking)
  const { places } = useMemberPlaces(props.booking.hubKey, form.when, props.booking.timeZone, form.people)
  return <Fields {...props} form={form} places={places} />
}

type Form = ReturnType<typeof useChange>

function useChange(booking: Booking) {
  const [when, setWhen] = useState<When>(() => whenOf(booking, booking.timeZone))
  const [place, setPlace] = useState(() => placeKey(booking))
  const [people, setPeople] = useState(booking.partySize)
  const [reason, setReason] = useState('')
  /** The state that was on the screen when the form was begun. */
  const [base, setBase] = useState(booking)
  return { when, setWhen, place, setPlace, people, setPeople, reason, setReason, base, setBase }
}

function Fields({ booking, isDesk, now, form, places, onDone, onClose }: ChangeFormProps & { form: Form; places: readonly Place[] }) {
  const say = useSay()
  const { toast } = useToast()
  const change = useChangeBooking()
  const undo = useUndo()
  const [hasNothing, setNothing] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const zone = booking.timeZone
  const { base } = form
  const wasChanged = booking.version !== base.version
  const chosen = places.find((each) => each.key === form.place)
  const hasBegun = Date.parse(base.startsAt) <= now

  const send = (body: Change): void => {
    change.mutate(
      { bookingId: booking.id, ...visitOf(booking, isDesk), ...body },
      {
        onSuccess: (after) => {
          toast(
            say.t('booking.changed', { when: say.dayAndRange(after.startsAt, after.endsAt, zone), what: say.what(after) }),
            undo(base, after, isDesk),
          )
          onDone()
        },
      },
    )
  }
  const wish = (over: { when?: Period; place?: { kind: Booking['kind']; targetId: string } } = {}): Change => {
    const period = over.when ?? periodOf(form.when, zone)
    const place = over.place ?? chosen
    const count = form.people !== base.partySize ? form.people : Math.max(1, base.units.length)
    const isOther = place !== undefined && placeKey(place) !== placeKey(base)
    const needsUnits = isOther || (base.kind !== 'space' && form.people !== base.partySize)
    return {
      version: booking.version,
      ...(Date.parse(period.startsAt) === Date.parse(base.startsAt) ? {} : { startsAt: period.startsAt }),
      ...(Date.parse(period.endsAt) === Date.parse(base.endsAt) ? {} : { endsAt: period.endsAt }),
      ...(needsUnits ? { what: wantedOf(place ?? base, count) } : {}),
      ...(form.people === base.partySize ? {} : { partySize: form.people }),
      ...(form.reason.trim() === '' ? {} : { reason: form.reason }),
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const body = wish()
    const isEmpty = Object.keys(body).every((key) => key === 'version' || key === 'reason')
    setNothing(isEmpty)
    if (!isEmpty) send(body)
  }
  const stretch = (minutes: number): void => form.setWhen({ ...form.when, end: form.when.end + minutes })
  const canShorten = form.when.end - form.when.start > 30
  return (
    <form onSubmit={submit} className="grid gap-5" noValidate>
      <h3 ref={heading} tabIndex={-1} className="text-[1.125rem] outline-none">
        {say.t('booking.changeTitle')}
      </h3>
      {wasChanged && (
        <Note tone="wait" isAlert>
          <p className="font-bold">{say.t('booking.changedMeanwhile')}</p>
          <p>{say.t('booking.nowIs', { when: say.dayAndRange(booking.startsAt, booking.endsAt, zone), what: say.what(booking) })}</p>
          <p className="dense mt-1">{say.t('booking.keepOrTake')}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button
              size="small"
              onClick={() => {
                form.setBase(booking)
                form.setWhen(whenOf(booking, zone))
                form.setPlace(placeKey(booking))
                form.setPeople(booking.partySize)
                change.reset()
              }}
            >
              {say.t('booking.takeTheirs')}
            </Button>
            <Button
              size="small"
              kind="quiet"
              onClick={() => {
                form.setBase(booking)
                change.reset()
              }}
            >
              {say.t('booking.keepMine')}
            </Button>
          </div>
        </Note>
      )}
      {hasBegun ? (
        <p className="dense muted">{say.t('booking.begunKeepsStart')}</p>
      ) : (
        <div>
          <p className="legend">{say.t('booking.day')}</p>
          <DayChoice
            label={say.t('booking.day')}
            day={form.when.day}
            today={todayIn(zone)}
            firstDay={todayIn(zone)}
            onChange={(day) => form.setWhen({ ...form.when, day })}
          />
        </div>
      )}
      <div className="grid gap-2">
        <TimeFields value={form.when} onChange={form.setWhen} open={chosen?.open ?? []} isStartFixed={hasBegun} />
        <div className="flex flex-wrap gap-2" role="group" aria-label={say.t('booking.until')}>
          <Button size="small" kind="quiet" disabled={!canShorten} onClick={() => stretch(-30)}>
            {say.t('booking.shorten30')}
          </Button>
          <Button size="small" kind="quiet" onClick={() => stretch(30)}>
            {say.t('booking.extend30')}
          </Button>
          <Button size="small" kind="quiet" onClick={() => stretch(60)}>
            {say.t('booking.extend60')}
          </Button>
        </div>
      </div>
      {!hasBegun && <PlaceSelect places={places} value={form.place} fallback={booking} onChange={form.setPlace} />}
      <NumberStepper
        label={say.t('booking.partySize')}
        value={form.people}
        min={1}
        max={200}
        onChange={form.setPeople}
        format={say.people}
      />
      <TextField
        label={say.t('booking.reason')}
        hint={isDesk ? say.t('booking.reasonHintDesk') : undefined}
        value={form.reason}
        maxLength={300}
        onChange={form.setReason}
      />
      {hasNothing && (
        <Note tone="wait" isAlert>
          {say.t('booking.nothingChanged')}
        </Note>
      )}
      {!(isProblem(change.error) && change.error.status === 412) && (
        <Refusal
          error={change.error}
          zone={zone}
          day={form.when.day}
          isBusy={change.isPending}
          onTime={(period) => {
            form.setWhen(whenOf(period, zone))
            send(wish({ when: period }))
          }}
          onPlace={(place) => {
            form.setPlace(placeKey(place))
            send(wish({ place }))
          }}
        />
      )}
      {isProblem(change.error) && change.error.status === 412 && !wasChanged && (
        <Note tone="wait" isAlert>
          <p>{say.t('booking.changedMeanwhile')}</p>
          <Button size="small" className="mt-2" onClick={() => void queryClient.invalidateQueries({ queryKey: ['bookings'] })}>
            {say.t('booking.lookAgain')}
          </Button>
        </Note>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="quiet" onClick={onClose}>
          {say.t('booking.back')}
        </Button>
        <Button kind="main" type="submit" isBusy={change.isPending} disabled={wasChanged}>
          {say.t('booking.changeSubmit')}
        </Button>
      </div>
    </form>
  )
}

export function PlaceSelect({
  places,
  value,
  fallback,
  onChange,
}: {
  places: readonly Place[]
  value: string
  fallback?: Booking
  onChange: (key: string) => void
}) {
  const say = useSay()
  const known = places.map((place) => ({ value: place.key, label: placeLabel(place, say) }))
  const choices =
    known.some((choice) => choice.value === value) || fallback === undefined
      ? known
      : [{ value, label: say.local(fallback.targetName) }, ...known]
  return <Select label={say.t('booking.place')} value={value} onChange={onChange} choices={choices} />
}

/** The state first: a narrow list cuts the end off. */
function placeLabel(place: Place, say: Say): string {
  const name = say.local(place.name)
  if (place.freeUnits === undefined) return name
  if (place.freeUnits === 0) return say.t('booking.placeTaken', { name })
  return place.kind === 'space'
    ? say.t('booking.placeFree', { name })
    : say.t('booking.placeLeft', { name, what: say.count(place.kind, place.freeUnits) })
}
