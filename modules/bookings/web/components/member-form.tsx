/** The last step of a member's booking: what it is, for what, one press. Name and mail are known. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { isProblem } from '#platform/web/client.ts'
import { dayOf } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox, Select, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Period, WantedIn } from '../../contract/schemas.ts'
import { myQuoteQuery } from '../policy/queries.ts'
import { meQuery, useBookSpace } from '../queries.ts'
import { useBookSeries } from '../series/queries.ts'
import { Refusal } from './refusal.tsx'
import type { GuestFormProps } from './guest/guest-form.tsx'
import { Terms } from './policy/terms.tsx'
import { wantedOf } from './places.tsx'
import { useSay } from './say.tsx'
import { RepeatPart, useRepeat } from './series/repeat.tsx'
import { whenOf } from './when-fields.tsx'

export function MemberForm({ picked, people, zone, onBack, onTime, onSpace, onWait }: GuestFormProps) {
  const say = useSay()
  const navigate = useNavigate()
  const { toast } = useToast()
  const book = useBookSpace()
  const [purpose, setPurpose] = useState('')
  const [unitId, setUnitId] = useState('')
  const [reductionId, setReductionId] = useState('')
  const [forOrganisation, setForOrganisation] = useState(false)
  const me = useQuery(meQuery())
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { space, period } = picked
  const freeUnits = space.units.filter((unit) => unit.isFree)
  const count = space.kind === 'space' ? 1 : people
  const hasOrganisation = me.data?.memberships.find((one) => one.id === me.data.activeMembershipId)?.organisation != null
  const quote = useQuery(
    myQuoteQuery({
      targetId: space.targetId,
      kind: space.kind,
      startsAt: period.startsAt,
      endsAt: period.endsAt,
      units: space.kind === 'seat' ? people : 1,
      reductionId,
      forOrganisation,
    }),
  )
  // A number of one's own only for one seat: a group sits where there is room.
  const canChooseUnit = space.kind === 'seat' && people === 1 && freeUnits.length > 1

  const wanted = { ...wantedOf(space, count), ...(canChooseUnit && unitId !== '' ? { unitIds: [unitId] } : {}) } as WantedIn
  const wished = { what: wanted, when: whenOf(period, zone), partySize: people, purpose, forOrganisation, reductionId }
  const repeat = useRepeat(wished, undefined)
  const bookSeries = useBookSeries(undefined)
  const sendSeries = (): void => {
    if (repeat.body === undefined || !repeat.isReady) return
    bookSeries.mutate(
      { wish: repeat.body },
      {
        onSuccess: (series) => {
          toast(say.t('series.booked', { count: series.counts.total }))
          void navigate({ to: `/me/series/${series.id}` } as never)
        },
      },
    )
  }

  const send = (wish: Period, place: { kind: typeof space.kind; targetId: string }): void => {
    const units = place.targetId === space.targetId && canChooseUnit && unitId !== '' ? { unitIds: [unitId] } : {}
    const what =
      place.kind === 'space'
        ? { kind: 'space' as const, spaceId: place.targetId }
        : place.kind === 'seat'
          ? { kind: 'seat' as const, spaceId: place.targetId, count, ...units }
          : { kind: 'equipment' as const, equipmentId: place.targetId, count: 1 }
    book.mutate(
      {
        what,
        startsAt: wish.startsAt,
        endsAt: wish.endsAt,
        partySize: people,
        forOrganisation,
        ...(reductionId === '' ? {} : { reductionId }),
        ...(purpose.trim() === '' ? {} : { purpose }),
      },
      {
        onSuccess: (booking) => {
          toast(say.t(booking.status === 'requested' ? 'public.page.requestedTitle' : 'me.booked'))
          void navigate({ to: `/me/bookings/${booking.id}` } as never)
        },
      },
    )
  }
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (repeat.value === undefined) send(period, space)
        else sendSeries()
      }}
    >
      <h3 ref={heading} tabIndex={-1}>
        <span className="no" aria-hidden="true">
          3
        </span>
        {say.t('me.confirmTitle')}
      </h3>
      <div>
        <p className="text-[1.125rem] font-bold">{say.dayAndRange(period.startsAt, period.endsAt, zone)}</p>
        <p>
          {say.local(space.name)}
          {'　'}
          {say.people(people)}
        </p>
        {quote.data === undefined && <p className="muted">{say.fee(space.feeYen * (space.kind === 'seat' ? people : 1))}</p>}
      </div>
      {hasOrganisation && (
        <Checkbox isChecked={forOrganisation} onChange={setForOrganisation}>
          {say.t('public.rules.forOrganisation')}
        </Checkbox>
      )}
      {quote.data !== undefined && <Terms quote={quote.data} zone={zone} reductionId={reductionId} onReduction={setReductionId} />}
      {canChooseUnit && (
        <Select
          label={say.t('me.unit')}
          value={unitId}
          onChange={setUnitId}
          choices={[{ value: '', label: say.t('me.anyUnit') }, ...freeUnits.map((unit) => ({ value: unit.id, label: unit.label }))]}
        />
      )}
      <TextField label={say.t('me.purpose')} value={purpose} maxLength={500} onChange={setPurpose} />
      <RepeatPart repeat={repeat} wish={wished} zone={zone} />
      <Refusal error={bookSeries.error} zone={zone} day="" />
      <Refusal
        error={book.error}
        zone={zone}
        day={dayOf(period.startsAt, zone)}
        isBusy={book.isPending}
        onTime={(other) => {
          onTime(other)
          send(other, space)
        }}
        onPlace={(other) => {
          onSpace(other)
          send(period, other)
        }}
      />
      {isProblem(book.error) && book.error.code === 'bookings.space_taken' && onWait !== undefined && (
        <div>
          <Button kind="quiet" icon="hourglass" onClick={onWait}>
            {say.t('waiting.ask')}
          </Button>
        </div>
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          kind="main"
          type="submit"
          isBusy={book.isPending || bookSeries.isPending}
          disabled={repeat.value !== undefined && !repeat.isReady}
        >
          {repeat.value !== undefined
            ? say.t('series.bookCount', { count: repeat.preview.data?.freeCount ?? 0 })
            : say.t(quote.data?.needsApproval === true ? 'public.rules.ask' : 'me.bookSubmit')}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {say.t('me.chooseAgain')}
        </Button>
      </div>
    </form>
  )
}
