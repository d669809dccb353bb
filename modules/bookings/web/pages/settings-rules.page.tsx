/** Settings, booking rules: a hub and its places; the rules of the chosen one, tried before they are saved; reductions. */
import { useQuery } from '@tanstack/react-query'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { usePlatformTexts } from '#platform/web/shell/words.tsx'
import { Select } from '#ui/fields.tsx'
import { Breadcrumb } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { ruleGroups } from '../../contract/policy/schemas.ts'
import { ReductionList } from '../components/policy/reduction-list.tsx'
import { RulesForm } from '../components/policy/rules-form.tsx'
import { useSay } from '../components/say.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { hubRulesQuery } from '../policy/queries.ts'
import { useDeskHub } from '../queries.ts'

export function SettingsRulesPage() {
  const say = useSay()
  const { t } = say
  const words = usePlatformTexts()
  const { search, change } = useSearchState()
  const { hubs, query } = useDeskHub('')
  const hub = hubs.find((one) => one.id === search['hub']) ?? hubs[0]
  const rules = useQuery(hubRulesQuery(hub?.id ?? '', hub !== undefined))
  const error = query.error ?? rules.error
  const place = rules.data?.places.find((one) => one.targetId === search['place']) ?? rules.data?.places[0]
  usePageTitle([t('rules.title'), words('shell.settingsTitle')])
  return (
    <div className="wrap pb-16 pt-2">
      <Breadcrumb
        label={words('public.breadcrumb')}
        crumbs={[{ label: words('shell.settingsTitle'), target: { to: '/settings' } }, { label: t('rules.title') }]}
      />
      <PageHead title={t('rules.title')} />
      <p className="muted mb-6 max-w-2xl">{t('rules.lead')}</p>
      {error !== null ? (
        <ProblemState
          error={error}
          onRetry={() => void Promise.all([query.refetch(), rules.refetch()])}
          isRetrying={query.isFetching || rules.isFetching}
        />
      ) : !query.isPending && hub === undefined ? (
        <EmptyState icon="home" title={t('rules.noPlaces')}>
          {t('rules.noPlacesBody')}
        </EmptyState>
      ) : rules.data === undefined || place === undefined ? (
        <SkeletonLines count={6} label={t('booking.loading')} />
      ) : (
        <div className="grid grid-cols-1 gap-12">
          <div className="grid gap-4 border-t-2 border-ink pt-4 sm:grid-cols-[repeat(auto-fit,minmax(20rem,1fr))] md:max-w-3xl">
            {hubs.length > 1 && (
              <Select
                label={t('rules.chooseHub')}
                value={hub?.id ?? ''}
                onChange={(id) => change({ hub: id, place: undefined })}
                choices={hubs.map((one) => ({ value: one.id, label: say.local(one.names) }))}
              />
            )}
            <Select
              label={t('rules.places')}
              value={place.targetId}
              onChange={(id) => change({ place: id === rules.data.hubId ? undefined : id })}
              choices={rules.data.places.map((one) => ({
                value: one.targetId,
                label:
                  one.kind === 'hub'
                    ? t('rules.ofHub')
                    : one.inherits.length === ruleGroups.length
                      ? say.local(one.name)
                      : t('rules.ownOf', { name: say.local(one.name) }),
              }))}
            />
          </div>
          {rules.data.places.length === 1 && (
            <EmptyState icon="seat" title={t('rules.noPlaces')}>
              {t('rules.noPlacesBody')}
            </EmptyState>
          )}
          <RulesForm
            key={`${rules.data.hubId}/${place.targetId}`}
            hub={rules.data}
            place={place}
            onReload={() => void rules.refetch().then(() => window.location.reload())}
          />
          <ReductionList hub={rules.data} />
        </div>
      )}
    </div>
  )
}
