/** Which days, what becomes of them, how many that are, and who is told: asked once, before anything happens. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import { seriesCancellationQuery, useCancelSeries } from '../../series/queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { DaysFields, useDays, type SeriesDialogProps } from './meant-days.tsx'
import { ChangeDays } from './series-change.tsx'

export function SeriesDialog(props: SeriesDialogProps) {
  return props.act.kind === 'change' ? <ChangeDays {...props} /> : <CancelDays {...props} />
}

function CancelDays({ series, act, isDesk, onClose }: SeriesDialogProps) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const cancel = useCancelSeries()
  const days = useDays({ series, act })
  const [reason, setReason] = useState('')
  const [charges, setCharges] = useState(false)
  const cost = useQuery(seriesCancellationQuery(series.id, days.range, days.meant.length > 0)).data?.feeYen ?? 0
  return (
    <ConfirmDialog
      title={t('series.cancelTitle')}
      isOpen
      onClose={onClose}
      kind="bad"
      confirmLabel={t('series.cancelSubmit', { count: days.meant.length })}
      isBusy={cancel.isPending}
      onConfirm={() => {
        if (days.meant.length === 0) return
        cancel.mutate(
          {
            seriesId: series.id,
            version: series.version,
            ...days.range,
            ...(reason.trim() === '' ? {} : { reason }),
            ...(isDesk ? { chargesFee: charges && cost > 0 } : {}),
          },
          {
            onSuccess: () => {
              toast(t('series.cancelled', { count: days.meant.length }))
              onClose()
            },
          },
        )
      }}
      error={
        cancel.error === null ? undefined : (
          <div className="mt-4">
            <Refusal error={cancel.error} zone={series.timeZone} day="" />
          </div>
        )
      }
    >
      <div className="grid gap-4">
        <DaysFields days={days} series={series} />
        {cost > 0 &&
          (isDesk ? (
            <Checkbox isChecked={charges} onChange={setCharges}>
              {t('series.charge', { yen: say.fee(cost) })}
            </Checkbox>
          ) : (
            <Note tone="wait" icon="card">
              {t('series.cancelCosts', { yen: say.fee(cost) })}
            </Note>
          ))}
        <TextField
          label={t('booking.reason')}
          hint={isDesk ? t('booking.reasonHintDesk') : undefined}
          value={reason}
          maxLength={300}
          onChange={setReason}
        />
        <p className="dense muted">{t('series.tellsOnce')}</p>
      </div>
    </ConfirmDialog>
  )
}
