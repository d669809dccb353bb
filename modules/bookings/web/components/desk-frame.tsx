/** A page of one hub's desk: finds the hub of the address, or says that there is none. */
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { OwnPlaces } from '#platform/web/shell/own-places.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Link } from '#ui/link.tsx'
import { ErrorState, SkeletonLines } from '#ui/states.tsx'
import { bookingsPermissions } from '../../contract/permissions.ts'
import { useDeskHub, type HubRef } from '../queries.ts'
import { useSay } from './say.tsx'

/** Who sees everybody's bookings; the permission `bookings.run`. Others at the desk have the cards of other modules. */
const mayRun = bookingsPermissions['bookings.run'] as readonly string[]

export function DeskFrame({ children }: { children: (hub: HubRef, hubs: readonly HubRef[]) => ReactNode }) {
  const say = useSay()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const { hub, hubs, query } = useDeskHub(hubKey)
  const { session } = useSession()
  if (!heldRoles(session).some((role) => mayRun.includes(role))) {
    return <OwnPlaces />
  }
  if (hub !== undefined) return <div className="wrap pb-16">{children(hub, hubs)}</div>
  return (
    <div className="wrap py-8">
      {query.isPending ? (
        <SkeletonLines count={6} label={say.t('booking.loading')} />
      ) : query.error === null ? (
        <ErrorState title={say.t('desk.noSuchHub')} act={<Link to="/operate">{say.t('desk.toMyHub')}</Link>} />
      ) : (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
    </div>
  )
}
