/** Name, mail, agreed: nothing else is asked of a stranger. What was typed outlives a refusal, a reload and a lost line. */
import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { useQuery } from '@tanstack/react-query'
import { readInstallation } from '#platform/contract/endpoints.ts'
import { isProblem, newKey, reading } from '#platform/web/client.ts'
import { useLanguage } from '#platform/web/language.ts'
import { ChangedTerms, useShownTerms } from '#modules/people/web/index.ts'
import { Local } from '#platform/web/local-text.tsx'
import { formatDayAndRange, formatTime, formatYen } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Select, TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { Note } from '#ui/marks.tsx'
import type { Alternatives, Booking, Period, WantedIn } from '../../../contract/schemas.ts'
import { guestQuoteQuery } from '../../policy/queries.ts'
import { Terms } from '../policy/terms.tsx'
import { useBookAsGuest } from './calls.tsx'
import { useBookingsTexts } from '../../texts.ts'
import { Refusal } from './refusal.tsx'
import { TermsLink } from './terms-link.tsx'
import type { Picked } from './space-offers.tsx'

export interface GuestFormProps {
  hubKey: string
  picked: Picked
  people: number
  zone: string
  onBack: () => void
  onTime: (period: Period) => void
  onSpace: (space: Alternatives['spaces'][number]) => void
  /** Somebody was faster: to be told when it is free again. */
  onWait?: () => void
}

const storageKey = 'hiroba.guest'

function typedBefore(): { name: string; mail: string } {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as { name?: unknown; mail?: unknown }
    return { name: typeof kept.name === 'string' ? kept.name : '', mail: typeof kept.mail === 'string' ? kept.mail : '' }
  } catch {
    return { name: '', mail: '' }
  }
}

export function GuestForm({ hubKey, picked, people, zone, onBack, onTime, onSpace, onWait }: GuestFormProps) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const [typed, setTyped] = useState(typedBefore)
  const [unitId, setUnitId] = useState('')
  const [reductionId, setReductionId] = useState('')
  const [isTried, setTried] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const nameField = useRef<HTMLInputElement>(null)
  const mailField = useRef<HTMLInputElement>(null)
  const book = useBookAsGuest(hubKey)
  const { space, period } = picked
  const shown = useShownTerms(hubKey, book.error)
  const termsId = shown.terms?.id ?? ''
  // One key for one wish: pressing twice, or again after a lost line, books once.
  const wish = `${space.targetId} ${unitId} ${period.startsAt} ${period.endsAt} ${people} ${typed.mail} ${reductionId} ${termsId}`
  const key = useRef({ wish, value: newKey() })
  if (key.current.wish !== wish) key.current = { wish, value: newKey() }

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
  useEffect(() => {
    // Straight into the first field: a phone opens its keyboard, no tap is lost.
    nameField.current?.focus()
    heading.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  useEffect(() => {
    try {
      sessionStorage.setItem(storageKey, JSON.stringify(typed))
    } catch {
      // kept in the page only
    }
  }, [typed])

  if (book.data !== undefined) return <MailSent booking={book.data} mail={typed.mail.trim()} zone={zone} onBack={onBack} />

  const mail = typed.mail.normalize('NFKC').trim()
  const wrong = {
    name: typed.name.trim() === '' ? t('public.page.nameMissing') : undefined,
    mail: mail === '' ? t('public.page.mailMissing') : /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(mail) ? undefined : t('public.page.mailWrong'),
  }
  const refusedFields = new Set(isProblem(book.error) ? (book.error.problem.fields ?? []).map((field) => field.path) : [])
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (book.isPending) return
    setTried(true)
    if (wrong.name !== undefined) return nameField.current?.focus()
    if (wrong.mail !== undefined) return mailField.current?.focus()
    book.mutate({
      what: wantedOf(picked, people, unitId),
      startsAt: period.startsAt,
      endsAt: period.endsAt,
      partySize: people,
      name: typed.name.trim(),
      mail,
      language,
      ...(reductionId === '' ? {} : { reductionId }),
      ...(termsId === '' ? {} : { termsId }),
      idempotencyKey: key.current.value,
    })
  }
  const fee = space.feeYen * (space.kind === 'seat' ? people : 1)
  const hasChoice = space.kind === 'seat' && people === 1 && space.units.some((unit) => unit.isFree)
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <h3 ref={heading} tabIndex={-1}>
        <span className="no" aria-hidden="true">
          3
        </span>
        {t('public.page.whoTitle')}
      </h3>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 rounded-8 bg-band px-5 py-4 leading-normal">
        <div className="min-w-0">
          <p className="text-[1.125rem] font-bold">
            <Local text={space.name} />
          </p>
          <p>
            {formatDayAndRange(period.startsAt, period.endsAt, language, zone)}
            {'　'}
            {t('public.page.peopleCount', { count: people })}
          </p>
        </div>
        {fee > 0 && quote.data === undefined && <b className="text-[1.25rem]">{formatYen(fee)}</b>}
        <Button kind="quiet" size="small" icon="left" onClick={onBack}>
          {t('public.page.chooseAgain')}
        </Button>
      </div>
      {hasChoice && (
        <Select
          label={t('public.page.seat')}
          value={unitId}
          onChange={setUnitId}
          choices={[
            { value: '', label: t('public.page.anySeat') },
            ...space.units.map((unit) => ({ value: unit.id, label: unit.label, isDisabled: !unit.isFree })),
          ]}
        />
      )}
      <TextField
        ref={nameField}
        label={t('public.page.name')}
        isRequired
        autoComplete="name"
        enterKeyHint="next"
        maxLength={100}
        value={typed.name}
        onChange={(name) => setTyped({ ...typed, name })}
        error={isTried ? (wrong.name ?? (refusedFields.has('body.guest.name') ? t('public.page.nameWrong') : undefined)) : undefined}
      />
      <TextField
        ref={mailField}
        label={t('public.page.mail')}
        isRequired
        type="email"
        inputMode="email"
        autoComplete="email"
        enterKeyHint="done"
        maxLength={254}
        value={typed.mail}
        onChange={(value) => setTyped({ ...typed, mail: value })}
        hint={t('public.page.mailHint')}
        error={isTried ? (wrong.mail ?? (refusedFields.has('body.guest.mail') ? t('public.page.mailWrong') : undefined)) : undefined}
      />
      {quote.data !== undefined && <Terms quote={quote.data} zone={zone} reductionId={reductionId} onReduction={setReductionId} />}
      <ChangedTerms shown={shown} />
      {book.isError && !(shown.isRefused && shown.hasChanged) && (
        <Refusal
          error={book.error}
          zone={zone}
          onTime={(other) => again(() => onTime(other))}
          onSpace={(other) => again(() => onSpace(other))}
        />
      )}
      {isProblem(book.error) && book.error.code === 'bookings.space_taken' && onWait !== undefined && (
        <div>
          <Button kind="quiet" icon="hourglass" onClick={onWait}>
            {t('public.waiting.ask')}
          </Button>
        </div>
      )}
      <p className="dense muted">
        {t('public.page.consent')} <TermsLink hubKey={hubKey} version={shown.terms?.version} />
      </p>
      <Button type="submit" kind="main" isBusy={book.isPending} className="min-h-14 text-[1.125rem]">
        {t('public.page.agreeAndBook')}
      </Button>
    </form>
  )

  function again(choose: () => void): void {
    book.reset()
    setUnitId('')
    choose()
  }
}

function wantedOf({ space }: Picked, people: number, unitId: string): WantedIn {
  switch (space.kind) {
    case 'space':
      return { kind: 'space', spaceId: space.targetId }
    case 'seat':
      return { kind: 'seat', spaceId: space.targetId, count: people, ...(unitId === '' ? {} : { unitIds: [unitId] }) }
    case 'equipment':
      return { kind: 'equipment', equipmentId: space.targetId, count: 1 }
  }
}

/** Held, not yet booked: the one thing left is in the mail. */
function MailSent({ booking, mail, zone, onBack }: { booking: Booking; mail: string; zone: string; onBack: () => void }) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const installation = useQuery(reading(readInstallation, {}))
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="grid gap-5">
      <h3 ref={heading} tabIndex={-1}>
        <span className="no" aria-hidden="true">
          <Icon name="mail" />
        </span>
        {t(installation.data?.isMailConnected === false ? 'public.page.yourBooking' : 'public.page.sentTitle')}
      </h3>
      {installation.data?.isMailConnected === false ? (
        <Note tone="wait" icon="mail">
          {t('public.page.mailKept', { mail })}
        </Note>
      ) : (
        <p className="text-[1.125rem] leading-[1.8]">{t('public.page.sentTo', { mail })}</p>
      )}
      <div className="rounded-8 bg-band px-5 py-4 leading-normal">
        <p className="text-[1.125rem] font-bold">
          <Local text={booking.targetName} />
          {booking.kind === 'seat' && booking.units.length > 0 && (
            <>
              {'　'}
              {booking.units.map((unit) => unit.label).join('・')}
            </>
          )}
        </p>
        <p>{formatDayAndRange(booking.startsAt, booking.endsAt, language, zone)}</p>
      </div>
      {booking.holdExpiresAt !== null && (
        <Note tone="wait" icon="hourglass">
          {t('public.page.heldUntil', { time: formatTime(booking.holdExpiresAt, zone) })}
        </Note>
      )}
      <p className="dense muted">{t('public.page.noMail')}</p>
      <div>
        <Button kind="quiet" onClick={onBack}>
          {t('public.page.bookAnother')}
        </Button>
      </div>
    </div>
  )
}
