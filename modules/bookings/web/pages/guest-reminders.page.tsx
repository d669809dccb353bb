/** Where the link in a guest's reminder leads: one press, and no more of them come. */
import { useQuery } from '@tanstack/react-query'
import { useParams, useRouterState } from '@tanstack/react-router'
import { isProblem } from '#platform/web/client.ts'
import { ProblemState, PagePending, useProblemText, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { FieldError } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { EmptyState } from '#ui/states.tsx'
import { guestRemindersQuery, useSetGuestReminders } from '../reminder/queries.ts'
import { useBookingsTexts } from '../texts.ts'

export function GuestRemindersPage() {
  const t = useBookingsTexts()
  const why = useProblemText()
  const { hubKey = '', bookingId = '' } = useParams({ strict: false }) as { hubKey?: string; bookingId?: string }
  const hash = useRouterState({ select: (state) => state.location.hash })
  const link = new URLSearchParams(hash).get('k') ?? ''
  const place = { hubKey, bookingId, link }
  const query = useQuery(guestRemindersQuery(place))
  const set = useSetGuestReminders(place)
  usePageTitle([t('public.reminders.title')])
  const isGone = link === '' || (isProblem(query.error) && query.error.status === 404)
  if (!isGone && query.isPending) return <PagePending />
  const isRefused = query.data?.isRefused === true
  return (
    <div className="wrap grid max-w-[44rem] content-start gap-5 py-8">
      <h1 className="page-title" tabIndex={-1}>
        {t('public.reminders.title')}
      </h1>
      {isGone ? (
        <EmptyState icon="link" title={t('public.reminders.noLink')} />
      ) : query.error !== null ? (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      ) : (
        <>
          {isRefused ? (
            <Note tone="ok" icon="check">
              {t('public.reminders.stopped')}
            </Note>
          ) : (
            <p>{t('public.reminders.lead')}</p>
          )}
          <p className="flex flex-wrap gap-3">
            <Button kind={isRefused ? 'quiet' : 'main'} isBusy={set.isPending} onClick={() => set.mutate(!isRefused)}>
              {t(isRefused ? 'public.reminders.again' : 'public.reminders.stop')}
            </Button>
            <LinkButton to="/hubs/$hubKey/bookings/$bookingId" params={{ hubKey, bookingId }} hash={`k=${link}`}>
              {t('public.reminders.back')}
            </LinkButton>
          </p>
          <FieldError error={set.error === null ? undefined : why(set.error)} />
        </>
      )}
    </div>
  )
}
