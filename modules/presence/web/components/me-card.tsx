/** On Me: what doors recorded about oneself today. */
import { useZones } from '#modules/access/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { today } from '#platform/web/format.ts'
import { useSession } from '#platform/web/session.ts'
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { myStaysQuery } from '../queries.ts'
import { useSay } from './say.tsx'

export function MyStaysCard() {
  const say = useSay()
  const { t } = say
  const { session } = useSession()
  const zoneOf = useZones()
  const list = useQuery({ ...myStaysQuery(10, today(zoneOf())), enabled: session?.active !== undefined })
  if (session?.active === undefined || list.data === undefined) return null
  return (
    <section aria-labelledby="my-stays">
      <SectionHead id="my-stays" title={t('mine.card')} more={<Link to="/me/stays">{t('mine.all')}</Link>} />
      {list.data.items.length === 0 && <p className="muted">{t('mine.none')}</p>}
      <ul className="border-t border-rule empty:hidden">
        {list.data.items.toReversed().map((stay) => (
          <li key={stay.id} className="flex min-h-11 flex-wrap items-center gap-x-4 border-b border-rule py-1.5">
            <b className="n">
              {stay.isEntryKnown ? say.time(stay.enteredAt, zoneOf(stay.hubId)) : t('stays.unknown')}–
              {stay.leftAt === null ? '' : say.time(stay.leftAt, zoneOf(stay.hubId))}
            </b>
            <span className="min-w-0 flex-1">
              {say.local(stay.hubNames)} <span className="muted">{say.place(stay)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
