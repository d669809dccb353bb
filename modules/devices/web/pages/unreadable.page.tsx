/** Messages that could not be read: looked at by a person, read again after a mend, or put away. */
import { HubDesk, type DeskHub } from '#modules/hubs/web/index.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle, useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { RadioChips } from '#ui/fields.tsx'
import { Link } from '#ui/link.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { useSay } from '../components/say.tsx'
import { devicesQuery, useRejects, useSettleReject, type RejectStatus } from '../queries.ts'

const statuses = ['open', 'retried', 'dismissed'] as const

export function UnreadablePage() {
  return <HubDesk>{(hub) => <Unreadable key={hub.id} hub={hub} />}</HubDesk>
}

function Unreadable({ hub }: { hub: DeskHub }) {
  const say = useSay()
  const { toast } = useToast()
  const problemText = useProblemText()
  usePageTitle([say.t('rejects.title'), say.local(hub.names)])
  const [status, setStatus] = useState<RejectStatus>('open')
  const query = useRejects(status)
  const devices = useQuery(devicesQuery(hub.id)).data?.items ?? []
  const retry = useSettleReject('retry')
  const dismiss = useSettleReject('dismiss')
  const items = query.data?.pages.flatMap((page) => page.items)
  const failed = (error: unknown): void => toast(problemText(error))
  return (
    <>
      <PageHead title={say.t('rejects.title')} lead={<Link to={`/operate/${hub.key}/devices`}>{say.t('list.title')}</Link>} />
      <p className="muted pb-4">{say.t('rejects.lead')}</p>
      <div className="pb-5">
        <RadioChips
          legend={say.t('rejects.show')}
          isLegendHidden
          layout="flow"
          value={status}
          onChange={setStatus}
          choices={statuses.map((each) => ({ value: each, label: say.t(`rejects.all.${each}`) }))}
        />
      </div>
      {items === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={say.t('list.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : items.length === 0 ? (
        <EmptyState icon="check" title={say.t('rejects.none')} />
      ) : (
        <ul className="border-t border-rule" aria-label={say.t('rejects.title')}>
          {items.map((item) => (
            <li key={item.id} className="grid gap-2 border-b border-rule py-3.5">
              <p className="flex flex-wrap items-baseline gap-x-5">
                <b className="n">{say.instant(item.receivedAt, hub.zone)}</b>
                <span>{devices.find((device) => device.id === item.deviceId)?.name ?? say.t('one.unknownDevice')}</span>
                <span className="dense muted min-w-0 break-all">{item.topic}</span>
              </p>
              <p>{say.facts([item.code, item.detail])}</p>
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls is reachable without a pointer */}
              <pre className="dense overflow-x-auto rounded-lg bg-band p-3" tabIndex={0} aria-label={say.t('rejects.payload')}>
                {item.payload}
              </pre>
              {item.status === 'open' && (
                <div className="flex flex-wrap gap-2">
                  <Button
                    size="small"
                    onClick={() => retry.mutate(item.id, { onSuccess: () => toast(say.t('rejects.retried')), onError: failed })}
                  >
                    {say.t('rejects.retry')}
                  </Button>
                  <Button
                    size="small"
                    kind="bare"
                    onClick={() => dismiss.mutate(item.id, { onSuccess: () => toast(say.t('rejects.dismissed')), onError: failed })}
                  >
                    {say.t('rejects.dismiss')}
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <p className="pt-5">
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {say.t('rejects.more')}
          </Button>
        </p>
      )}
    </>
  )
}
