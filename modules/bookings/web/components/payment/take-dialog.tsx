/** Money over the counter: the sum, what was given, the change before it is handed out, and the receipt. */
import { useEffect, useRef, useState } from 'react'
import { formatYen } from '#platform/web/format.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Checkbox, RadioChips, TextField } from '#ui/fields.tsx'
import { Note } from '#ui/marks.tsx'
import { takePayment } from '../../../contract/payment/endpoints.ts'
import type { PayMethod } from '../../../contract/payment/schemas.ts'
import { receiptUrl, useMoney } from '../../payment/queries.ts'
import { useBookingsTexts } from '../../texts.ts'
import { MoneyProblem, PaperLink, yenIn } from './parts.tsx'

export interface DueItem {
  readonly bookingId: string
  readonly balanceYen: number
  readonly label: string
  readonly holderName: string
}

export function TakeDialog({ hubId, items, onClose }: { hubId: string; items: readonly DueItem[]; onClose: () => void }) {
  const t = useBookingsTexts()
  const take = useMoney(takePayment)
  const total = items.reduce((sum, item) => sum + item.balanceYen, 0)
  const [method, setMethod] = useState<PayMethod>('cash')
  const [amount, setAmount] = useState(String(total))
  const [given, setGiven] = useState('')
  const [addressee, setAddressee] = useState('')
  const [isOrganisation, setOrganisation] = useState(false)
  const [wantsReceipt, setWantsReceipt] = useState(false)
  // a part is paid for one booking at a time; several are paid in full
  const [only] = items.length === 1 ? items : []
  const sum = only === undefined ? total : yenIn(amount)
  const put = given.trim() === '' ? sum : yenIn(given)
  const change = sum === undefined || put === undefined ? undefined : put - sum
  const isCash = method === 'cash'
  const isReady = sum !== undefined && sum > 0 && (!isCash || (change !== undefined && change >= 0))
  const done = take.data
  const givenField = useRef<HTMLInputElement>(null)
  // the next thing to type, with money in the other hand
  useEffect(() => givenField.current?.focus(), [])
  return (
    <Dialog title={t('payment.takeTitle')} isOpen onClose={onClose} place="side">
      {done !== undefined ? (
        <div className="grid gap-4">
          <Note tone="ok" isAlert>
            <p className="font-bold">
              {done.receiptNumber === null
                ? t('payment.takenTransfer', { yen: formatYen(done.totalYen) })
                : t('payment.taken', { yen: formatYen(done.totalYen), number: done.receiptNumber })}
            </p>
          </Note>
          {isCash && (
            <p className="flex items-baseline justify-between gap-4 text-[1.375rem]">
              <span>{t('payment.change')}</span>
              <b data-change>{formatYen(done.changeYen)}</b>
            </p>
          )}
          <div className="dlg-acts">
            <Button kind="quiet" onClick={onClose}>
              {t('payment.toDesk')}
            </Button>
            {done.receiptId !== null && (
              <PaperLink kind="main" href={receiptUrl(done.receiptId)}>
                {t('payment.printReceipt')}
              </PaperLink>
            )}
          </div>
        </div>
      ) : (
        <form
          className="grid gap-5"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!isReady || sum === undefined) return
            take.mutate({
              params: { hubId },
              body: {
                items: items.map((item) => ({ bookingId: item.bookingId, amountYen: only === undefined ? item.balanceYen : sum })),
                method,
                ...(isCash && put !== undefined ? { givenYen: put } : {}),
                ...(addressee.trim() === '' ? {} : { addressee }),
                isOrganisation,
                wantsReceipt,
              },
            })
          }}
        >
          <ul className="border-t border-rule">
            {items.map((item) => (
              <li key={item.bookingId} className="flex items-baseline justify-between gap-4 border-b border-rule py-2">
                <span className="min-w-0">
                  <b>{item.holderName}</b>
                  <span className="dense muted block">{item.label}</span>
                </span>
                <span className="n">{formatYen(item.balanceYen)}</span>
              </li>
            ))}
          </ul>
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
          {only === undefined ? (
            <p className="flex items-baseline justify-between gap-4 text-[1.375rem]">
              <span>{t('payment.sum')}</span>
              <b>{formatYen(total)}</b>
            </p>
          ) : (
            <TextField
              label={t('payment.amount')}
              inputMode="numeric"
              value={amount}
              onChange={setAmount}
              hint={t('payment.most', { yen: formatYen(only.balanceYen) })}
            />
          )}
          {isCash && (
            <>
              <TextField label={t('payment.given')} inputMode="numeric" value={given} onChange={setGiven} ref={givenField} />
              <p className="flex items-baseline justify-between gap-4 text-[1.375rem]" aria-live="polite">
                <span>{t('payment.change')}</span>
                <b>{change === undefined || change < 0 ? '–' : formatYen(change)}</b>
              </p>
            </>
          )}
          <TextField
            label={t('payment.addressee')}
            hint={t('payment.addresseeHint')}
            value={addressee}
            onChange={setAddressee}
            maxLength={120}
          />
          <Checkbox isChecked={isOrganisation} onChange={setOrganisation}>
            {t('payment.isOrganisation')}
          </Checkbox>
          {!isCash && (
            <Checkbox isChecked={wantsReceipt} onChange={setWantsReceipt}>
              {t('payment.wantsReceipt')}
            </Checkbox>
          )}
          <MoneyProblem error={take.error} />
          <div className="dlg-acts">
            <Button kind="quiet" onClick={onClose}>
              {t('payment.cancel')}
            </Button>
            <Button kind="main" type="submit" isBusy={take.isPending} aria-disabled={!isReady}>
              {t(isCash ? 'payment.confirmTake' : 'payment.confirmTransfer')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
