/** One's own entries and exits, as the doors recorded them: the same facts that the desk sees. */
import { useZones } from '#modules/access/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { dayOf } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { StayView } from '../../contract/schemas.ts'
import { MyTraceDialog } from '../components/my-trace-dialog.tsx'
import { useSay } from '../components/say.tsx'
import { StaysTable } from '../components/stays-table.tsx'
import { Change, useTraceWords } from '../components/trace-list.tsx'
import { myCorrectionsQuery, myLooksQuery, myStaysQuery } from '../queries.ts'

export function MyStaysPage() {
  const { t } = useSay()
  usePageTitle([t('mine.title')])
  const zoneOf = useZones()
  const [limit, setLimit] = useState(50)
  const [chosen, setChosen] = useState<StayView | undefined>(undefined)
  const list = useQuery(myStaysQuery(limit))
  return (
    <div className="wrap pb-16">
      <PageHead title={t('mine.title')} />
      <p className="max-w-3xl pb-6">{t('mine.lead')}</p>
      {list.data === undefined ? (
        list.error === null ? (
          <SkeletonLines count={6} label={t('now.loading')} />
        ) : (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
        )
      ) : list.data.items.length === 0 ? (
        <EmptyState icon="door" title={t('mine.nothing')}>
          {t('mine.nothingBody')}
        </EmptyState>
      ) : (
        <>
          <StaysTable stays={list.data.items} zoneOf={zoneOf} isOwn onChoose={setChosen} />
          {list.data.nextCursor !== null && limit < 200 && (
            <p className="pt-4">
              <Button isBusy={list.isFetching} onClick={() => setLimit(200)}>
                {t('stays.more')}
              </Button>
            </p>
          )}
        </>
      )}
      <Corrections />
      <Looks />
      {chosen !== undefined && <MyTraceDialog stay={chosen} zone={zoneOf(chosen.hubId)} onClose={() => setChosen(undefined)} />}
    </div>
  )
}

/** What the desk corrected: who, when and why, and what was there before. */
function Corrections() {
  const say = useSay()
  const { t } = say
  const words = useTraceWords()
  const zoneOf = useZones()
  const [limit, setLimit] = useState(20)
  const list = useQuery(myCorrectionsQuery(limit))
  return (
    <section aria-labelledby="corrections" className="pt-12">
      <SectionHead id="corrections" title={t('mine.corrections')} />
      <p className="max-w-3xl pb-4">{t('mine.correctionsLead')}</p>
      {list.data === undefined ? (
        list.error === null ? (
          <SkeletonLines count={2} label={t('now.loading')} />
        ) : (
          <ProblemState error={list.error} onRetry={() => void list.refetch()} isRetrying={list.isFetching} />
        )
      ) : list.data.items.length === 0 ? (
        <p className="muted">{t('mine.noCorrections')}</p>
      ) : (
        <ul className="border-t border-rule" aria-label={t('mine.corrections')}>
          {list.data.items.map((entry) => (
            <li key={entry.id} className="grid gap-x-6 border-b border-rule py-2.5 md:grid-cols-[14rem_minmax(0,1fr)]">
              <b className="n">{words.whenMade(entry, zoneOf(entry.hubId))}</b>
              <div className="min-w-0">
                <p className={entry.isVoided ? 'line-through' : undefined}>
                  {t('mine.correctedOn', {
                    day: say.day(entry.day),
                    what: `${say.timeOn(entry.at, entry.day, zoneOf(entry.hubId))} ${words.what(entry)}`,
                  })}
                </p>
                {entry.isVoided && <p className="dense muted">{t('trace.voided')}</p>}
                <p>{entry.reason}</p>
                <p className="dense muted">
                  {say.local(entry.hubNames)} /{' '}
                  {entry.by === '' || entry.by === null ? t('looks.forgotten') : t('looks.by', { name: entry.by })}
                </p>
                <Change entry={entry} day={entry.day} zone={zoneOf(entry.hubId)} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {list.data !== undefined && list.data.nextCursor !== null && limit < 200 && (
        <p className="pt-4">
          <Button isBusy={list.isFetching} onClick={() => setLimit(200)}>
            {t('stays.more')}
          </Button>
        </p>
      )}
    </section>
  )
}

/** Who looked: the worker sees it as the manager does. */
function Looks() {
  const say = useSay()
  const { t } = say
  const zoneOf = useZones()
  const [limit, setLimit] = useState(20)
  const list = useQuery(myLooksQuery(limit))
  if (list.data === undefined) return null
  return (
    <section aria-labelledby="looks" className="pt-12">
      <SectionHead id="looks" title={t('looks.title')} />
      <p className="max-w-3xl pb-4">{t('looks.lead')}</p>
      {list.data.items.length === 0 ? (
        <p className="muted">{t('looks.nothing')}</p>
      ) : (
        <ul className="border-t border-rule" aria-label={t('looks.title')}>
          {list.data.items.map((look) => (
            <li key={look.id} className="grid gap-x-6 border-b border-rule py-2.5 md:grid-cols-[14rem_minmax(0,1fr)]">
              <b className="n">{`${say.day(dayOf(look.at, zoneOf(look.hubId)))} ${say.time(look.at, zoneOf(look.hubId))}`}</b>
              <span className="min-w-0">
                {t('looks.by', { name: look.by ?? t('looks.forgotten') })}
                <span className="dense muted block">
                  {say.local(look.hubNames)} / {t(`looks.what.${look.what}`, { day: say.day(look.day) })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {list.data.nextCursor !== null && limit < 200 && (
        <p className="pt-4">
          <Button isBusy={list.isFetching} onClick={() => setLimit(200)}>
            {t('stays.more')}
          </Button>
        </p>
      )}
    </section>
  )
}
