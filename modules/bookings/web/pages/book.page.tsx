/** Book as a member: the hub, then when, then what is free, then one press. */
import { useQuery } from '@tanstack/react-query'
import { hubQuery } from '#modules/hubs/web/index.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { RadioChips } from '#ui/fields.tsx'
import { LinkButton } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { BookSection } from '../components/guest/book-section.tsx'
import { VisitorForm } from '../components/mutual-use/visitor-form.tsx'
import { MemberForm } from '../components/member-form.tsx'
import { useSay } from '../components/say.tsx'
import { MemberAskForm } from '../components/waiting/ask-form.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { useMyHubs } from '../queries.ts'

export function BookPage() {
  const say = useSay()
  const { search, change } = useSearchState()
  usePageTitle([say.t('me.book')])
  const { hubs: own, partners, isPending, error, retry } = useMyHubs()
  const hubs = own === undefined ? undefined : [...own, ...partners]
  const hubKey = hubs?.find((hub) => hub.key === search['hub'])?.key ?? hubs?.[0]?.key
  const isPartner = partners.some((hub) => hub.key === hubKey)
  const hub = useQuery({ ...hubQuery(hubKey ?? ''), enabled: hubKey !== undefined })
  return (
    <>
      <div className="wrap">
        <PageHead title={say.t('me.bookTitle')} lead={hub.data === undefined ? undefined : say.local(hub.data.names)} />
        {hubs !== undefined && hubs.length > 1 && hubKey !== undefined && (
          <div className="pb-6">
            <RadioChips
              legend={say.t('me.hub')}
              layout="flow"
              value={hubKey}
              onChange={(key) => change({ hub: key }, { replace: true })}
              choices={hubs.map((each) => ({
                value: each.key,
                label: partners.includes(each) ? say.t('mutualUse.hubTag', { name: say.local(each.names) }) : say.local(each.names),
              }))}
            />
          </div>
        )}
      </div>
      {hub.data !== undefined ? (
        <div className="own-book">
          {isPartner ? (
            <BookSection key={hub.data.key} hub={hub.data} Form={VisitorForm} />
          ) : (
            <BookSection key={hub.data.key} hub={hub.data} Form={MemberForm} WaitForm={MemberAskForm} />
          )}
        </div>
      ) : (
        <div className="wrap pb-16">
          {error !== null || hub.error !== null ? (
            <ProblemState
              error={error ?? hub.error}
              onRetry={() => {
                retry()
                if (hubKey !== undefined) void hub.refetch()
              }}
            />
          ) : isPending || hubKey !== undefined ? (
            <SkeletonLines count={8} label={say.t('booking.loading')} />
          ) : (
            <EmptyState title={say.t('me.noHubs')} act={<LinkButton to="/">{say.t('me.findHub')}</LinkButton>}>
              {say.t('me.noHubsBody')}
            </EmptyState>
          )}
        </div>
      )}
    </>
  )
}
