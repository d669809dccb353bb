/** The last step of a booking at a partner's hub: by which agreement, for how much, what home is told; one press. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { ChangedTerms, useShownTerms } from '#modules/people/web/index.ts'
import { dayOf } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Checkbox, Select, TextField } from '#ui/fields.tsx'
import { showFirstError } from '#ui/first-error.ts'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Period } from '../../../contract/schemas.ts'
import { useBookAsVisitor, visitQuery } from '../../mutual-use/queries.ts'
import { guestQuoteQuery } from '../../policy/queries.ts'
import type { GuestFormProps } from '../guest/guest-form.tsx'
import { TermsLink } from '../guest/terms-link.tsx'
import { Terms } from '../policy/terms.tsx'
import { wantedOf } from '../places.tsx'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

export function VisitorForm({ hubKey, picked, people, zone, onBack, onTime, onSpace }: GuestFormProps) {
  const say = useSay()
  const navigate = useNavigate()
  const { toast } = useToast()
  const { space, period } = picked
  const day = dayOf(period.startsAt, zone)
  const visit = useQuery(visitQuery(hubKey, day))
  const book = useBookAsVisitor(hubKey)
  const shown = useShownTerms(hubKey, book.error)
  const [purpose, setPurpose] = useState('')
  const [unitId, setUnitId] = useState('')
  const [reductionId, setReductionId] = useState('')
  const [hasConsented, setConsent] = useState(false)
  const [wasTried, setTried] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const quote = useQuery(
    guestQuoteQuery(hubKey, {
      targetId: space.targetId,
      kind: space.kind,
      startsAt: period.startsAt,
      endsAt: period.endsAt,
      units: space.kind === 'seat' ? people : 1,
      reductionId,
      forOrganisation: false,
    }),
  )
  const freeUnits = space.units.filter((unit) => unit.isFree)
  const canChooseUnit = space.kind === 'seat' && people === 1 && freeUnits.length > 1
  const count = space.kind === 'space' ? 1 : people
  const send = (wish: Period, place: { kind: typeof space.kind; targetId: string }): void => {
    const isChosen = place.targetId === space.targetId && canChooseUnit && unitId !== ''
    book.mutate(
      {
        what: { ...wantedOf(place, count), ...(isChosen ? { unitIds: [unitId] } : {}) },
        startsAt: wish.startsAt,
        endsAt: wish.endsAt,
        partySize: people,
        consent: true,
        ...(shown.terms === undefined ? {} : { termsId: shown.terms.id }),
        ...(reductionId === '' ? {} : { reductionId }),
        ...(purpose.trim() === '' ? {} : { purpose }),
      },
      {
        onSuccess: (booking) => {
          toast(say.t(booking.status === 'requested' ? 'public.page.requestedTitle' : 'me.booked'))
          void navigate({ to: `/me/visits/${hubKey}/${booking.id}` } as never)
        },
      },
    )
  }
  const back = (
    <Button kind="quiet" onClick={onBack}>
      {say.t('me.chooseAgain')}
    </Button>
  )
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!hasConsented) return showFirstError(event.currentTarget)
        send(period, space)
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
      </div>
      {visit.data === undefined || visit.isPlaceholderData ? (
        visit.error === null ? (
          <SkeletonLines count={3} label={say.t('booking.loading')} />
        ) : (
          <>
            <Refusal error={visit.error} zone={zone} day={day} />
            <div>{back}</div>
          </>
        )
      ) : (
        <>
          <div className="grid gap-1">
            <p>{say.t('mutualUse.lead', { partner: say.local(visit.data.partnerName), home: say.local(visit.data.homeName) })}</p>
            <p className="dense">{say.t(visit.data.priceClass === 'member' ? 'mutualUse.pricedAsMember' : 'mutualUse.pricedAsGeneral')}</p>
            {visit.data.mostPerMonth !== null && (
              <p className="dense">
                {say.t('mutualUse.left', {
                  left: Math.max(0, visit.data.mostPerMonth - visit.data.usedInMonth),
                  count: visit.data.mostPerMonth,
                })}
              </p>
            )}
            {visit.data.untilOn !== null && (
              <p className="dense">
                {say.t('mutualUse.until', { day: say.day(visit.data.untilOn, { hasYear: true, hasWeekday: false }) })}
              </p>
            )}
          </div>
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
          <ChangedTerms shown={shown} />
          <Checkbox
            isChecked={hasConsented}
            onChange={setConsent}
            error={wasTried && !hasConsented ? say.t('mutualUse.mustConsent') : undefined}
          >
            {say.t('mutualUse.consent', { home: say.local(visit.data.homeName) })}{' '}
            <TermsLink hubKey={hubKey} version={shown.terms?.version} />
          </Checkbox>
          <Refusal
            error={book.error}
            zone={zone}
            day={day}
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
          <div className="flex flex-wrap gap-3">
            <Button kind="main" type="submit" isBusy={book.isPending}>
              {say.t(quote.data?.needsApproval === true ? 'public.rules.ask' : 'me.bookSubmit')}
            </Button>
            {back}
          </div>
        </>
      )}
    </form>
  )
}
