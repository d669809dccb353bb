/** Where one's registration stands, on Me; nothing where there is nothing to do and none was asked for. */
import { useQuery } from '@tanstack/react-query'
import { useSession } from '#platform/web/session.ts'
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { myRegistrationsQuery } from '../../registration/queries.ts'
import { useSay } from '../say.tsx'
import { RegistrationMark } from './file-view.tsx'

export function RegistrationCard() {
  const say = useSay()
  const { t } = say
  const { session } = useSession()
  const list = useQuery({ ...myRegistrationsQuery(), enabled: session?.active !== undefined })
  if (session?.active === undefined || list.data === undefined) return null
  const shown = list.data.items.filter((one) => one.status !== 'withdrawn').slice(0, 3)
  return (
    <section aria-labelledby="registration-card">
      <SectionHead id="registration-card" title={t('registration.mine')} />
      <ul className="border-t border-rule empty:hidden">
        {shown.map((one) => (
          <li key={one.id} className="flex min-h-11 items-center justify-between gap-4 border-b border-rule py-1.5">
            <span className="min-w-0">
              <Link to={`/me/registration/${one.id}`}>{one.name}</Link>
              {one.validUntil !== null && (
                <span className="dense muted">{`　${t('registration.until', { day: say.day(one.validUntil, { hasYear: true }) })}`}</span>
              )}
            </span>
            <RegistrationMark registration={one} />
          </li>
        ))}
      </ul>
      <p className="pt-1">
        <Link to="/me/registration" className="inline-flex min-h-11 items-center">
          {t(shown.length === 0 ? 'registration.apply' : 'registration.open_file')}
        </Link>
      </p>
    </section>
  )
}
