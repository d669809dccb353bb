/** What is owed and paid for one booking, and what the desk can do with it. A holder sees the same sums without the buttons. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf, formatYen } from '#platform/web/format.ts'
import { heldRoles, useSession } from '#platform/web/session.ts'
import { Button } from '#ui/button.tsx'
import { Note, SectionHead, StateMark, type Tone } from '#ui/marks.tsx'
import type { IconName } from '#ui/icon.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { bookingsPermissions } from '../../../contract/permissions.ts'
import type { PaymentState } from '../../../contract/payment/schemas.ts'
import type { Booking } from '../../../contract/schemas.ts'
import { paymentQuery, permitUrl, receiptUrl } from '../../payment/queries.ts'
import { useSay } from '../say.tsx'
import { AmountDialog } from './amount-dialog.tsx'
import { lastMinute, MoneyProblem, PaperLink, signedYen, Yen } from './parts.tsx'
import { TakeDialog } from './take-dialog.tsx'
import { VoidEntry } from './void-dialog.tsx'

const looks: Readonly<Record<PaymentState, readonly [Tone, IconName]>> = {
  none: ['off', 'check'],
  open: ['wait', 'hourglass'],
  settled: ['ok', 'check'],
  over: ['go', 'return'],
}

/** `isHolder`: on the own booking, where the papers stand in a section of their own. */
export function PaymentPanel({ booking, isHolder = false }: { booking: Booking; isHolder?: boolean }) {
  const say = useSay()
  const { t } = say
  const { session } = useSession()
  const query = useQuery(paymentQuery(booking.id))
  const [open, setOpen] = useState<'take' | 'refund' | 'waive'>()
  const [voidingId, setVoidingId] = useState<string>()
  const payment = query.data
  if (payment === undefined)
    return query.error === null ? <SkeletonLines count={2} label={t('payment.loading')} /> : <MoneyProblem error={query.error} />
  const mayWaive = heldRoles(session).some((role) => (bookingsPermissions['bookings.money'] as readonly string[]).includes(role))
  const [tone, icon] = looks[payment.state]
  const due = payment.dueAt === null ? '' : say.day(dayOf(lastMinute(payment.dueAt), booking.timeZone))
  const close = (): void => setOpen(undefined)
  const voiding = payment.entries.find((entry) => entry.id === voidingId)
  return (
    <section className="grid gap-3" data-payment>
      <SectionHead level={3} title={t('payment.panel')} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <StateMark tone={tone} icon={icon}>
          {t(`payment.state.${payment.state}`)}
        </StateMark>
        {payment.state === 'open' && (
          <b className="text-[1.25rem]">
            <Yen>{payment.balanceYen}</Yen>
          </b>
        )}
        {payment.state === 'over' && <b className="text-[1.25rem]">{formatYen(-payment.balanceYen)}</b>}
        {payment.isOverdue ? (
          <StateMark tone="bad" icon="alert">
            {t('payment.overdue')}
          </StateMark>
        ) : (
          due !== '' && <span className="dense muted">{t('payment.dueBy', { due })}</span>
        )}
        {payment.invoiceId !== null && <span className="dense">{t('payment.onInvoice')}</span>}
      </div>
      {payment.cancelsUnpaid && payment.paidYen <= 0 && <Note tone="wait">{t('payment.provisional', { due })}</Note>}
      <div className="flex flex-wrap gap-3 empty:hidden">
        {payment.can.pay && (
          <Button kind="main" icon="card" onClick={() => setOpen('take')}>
            {t('payment.take')}
          </Button>
        )}
        {payment.can.refund && (
          <Button icon="return" onClick={() => setOpen('refund')}>
            {t('payment.refund')}
          </Button>
        )}
        {payment.can.waive && mayWaive && (
          <Button kind="quiet" onClick={() => setOpen('waive')}>
            {t('payment.waive')}
          </Button>
        )}
        {payment.can.permit && !isHolder && (
          <PaperLink kind="quiet" icon="doc" href={permitUrl(booking.id)}>
            {t('payment.permit')}
          </PaperLink>
        )}
      </div>
      {payment.entries.length > 0 && (
        <ul className="border-t border-rule" aria-label={t('payment.entries')}>
          {payment.entries.map((entry) => {
            const receipt = payment.receipts.find((one) => one.id === entry.receiptId)
            return (
              <li key={entry.id} className="flex items-baseline justify-between gap-4 border-b border-rule py-1.5">
                <span className={`min-w-0 ${entry.isReversed ? 'line-through' : ''}`}>
                  {t(entry.isReversal ? 'payment.entry.reversal' : `payment.entry.${entry.kind}`)}
                  {entry.method !== null && <span className="dense">{`　${t(`payment.method.${entry.method}`)}`}</span>}
                  {receipt !== undefined && <span className="dense">{`　${t('payment.receiptNumber', { number: receipt.number })}`}</span>}
                  <span className="dense muted block">
                    {say.facts([
                      say.instant(entry.at, booking.timeZone),
                      entry.who === '' ? t('payment.byProgram') : entry.who,
                      entry.reason,
                    ])}
                  </span>
                </span>
                <span className="flex flex-wrap items-baseline justify-end gap-x-4">
                  {entry.canVoid && (
                    <Button kind="quiet" size="small" onClick={() => setVoidingId(entry.id)}>
                      {t('payment.voidEntry')}
                    </Button>
                  )}
                  <span className="n">{signedYen(entry.amountYen)}</span>
                </span>
              </li>
            )
          })}
        </ul>
      )}
      {payment.can.pay || isHolder || payment.receipts.length === 0 ? null : (
        <div className="flex flex-wrap gap-3 empty:hidden">
          {mayWaive &&
            payment.receipts
              .filter((receipt) => !receipt.isVoid)
              .map((receipt) => (
                <PaperLink key={receipt.id} kind="quiet" size="small" href={receiptUrl(receipt.id)}>
                  {`${t(receipt.prints === 0 ? 'payment.printReceipt' : 'payment.printAgain')} ${t('payment.receiptNumber', { number: receipt.number })}`}
                </PaperLink>
              ))}
        </div>
      )}
      {voiding !== undefined && <VoidEntry entry={voiding} onClose={() => setVoidingId(undefined)} />}
      {open === 'take' && (
        <TakeDialog
          hubId={payment.hubId}
          items={[
            {
              bookingId: booking.id,
              balanceYen: payment.balanceYen,
              label: say.what(booking),
              holderName: say.bareName(booking.holder.name),
            },
          ]}
          onClose={close}
        />
      )}
      {(open === 'refund' || open === 'waive') && (
        <AmountDialog
          kind={open}
          bookingId={booking.id}
          most={open === 'refund' ? -payment.balanceYen : payment.balanceYen > 0 ? payment.balanceYen : payment.chargedYen}
          onClose={close}
        />
      )}
    </section>
  )
}
