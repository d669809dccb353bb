/** Find a hub: the sentence says how many are open now, then one list by prefecture. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { LocalText } from '#platform/contract/schemas.ts'
import { Local, useLocalText } from '#platform/web/local-text.tsx'
import { useSession } from '#platform/web/session.ts'
import { dayOf, formatMinutes, hoursOfDay } from '#platform/web/format.ts'
import { ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { RadioChips, Select, TextField } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { Tag } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { openingNews } from '../../contract/rules.ts'
import type { HubSummary } from '../../contract/schemas.ts'
import { OpenMark, TodayBand, useHoursText } from '../components/opening-hours.tsx'
import { prefectureKey, useKindText } from '../components/kinds.tsx'
import { partnerHubsQuery } from '../mutual-use/queries.ts'
import { hubsQuery } from '../queries.ts'
import { useHubsTexts } from '../texts.ts'

type When = 'all' | 'now' | 'today'
const noHubs: readonly HubSummary[] = []

export function FindHubPage() {
  const t = useHubsTexts()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { q?: string; prefecture?: string; when?: string }
  const [q, setQ] = useState(search.q ?? '')
  const prefecture = search.prefecture ?? ''
  const when: When = search.when === 'now' || search.when === 'today' ? search.when : 'all'
  usePageTitle([t('public.page.findTitle')], t('public.page.findLead'))

  const asked = useDeferredValue(q)
  const settled = useSettled(asked, 250)
  // Every hub, for the sentence and the choice of prefectures; the list below asks with the words typed.
  const everything = useQuery(hubsQuery({ q: '', prefecture: '' }))
  const found = useQuery(hubsQuery({ q: settled, prefecture }))
  const set = (change: Record<string, string>): void => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== ''))
    void navigate({ to: '/', search: next, replace: true, resetScroll: false })
  }
  useEffect(() => {
    if (settled !== (search.q ?? '')) set({ q: settled })
    // oxlint-disable-next-line react/exhaustive-deps -- the address follows the field, not the other way round
  }, [settled])

  // where a member may book besides, by an agreement of mutual use
  const { session } = useSession()
  const partners = useQuery({ ...partnerHubsQuery(), enabled: session?.active !== undefined })
  const partnerOf = new Map(partners.data?.items.map((hub) => [hub.key, hub.partner.names]))

  const all = everything.data?.items ?? noHubs
  const prefectures = useMemo(() => prefecturesOf(all), [all])
  const shown = (found.data?.items ?? []).filter((hub) =>
    when === 'now' ? hub.isOpenNow : when === 'today' ? hub.today.periods.length > 0 : true,
  )
  const groups = Map.groupBy(
    shown.toSorted((a, b) => (a.prefecture?.code ?? '99').localeCompare(b.prefecture?.code ?? '99')),
    (hub) => hub.prefecture?.code ?? '',
  )
  const news = (hubs: readonly HubSummary[]): string => {
    const told = openingNews(
      hubs.map((hub) => ({
        isOpenNow: hub.isOpenNow,
        periods: hub.today.periods,
        nowMinute: Math.floor(hoursOfDay(Date.now(), hub.today.on, hub.zone) * 60),
      })),
    )
    if (told.is === 'open') return t('public.page.openNowOf', { open: told.open, count: hubs.length })
    return told.is === 'later'
      ? t('public.page.opensLater', { count: told.count, time: formatMinutes(told.opensMinute) })
      : t('public.page.openNoMore')
  }
  const reset = (): void => {
    setQ('')
    void navigate({ to: '/', search: {}, replace: true, resetScroll: false })
  }

  return (
    <div className="wrap pb-16">
      <div className="max-w-[52rem] pb-8 pt-10 max-md:pb-6 max-md:pt-6">
        <h1 className="text-[2.8125rem] leading-[1.35] tracking-[0.01em] max-md:text-[1.75rem]" tabIndex={-1}>
          {everything.data === undefined ? t('public.page.findTitle') : news(all)}
        </h1>
        <p className="mt-4 text-[1.125rem] leading-[1.8] max-md:mt-2 max-md:text-base">{t('public.page.findLead')}</p>
      </div>
      <form
        role="search"
        className="find border-t-2 border-ink py-6"
        onSubmit={(event) => {
          event.preventDefault()
        }}
      >
        <TextField
          label={t('public.page.searchLabel')}
          type="search"
          value={q}
          onChange={setQ}
          placeholder={t('public.page.searchExample')}
          autoComplete="off"
          enterKeyHint="search"
        />
        <Select
          label={t('public.page.prefecture')}
          value={prefecture}
          onChange={(code) => set({ prefecture: code })}
          choices={[
            { value: '', label: t('public.page.everywhere') },
            ...prefectures.map(({ code, count }) => ({ value: code, label: `${t(prefectureKey(code))} (${count})` })),
          ]}
        />
        <RadioChips
          legend={t('public.page.when')}
          isLegendHidden
          layout="flow"
          value={when}
          onChange={(value) => set({ when: value === 'all' ? '' : value })}
          choices={[
            { value: 'all', label: t('public.page.whenAll') },
            { value: 'today', label: t('public.page.whenToday') },
            { value: 'now', label: t('public.page.whenNow') },
          ]}
        />
      </form>
      {found.isError && found.data === undefined ? (
        <ProblemState error={found.error} onRetry={() => void found.refetch()} isRetrying={found.isFetching} />
      ) : found.data === undefined ? (
        <SkeletonLines count={8} label={t('public.page.loading')} />
      ) : shown.length === 0 ? (
        <EmptyState icon="search" title={t('public.page.nothingFound')} act={<Button onClick={reset}>{t('public.page.showAll')}</Button>}>
          {t('public.page.nothingFoundHint')}
        </EmptyState>
      ) : (
        <div aria-busy={found.isFetching && found.isPlaceholderData}>
          <p className="sr" role="status">
            {t('public.page.foundCount', { count: shown.length })}
          </p>
          {[...groups].map(([code, hubs]) => (
            <section key={code} className="pt-6" aria-labelledby={`prefecture-${code}`}>
              <h2 id={`prefecture-${code}`} className="flex items-baseline gap-3 border-b border-ink pb-2 text-[1.25rem]">
                {code === '' ? t('public.page.elsewhere') : t(prefectureKey(code))}
              </h2>
              {hubs.map((hub) => (
                <HubRow key={hub.id} hub={hub} partnerNames={partnerOf.get(hub.key)} />
              ))}
            </section>
          ))}
          {shown.some((hub) => hub.assumed.length > 0) && <p className="dense muted mt-6">{t('public.page.assumed')}</p>}
        </div>
      )}
    </div>
  )
}

function HubRow({ hub, partnerNames }: { hub: HubSummary; partnerNames: LocalText | undefined }) {
  const t = useHubsTexts()
  const local = useLocalText()
  const hours = useHoursText()
  const kind = useKindText()
  const kinds = hub.kinds.filter((each) => each !== 'floor' && each !== 'building').map(kind)
  return (
    <article className="place">
      <div className="min-w-0">
        <h3>
          <Link to="/hubs/$hubKey" params={{ hubKey: hub.key }}>
            <Local text={hub.names} />
          </Link>
          {partnerNames !== undefined && (
            <span className="ml-3 align-middle" title={t('public.mutualUse.tagTitle', { partner: local(partnerNames) })}>
              <Tag>{t('public.mutualUse.tag')}</Tag>
            </span>
          )}
        </h3>
        <p className="dense muted">
          {hub.municipality !== null && (
            <>
              <Local text={hub.municipality.names} />
              {'　'}
            </>
          )}
          {kinds.join(t('public.page.and'))}
        </p>
      </div>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-4 leading-normal">
          <span className="dense muted">{t('public.page.today')}</span>
          <b>{hours(hub.today)}</b>
          <OpenMark hub={hub} />
        </p>
        {hub.today.periods.length > 0 && (
          <TodayBand
            day={hub.today}
            nowHours={hoursOfDay(Date.now(), dayOf(Date.now(), hub.zone), hub.zone)}
            range={{ from: 6, to: 24 }}
            hasMarks={false}
          />
        )}
      </div>
      <p className="dense muted md:text-right">{hub.unitCount > 0 ? t('public.page.unitCount', { count: hub.unitCount }) : ''}</p>
    </article>
  )
}

function prefecturesOf(hubs: readonly HubSummary[]) {
  const found = new Map<string, { code: string; count: number }>()
  for (const { prefecture } of hubs) {
    if (prefecture === null) continue
    found.set(prefecture.code, { code: prefecture.code, count: (found.get(prefecture.code)?.count ?? 0) + 1 })
  }
  return [...found.values()].toSorted((a, b) => a.code.localeCompare(b.code))
}

/** The value once it has stood still: a request for each letter typed helps nobody. */
function useSettled<V>(value: V, milliseconds: number): V {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}
