/** "Tell me when it is free": for a time that is taken. A stranger leaves name and mail, a member presses once. */
import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { SpaceKind } from '#modules/hubs/contract/schemas.ts'
import { useKindText } from '#modules/hubs/web/index.ts'
import { ChangedTerms, useShownTerms } from '#modules/people/web/index.ts'
import { isProblem } from '#platform/web/client.ts'
import { formatDayAndRange } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Local } from '#platform/web/local-text.tsx'
import { useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import type { Period } from '../../../contract/schemas.ts'
import type { Waiting } from '../../../contract/waiting/schemas.ts'
import { useBookingsTexts } from '../../texts.ts'
import { useAskAsGuest, useAskToWait } from '../../waiting/queries.ts'
import type { Picked } from '../guest/space-offers.tsx'
import { TermsLink } from '../guest/terms-link.tsx'
import { wantedOf } from '../places.tsx'

export interface AskFormProps {
  hubKey: string
  hubId: string
  picked: Picked
  /** How many places of its kind the hub has. */
  sameKind: number
  people: number
  zone: string
  onBack: () => void
  /** There is a free time after all. */
  onTime: (period: Period, targetId?: string) => void
}

/** What is waited for: the place, or any of its kind. */
const waitedFor = ({ space }: Picked, people: number, isAny: boolean) =>
  isAny ? { kind: 'any' as const, type: space.type } : wantedOf(space, space.kind === 'seat' ? people : 1)

/** Whether only this place will do, and only this time. */
function useLeeway({ picked, sameKind }: AskFormProps) {
  const [isFlexible, setFlexible] = useState(false)
  const [isAny, setAny] = useState(picked.isAny === true)
  return { isFlexible, setFlexible, isAny: isAny && sameKind > 1, setAny }
}

function LeewayFields({ picked, sameKind, leeway }: AskFormProps & { leeway: ReturnType<typeof useLeeway> }) {
  const t = useBookingsTexts()
  const kindText = useKindText()
  return (
    <div className="grid gap-2">
      {sameKind > 1 && (
        <Checkbox isChecked={leeway.isAny} onChange={leeway.setAny}>
          {t('public.waiting.anyWillDo', { kind: kindText(picked.space.type as SpaceKind) })}
        </Checkbox>
      )}
      <Checkbox isChecked={leeway.isFlexible} onChange={leeway.setFlexible}>
        {t('public.waiting.flexible')}
      </Checkbox>
    </div>
  )
}

/** All hours of the day in which it could be too; the wish itself where the hours are not known. */
function windowOf({ space, period }: Picked, isFlexible: boolean): { from: string; to: string; minutes?: number } {
  const [first, last] = [space.open[0], space.open.at(-1)]
  if (!isFlexible || first === undefined || last === undefined) return { from: period.startsAt, to: period.endsAt }
  const now = new Date().toISOString()
  return {
    from: first.startsAt < now && now < period.startsAt ? period.startsAt : first.startsAt,
    to: last.endsAt,
    minutes: Math.round((Date.parse(period.endsAt) - Date.parse(period.startsAt)) / 60_000),
  }
}

export function GuestAskForm(props: AskFormProps) {
  const { hubKey, picked, people } = props
  const t = useBookingsTexts()
  const language = useLanguage()
  const ask = useAskAsGuest(hubKey)
  const shown = useShownTerms(hubKey, ask.error)
  const [name, setName] = useState('')
  const [mail, setMail] = useState('')
  const leeway = useLeeway(props)
  const [isTried, setTried] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const mailField = useRef<HTMLInputElement>(null)
  const folded = mail.normalize('NFKC').trim()
  const wrong = {
    name: name.trim() === '' ? t('public.page.nameMissing') : undefined,
    mail: folded === '' ? t('public.page.mailMissing') : /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(folded) ? undefined : t('public.page.mailWrong'),
  }
  const refused = new Set(isProblem(ask.error) ? (ask.error.problem.fields ?? []).map((field) => field.path) : [])
  if (ask.data !== undefined) return <Asked waiting={ask.data} mail={folded} {...props} />
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    setTried(true)
    if (wrong.name !== undefined) return nameField.current?.focus()
    if (wrong.mail !== undefined) return mailField.current?.focus()
    ask.mutate({
      what: waitedFor(picked, people, leeway.isAny),
      ...windowOf(picked, leeway.isFlexible),
      partySize: people,
      guest: { name: name.trim(), mail: folded, language },
      consent: true,
      ...(shown.terms === undefined ? {} : { termsId: shown.terms.id }),
    })
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-5">
      <Head {...props} isAny={leeway.isAny} />
      <LeewayFields {...props} leeway={leeway} />
      <TextField
        ref={nameField}
        label={t('public.page.name')}
        isRequired
        autoComplete="name"
        maxLength={100}
        value={name}
        onChange={setName}
        error={isTried ? (wrong.name ?? (refused.has('body.guest.name') ? t('public.page.nameWrong') : undefined)) : undefined}
      />
      <TextField
        ref={mailField}
        label={t('public.page.mail')}
        isRequired
        type="email"
        inputMode="email"
        autoComplete="email"
        maxLength={254}
        value={mail}
        onChange={setMail}
        hint={t('public.waiting.askHint')}
        error={isTried ? (wrong.mail ?? (refused.has('body.guest.mail') ? t('public.page.mailWrong') : undefined)) : undefined}
      />
      <ChangedTerms shown={shown} />
      {!(shown.isRefused && shown.hasChanged) && <AskRefusal error={ask.error} {...props} />}
      <p className="dense muted">
        {t('public.waiting.consent')} <TermsLink hubKey={hubKey} version={shown.terms?.version} />
      </p>
      <Acts isBusy={ask.isPending} onBack={props.onBack} />
    </form>
  )
}

export function MemberAskForm(props: AskFormProps) {
  const { hubId, picked, people } = props
  const t = useBookingsTexts()
  const ask = useAskToWait()
  const leeway = useLeeway(props)
  if (ask.data !== undefined) return <Asked waiting={ask.data} mail="" {...props} />
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate({
          hubId,
          what: waitedFor(picked, people, leeway.isAny),
          ...windowOf(picked, leeway.isFlexible),
          partySize: people,
        })
      }}
    >
      <Head {...props} isAny={leeway.isAny} />
      <p className="dense muted">{t('public.waiting.askHint')}</p>
      <LeewayFields {...props} leeway={leeway} />
      <AskRefusal error={ask.error} {...props} />
      <Acts isBusy={ask.isPending} onBack={props.onBack} />
    </form>
  )
}

function Head({ picked, people, zone, isAny }: AskFormProps & { isAny: boolean }) {
  const t = useBookingsTexts()
  const kindText = useKindText()
  const language = useLanguage()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        <span className="no" aria-hidden="true">
          3
        </span>
        {t('public.waiting.askTitle')}
      </h3>
      <div className="rounded-8 bg-band px-5 py-4 leading-normal">
        <p className="text-[1.125rem] font-bold">
          {isAny ? t('public.waiting.anyOf', { kind: kindText(picked.space.type as SpaceKind) }) : <Local text={picked.space.name} />}
        </p>
        <p>
          {formatDayAndRange(picked.period.startsAt, picked.period.endsAt, language, zone)}
          {'　'}
          {t('public.page.peopleCount', { count: people })}
        </p>
      </div>
    </>
  )
}

function Acts({ isBusy, onBack }: { isBusy: boolean; onBack: () => void }) {
  const t = useBookingsTexts()
  return (
    <div className="flex flex-wrap gap-3">
      <Button type="submit" kind="main" isBusy={isBusy}>
        {t('public.waiting.asking')}
      </Button>
      <Button kind="quiet" onClick={onBack}>
        {t('public.page.chooseAgain')}
      </Button>
    </div>
  )
}

function AskRefusal({ error, zone, onTime }: { error: unknown } & AskFormProps) {
  const t = useBookingsTexts()
  const say = useProblemText()
  const language = useLanguage()
  if (error === null || error === undefined) return null
  const free =
    isProblem(error) && error.code === 'bookings.waiting_not_needed' ? (error.params as Partial<Period> & { targetId?: string }) : undefined
  return (
    <Note tone={free === undefined ? 'bad' : 'ok'} isAlert>
      <p className="font-bold">{say(error)}</p>
      {free?.startsAt !== undefined && free.endsAt !== undefined && (
        <div className="mt-2">
          <Button size="small" onClick={() => onTime({ startsAt: free.startsAt ?? '', endsAt: free.endsAt ?? '' }, free.targetId)}>
            {t('public.waiting.freeNow', { when: formatDayAndRange(free.startsAt, free.endsAt, language, zone) })}
          </Button>
        </div>
      )}
    </Note>
  )
}

function Asked({ waiting, mail, onBack }: { waiting: Waiting; mail: string } & AskFormProps) {
  const t = useBookingsTexts()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="grid gap-5">
      <h3 ref={heading} tabIndex={-1}>
        {t('public.waiting.asked')}
      </h3>
      <p className="text-[1.125rem]">
        {mail === ''
          ? t('waiting.asked', { place: waiting.place ?? 1 })
          : t('public.waiting.askedLead', { place: waiting.place ?? 1, mail })}
      </p>
      <div>
        <Button kind="quiet" onClick={onBack}>
          {t('public.page.bookAnother')}
        </Button>
      </div>
    </div>
  )
}
