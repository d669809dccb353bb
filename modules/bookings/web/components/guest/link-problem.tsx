/** What stands where the link of a mail should have led: it proves nothing, or nothing answers. */
import type { UseQueryResult } from '@tanstack/react-query'
import { isProblem } from '#platform/web/client.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { LinkButton } from '#ui/link.tsx'
import { EmptyState } from '#ui/states.tsx'
import { useBookingsTexts } from '../../texts.ts'

interface Props {
  readonly hubKey: string
  /** Empty where the address has none. */
  readonly link: string
  readonly title: string
  /** That the link is wrong or too old. */
  readonly isWrong: string
  readonly query: UseQueryResult
}

export function LinkProblem({ hubKey, link, title, isWrong, query }: Props) {
  const t = useBookingsTexts()
  const isGone = link === '' || (isProblem(query.error) && query.error.status === 404)
  return (
    <div className="wrap py-8">
      {isGone ? (
        <>
          <h1 className="page-title">{title}</h1>
          <EmptyState
            icon="link"
            title={isWrong}
            act={
              <LinkButton to="/hubs/$hubKey" params={{ hubKey }}>
                {t('public.page.toHub')}
              </LinkButton>
            }
          >
            {t('public.page.linkWrongHint')}
          </EmptyState>
        </>
      ) : (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
    </div>
  )
}
