/** At the foot of booking on a hub's page: whoever comes often may become a member. */
import { Link } from '#ui/link.tsx'
import { useSession } from '#platform/web/session.ts'
import { usePeopleTexts } from '../texts.ts'

export function JoinLink({ hub }: { hub: { readonly key: string } }) {
  const t = usePeopleTexts()
  const { session } = useSession()
  if (session?.active !== undefined) return null
  return (
    <p className="wrap pt-6 leading-normal">
      {t('public.joinOften')} <Link to={`/hubs/${hub.key}/join`}>{t('public.joinAsk')}</Link>
    </p>
  )
}
