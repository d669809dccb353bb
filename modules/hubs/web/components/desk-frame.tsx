/** A page of one hub's desk in any module: finds the hub of the address, or says that there is none. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { LocalText } from '#platform/contract/schemas.ts'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Link } from '#ui/link.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { ownHubsQuery } from '../queries.ts'
import { useHubsTexts } from '../texts.ts'

export interface DeskHub {
  readonly id: string
  readonly key: string
  readonly names: LocalText
  readonly zone: string
}

/** The hub of an address. Its id is what the desk's calls take. */
export function useHubOfDesk(hubKey: string) {
  const query = useQuery(ownHubsQuery())
  const hub: DeskHub | undefined = query.data?.items.find((each) => each.key === hubKey || each.id === hubKey)
  return { hub, query }
}

export function HubDesk({ children }: { children: (hub: DeskHub) => ReactNode }) {
  const t = useHubsTexts()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const { hub, query } = useHubOfDesk(hubKey)
  if (hub !== undefined) return <div className="wrap pb-16">{children(hub)}</div>
  return (
    <div className="wrap py-8">
      {query.isPending ? (
        <SkeletonLines count={6} label={t('public.page.loading')} />
      ) : query.error === null ? (
        <ErrorState title={t('settings.noSuchHub')} act={<Link to="/operate">{t('settings.toMyHub')}</Link>} />
      ) : (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
    </div>
  )
}
