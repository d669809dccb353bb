/** A member's own: doors of the day, what opens them, visitors announced, and what the doors have recorded of one. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { LinkButton } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Credential } from '../../contract/credential/schemas.ts'
import { InviteForm } from '../components/invite-form.tsx'
import { MyDoors, useMyDoors } from '../components/my-doors.tsx'
import { PassageList } from '../components/passage-list.tsx'
import { PhoneCode } from '../components/phone-code.tsx'
import { Problem } from '../components/problem.tsx'
import { StatusMark, useSay } from '../components/say.tsx'
import { VisitList } from '../components/visit-list.tsx'
import { myCredentialsQuery, myPassagesQuery, useLoseOwn, useRenewPin, useZones } from '../queries.ts'

const shownPassages = 20

export function MyDoorsPage() {
  const say = useSay()
  usePageTitle([say.t('me.title')])
  return (
    <div className="wrap pb-16">
      <PageHead title={say.t('me.title')} />
      <div className="grid gap-x-16 gap-y-10 lg:grid-cols-2">
        <div className="grid content-start gap-10">
          <section aria-labelledby="today-doors">
            <SectionHead id="today-doors" title={say.t('me.card')} />
            <MyDoors
              empty={
                <EmptyState icon="door" title={say.t('me.none')} act={<LinkButton to="/me/book">{say.t('me.book')}</LinkButton>}>
                  {say.t('me.noneBody')}
                </EmptyState>
              }
            />
          </section>
          <OwnCredentials />
        </div>
        <div className="grid content-start gap-10">
          <Visits />
          <OwnPassages />
        </div>
      </div>
    </div>
  )
}

type Asked = { kind: 'lost'; credential: Credential } | { kind: 'pin'; hubId: string }

function OwnCredentials() {
  const say = useSay()
  const { toast } = useToast()
  const query = useQuery(myCredentialsQuery())
  const pins = useMyDoors().data?.pins ?? []
  const doors = useMyDoors().data?.items ?? []
  const lose = useLoseOwn()
  const renew = useRenewPin()
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const close = (): void => {
    lose.reset()
    renew.reset()
    setAsked(undefined)
  }
  const items = query.data?.items.filter((one) => one.status !== 'replaced')
  const pinHub = pins[0]?.hubId
  const pinlessHub = doors.find((door) => pins.every((pin) => pin.hubId !== door.hubId))?.hubId
  return (
    <section aria-labelledby="own-credentials" className="grid gap-4">
      <SectionHead id="own-credentials" title={say.t('me.own')} />
      {items === undefined ? (
        query.error === null ? (
          <SkeletonLines count={3} label={say.t('common.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : (
        <>
          {items.length === 0 ? (
            <p className="muted">{say.t('me.ownNone')}</p>
          ) : (
            <ul className="border-t border-rule" aria-label={say.t('me.own')}>
              {items.map((credential) => (
                <li key={credential.id} className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-rule py-2.5">
                  <div className="min-w-40 grow">
                    <p className="flex flex-wrap items-baseline gap-x-4">
                      <b>{say.t(`kinds.${credential.kind}`)}</b>
                      <StatusMark status={credential.status} />
                    </p>
                    <p className="dense muted">{credential.label}</p>
                  </div>
                  {credential.status === 'active' && credential.kind !== 'pin' && (
                    <Button size="small" onClick={() => setAsked({ kind: 'lost', credential })}>
                      {say.t('me.lost')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
          {pinlessHub !== undefined && (
            <div className="grid justify-items-start gap-3">
              <Button
                icon="lock"
                isBusy={renew.isPending}
                onClick={() => renew.mutate(pinlessHub, { onSuccess: () => toast(say.t('me.getPinDone')) })}
              >
                {say.t('me.getPin')}
              </Button>
              {asked === undefined && <Problem error={renew.error} />}
            </div>
          )}
          {pinHub !== undefined && (
            <p>
              <Button size="small" icon="return" onClick={() => setAsked({ kind: 'pin', hubId: pinHub })}>
                {say.t('me.newPin')}
              </Button>
            </p>
          )}
          <PhoneCode credentials={items} hubId={doors[0]?.hubId} />
        </>
      )}
      {asked?.kind === 'lost' && (
        <ConfirmDialog
          title={say.t('me.lostTitle')}
          isOpen
          onClose={close}
          kind="bad"
          confirmLabel={say.t('me.lost')}
          isBusy={lose.isPending}
          error={<Problem error={lose.error} />}
          onConfirm={() =>
            lose.mutate(asked.credential.id, {
              onSuccess: () => {
                toast(say.t('me.lostDone'))
                close()
              },
            })
          }
        >
          <p className="mb-4">{say.t('me.lostBody', { what: asked.credential.label })}</p>
        </ConfirmDialog>
      )}
      {asked?.kind === 'pin' && (
        <ConfirmDialog
          title={say.t('me.newPinTitle')}
          isOpen
          onClose={close}
          confirmLabel={say.t('me.newPin')}
          isBusy={renew.isPending}
          error={<Problem error={renew.error} />}
          onConfirm={() =>
            renew.mutate(asked.hubId, {
              onSuccess: () => {
                toast(say.t('me.newPinDone'))
                close()
              },
            })
          }
        >
          <p className="mb-4">{say.t('me.newPinBody')}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

function Visits() {
  const say = useSay()
  const zone = useZones()()
  const [isAsking, setAsking] = useState(false)
  return (
    <section aria-labelledby="visitors">
      <SectionHead
        id="visitors"
        title={say.t('visitors.title')}
        more={
          <Button size="small" icon="plus" onClick={() => setAsking(true)}>
            {say.t('visitors.invite')}
          </Button>
        }
      />
      <VisitList zone={zone} emptyText={say.t('visitors.ownNone')} />
      <Dialog title={say.t('visitors.invite')} place="side" isOpen={isAsking} onClose={() => setAsking(false)}>
        <InviteForm onClose={() => setAsking(false)} />
      </Dialog>
    </section>
  )
}

function OwnPassages() {
  const say = useSay()
  const query = useQuery(myPassagesQuery(shownPassages))
  const zone = useZones()()
  return (
    <section aria-labelledby="own-passages">
      <SectionHead id="own-passages" title={say.t('me.passages')} />
      <p className="dense muted pb-3">{say.t('me.passagesLead')}</p>
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={say.t('common.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : query.data.items.length === 0 ? (
        <p className="muted">{say.t('me.passagesNone')}</p>
      ) : (
        <PassageList label={say.t('me.passages')} passages={query.data.items} zone={zone} isOwn />
      )}
    </section>
  )
}
