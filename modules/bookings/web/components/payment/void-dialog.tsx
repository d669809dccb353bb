/** A payment or a refund that was none: taken back with its reason. */
import { useState } from 'react'
import { formatYen } from '#platform/web/format.ts'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { useToast } from '#ui/toast.tsx'
import { voidPayment } from '../../../contract/payment/endpoints.ts'
import type { LedgerEntry } from '../../../contract/payment/schemas.ts'
import { useMoney } from '../../payment/queries.ts'
import { useBookingsTexts } from '../../texts.ts'
import { MoneyProblem } from './parts.tsx'

export function VoidDialog({ entry, onClose }: { entry: LedgerEntry; onClose: () => void }) {
  const t = useBookingsTexts()
  const { toast } = useToast()
  const undo = useMoney(voidPayment)
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  return (
    <ConfirmDialog
      title={t('payment.voidEntryTitle')}
      isOpen
      onClose={onClose}
      kind="bad"
      confirmLabel={t('payment.voidEntry')}
      isBusy={undo.isPending}
      error={<MoneyProblem error={undo.error} />}
      onConfirm={() => {
        setTried(true)
        if (reason.trim() === '') return
        undo.mutate(
          { params: { entryId: entry.id }, body: { reason } },
          {
            onSuccess: () => {
              toast(t('payment.voided'))
              onClose()
            },
          },
        )
      }}
    >
      <p className="mb-4">
        {t('payment.voidEntryAsk', { what: t(`payment.entry.${entry.kind}`), yen: formatYen(Math.abs(entry.amountYen)) })}
      </p>
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
