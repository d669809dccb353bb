/** 利用実績: how much a hub, or all of them, was used in a period. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { formatDay, today as todayAt } from '#platform/web/format.ts'
import { PageHead, ProblemState, useProblemText, usePageTitle } from '#platform/web/shell/page.tsx'
import { saveFile } from '#platform/web/client.ts'
import { Button } from '#ui/button.tsx'
import { FieldError, Select, TextField } from '#ui/fields.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { eraOf, fiscalYearOf, rangeOf, type PeriodKey } from '../components/use/period-model.tsx'
import { Report } from '../components/use/report.tsx'
import { HowCounted } from '../components/use/rule.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { useDeskHub } from '../queries.ts'
import { fileUrl, figuresQuery, type Period } from '../use/queries.ts'

const shownYears = 3

export function UsePage() {
  const say = useSay()
  const why = useProblemText()
  const { toast } = useToast()
  const { search, change } = useSearchState()
  const { hubKey = '' } = useParams({ strict: false }) as { hubKey?: string }
  const { hub, query: hubs } = useDeskHub(hubKey)
  const today = todayAt(hub?.zone)
  const isAll = search['of'] === 'all'
  const year = fiscalYearOf(today)
  const key = (search['period'] ?? `fy${year}`) as PeriodKey
  const range = rangeOf(key, today, { from: search['from'] ?? today, to: search['to'] ?? today })
  const isPossible = range.from <= range.to && Number(range.to.slice(0, 4)) - Number(range.from.slice(0, 4)) <= 3
  const period: Period = { ...range, ...(isAll || hub === undefined ? {} : { hubId: hub.id }) }
  const use = useQuery({ ...figuresQuery(period), enabled: hub !== undefined && isPossible })
  const name = isAll ? say.t('use.allHubs') : hub === undefined ? '' : say.local(hub.names)
  usePageTitle([say.t('use.title'), name])
  const years = Array.from({ length: shownYears }, (_, index) => year - index)
  const save = (format: 'xlsx' | 'csv') =>
    void saveFile(fileUrl(period, format), `${say.t('use.title')}_${name}_${period.from}_${period.to}.${format}`).catch((error: unknown) =>
      toast(why(error)),
    )
  const isEmpty = use.data !== undefined && use.data.countedTo === null
  return (
    <div className="wrap pb-16">
      <PageHead title={say.t('use.title')} />
      <p className="flex flex-wrap gap-x-4 pb-5">
        {name}
        <span className="text-ink-2">
          {formatDay(range.from, say.language, { hasYear: true, hasWeekday: false })} –{' '}
          {formatDay(range.to, say.language, { hasYear: true, hasWeekday: false })}
        </span>
      </p>
      <div className="no-print grid gap-4 pb-8">
        <div className="flex flex-wrap items-end gap-4">
          <Select
            label={say.t('use.of')}
            value={isAll ? 'all' : 'hub'}
            onChange={(value) => change({ of: value === 'all' ? 'all' : undefined }, { replace: true })}
            choices={[
              { value: 'hub', label: hub === undefined ? '' : say.local(hub.names) },
              ...((hubs.data?.items.length ?? 0) > 1 ? [{ value: 'all', label: say.t('use.allHubs') }] : []),
            ]}
          />
          <Select
            label={say.t('use.period')}
            value={key}
            onChange={(value) =>
              change({ period: value, ...(value === 'custom' ? range : { from: undefined, to: undefined }) }, { replace: true })
            }
            choices={[
              { value: 'thisMonth', label: say.t('use.periods.thisMonth') },
              { value: 'lastMonth', label: say.t('use.periods.lastMonth') },
              ...years.map((one) => ({
                value: `fy${one}` as const,
                label: say.t('use.periods.year', { era: eraOf(one, say.language), year: one }),
              })),
              { value: 'custom', label: say.t('use.periods.custom') },
            ]}
          />
          {key === 'custom' && (
            <>
              <TextField
                label={say.t('use.from')}
                type="date"
                value={range.from}
                onChange={(from) => change({ from }, { replace: true })}
              />
              <TextField label={say.t('use.to')} type="date" value={range.to} onChange={(to) => change({ to }, { replace: true })} />
            </>
          )}
          <p className="ml-auto flex flex-wrap gap-2">
            <Button size="small" icon="download" disabled={isEmpty} onClick={() => save('xlsx')}>
              {say.t('use.excel')}
            </Button>
            <Button size="small" icon="download" disabled={isEmpty} onClick={() => save('csv')}>
              {say.t('use.csv')}
            </Button>
            <Button size="small" icon="print" disabled={isEmpty} onClick={() => globalThis.print()}>
              {say.t('use.print')}
            </Button>
          </p>
        </div>
        <FieldError error={isPossible ? undefined : say.t('use.wrongPeriod')} />
      </div>
      {use.data === undefined ? (
        (use.error ?? hubs.error) === null ? (
          isPossible && <SkeletonLines count={8} label={say.t('use.loading')} />
        ) : (
          <ProblemState error={use.error ?? hubs.error} onRetry={() => void use.refetch()} isRetrying={use.isFetching} />
        )
      ) : isEmpty ? (
        <EmptyState
          icon="sum"
          title={say.t('use.nothing')}
          act={
            <Button onClick={() => change({ period: `fy${year - 1}` })}>
              {say.t('use.periods.year', { era: eraOf(year - 1, say.language), year: year - 1 })}
            </Button>
          }
        >
          {say.t('use.nothingBody')}
        </EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
          <Report report={use.data} period={period} />
          <HowCounted rule={use.data.rule} />
          {use.data.countedTo !== null && (
            <p className="dense muted">{say.t('use.countedTo', { day: formatDay(use.data.countedTo, say.language, { hasYear: true }) })}</p>
          )}
        </div>
      )}
    </div>
  )
}
