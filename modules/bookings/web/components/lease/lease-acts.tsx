/** What can be done with a lease as it stands, each asked once more, with the reason where others must know it. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { today as todayIn } from '#platform/web/format.ts'
import { Button, buttonClass } from '#ui/button.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { TextField } from '#ui/fields.tsx'
import { Icon } from '#ui/icon.tsx'
import { useToast } from '#ui/toast.tsx'
import { dayAfter } from '../../../contract/lease/rules.ts'
import type { LeaseDetail } from '../../../contract/lease/schemas.ts'
import { leasePaperUrl, useAdvanceLease, useSetLeasePeriod, useWithdrawLease } from '../../lease/queries.ts'
import type { HubRef } from '../../queries.ts'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { InTheWay, useIsFree } from './in-the-way.tsx'
import { LeaseForm } from './lease-form.tsx'

type Act = 'change' | 'offer' | 'activate' | 'period' | 'end' | 'withdraw'

export function LeaseActs({ hub, detail }: { hub: HubRef; detail: LeaseDetail }) {
  const { t } = useSay()
  const { toast } = useToast()
  const navigate = useNavigate()
  const { lease, can } = detail
  const [act, setAct] = useState<Act | undefined>(undefined)
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const [until, setUntil] = useState('')
  const advance = useAdvanceLease(hub.id, lease.id)
  const withdraw = useWithdrawLease(hub.id, lease.id)
  const period = useSetLeasePeriod(hub.id, lease.id)
  const open = (which: Act): void => {
    setReason('')
    setChecked(false)
    setUntil(dayAfter(todayIn(hub.zone), 14))
    for (const each of [advance, withdraw, period]) each.reset()
    setAct(which)
  }
  const close = (): void => setAct(undefined)
  const done = (words: string): void => {
    close()
    toast(words)
  }
  const { version } = lease
  const needsReason = isChecked && reason.trim() === '' ? t('lease.detail.reasonMissing') : undefined
  const withReason = (go: () => void) => () => {
    setChecked(true)
    if (reason.trim() !== '') go()
  }
  const reasonField = (
    <TextField label={t('lease.detail.reason')} isRequired value={reason} maxLength={500} error={needsReason} onChange={setReason} />
  )
  return (
    <div className="mt-5 flex flex-wrap gap-3" role="group" aria-label={t('lease.detail.acts')}>
      {can.activate && (
        <Button kind="main" onClick={() => open('activate')}>
          {t('lease.detail.activate')}
        </Button>
      )}
      {can.offer && <Button onClick={() => open('offer')}>{t('lease.detail.offer')}</Button>}
      {can.period && (
        <Button icon="calendar" onClick={() => open('period')}>
          {t('lease.detail.extend')}
        </Button>
      )}
      {can.renew && (
        <Button onClick={() => void navigate({ to: `/operate/${hub.key}/leases/new`, search: { renews: lease.id } } as never)}>
          {t('lease.detail.renew')}
        </Button>
      )}
      {can.change && (
        <Button icon="edit" onClick={() => open('change')}>
          {t('lease.detail.change')}
        </Button>
      )}
      {(lease.status === 'active' || lease.status === 'ended') && (
        <a className={buttonClass({ kind: 'quiet' })} href={leasePaperUrl(hub.id, lease.id)} target="_blank" rel="noreferrer">
          <Icon name="print" />
          {t('lease.detail.paper')}
        </a>
      )}
      {can.period && lease.isRunning && (
        <Button kind="quiet" onClick={() => open('end')}>
          {t('lease.detail.endNow')}
        </Button>
      )}
      {can.withdraw && (
        <Button kind="quiet" onClick={() => open('withdraw')}>
          {t('lease.detail.withdraw')}
        </Button>
      )}

      <ConfirmDialog
        title={t('lease.detail.activateTitle')}
        isOpen={act === 'activate'}
        onClose={close}
        confirmLabel={t('lease.detail.activate')}
        isBusy={advance.isPending}
        error={<Refusal error={advance.error} zone={hub.zone} day="" />}
        onConfirm={() => advance.mutate({ version, to: 'active' }, { onSuccess: () => done(t('lease.form.made.active')) })}
      >
        <p>{t('lease.detail.activateBody')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t('lease.detail.offerTitle')}
        isOpen={act === 'offer'}
        onClose={close}
        confirmLabel={t('lease.detail.offer')}
        isBusy={advance.isPending}
        error={<Refusal error={advance.error} zone={hub.zone} day="" />}
        onConfirm={() =>
          advance.mutate(
            { version, to: 'offered', ...(until === '' ? {} : { offerUntil: until }) },
            { onSuccess: () => done(t('lease.form.made.offered')) },
          )
        }
      >
        <p className="mb-4">{t('lease.detail.offerBody')}</p>
        <TextField label={t('lease.form.offerUntil')} type="date" value={until} max={lease.endsOn} onChange={setUntil} />
      </ConfirmDialog>
      <ConfirmDialog
        title={t('lease.detail.withdrawTitle')}
        isOpen={act === 'withdraw'}
        onClose={close}
        kind="bad"
        confirmLabel={t('lease.detail.withdraw')}
        isBusy={withdraw.isPending}
        error={<Refusal error={withdraw.error} zone={hub.zone} day="" />}
        onConfirm={withReason(() => withdraw.mutate({ version, reason }, { onSuccess: () => done(t('lease.detail.done')) }))}
      >
        <p className="mb-4">{t('lease.detail.withdrawBody')}</p>
        {reasonField}
      </ConfirmDialog>
      <ConfirmDialog
        title={t('lease.detail.endNowTitle')}
        isOpen={act === 'end'}
        onClose={close}
        kind="bad"
        confirmLabel={t('lease.detail.endNow')}
        isBusy={period.isPending}
        error={<Refusal error={period.error} zone={hub.zone} day="" />}
        onConfirm={withReason(() => period.mutate({ version, endsOn: null, reason }, { onSuccess: () => done(t('lease.detail.done')) }))}
      >
        <p className="mb-4">{t('lease.detail.endNowBody')}</p>
        {reasonField}
      </ConfirmDialog>
      {act === 'period' && <PeriodDialog hub={hub} detail={detail} onClose={close} onDone={() => done(t('lease.detail.done'))} />}
      <Dialog title={t('lease.form.changeTitle')} place="side" isWide isOpen={act === 'change'} onClose={close}>
        {act === 'change' && <LeaseForm hub={hub} lease={lease} onDone={() => done(t('lease.form.changed'))} />}
      </Dialog>
    </div>
  )
}

/** A longer one shows what stands in the added days before it is saved. */
function PeriodDialog({ hub, detail, onClose, onDone }: { hub: HubRef; detail: LeaseDetail; onClose: () => void; onDone: () => void }) {
  const { t } = useSay()
  const { lease } = detail
  const [endsOn, setEndsOn] = useState(lease.endsOn)
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const period = useSetLeasePeriod(hub.id, lease.id)
  const isLonger = endsOn > lease.endsOn
  const asked = isLonger ? { spaceId: lease.spaceId, startsOn: dayAfter(lease.endsOn), endsOn, leaseId: lease.id } : undefined
  const isFree = useIsFree(hub, asked)
  return (
    <Dialog title={t('lease.detail.extendTitle')} place="side" isWide isOpen onClose={onClose}>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          setChecked(true)
          if (reason.trim() === '' || endsOn === '' || endsOn === lease.endsOn) return
          period.mutate({ version: lease.version, endsOn, reason }, { onSuccess: onDone })
        }}
      >
        <p>{t('lease.detail.extendBody')}</p>
        <TextField label={t('lease.form.endsOn')} type="date" value={endsOn} min={lease.startsOn} onChange={setEndsOn} />
        {asked !== undefined && <InTheWay hub={hub} asked={asked} />}
        <TextField
          label={t('lease.detail.reason')}
          isRequired
          value={reason}
          maxLength={500}
          error={isChecked && reason.trim() === '' ? t('lease.detail.reasonMissing') : undefined}
          onChange={setReason}
        />
        <Refusal error={period.error} zone={hub.zone} day="" />
        <div>
          <Button kind="main" type="submit" isBusy={period.isPending} disabled={endsOn === lease.endsOn || isFree === false}>
            {t('lease.form.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
