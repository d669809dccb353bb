/** Series, one line each: the rule, where, how many days are left, when the next is. */
import { useQuery } from '@tanstack/react-query'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Link, LinkButton } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { hubSeriesQuery, mySeriesQuery } from '../../series/queries.ts'
import type { HubRef } from '../../queries.ts'
import { useSay } from '../say.tsx'
import { sayRule } from './rule-words.tsx'

export function SeriesList({ hub, when }: { hub?: HubRef; when: 'coming' | 'past' }) {
  const say = useSay()
  const { t } = say
  const query = useQuery(hub === undefined ? mySeriesQuery(when) : hubSeriesQuery(hub.id, when))
  if (query.data === undefined) {
    if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    return <SkeletonLines count={4} label={t('booking.loading')} />
  }
  const base = hub === undefined ? '/me' : `/operate/${hub.key}`
  if (query.data.items.length === 0) {
    return (
      <EmptyState
        icon="calendar"
        title={t('series.none')}
        act={when === 'coming' && <LinkButton to={`${base}/book`}>{t(hub === undefined ? 'me.book' : 'desk.take')}</LinkButton>}
      >
        {t('series.noneBody')}
      </EmptyState>
    )
  }
  return (
    <ul className="border-t border-rule">
      {query.data.items.map((series) => (
        <li key={series.id} className="rec">
          <Link to={`${base}/series/${series.id}`} className="rec-main grid-cols-1!">
            <b className="rec-who">
              {sayRule(series.rule.pattern, say)}
              {'　'}
              {`${series.start.replace(/^0/, '')}–${series.end.replace(/^0/, '')}`}
            </b>
            <span className="dense muted col-start-1!">
              {say.facts([hub === undefined ? say.local(series.hubName) : say.name(series.holderName), say.local(series.targetName)])}
            </span>
            <span className="dense col-start-1!">
              {series.nextStartsAt === null
                ? t('series.over')
                : say.facts([
                    t('series.leftCount', { count: series.counts.coming }),
                    t('series.next', { when: say.instant(series.nextStartsAt, series.timeZone) }),
                  ])}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
