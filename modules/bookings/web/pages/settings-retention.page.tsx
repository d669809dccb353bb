/** Settings: for how long the names of guests are kept, what goes then, and what stays. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, reading } from '#platform/web/client.ts'
import { SettingsFrame } from '#platform/web/pages/settings-frame.tsx'
import { ProblemState } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Select } from '#ui/fields.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { getRetention, setRetention } from '../../contract/endpoints.ts'
import type { Retention } from '../../contract/records/schemas.ts'
import { MoneyProblem } from '../components/payment/parts.tsx'
import { useSay } from '../components/say.tsx'

const kept = reading(getRetention, {})

export function SettingsRetentionPage() {
  const { t } = useSay()
  const query = useQuery(kept)
  return (
    <SettingsFrame title={t('retention.title')}>
      <div className="grid max-w-2xl gap-6">
        <p>{t('retention.lead')}</p>
        {query.data !== undefined ? (
          <Form key={query.data.version} retention={query.data} />
        ) : query.error === null ? (
          <SkeletonLines count={4} label={t('booking.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )}
        <ul className="grid list-disc gap-2 ps-5">
          {(['use', 'money', 'open', 'members'] as const).map((key) => (
            <li key={key}>{t(`retention.stays.${key}`)}</li>
          ))}
        </ul>
      </div>
    </SettingsFrame>
  )
}

function Form({ retention }: { retention: Retention }) {
  const { t } = useSay()
  const { toast } = useToast()
  const client = useQueryClient()
  const [years, setYears] = useState(String(retention.guestYears))
  const [isAsked, setAsked] = useState(false)
  const save = useMutation({
    mutationFn: () => call(setRetention, { body: { guestYears: Number(years), version: retention.version } }),
    onSuccess: (after) => {
      setAsked(false)
      toast(t('retention.saved'))
      client.setQueryData(kept.queryKey, after)
    },
  })
  const going = retention.older.find((each) => String(each.years) === years)?.guests ?? 0
  const told = going > 0 ? t('retention.older', { years, guests: going }) : t('retention.none', { years })
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        // what goes is gone: asked where there is somebody to go
        if (going > 0 && years !== String(retention.guestYears)) setAsked(true)
        else save.mutate()
      }}
    >
      <div className="max-w-60">
        <Select
          label={t('retention.years')}
          value={years}
          onChange={setYears}
          choices={retention.older.map((each) => ({ value: String(each.years), label: t('retention.yearsOf', { years: each.years }) }))}
        />
      </div>
      <p className="dense" aria-live="polite">
        {t('retention.held', { guests: retention.guests })} {told}
      </p>
      {!isAsked && <MoneyProblem error={save.error} />}
      <div>
        <Button type="submit" kind="main" isBusy={save.isPending}>
          {t('retention.save')}
        </Button>
      </div>
      {isAsked && (
        <ConfirmDialog
          title={t('retention.confirmTitle')}
          isOpen
          onClose={() => setAsked(false)}
          kind="bad"
          confirmLabel={t('retention.save')}
          cancelLabel={t('retention.cancel')}
          isBusy={save.isPending}
          error={<MoneyProblem error={save.error} />}
          onConfirm={() => save.mutate()}
        >
          <p>{told}</p>
        </ConfirmDialog>
      )}
    </form>
  )
}
