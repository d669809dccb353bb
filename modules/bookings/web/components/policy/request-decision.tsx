/** A request at the desk: until when, whom a yes refuses, what the holder has besides; yes or no, with a word. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { TextArea } from '#ui/fields.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { DeskBooking } from '../../../contract/schemas.ts'
import { decisionQuery, useApprove, useDecline } from '../../policy/queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

const shownOthers = 4

export function RequestDecision({ booking, onActed }: { booking: DeskBooking; onActed?: (() => void) | undefined }) {
  const say = useSay()
  const { toast } = useToast()
  const [asking, setAsking] = useState<'approve' | 'decline' | undefined>(undefined)
  const [word, setWord] = useState('')
  const [isTried, setTried] = useState(false)
  const query = useQuery(decisionQuery(booking.id, booking.status === 'requested'))
  const approve = useApprove()
  const decline = useDecline()
  const act = asking === 'decline' ? decline : approve
  const ask = (what: 'approve' | 'decline'): void => {
    approve.reset()
    decline.reset()
    setTried(false)
    setAsking(what)
  }
  const send = (): void => {
    setTried(true)
    if (asking === 'decline' && word.trim() === '') return
    act.mutate(
      { bookingId: booking.id, reason: word.trim() },
      {
        onSuccess: () => {
          toast(say.t(asking === 'decline' ? 'approval.declined' : 'approval.approved'))
          setAsking(undefined)
          onActed?.()
        },
      },
    )
  }
  return (
    <section className="grid gap-3 rounded-8 bg-band px-5 py-4" aria-label={say.t('approval.title')}>
      <SectionHead level={3} title={say.t('approval.title')} />
      {booking.holdExpiresAt !== null && <p>{say.t('approval.due', { time: say.instant(booking.holdExpiresAt, booking.timeZone) })}</p>}
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonLines count={2} label={say.t('booking.loading')} />
        ) : (
          <Refusal error={query.error} zone={booking.timeZone} day="" />
        )
      ) : (
        <>
          <p>
            {query.data.refuses.length === 0
              ? say.t('approval.refusesNone')
              : say.t('approval.refuses', { names: query.data.refuses.map((one) => say.name(one.name)).join(say.t('booking.listComma')) })}
            {query.data.refuses.length > 0 && <span className="block">{say.t('approval.declineOffers')}</span>}
          </p>
          {query.data.others.length === 0 ? (
            <p className="dense muted">{say.t('approval.othersNone')}</p>
          ) : (
            <div>
              <p className="dense muted">{say.t('approval.others')}</p>
              <ul className="dense">
                {query.data.others.slice(0, shownOthers).map((one) => (
                  <li key={one.id}>
                    {say.dayAndRange(one.startsAt, one.endsAt, one.timeZone)}
                    {'　'}
                    {say.what(one)}
                  </li>
                ))}
                {query.data.others.length > shownOthers && (
                  <li>{say.t('booking.andMore', { count: query.data.others.length - shownOthers })}</li>
                )}
              </ul>
            </div>
          )}
        </>
      )}
      <div className="flex flex-wrap gap-3">
        <Button kind="main" icon="check" onClick={() => ask('approve')}>
          {say.t('approval.approve')}
        </Button>
        <Button kind="quiet" icon="cross" onClick={() => ask('decline')}>
          {say.t('approval.decline')}
        </Button>
      </div>
      <ConfirmDialog
        title={say.t(asking === 'decline' ? 'approval.declineTitle' : 'approval.approveTitle')}
        isOpen={asking !== undefined}
        onClose={() => setAsking(undefined)}
        kind={asking === 'decline' ? 'bad' : 'main'}
        confirmLabel={say.t(asking === 'decline' ? 'approval.decline' : 'approval.approve')}
        cancelLabel={say.t('approval.back')}
        isBusy={act.isPending}
        error={
          act.error === null ? undefined : (
            <div className="mt-4">
              <Refusal error={act.error} zone={booking.timeZone} day="" />
            </div>
          )
        }
        onConfirm={send}
      >
        <p className="font-bold">{say.dayAndRange(booking.startsAt, booking.endsAt, booking.timeZone)}</p>
        <p className="mb-4">
          {say.what(booking)}
          {'　'}
          {say.name(booking.holder.name)}
        </p>
        <TextArea
          label={say.t(asking === 'decline' ? 'approval.reason' : 'approval.word')}
          hint={say.t(asking === 'decline' ? 'approval.reasonHint' : 'approval.wordHint')}
          isRequired={asking === 'decline'}
          error={isTried && asking === 'decline' && word.trim() === '' ? say.t('approval.reasonMissing') : undefined}
          value={word}
          rows={2}
          maxLength={300}
          onChange={setWord}
        />
      </ConfirmDialog>
    </section>
  )
}
