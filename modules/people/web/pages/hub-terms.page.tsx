/** What a guest agrees to: terms of use and privacy notice of the consortium that runs the hub. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading } from '#platform/web/client.ts'
import { formatDay } from '#platform/web/format.ts'
import { languageNames, useLanguage } from '#platform/web/language.ts'
import { useLocalText } from '#platform/web/local-text.tsx'
import { ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Link } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { readHubTerms } from '../../contract/endpoints.ts'
import { languageOfTerms } from '../components/terms-text.tsx'
import { usePeopleTexts } from '../texts.ts'

export function HubTermsPage() {
  const t = usePeopleTexts()
  const local = useLocalText()
  const language = useLanguage()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const answer = useQuery(reading(readHubTerms, { params: { hubKey } }))
  const terms = answer.data?.terms ?? undefined
  const title = t('public.hubTermsTitle')
  usePageTitle([title, answer.data === undefined ? undefined : local(answer.data.consortium)])
  return (
    <article className="wrap max-w-3xl pb-16">
      <p className="pt-6">
        <Link to={`/hubs/${hubKey}`}>{t('public.backToHub')}</Link>
      </p>
      <h1 className="page-title" tabIndex={-1}>
        {title}
      </h1>
      {answer.isError ? (
        <ProblemState error={answer.error} onRetry={() => void answer.refetch()} isRetrying={answer.isFetching} />
      ) : answer.data === undefined ? (
        <SkeletonLines count={8} label={t('public.loading')} />
      ) : terms === undefined ? (
        <EmptyState icon="doc" title={t('public.hubTermsNone')}>
          {t('public.hubTermsNoneBody', { consortium: local(answer.data.consortium) })}
        </EmptyState>
      ) : (
        <>
          <p className="muted">
            {t('public.hubTermsOf', {
              consortium: local(answer.data.consortium),
              version: terms.version,
              day: formatDay(terms.validFrom, language, { hasYear: true, hasWeekday: false }),
            })}
          </p>
          <Text text={terms.text} title={t('public.termsHeading')} />
          {terms.privacy !== null && <Text text={terms.privacy} title={t('public.privacyHeading')} />}
        </>
      )}
    </article>
  )
}

function Text({ text, title }: { text: Readonly<Record<string, string | undefined>>; title: string }) {
  const t = usePeopleTexts()
  const language = useLanguage()
  const shown = languageOfTerms(text, language)
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-xl font-bold">{title}</h2>
      {shown !== language && <Note>{t('public.termsOtherLanguage', { language: languageNames[shown] })}</Note>}
      <div lang={shown} className="mt-3 whitespace-pre-wrap break-words leading-relaxed">
        {text[shown]}
      </div>
    </section>
  )
}
