/** The desk's calendars of one hub: which there are, who reads them, a new one. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { defaultZone } from '#platform/web/format.ts'
import { ProblemState, useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { Checkbox, FieldError, Select } from '#ui/fields.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Feed } from '../../../contract/calendar/schemas.ts'
import { hubFeedsQuery, useMakeHubFeed, useRenewFeed, useRevokeFeed } from '../../calendar/queries.ts'
import { dayGridQuery } from '../../queries.ts'
import { useSay } from '../say.tsx'
import { FeedAddress } from './feed-address.tsx'
import { lastFetched } from './own-feed.tsx'

export function HubFeeds({ hubId, today }: { hubId: string; today: string }) {
  const say = useSay()
  const why = useProblemText()
  const { toast } = useToast()
  const query = useQuery(hubFeedsQuery(hubId))
  const renew = useRenewFeed()
  const revoke = useRevokeFeed()
  const [asked, setAsked] = useState<{ act: 'renew' | 'revoke'; feed: Feed } | undefined>(undefined)
  const [isMaking, setMaking] = useState(false)
  const [address, setAddress] = useState<string | undefined>(undefined)
  const act = asked?.act === 'renew' ? renew : revoke
  const of = (feed: Feed): string => (feed.targetName === null ? say.t('calendar.wholeHub') : say.local(feed.targetName))
  if (query.isPending) return <SkeletonLines count={4} label={say.t('booking.loading')} />
  if (query.error !== null) return <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
  const makeButton = (
    <Button kind="main" icon="plus" onClick={() => setMaking(true)}>
      {say.t('calendar.make')}
    </Button>
  )
  return (
    <>
      {query.data.items.length === 0 ? (
        <EmptyState icon="calendar" title={say.t('calendar.deskNone')} act={makeButton}>
          {say.t('calendar.deskNoneBody')}
        </EmptyState>
      ) : (
        <div className="grid gap-4">
          <p>{makeButton}</p>
          <DataTable
            caption={say.t('calendar.listCaption')}
            isCaptionHidden
            rows={query.data.items}
            rowKey={(feed) => feed.id}
            columns={[
              { key: 'of', label: say.t('calendar.of'), isRowHead: true, cell: of },
              {
                key: 'names',
                label: say.t('calendar.names'),
                cell: (feed) => say.t(feed.hasNames ? 'calendar.withNames' : 'calendar.withoutNames'),
              },
              {
                key: 'by',
                label: say.t('calendar.madeBy'),
                cell: (feed) => `${say.bareName(feed.madeBy)} ${say.instant(feed.renewedAt ?? feed.createdAt, defaultZone)}`,
              },
              { key: 'read', label: say.t('calendar.lastFetched'), cell: (feed) => lastFetched(feed, say) },
              {
                key: 'acts',
                label: say.t('calendar.acts'),
                cell: (feed) => (
                  <span className="flex flex-wrap gap-2">
                    <Button
                      size="small"
                      onClick={() => setAsked({ act: 'renew', feed })}
                      aria-label={`${say.t('calendar.renew')} ${of(feed)}`}
                    >
                      {say.t('calendar.renew')}
                    </Button>
                    <Button
                      size="small"
                      kind="quiet"
                      onClick={() => setAsked({ act: 'revoke', feed })}
                      aria-label={`${say.t('calendar.revoke')} ${of(feed)}`}
                    >
                      {say.t('calendar.revoke')}
                    </Button>
                  </span>
                ),
              },
            ]}
          />
        </div>
      )}
      <ConfirmDialog
        title={say.t(asked?.act === 'renew' ? 'calendar.renewTitle' : 'calendar.revokeTitle')}
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        confirmLabel={say.t(asked?.act === 'renew' ? 'calendar.renew' : 'calendar.revoke')}
        kind={asked?.act === 'renew' ? 'main' : 'bad'}
        isBusy={act.isPending}
        error={<FieldError error={act.error === null ? undefined : why(act.error)} />}
        onConfirm={() => {
          if (asked === undefined) return
          if (asked.act === 'renew')
            renew.mutate(asked.feed.id, {
              onSuccess: (made) => {
                setAsked(undefined)
                setAddress(made.url)
              },
            })
          else
            revoke.mutate(asked.feed.id, {
              onSuccess: () => {
                setAsked(undefined)
                toast(say.t('calendar.revoked'))
              },
            })
        }}
      >
        {say.t(asked?.act === 'renew' ? 'calendar.renewBody' : 'calendar.revokeBody')}
      </ConfirmDialog>
      <Dialog title={say.t('calendar.make')} isOpen={isMaking} onClose={() => setMaking(false)}>
        <MakeFeed
          hubId={hubId}
          today={today}
          onMade={(url) => {
            setMaking(false)
            setAddress(url)
          }}
        />
      </Dialog>
      <Dialog title={say.t('calendar.made')} isOpen={address !== undefined} onClose={() => setAddress(undefined)} isWide>
        {address !== undefined && <FeedAddress url={address} />}
      </Dialog>
    </>
  )
}

function MakeFeed({ hubId, today, onMade }: { hubId: string; today: string; onMade: (url: string) => void }) {
  const say = useSay()
  const why = useProblemText()
  const make = useMakeHubFeed(hubId)
  const grid = useQuery(dayGridQuery(hubId, today))
  const [targetId, setTargetId] = useState('')
  const [hasNames, setNames] = useState(false)
  const [language, setLanguage] = useState<'ja' | 'en'>('ja')
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        make.mutate({ hasNames, language, ...(targetId === '' ? {} : { targetId }) }, { onSuccess: (made) => onMade(made.url) })
      }}
    >
      <Select
        label={say.t('calendar.of')}
        value={targetId}
        onChange={setTargetId}
        choices={[
          { value: '', label: say.t('calendar.wholeHub') },
          ...(grid.data?.rows ?? []).map((row) => ({ value: row.targetId, label: say.local(row.name) })),
        ]}
      />
      <div>
        <Checkbox isChecked={hasNames} onChange={setNames}>
          {say.t('calendar.names')}
        </Checkbox>
        <p className="hint">{say.t('calendar.namesHint')}</p>
      </div>
      <Select
        label={say.t('calendar.language')}
        value={language}
        onChange={setLanguage}
        choices={[
          { value: 'ja', label: say.t('calendar.languageJa') },
          { value: 'en', label: say.t('calendar.languageEn') },
        ]}
      />
      <FieldError error={make.error === null ? undefined : why(make.error)} />
      <div className="dlg-acts">
        <Button kind="main" type="submit" isBusy={make.isPending}>
          {say.t('calendar.make')}
        </Button>
      </div>
    </form>
  )
}
