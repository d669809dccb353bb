/** A visitor's own page, opened by the link of the mail: when, where, the PIN, the doors. */
import { hubQuery } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams, useRouterState } from '@tanstack/react-router'
import { formatDayAndRange } from '#platform/web/format.ts'
import { isProblem } from '#platform/web/client.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Local, useLocalText } from '#platform/web/local-text.tsx'
import { PagePending, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Icon } from '#ui/icon.tsx'
import { EmptyState } from '#ui/states.tsx'
import { PassPart } from '../components/pass-part.tsx'
import { passQuery } from '../queries.ts'
import { useAccessTexts } from '../texts.ts'

export function VisitPage() {
  const t = useAccessTexts()
  const language = useLanguage()
  const local = useLocalText()
  const { hubKey = '', visitId = '' } = useParams({ strict: false }) as { hubKey?: string; visitId?: string }
  // After the `#`, so that the secret is never sent with an address and stands in no log.
  const hash = useRouterState({ select: (state) => state.location.hash })
  const link = new URLSearchParams(hash).get('k') ?? ''
  const hub = useQuery(hubQuery(hubKey))
  const pass = useQuery(passQuery({ hubKey, passId: visitId, link }))
  const title = hub.data === undefined ? t('public.wayIn') : t('public.visit.title', { hub: local(hub.data.names) })
  usePageTitle([title])
  if (pass.data === undefined) {
    if (link !== '' && pass.isPending) return <PagePending />
    const isGone = link === '' || (isProblem(pass.error) && pass.error.status === 404)
    return (
      <div className="wrap py-8">
        <h1 className="page-title">{title}</h1>
        {isGone ? (
          <EmptyState icon="link" title={t('public.visit.wrong')}>
            {t('public.visit.wrongHow')}
          </EmptyState>
        ) : (
          <ProblemState error={pass.error} onRetry={() => void pass.refetch()} isRetrying={pass.isFetching} />
        )}
      </div>
    )
  }
  return (
    <div className="wrap grid max-w-2xl! gap-8 pb-16 pt-8 max-md:pt-5">
      <div>
        <h1 tabIndex={-1} className="text-[1.75rem] max-md:text-[1.375rem]">
          {title}
        </h1>
        <p className="mt-2">{t('public.visit.lead')}</p>
        <p className="mt-4 text-[1.5rem] font-bold">{formatDayAndRange(pass.data.from, pass.data.until, language, pass.data.zone)}</p>
      </div>
      <PassPart hubKey={hubKey} passId={visitId} link={link} />
      {hub.data !== undefined && (
        <p className="addr">
          <Icon name="pin" />
          <span>
            <Local text={hub.data.address} />
          </span>
        </p>
      )}
    </div>
  )
}
