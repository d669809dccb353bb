/** Money given back or waived: how much, why, and for a refund how. */
import { useState } from 'react'
import { formatYen } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { RadioChips, TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import { refundPayment, waiveFee } from '../../../contract/payment/endpoints.ts'
import type { PayMethod } from '../../../contract/payment/schemas.ts'
import { useMoney } from '../../payment/queries.ts'
import { useBookingsTexts } from '../../texts.ts'
import { MoneyProblem, yenIn } from './parts.tsx'

export function AmountDialog({
  kind,
  bookingId,
  most,
  onClose,
}: {
  kind: 'refund' | 'waive'
  bookingId: string
  most: number
  onClose: () => void
}) {
  const t = useBookingsTexts()
  const { toast } = useToast()
  const refund = useMoney(refundPayment)
  const waive = useMoney(waiveFee)
  const [amount, setAmount] = useState(String(most))
  const [reason, setReason] = useState('')
  const [method, setMethod] = useState<PayMethod>('cash')
  const [wasTried, setTried] = useState(false)
  const yen = yenIn(amount)
  const isFine = yen !== undefined && yen > 0 && reason.trim() !== ''
  const done = (): void => {
    toast(t(kind === 'refund' ? 'payment.refunded' : 'payment.waived'))
    onClose()
  }
  return (
    <Dialog title={t(kind === 'refund' ? 'payment.refundTitle' : 'payment.waiveTitle')} isOpen onClose={onClose}>
      <form
        className="grid gap-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!isFine) return
          if (kind === 'refund') refund.mutate({ params: { bookingId }, body: { amountYen: yen, method, reason } }, { onSuccess: done })
          else waive.mutate({ params: { bookingId }, body: { amountYen: yen, reason } }, { onSuccess: done })
        }}
      >
        <TextField
          label={t('payment.amount')}
          inputMode="numeric"
          value={amount}
          onChange={setAmount}
          hint={t('payment.most', { yen: formatYen(most) })}
        />
        {kind === 'refund' && (
          <RadioChips
            legend={t('payment.methodLabel')}
            layout="flow"
            value={method}
            onChange={setMethod}
            choices={[
              { value: 'cash', label: t('payment.method.cash') },
              { value: 'transfer', label: t('payment.method.transfer') },
            ]}
          />
        )}
        <TextField
          label={t('payment.reason')}
          value={reason}
          onChange={setReason}
          isRequired
          maxLength={300}
          error={wasTried && reason.trim() === '' ? t('payment.needed') : undefined}
        />
        <MoneyProblem error={refund.error ?? waive.error} />
        <div className="dlg-acts">
          <Button kind="quiet" onClick={onClose}>
            {t('payment.cancel')}
          </Button>
          <Button kind="main" type="submit" isBusy={refund.isPending || waive.isPending}>
            {t(kind === 'refund' ? 'payment.refund' : 'payment.waive')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
