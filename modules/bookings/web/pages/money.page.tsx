/** What is still to be paid at this hub, cash over the counter, and today's receipts. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf, formatYen } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { RadioChips } from '#ui/fields.tsx'
import { SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import type { OpenBill, Receipt } from '../../contract/payment/schemas.ts'
import { DeskBookingDialog } from '../components/desk-booking.tsx'
import { DeskFrame } from '../components/desk-frame.tsx'
import { lastMinute, MoneyNav, PaperLink, signedYen } from '../components/payment/parts.tsx'
import { TakeDialog } from '../components/payment/take-dialog.tsx'
import { VoidReceipt } from '../components/payment/void-dialog.tsx'
import { useSay } from '../components/say.tsx'
import { useClock } from '../components/use-clock.tsx'
import { useSearchState } from '../components/use-search-state.tsx'
import { openBillsQuery, receiptsQuery, receiptUrl, tillQuery } from '../payment/queries.ts'
import type { HubRef } from '../queries.ts'

export function MoneyPage() {
  return <DeskFrame>{(hub) => <Money key={hub.id} hub={hub} />}</DeskFrame>
}

function Money({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  usePageTitle([t('payment.title'), say.local(hub.names)])
  const { search, change } = useSearchState()
  const show = search['show'] === 'back' ? 'back' : 'due'
  const [limit, setLimit] = useState(50)
  const bills = useQuery(openBillsQuery(hub.id, show, limit))
  const till = useQuery(tillQuery(hub.id))
  const now = useClock(undefined, 0)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isTaking, setTaking] = useState(false)
  const items = bills.data?.items ?? []
  const picked = items.filter((bill) => chosen.has(bill.bookingId) && bill.balanceYen > 0 && bill.invoiceId === null)
  const total = picked.reduce((sum, bill) => sum + bill.balanceYen, 0)
  const pick = (id: string): void =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const count = `${items.length}${bills.data?.nextCursor == null ? '' : '+'}`
  return (
    <>
      <PageHead
        title={t(show === 'due' ? 'payment.openTitle' : 'payment.backTitle', { count })}
        facts={till.data !== undefined && <span>{`${t('payment.till')} ${signedYen(till.data.expectedYen)}`}</span>}
      />
      <MoneyNav hubKey={hub.key} />
      <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3">
        <RadioChips
          legend={t('payment.title')}
          isLegendHidden
          layout="flow"
          value={show}
          onChange={(value) => change({ show: value === 'due' ? undefined : value }, { replace: true })}
          choices={[
            { value: 'due', label: t('payment.showDue') },
            { value: 'back', label: t('payment.showBack') },
          ]}
        />
        {picked.length > 0 && (
          <Button kind="main" icon="card" className="ml-auto max-md:ml-0" onClick={() => setTaking(true)}>
            {`${t('payment.take')} ${formatYen(total)}`}
          </Button>
        )}
      </div>
      {bills.error !== null && bills.data === undefined ? (
        <ProblemState error={bills.error} onRetry={() => void bills.refetch()} isRetrying={bills.isFetching} />
      ) : bills.isPending ? (
        <SkeletonLines count={6} label={t('payment.loading')} />
      ) : items.length === 0 ? (
        <EmptyState icon="check" title={t(show === 'due' ? 'payment.nothingDue' : 'payment.nothingBack')}>
          {show === 'due' ? t('payment.nothingDueBody') : undefined}
        </EmptyState>
      ) : (
        <ul className="border-t border-rule">
          {items.map((bill) => (
            <BillRow
              key={bill.bookingId}
              bill={bill}
              hub={hub}
              isChosen={chosen.has(bill.bookingId)}
              onPick={() => pick(bill.bookingId)}
              onOpen={() => change({ booking: bill.bookingId })}
            />
          ))}
        </ul>
      )}
      {bills.data?.nextCursor != null && (
        <p className="pt-4">
          <Button onClick={() => setLimit((before) => Math.min(200, before + 50))} isBusy={bills.isFetching}>
            {t('payment.more')}
          </Button>
        </p>
      )}
      {till.data !== undefined && <Receipts hub={hub} day={till.data.businessDay} />}
      {isTaking && picked.length > 0 && (
        <TakeDialog
          hubId={hub.id}
          items={picked.map((bill) => ({
            bookingId: bill.bookingId,
            balanceYen: bill.balanceYen,
            label: say.facts([say.local(bill.targetName), say.dayAndRange(bill.startsAt, bill.endsAt, hub.zone)]),
            holderName: say.bareName(bill.holderName),
          }))}
          onClose={() => {
            setTaking(false)
            setChosen(new Set())
          }}
        />
      )}
      <DeskBookingDialog
        hub={hub}
        bookingId={search['booking']}
        now={now}
        onClose={() => change({ booking: undefined }, { replace: true })}
      />
    </>
  )
}

function BillRow({
  bill,
  hub,
  isChosen,
  onPick,
  onOpen,
}: {
  bill: OpenBill
  hub: HubRef
  isChosen: boolean
  onPick: () => void
  onOpen: () => void
}) {
  const say = useSay()
  const { t } = say
  const isPayable = bill.balanceYen > 0 && bill.invoiceId === null
  return (
    <li className="flex items-start gap-3 border-b border-rule py-2">
      <label className="chk shrink-0 pt-1">
        <input
          type="checkbox"
          checked={isChosen && isPayable}
          disabled={!isPayable}
          onChange={onPick}
          aria-label={t('payment.choose', { name: say.bareName(bill.holderName) })}
        />
      </label>
      <div className="min-w-0 flex-1">
        <button type="button" className="link-btn text-start font-bold" onClick={onOpen}>
          {say.bareName(bill.holderName)}
        </button>
        {bill.organisationName !== null && <span className="dense">{`　${bill.organisationName}`}</span>}
        <p className="dense muted">{say.facts([say.dayAndRange(bill.startsAt, bill.endsAt, hub.zone), say.local(bill.targetName)])}</p>
      </div>
      <div className="shrink-0 text-end">
        <b className="n">{signedYen(bill.balanceYen)}</b>
        <p className="dense">
          {bill.invoiceId !== null ? (
            t('payment.onInvoice')
          ) : bill.isOverdue ? (
            <StateMark tone="bad" icon="alert">
              {t('payment.overdue')}
            </StateMark>
          ) : (
            bill.dueAt !== null &&
            bill.balanceYen > 0 && (
              <span className="muted">{t('payment.dueBy', { due: say.day(dayOf(lastMinute(bill.dueAt), hub.zone)) })}</span>
            )
          )}
        </p>
      </div>
    </li>
  )
}

function Receipts({ hub, day }: { hub: HubRef; day: string }) {
  const say = useSay()
  const { t } = say
  const receipts = useQuery(receiptsQuery(hub.id, day))
  const [voiding, setVoiding] = useState<Receipt>()
  return (
    <section className="pt-10" aria-labelledby="receipts">
      <SectionHead id="receipts" title={t('payment.receipts')} aside={<span className="muted">{say.day(day)}</span>} />
      {receipts.data?.items.length === 0 && <p className="muted py-3">{t('payment.noReceipts')}</p>}
      <ul className="border-t border-rule empty:hidden">
        {receipts.data?.items.map((receipt) => (
          <li key={receipt.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-rule py-2">
            <b className="n min-w-20">{t('payment.receiptNumber', { number: receipt.number })}</b>
            <span className="min-w-0 flex-1">
              {say.bareName(receipt.addressee)}
              <span className="dense muted">{`　${say.facts([say.time(receipt.issuedAt, hub.zone), t(`payment.method.${receipt.method}`)])}`}</span>
            </span>
            <span className="n">{formatYen(receipt.totalYen)}</span>
            {receipt.isVoid ? (
              <StateMark tone="off" icon="cross">
                {t('payment.isVoid')}
              </StateMark>
            ) : (
              <Button size="small" kind="quiet" onClick={() => setVoiding(receipt)}>
                {t('payment.void')}
              </Button>
            )}
            <PaperLink size="small" href={receiptUrl(receipt.id)}>
              {t(receipt.prints === 0 ? 'payment.printReceipt' : 'payment.printAgain')}
            </PaperLink>
          </li>
        ))}
      </ul>
      {voiding !== undefined && <VoidReceipt receipt={voiding} onClose={() => setVoiding(undefined)} />}
    </section>
  )
}
