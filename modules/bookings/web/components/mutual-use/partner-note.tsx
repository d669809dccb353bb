/** On a partner's public page: whoever works in the other consortium may book as a member. */
import { useQuery } from '@tanstack/react-query'
import { partnerHubsQuery, type HubPageProps } from '#modules/hubs/web/index.ts'
import { today } from '#platform/web/format.ts'
import { useSession } from '#platform/web/session.ts'
import { LinkButton } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { visitQuery } from '../../mutual-use/queries.ts'
import { useSay } from '../say.tsx'

export function PartnerNote({ hub }: HubPageProps) {
  const say = useSay()
  const { session } = useSession()
  const partners = useQuery({ ...partnerHubsQuery(), enabled: session?.active !== undefined })
  const isPartner = partners.data?.items.some((one) => one.key === hub.key) === true
  const visit = useQuery(visitQuery(hub.key, today(hub.zone), isPartner))
  if (!isPartner || visit.data === undefined) return null
  return (
    <div className="wrap pt-8">
      <Note tone="go">
        <p>{say.t('public.mutualUse.note', { home: say.local(visit.data.homeName) })}</p>
        <p className="mt-2">
          <LinkButton kind="main" to="/me/book" search={{ hub: hub.key }}>
            {say.t('public.mutualUse.book')}
          </LinkButton>
        </p>
      </Note>
    </div>
  )
}
