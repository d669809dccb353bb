/** On Today: each door with how it stands; a press leads to it. */
import { useHubOfDesk } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { today } from '#platform/web/format.ts'
import type { CardProps } from '#platform/web/registry.ts'
import { Icon } from '#ui/icon.tsx'
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { doorsQuery } from '../queries.ts'
import { useSay } from './say.tsx'

const looks = { normal: 'border-rule', 'open-all': 'border-wait bg-wait-soft', 'lock-down': 'border-bad bg-bad-soft' } as const

export function DoorsCard({ hubKey }: CardProps) {
  const say = useSay()
  const { hub } = useHubOfDesk(hubKey)
  const query = useQuery({ ...doorsQuery(hub?.id ?? ''), enabled: hub !== undefined })
  const doors = (query.data?.items ?? []).filter((door) => door.retiredAt === null)
  if (hub === undefined || doors.length === 0) return null
  return (
    <section aria-labelledby="doors-today">
      <SectionHead id="doors-today" title={say.t('today.title')} more={<Link to={`/operate/${hubKey}/doors`}>{say.t('today.all')}</Link>} />
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] gap-2">
        {doors.map((door) => (
          <li key={door.id}>
            <Link
              to={`/operate/${hubKey}/doors/${door.id}`}
              className={`grid h-full justify-items-center gap-0.5 rounded-lg border px-2 py-3 text-center text-ink! no-underline! ${looks[door.mode]}`}
            >
              <Icon name={door.mode === 'open-all' ? 'door-open' : 'door'} />
              <b className="dense">{say.local(door.names)}</b>
              <span className="dense muted">
                {door.mode === 'normal'
                  ? door.last === null
                    ? say.t('today.open')
                    : say.t('today.last', {
                        time: say.time(door.last.at, hub.zone),
                        what: say.t(door.last.isOpen ? 'log.open' : 'log.refused'),
                      })
                  : say.t(`modes.${door.mode}`)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="pt-1">
        <Link
          to={`/operate/${hubKey}/doors/log`}
          search={{ result: 'refused', day: today(hub.zone) }}
          className="inline-flex min-h-11 items-center"
        >
          {say.t('today.refused')}
        </Link>
      </p>
    </section>
  )
}
