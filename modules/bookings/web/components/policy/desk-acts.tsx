/** What the desk does with a booking besides moving it: note who has come, see a proof, let off a fee. */
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Note, StateMark } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { DeskBooking } from '../../../contract/schemas.ts'
import { useCheckIn, useConfirmHold, useNoteProof, useSetReduction, useUndoCheckIn, useWaive } from '../../policy/queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

export function CheckInActs({ booking, now }: { booking: DeskBooking; now: number }) {
  const say = useSay()
  const { toast } = useToast()
  const checkIn = useCheckIn()
  const undo = useUndoCheckIn()
  const confirm = useConfirmHold()
  const zone = booking.timeZone
  const isOver = Date.parse(booking.endsAt) <= now
  const takeBack = (): void => undo.mutate({ bookingId: booking.id }, { onSuccess: () => toast(say.t('checkIn.undone')) })
  return (
    <div className="grid gap-3 empty:hidden">
      {booking.checkedInAt !== null && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <StateMark tone="ok" icon="check">
            {say.t('checkIn.at', { time: say.time(booking.checkedInAt, zone) })}
          </StateMark>
          {!isOver && (
            <Button size="small" kind="quiet" isBusy={undo.isPending} onClick={takeBack}>
              {say.t('checkIn.undo')}
            </Button>
          )}
        </div>
      )}
      {booking.can.checkIn && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button
            icon="enter"
            isBusy={checkIn.isPending}
            onClick={() =>
              checkIn.mutate(
                { bookingId: booking.id },
                { onSuccess: () => toast(say.t('checkIn.done'), { label: say.t('booking.undo'), run: takeBack }) },
              )
            }
          >
            {say.t(booking.status === 'no-show' ? 'checkIn.restore' : 'checkIn.act')}
          </Button>
          {booking.releaseAt !== null && booking.status === 'confirmed' && (
            <span className="dense muted">{say.t('checkIn.releaseAt', { time: say.time(booking.releaseAt, zone) })}</span>
          )}
        </div>
      )}
      {booking.status === 'held' && (
        <div>
          <Button
            icon="check"
            isBusy={confirm.isPending}
            onClick={() => confirm.mutate({ bookingId: booking.id }, { onSuccess: () => toast(say.t('approval.confirmed')) })}
          >
            {say.t('approval.confirmHold')}
          </Button>
        </div>
      )}
      <Refusal error={checkIn.error ?? undo.error ?? confirm.error} zone={zone} day="" />
    </div>
  )
}

export function MoneyActs({ booking }: { booking: DeskBooking }) {
  const say = useSay()
  const { toast } = useToast()
  const [asking, setAsking] = useState<'waive' | 'remove' | undefined>(undefined)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const proof = useNoteProof()
  const remove = useSetReduction()
  const waive = useWaive()
  const { reduction } = booking
  const isActive = booking.status === 'confirmed' || booking.status === 'requested' || booking.status === 'held'
  const owed = booking.cancellationFeeYen ?? 0
  const act = asking === 'waive' ? waive : remove
  const ask = (what: 'waive' | 'remove'): void => {
    waive.reset()
    remove.reset()
    setReason('')
    setTried(false)
    setAsking(what)
  }
  const done = (text: string) => () => {
    toast(text)
    setAsking(undefined)
  }
  const send = (): void => {
    setTried(true)
    const why = reason.trim()
    if (why === '') return
    if (asking === 'waive') waive.mutate({ bookingId: booking.id, reason: why }, { onSuccess: done(say.t('checkIn.waived')) })
    else remove.mutate({ bookingId: booking.id, reductionId: null, reason: why }, { onSuccess: done(say.t('checkIn.removed')) })
  }
  if (reduction === null && owed === 0) return null
  return (
    <div className="grid gap-3">
      {reduction !== null && (
        <Note tone={reduction.needsProof && !reduction.isProofSeen ? 'wait' : 'plain'}>
          <p>
            {say.t(reduction.isProofSeen ? 'checkIn.proofSeen' : reduction.needsProof ? 'checkIn.proofWanted' : 'checkIn.proofNone', {
              name: say.local(reduction.names),
            })}
          </p>
          {isActive && (
            <div className="mt-2 flex flex-wrap gap-3">
              {reduction.needsProof && !reduction.isProofSeen && (
                <Button size="small" isBusy={proof.isPending} onClick={() => proof.mutate({ bookingId: booking.id })}>
                  {say.t('checkIn.noteProof')}
                </Button>
              )}
              <Button size="small" kind="quiet" onClick={() => ask('remove')}>
                {say.t('checkIn.removeReduction')}
              </Button>
            </div>
          )}
        </Note>
      )}
      {owed > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <b>{say.t('checkIn.cancellationFee', { yen: say.fee(owed) })}</b>
          <Button size="small" kind="quiet" onClick={() => ask('waive')}>
            {say.t('checkIn.waive')}
          </Button>
        </div>
      )}
      <Refusal error={proof.error} zone={booking.timeZone} day="" />
      <ConfirmDialog
        title={asking === 'waive' ? say.t('checkIn.waiveTitle', { yen: say.fee(owed) }) : say.t('checkIn.removeTitle')}
        isOpen={asking !== undefined}
        onClose={() => setAsking(undefined)}
        confirmLabel={say.t(asking === 'waive' ? 'checkIn.waive' : 'checkIn.removeReduction')}
        cancelLabel={say.t('checkIn.back')}
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
        {asking === 'remove' && <p className="mb-4">{say.t('checkIn.removeLead', { yen: say.fee(booking.listFeeYen) })}</p>}
        <TextField
          label={say.t('checkIn.reason')}
          isRequired
          error={isTried && reason.trim() === '' ? say.t('checkIn.reasonMissing') : undefined}
          value={reason}
          maxLength={300}
          onChange={setReason}
        />
      </ConfirmDialog>
    </div>
  )
}
