/** Cancelling asks once: what goes, who is told, and why for the record. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Booking } from '../../contract/schemas.ts'
import { useCancelBooking, visitOf } from '../queries.ts'
import { cancellationQuery } from '../policy/queries.ts'
import { CancellationCost } from './policy/terms.tsx'
import { Refusal } from './refusal.tsx'
import { useSay } from './say.tsx'

export function CancelDialog({
  booking,
  isDesk,
  isOpen,
  onClose,
  onDone,
}: {
  booking: Booking
  isDesk: boolean
  isOpen: boolean
  onClose: () => void
  onDone?: (() => void) | undefined
}) {
  const say = useSay()
  const { toast } = useToast()
  const cancel = useCancelBooking()
  const [reason, setReason] = useState('')
  const cost = useQuery(cancellationQuery(booking.id, isOpen && visitOf(booking, isDesk).visitAt === undefined))
  const [charges, setCharges] = useState(false)
  const owes = cost.data !== undefined && cost.data.feeYen > 0
  const isTold = booking.holder.mail !== null && booking.holder.mail !== ''
  return (
    <ConfirmDialog
      title={say.t('booking.cancelTitle')}
      isOpen={isOpen}
      onClose={onClose}
      kind="bad"
      confirmLabel={say.t('booking.cancelSubmit')}
      cancelLabel={say.t('booking.cancelKeep')}
      isBusy={cancel.isPending}
      error={
        cancel.error === null ? undefined : (
          <div className="mt-4">
            <Refusal error={cancel.error} zone={booking.timeZone} day="" />
          </div>
        )
      }
      onConfirm={() =>
        cancel.mutate(
          { bookingId: booking.id, reason, ...visitOf(booking, isDesk), ...(isDesk ? { chargesFee: charges } : {}) },
          {
            onSuccess: () => {
              toast(say.t('booking.cancelled'))
              onClose()
              onDone?.()
            },
          },
        )
      }
    >
      <p className="font-bold">{say.dayAndRange(booking.startsAt, booking.endsAt, booking.timeZone)}</p>
      <p>{say.what(booking)}</p>
      {isDesk && <p>{say.name(booking.holder.name)}</p>}
      <p className="muted mb-4 mt-2">
        {say.t(isDesk ? (isTold ? 'booking.cancelTellsThem' : 'booking.cancelTellsNobody') : 'booking.cancelFrees')}
      </p>
      {!isDesk && <div className="mb-4 empty:hidden">{cost.data !== undefined && <CancellationCost cost={cost.data} />}</div>}
      {isDesk && owes && (
        <Checkbox isChecked={charges} onChange={setCharges}>
          {say.t('checkIn.charge', { yen: say.fee(cost.data?.feeYen ?? 0), percent: cost.data?.percent ?? 0 })}
        </Checkbox>
      )}
      <TextField
        label={say.t('booking.reason')}
        hint={isDesk && isTold ? say.t('booking.reasonHintDesk') : undefined}
        value={reason}
        maxLength={300}
        onChange={setReason}
      />
    </ConfirmDialog>
  )
}
