/** On Today: who is in, by room. */
import { useQuery } from '@tanstack/react-query'
import { useHubOfDesk } from '#modules/hubs/web/index.ts'
import type { CardProps } from '#platform/web/registry.ts'
import { Link, NumLink } from '#ui/link.tsx'
import { SeatSquares, SectionHead } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { presenceQuery } from '../queries.ts'
import { FullnessMark, useSay } from './say.tsx'

const shownNames = 3

export function PresenceCard({ hubKey }: CardProps) {
  const say = useSay()
  const { t } = say
  const { hub } = useHubOfDesk(hubKey)
  const now = useQuery({ ...presenceQuery(hub?.id ?? ''), enabled: hub !== undefined })
  if (hub === undefined) return null
  const to = `/operate/${hubKey}/presence`
  return (
    <section aria-labelledby="people-in">
      <SectionHead
        id="people-in"
        title={now.data === undefined ? t('now.title') : t('now.count', { count: now.data.occupancy.people ?? 0 })}
        more={<Link to={`${to}/log`}>{t('now.log')}</Link>}
      />
      {now.data === undefined ? (
        now.error === null ? (
          <SkeletonLines count={3} label={t('now.loading')} />
        ) : (
          <ProblemState error={now.error} onRetry={() => void now.refetch()} isRetrying={now.isFetching} />
        )
      ) : (
        <>
          <p className="flex flex-wrap items-baseline gap-x-4 pb-2">
            <FullnessMark word={now.data.occupancy.word}>{t(`now.word.${now.data.occupancy.word}`)}</FullnessMark>
            {now.data.occupancy.capacity !== null && (
              <span className="dense muted">{t('now.ofCapacity', { capacity: now.data.occupancy.capacity })}</span>
            )}
          </p>
          {now.data.here.length === 0 && <p className="muted pb-2">{t('now.nobody')}</p>}
          <ul className="border-t border-rule empty:hidden">
            {now.data.spaces.map((space) => {
              const here = now.data.here.filter((stay) => stay.spaceId === space.id)
              const rest = here.length - shownNames
              return (
                <li key={space.id} className="flex min-h-11 items-center gap-4 border-b border-rule py-2">
                  <span className="min-w-0 flex-1">
                    <b className="block">{space.names === null ? t('now.hall') : say.local(space.names)}</b>
                    <span className="dense muted block">
                      {[
                        ...here.slice(0, shownNames).map((stay) => say.name(stay)),
                        ...(rest > 0 ? [t('now.more', { count: rest })] : []),
                      ].join(say.language === 'ja' ? '・' : ', ')}
                    </span>
                  </span>
                  {space.capacity !== null && space.capacity <= 12 && (
                    <SeatSquares total={space.capacity} taken={Math.min(space.capacity, space.people)} />
                  )}
                  <NumLink to={to}>{t('now.people', { count: space.people })}</NumLink>
                </li>
              )
            })}
          </ul>
          {now.data.uncounted > 0 && <p className="dense pt-2">{t('now.uncounted', { count: now.data.uncounted })}</p>}
          {now.data.unnamed > 0 && <p className="dense pt-2">{t('now.unnamed', { count: now.data.unnamed })}</p>}
        </>
      )}
    </section>
  )
}
