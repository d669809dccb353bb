/** A person's own calendar: make its address, see who reads it, renew, end. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { defaultZone } from '#platform/web/format.ts'
import { useSession } from '#platform/web/session.ts'
import { ProblemState, useProblemText } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { FieldError } from '#ui/fields.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Feed } from '../../../contract/calendar/schemas.ts'
import { ownFeedQuery, useMakeOwnFeed, useRenewFeed, useRevokeFeed } from '../../calendar/queries.ts'
import { useSay, type Say } from '../say.tsx'
import { FeedAddress } from './feed-address.tsx'

/** `見本 12月3日 10:42`, and by which program. */
export function lastFetched(feed: Feed, say: Say): string {
  if (feed.fetchedAt === null) return say.t('calendar.neverFetched')
  const program = /^[^\s/(]+/.exec(feed.fetchedBy ?? '')?.[0]
  const by = program === undefined ? '' : say.t('calendar.fetchedBy', { program })
  return say.t('calendar.fetched', { at: say.instant(feed.fetchedAt, defaultZone) }) + by
}

export function OwnFeed() {
  const say = useSay()
  const why = useProblemText()
  const { toast } = useToast()
  const { session } = useSession()
  const query = useQuery(ownFeedQuery())
  const make = useMakeOwnFeed()
  const renew = useRenewFeed()
  const revoke = useRevokeFeed()
  const [asked, setAsked] = useState<'renew' | 'revoke' | undefined>(undefined)
  const [address, setAddress] = useState<string | undefined>(undefined)
  const feed = query.data?.feed ?? undefined
  return (
    <section aria-labelledby="own-calendar" className="grid content-start gap-4">
      <SectionHead id="own-calendar" title={say.t('calendar.title')} />
      <p className="muted">{say.t('calendar.ownLead')}</p>
      {session?.active !== undefined && session.memberships.length > 1 && <p>{say.t('calendar.ownOf', { name: session.active.name })}</p>}
      {query.isPending ? (
        <SkeletonLines count={2} label={say.t('booking.loading')} />
      ) : query.error !== null ? (
        <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      ) : feed === undefined ? (
        <div className="grid justify-items-start gap-2">
          <Button
            kind="main"
            icon="calendar"
            isBusy={make.isPending}
            onClick={() => make.mutate({ language: say.language }, { onSuccess: (made) => setAddress(made.url) })}
          >
            {say.t('calendar.make')}
          </Button>
          <FieldError error={make.error === null ? undefined : why(make.error)} />
        </div>
      ) : (
        <>
          <p>
            {say.t(feed.renewedAt === null ? 'calendar.since' : 'calendar.renewedAt', {
              at: say.instant(feed.renewedAt ?? feed.createdAt, defaultZone),
            })}
            <br />
            {lastFetched(feed, say)}
          </p>
          <p className="flex flex-wrap gap-3">
            <Button onClick={() => setAsked('renew')}>{say.t('calendar.renew')}</Button>
            <Button kind="quiet" onClick={() => setAsked('revoke')}>
              {say.t('calendar.revoke')}
            </Button>
          </p>
          <ConfirmDialog
            title={say.t('calendar.renewTitle')}
            isOpen={asked === 'renew'}
            onClose={() => setAsked(undefined)}
            confirmLabel={say.t('calendar.renew')}
            isBusy={renew.isPending}
            error={<FieldError error={renew.error === null ? undefined : why(renew.error)} />}
            onConfirm={() =>
              renew.mutate(feed.id, {
                onSuccess: (made) => {
                  setAsked(undefined)
                  setAddress(made.url)
                },
              })
            }
          >
            {say.t('calendar.renewBody')}
          </ConfirmDialog>
          <ConfirmDialog
            title={say.t('calendar.revokeTitle')}
            isOpen={asked === 'revoke'}
            onClose={() => setAsked(undefined)}
            confirmLabel={say.t('calendar.revoke')}
            kind="bad"
            isBusy={revoke.isPending}
            error={<FieldError error={revoke.error === null ? undefined : why(revoke.error)} />}
            onConfirm={() =>
              revoke.mutate(feed.id, {
                onSuccess: () => {
                  setAsked(undefined)
                  toast(say.t('calendar.revoked'))
                },
              })
            }
          >
            {say.t('calendar.revokeBody')}
          </ConfirmDialog>
        </>
      )}
      <Dialog title={say.t('calendar.made')} isOpen={address !== undefined} onClose={() => setAddress(undefined)} isWide>
        {address !== undefined && <FeedAddress url={address} />}
      </Dialog>
    </section>
  )
}
