/** What each month costs and what of it is paid; every entry with who, when and why. */
import { useState } from 'react'
import { today as todayIn } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { ConfirmDialog, Dialog } from '#ui/dialog.tsx'
import { RadioChips, TextField } from '#ui/fields.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { EmptyState } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import type { LeaseDetail, LeaseMonth } from '../../../contract/lease/schemas.ts'
import { useAddLeaseEntry, useVoidLeaseEntry } from '../../lease/queries.ts'
import type { HubRef } from '../../queries.ts'
import { yenIn } from '../payment/parts.tsx'
import { Refusal } from '../refusal.tsx'
import { useSay } from '../say.tsx'
import { monthText, signed } from './lease-words.tsx'

export function LeaseMoney({ hub, detail }: { hub: HubRef; detail: LeaseDetail }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const { lease, months, entries } = detail
  const [month, setMonth] = useState<LeaseMonth | undefined>(undefined)
  const [voiding, setVoiding] = useState<string | undefined>(undefined)
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const takeBack = useVoidLeaseEntry(hub.id, lease.id)
  return (
    <>
      <section aria-labelledby="months">
        <SectionHead
          id="months"
          title={t('lease.detail.months')}
          aside={
            months.length > 0 && (
              <span>
                {lease.balanceYen > 0
                  ? `${t('lease.detail.balance')} ${signed(lease.balanceYen)}`
                  : lease.balanceYen < 0
                    ? `${t('lease.detail.over')} ${signed(-lease.balanceYen)}`
                    : t('lease.detail.paidUp')}
              </span>
            )
          }
        />
        {months.length === 0 ? (
          <EmptyState icon="yen" title={t('lease.detail.monthsNone')} />
        ) : (
          <DataTable
            caption={t('lease.detail.months')}
            isCaptionHidden
            locale={say.language}
            rows={months}
            rowKey={(one) => one.month}
            columns={[
              {
                key: 'month',
                label: t('lease.detail.month'),
                isRowHead: true,
                cell: (one) => (
                  <>
                    {monthText(say, one.month)}
                    {one.isToCome && <span className="dense muted"> {t('lease.detail.toCome')}</span>}
                    {one.invoiceNumber !== null && (
                      <span className="dense muted block">{t('lease.detail.invoice', { number: one.invoiceNumber })}</span>
                    )}
                  </>
                ),
              },
              { key: 'charged', label: t('lease.detail.charged'), align: 'end', cell: (one) => signed(one.chargedYen) },
              { key: 'paid', label: t('lease.detail.paid'), align: 'end', cell: (one) => (one.isToCome ? '' : signed(one.paidYen)) },
              { key: 'open', label: t('lease.detail.open'), align: 'end', cell: (one) => (one.isToCome ? '' : signed(one.balanceYen)) },
              {
                key: 'act',
                label: t('lease.detail.acts'),
                cell: (one) =>
                  one.balanceYen !== 0 &&
                  (one.invoiceId === null || one.paidYen !== 0) &&
                  lease.status !== 'draft' &&
                  lease.status !== 'offered' && (
                    <button
                      type="button"
                      className="link-btn"
                      aria-label={`${t(one.balanceYen > 0 ? 'lease.detail.pay' : 'lease.detail.refund')} ${monthText(say, one.month)}`}
                      onClick={() => setMonth(one)}
                    >
                      {t(one.balanceYen > 0 ? 'lease.detail.pay' : 'lease.detail.refund')}
                    </button>
                  ),
              },
            ]}
          />
        )}
      </section>
      {entries.length > 0 && (
        <section aria-labelledby="entries">
          <SectionHead id="entries" title={t('lease.detail.entries')} />
          <DataTable
            caption={t('lease.detail.entries')}
            isCaptionHidden
            locale={say.language}
            rows={entries.toReversed()}
            rowKey={(entry) => entry.id}
            columns={[
              { key: 'at', label: t('lease.detail.when'), cell: (entry) => <span className="n">{say.instant(entry.at, hub.zone)}</span> },
              { key: 'month', label: t('lease.detail.month'), cell: (entry) => monthText(say, entry.month) },
              {
                key: 'what',
                label: t('lease.detail.what'),
                isRowHead: true,
                cell: (entry) => (
                  <>
                    {entry.isReversal ? `${t('lease.detail.reversal')}: ` : ''}
                    {t(`lease.detail.entry.${entry.kind}`)}
                    {entry.reason !== '' && <span className="dense muted block">{entry.reason}</span>}
                  </>
                ),
              },
              { key: 'amount', label: t('lease.detail.amount'), align: 'end', cell: (entry) => signed(entry.amountYen) },
              { key: 'who', label: t('lease.detail.who'), cell: (entry) => (entry.who === '' ? t('lease.detail.program') : entry.who) },
              {
                key: 'void',
                label: t('lease.detail.acts'),
                cell: (entry) =>
                  entry.canVoid && (
                    <button
                      type="button"
                      className="link-btn"
                      onClick={() => {
                        setReason('')
                        setChecked(false)
                        takeBack.reset()
                        setVoiding(entry.id)
                      }}
                    >
                      {t('lease.detail.void')}
                    </button>
                  ),
              },
            ]}
          />
        </section>
      )}
      {month !== undefined && <EntryDialog hub={hub} leaseId={lease.id} month={month} onClose={() => setMonth(undefined)} />}
      <ConfirmDialog
        title={t('lease.detail.voidTitle')}
        isOpen={voiding !== undefined}
        onClose={() => setVoiding(undefined)}
        confirmLabel={t('lease.detail.void')}
        isBusy={takeBack.isPending}
        error={<Refusal error={takeBack.error} zone={hub.zone} day="" />}
        onConfirm={() => {
          setChecked(true)
          if (voiding === undefined || reason.trim() === '') return
          takeBack.mutate(
            { leaseEntryId: voiding, reason },
            {
              onSuccess: () => {
                setVoiding(undefined)
                toast(t('lease.detail.done'))
              },
            },
          )
        }}
      >
        <p className="mb-4">{t('lease.detail.voidBody')}</p>
        <TextField
          label={t('lease.detail.reason')}
          isRequired
          value={reason}
          maxLength={300}
          error={isChecked && reason.trim() === '' ? t('lease.detail.reasonMissing') : undefined}
          onChange={setReason}
        />
      </ConfirmDialog>
    </>
  )
}

type EntryKind = 'payment' | 'waiver' | 'refund'

function EntryDialog({ hub, leaseId, month, onClose }: { hub: HubRef; leaseId: string; month: LeaseMonth; onClose: () => void }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const isBack = month.balanceYen < 0
  const [kind, setKind] = useState<EntryKind>(isBack ? 'refund' : 'payment')
  const [amount, setAmount] = useState(String(Math.abs(month.balanceYen)))
  const [movedOn, setMovedOn] = useState(todayIn(hub.zone))
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const add = useAddLeaseEntry(hub.id, leaseId)
  const yen = yenIn(amount)
  const lacksReason = kind !== 'payment' && reason.trim() === ''
  return (
    <Dialog title={t('lease.detail.entryTitle', { month: monthText(say, month.month) })} isOpen onClose={onClose}>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          setChecked(true)
          if (yen === undefined || yen === 0 || lacksReason) return
          add.mutate(
            { month: month.month, kind, amountYen: yen, reason, ...(kind === 'waiver' ? {} : { movedOn }) },
            {
              onSuccess: () => {
                onClose()
                toast(t('lease.detail.done'))
              },
            },
          )
        }}
      >
        {!isBack && (
          <RadioChips<EntryKind>
            legend={t('lease.detail.what')}
            layout="flow"
            value={kind}
            onChange={setKind}
            choices={(['payment', 'waiver'] as const).map((value) => ({ value, label: t(`lease.detail.kindOf.${value}`) }))}
          />
        )}
        {kind === 'payment' && <p className="dense muted">{t('lease.detail.payHint')}</p>}
        <TextField
          label={t('lease.detail.amount')}
          inputMode="numeric"
          isRequired
          value={amount}
          maxLength={14}
          error={isChecked && (yen === undefined || yen === 0) ? t('lease.form.feeMissing') : undefined}
          onChange={setAmount}
        />
        {kind !== 'waiver' && (
          <TextField
            label={t(kind === 'refund' ? 'lease.detail.backOn' : 'lease.detail.movedOn')}
            type="date"
            value={movedOn}
            max={todayIn(hub.zone)}
            onChange={setMovedOn}
          />
        )}
        <TextField
          label={t('lease.detail.reason')}
          isRequired={kind !== 'payment'}
          value={reason}
          maxLength={300}
          error={isChecked && lacksReason ? t('lease.detail.reasonMissing') : undefined}
          onChange={setReason}
        />
        <Refusal error={add.error} zone={hub.zone} day="" />
        <div>
          <Button kind="main" type="submit" isBusy={add.isPending}>
            {t('lease.detail.record')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
