/** A guest's place in the line, or the offer made to them, opened by the link of the mail. */
import type { SpaceKind } from '#modules/hubs/contract/schemas.ts'
import { useKindText } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useLanguage } from '#platform/web/language.ts'
import { Local } from '#platform/web/local-text.tsx'
import { formatDayAndRange, formatInstant, formatYen } from '#platform/web/format.ts'
import { PagePending, useProblemText, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import type { Waiting } from '../../contract/waiting/schemas.ts'
import { LinkProblem } from '../components/guest/link-problem.tsx'
import { useBookingsTexts } from '../texts.ts'
import { guestWaitingQuery, useAnswerAsGuest, type WaitingLink } from '../waiting/queries.ts'

export function GuestWaitingPage() {
  const t = useBookingsTexts()
  const { hubKey = '', waitingId = '' } = useParams({ strict: false }) as { hubKey?: string; waitingId?: string }
  // After the `#`, so that the secret is never sent with an address and stands in no log.
  const hash = new URLSearchParams(useRouterState({ select: (state) => state.location.hash }))
  const given: WaitingLink = { hubKey, waitingId, link: hash.get('k') ?? '' }
  const query = useQuery({ ...guestWaitingQuery(given), enabled: given.link !== '' })
  usePageTitle([t('public.waiting.title')])
  if (query.data !== undefined) return <Entry waiting={query.data} given={given} isDeclining={hash.get('do') === 'decline'} />
  if (given.link !== '' && query.isPending) return <PagePending />
  return (
    <LinkProblem
      hubKey={hubKey}
      link={given.link}
      title={t('public.waiting.title')}
      isWrong={t('public.waiting.linkWrong')}
      query={query}
    />
  )
}

const titles = {
  waiting: 'public.waiting.title',
  offered: 'public.waiting.offerTitle',
  taken: 'public.waiting.taken',
  declined: 'public.waiting.declined',
  missed: 'public.waiting.missed',
  left: 'public.waiting.left',
} as const

function Entry({ waiting, given, isDeclining }: { waiting: Waiting; given: WaitingLink; isDeclining: boolean }) {
  const t = useBookingsTexts()
  const kindText = useKindText()
  const language = useLanguage()
  const say = useProblemText()
  const answer = useAnswerAsGuest(given)
  const isOffer = waiting.status === 'offered'
  const [isAsking, setAsking] = useState(isDeclining && (isOffer || waiting.status === 'waiting'))
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(waiting.status)
  useEffect(() => {
    // What has just changed is the first thing to hear.
    if (before.current !== waiting.status) heading.current?.focus()
    before.current = waiting.status
  }, [waiting.status])
  const { offer } = waiting
  const zone = waiting.timeZone
  const isOver = waiting.isOver && waiting.status === 'waiting'
  const when = formatDayAndRange(offer?.startsAt ?? waiting.from, offer?.endsAt ?? waiting.to, language, zone)
  const isFlexible = offer === null && (Date.parse(waiting.to) - Date.parse(waiting.from)) / 60_000 > waiting.minutes
  return (
    <div className="wrap max-w-2xl pb-16 pt-8 max-md:pt-5">
      <h1 ref={heading} tabIndex={-1} className="text-[1.75rem] max-md:text-[1.375rem]">
        {t(isOver ? 'public.waiting.over' : titles[waiting.status])}
      </h1>
      {waiting.status === 'waiting' && !isOver && <p className="mt-2">{t('public.waiting.waitingLead')}</p>}
      {waiting.status === 'taken' && <p className="mt-2">{t('public.waiting.takenLead')}</p>}
      {waiting.status === 'missed' && <p className="mt-2">{t('public.waiting.missedLead')}</p>}
      {offer?.expiresAt != null && (
        <div className="mt-3">
          <Note tone="wait" icon="hourglass">
            {t('public.waiting.offerUntil', { time: formatInstant(offer.expiresAt, language, zone) })}
          </Note>
        </div>
      )}
      <section className="pass mt-5" aria-label={t('public.waiting.title')}>
        <p className="text-[1.125rem] font-bold">{isFlexible ? t('public.waiting.window', { when, minutes: waiting.minutes }) : when}</p>
        <p className="where">
          {offer === null && waiting.targetName === null ? (
            t('public.waiting.anyOf', { kind: kindText(waiting.targetType as SpaceKind) })
          ) : (
            <Local text={offer?.targetName ?? waiting.targetName ?? waiting.hubName} />
          )}
          {offer !== null && offer.kind !== 'space' && <>{`　${offer.units.map((unit) => unit.label).join('・')}`}</>}
        </p>
        <p className="muted">
          <Local text={waiting.hubName} />
        </p>
        <p className="mt-2 flex flex-wrap gap-x-5">
          <span className="dense">{t('public.page.peopleCount', { count: waiting.partySize })}</span>
          {offer !== null && offer.feeYen > 0 && <span className="dense">{formatYen(offer.feeYen)}</span>}
        </p>
        {waiting.place !== null && (
          <p className="mt-3 text-[1.25rem] font-bold">
            {t('public.waiting.placeOf', { place: waiting.place, length: waiting.lineLength ?? waiting.place })}
          </p>
        )}
        {answer.isError && (
          <div className="mt-4">
            <Note tone="bad" isAlert>
              {say(answer.error)}
            </Note>
          </div>
        )}
        {isOffer && (
          <div className="mt-5 grid gap-3">
            <Button kind="main" isWide isBusy={answer.isPending} className="min-h-16 text-[1.25rem]" onClick={() => answer.mutate(true)}>
              {t('public.waiting.accept')}
            </Button>
            <Button kind="quiet" onClick={() => setAsking(true)}>
              {t('public.waiting.decline')}
            </Button>
          </div>
        )}
        {waiting.status === 'waiting' && !isOver && (
          <div className="mt-4">
            <Button kind="quiet" onClick={() => setAsking(true)}>
              {t('public.waiting.leave')}
            </Button>
          </div>
        )}
        {!isOffer && (waiting.status !== 'waiting' || isOver) && (
          <div className="mt-4">
            <LinkButton to="/hubs/$hubKey" params={{ hubKey: waiting.hubKey }}>
              {t('public.page.toHub')}
            </LinkButton>
          </div>
        )}
      </section>
      <ConfirmDialog
        title={t(isOffer ? 'public.waiting.declineTitle' : 'public.waiting.leaveTitle')}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        confirmLabel={t(isOffer ? 'public.waiting.decline' : 'public.waiting.leave')}
        cancelLabel={t('public.waiting.stay')}
        kind="bad"
        isBusy={answer.isPending}
        onConfirm={() => answer.mutate(false, { onSettled: () => setAsking(false) })}
      >
        <p className="mb-4 font-bold">{when}</p>
        <p>{t(isOffer ? 'public.waiting.declineWhat' : 'public.waiting.leaveWhat')}</p>
      </ConfirmDialog>
    </div>
  )
}
