/** A receipt, a payment or a refund that was none: taken back with its reason. */
import { useState, type ReactNode } from 'react'
import { formatYen } from '#platform/web/format.ts'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import { voidPayment, voidReceipt } from '../../../contract/payment/endpoints.ts'
import type { LedgerEntry, Receipt } from '../../../contract/payment/schemas.ts'
import { useMoney } from '../../payment/queries.ts'
import { useBookingsTexts } from '../../texts.ts'
import { MoneyProblem } from './parts.tsx'

export function VoidReceipt({ receipt, onClose }: { receipt: Receipt; onClose: () => void }) {
  const t = useBookingsTexts()
  const undo = useMoney(voidReceipt)
  return (
    <VoidDialog
      title={t('payment.voidTitle')}
      confirmLabel={t('payment.void')}
      isBusy={undo.isPending}
      error={undo.error}
      onVoid={(reason, onSuccess) => undo.mutate({ params: { receiptId: receipt.id }, body: { reason } }, { onSuccess })}
      onClose={onClose}
    >
      {t('payment.voidAsk', { number: receipt.number, yen: formatYen(receipt.totalYen) })}
    </VoidDialog>
  )
}

export function VoidEntry({ entry, onClose }: { entry: LedgerEntry; onClose: () => void }) {
  const t = useBookingsTexts()
  const undo = useMoney(voidPayment)
  return (
    <VoidDialog
      title={t('payment.voidEntryTitle')}
      confirmLabel={t('payment.voidEntry')}
      isBusy={undo.isPending}
      error={undo.error}
      onVoid={(reason, onSuccess) => undo.mutate({ params: { entryId: entry.id }, body: { reason } }, { onSuccess })}
      onClose={onClose}
    >
      {t('payment.voidEntryAsk', { what: t(`payment.entry.${entry.kind}`), yen: formatYen(Math.abs(entry.amountYen)) })}
    </VoidDialog>
  )
}

interface VoidProps {
  readonly title: string
  readonly confirmLabel: string
  readonly isBusy: boolean
  readonly error: unknown
  readonly children: ReactNode
  onVoid(reason: string, onSuccess: () => void): void
  onClose(): void
}

function VoidDialog({ title, confirmLabel, isBusy, error, children, onVoid, onClose }: VoidProps) {
  const t = useBookingsTexts()
  const { toast } = useToast()
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  return (
    <ConfirmDialog
      title={title}
      isOpen
      onClose={onClose}
      kind="bad"
      confirmLabel={confirmLabel}
      isBusy={isBusy}
      error={<MoneyProblem error={error} />}
      onConfirm={() => {
        setTried(true)
        if (reason.trim() === '') return
        onVoid(reason, () => {
          toast(t('payment.voided'))
          onClose()
        })
      }}
    >
      <p className="mb-4">{children}</p>
      <TextField
        label={t('payment.reason')}
        value={reason}
        onChange={setReason}
        isRequired
        maxLength={300}
        error={wasTried && reason.trim() === '' ? t('payment.needed') : undefined}
      />
    </ConfirmDialog>
  )
}
