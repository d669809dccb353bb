/** The office's one answer for all days of a series that wait for it. */
import { useState } from 'react'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Series } from '../../../contract/series/schemas.ts'
import { useDecideSeries } from '../../series/queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'

export function SeriesDecision({ series }: { series: Series }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const decide = useDecideSeries()
  const [isDeclining, setDeclining] = useState(false)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const count = series.requestedCount
  if (count === 0) return null
  const answer = (isApproved: boolean): void =>
    decide.mutate(
      { seriesId: series.id, version: series.version, isApproved, ...(reason.trim() === '' ? {} : { reason }) },
      {
        onSuccess: () => {
          toast(t(isApproved ? 'series.approved' : 'series.declined', { count }))
          setDeclining(false)
        },
      },
    )
  return (
    <Note tone="wait" icon="hourglass">
      <p className="font-bold">{t('series.requested', { count })}</p>
      <div className="mt-2 flex flex-wrap gap-3">
        <Button kind="main" size="small" isBusy={decide.isPending} onClick={() => answer(true)}>
          {t('series.approve')}
        </Button>
        <Button size="small" onClick={() => setDeclining(true)}>
          {t('series.decline')}
        </Button>
      </div>
      {!isDeclining && <Refusal error={decide.error} zone={series.timeZone} day="" />}
      <ConfirmDialog
        title={t('series.declineTitle')}
        isOpen={isDeclining}
        onClose={() => setDeclining(false)}
        kind="bad"
        confirmLabel={t('series.decline')}
        isBusy={decide.isPending}
        error={decide.error === null ? undefined : <Refusal error={decide.error} zone={series.timeZone} day="" />}
        onConfirm={() => {
          setTried(true)
          if (reason.trim() !== '') answer(false)
        }}
      >
        <TextField
          label={t('booking.reason')}
          isRequired
          maxLength={300}
          value={reason}
          onChange={setReason}
          error={isTried && reason.trim() === '' ? t('series.reasonMissing') : undefined}
        />
      </ConfirmDialog>
    </Note>
  )
}
