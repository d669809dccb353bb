/** Invoices to organisations: what a month has open, what was issued, what has come in. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf, formatMonth, formatYen, today as todayIn } from '#platform/web/format.ts'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Checkbox, TextField } from '#ui/fields.tsx'
import { SectionHead, StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { correctInvoice, issueInvoice, payInvoice, voidInvoicePayment } from '../../contract/payment/endpoints.ts'
import type { Invoice, InvoiceMailing } from '../../contract/payment/schemas.ts'
import { DeskFrame } from '../components/desk-frame.tsx'
import { AddressedTo, InvoiceMailDialog, MailFailed } from '../components/payment/invoice-mail.tsx'
import { invoiceLooks } from '../components/payment/invoice-looks.tsx'
import { MoneyNav, MoneyProblem, PaperLink, signedYen } from '../components/payment/parts.tsx'
import { useSay } from '../components/say.tsx'
import { candidatesQuery, invoicesQuery, invoiceUrl, useMoney } from '../payment/queries.ts'
import type { HubRef } from '../queries.ts'

export function MoneyInvoicesPage() {
  return <DeskFrame>{(hub) => <Invoices key={hub.id} hub={hub} />}</DeskFrame>
}

/** The month before: the latest that can be invoiced. */
function monthBefore(today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}

interface Candidate {
  readonly organisationId: string
  readonly organisationName: string
  readonly totalYen: number
}

function Invoices({ hub }: { hub: HubRef }) {
  const say = useSay()
  const { t } = say
  usePageTitle([t('payment.invoices'), say.local(hub.names)])
  const { toast } = useToast()
  const [month, setMonth] = useState(monthBefore(todayIn(hub.zone)))
  const candidates = useQuery(candidatesQuery(hub.id, month))
  const invoices = useQuery(invoicesQuery(hub.id))
  const issue = useMoney(issueInvoice)
  const [asked, setAsked] = useState<Candidate>()
  const [act, setAct] = useState<{ kind: InvoiceAct; invoice: Invoice }>()
  const [mailing, setMailing] = useState<{ kind: InvoiceMailing; invoice: Invoice }>()
  const [isMailed, setMailed] = useState(true)
  return (
    <>
      <PageHead title={t('payment.invoices')} />
      <MoneyNav hubKey={hub.key} />
      <div className="max-w-60">
        <TextField label={t('payment.month')} type="month" value={month} onChange={setMonth} />
      </div>
      <section className="pt-6" aria-labelledby="candidates">
        <SectionHead id="candidates" title={t('payment.candidates', { month: formatMonth(month, say.language) })} />
        {candidates.data?.items.length === 0 && <p className="muted py-3">{t('payment.noCandidates')}</p>}
        <ul className="border-t border-rule empty:hidden">
          {candidates.data?.items.map((one) => (
            <li key={one.organisationId} className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-rule py-2">
              <b className="min-w-0 flex-1 basis-60">{one.organisationName}</b>
              <span className="dense">{t('payment.bookings', { count: one.bookings })}</span>
              <span className="n">{formatYen(one.totalYen)}</span>
              <Button size="small" onClick={() => setAsked(one)}>
                {t('payment.issue')}
              </Button>
            </li>
          ))}
        </ul>
        <MoneyProblem error={candidates.error} />
      </section>
      <section className="pt-10" aria-labelledby="issued">
        <SectionHead id="issued" title={t('payment.issuedInvoices')} />
        {invoices.data === undefined ? (
          invoices.error === null ? (
            <SkeletonLines count={4} label={t('payment.loading')} />
          ) : (
            <ProblemState error={invoices.error} onRetry={() => void invoices.refetch()} isRetrying={invoices.isFetching} />
          )
        ) : invoices.data.items.length === 0 ? (
          <EmptyState icon="doc" title={t('payment.noInvoices')}>
            {t('payment.noInvoicesBody')}
          </EmptyState>
        ) : (
          <ul className="border-t border-rule">
            {invoices.data.items.map((invoice) => {
              const [tone, icon] = invoiceLooks[invoice.state]
              return (
                <li key={invoice.id} className="grid gap-2 border-b border-rule py-3">
                  <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
                    <b className="n min-w-28">{`${invoice.fiscalYear}-${String(invoice.number).padStart(4, '0')}`}</b>
                    <span className="min-w-0 flex-1 basis-72">
                      {invoice.organisationName}
                      <span className="dense muted block">
                        {say.facts([
                          invoice.month,
                          t('payment.bookings', { count: invoice.lineCount }),
                          `${t('payment.dueOn')} ${say.day(invoice.dueOn)}`,
                          invoice.reason,
                          invoice.mailedAt === null ? '' : t('payment.mailedOn', { day: say.day(dayOf(invoice.mailedAt, hub.zone)) }),
                          invoice.remindedAt === null ? '' : t('payment.remindedOn', { day: say.day(dayOf(invoice.remindedAt, hub.zone)) }),
                        ])}
                      </span>
                    </span>
                    <span className="n">{signedYen(invoice.totalYen)}</span>
                    <StateMark tone={tone} icon={icon}>
                      {t(`payment.invoiceState.${invoice.state}`)}
                    </StateMark>
                  </div>
                  {invoice.mailFailedAt !== null && <MailFailed at={invoice.mailFailedAt} zone={hub.zone} />}
                  <div className="flex flex-wrap gap-x-3 gap-y-2">
                    {(invoice.state === 'open' || invoice.state === 'overdue') && (
                      <>
                        <Button size="small" onClick={() => setAct({ kind: 'pay', invoice })}>
                          {t('payment.payInvoice')}
                        </Button>
                        <Button size="small" kind="quiet" onClick={() => setAct({ kind: 'correct', invoice })}>
                          {t('payment.correct')}
                        </Button>
                      </>
                    )}
                    {invoice.state === 'paid' && (
                      <Button size="small" kind="quiet" onClick={() => setAct({ kind: 'void', invoice })}>
                        {t('payment.voidInvoicePayment')}
                      </Button>
                    )}
                    {invoice.state === 'overdue' && (
                      <Button size="small" icon="mail" onClick={() => setMailing({ kind: 'reminder', invoice })}>
                        {t('payment.remind')}
                      </Button>
                    )}
                    {invoice.state !== 'corrected' && (
                      <Button size="small" kind="quiet" icon="mail" onClick={() => setMailing({ kind: 'invoice', invoice })}>
                        {t(invoice.mailedAt === null && invoice.mailFailedAt === null ? 'payment.mailInvoice' : 'payment.mailInvoiceAgain')}
                      </Button>
                    )}
                    <PaperLink size="small" kind="quiet" href={invoiceUrl(invoice.id)}>
                      {t('payment.printInvoice')}
                    </PaperLink>
                  </div>
                </li>
              )
            })}
          </ul>
        )}
      </section>
      {asked !== undefined && (
        <ConfirmDialog
          title={t('payment.issue')}
          isOpen
          onClose={() => setAsked(undefined)}
          confirmLabel={t('payment.issue')}
          isBusy={issue.isPending}
          error={<MoneyProblem error={issue.error} />}
          onConfirm={() =>
            issue.mutate(
              { params: { hubId: hub.id }, body: { organisationId: asked.organisationId, month, isMailed } },
              {
                onSuccess: (invoice) => {
                  toast(t('payment.issued', { number: invoice.number }))
                  setAsked(undefined)
                },
              },
            )
          }
        >
          <p>{t('payment.issueAsk', { name: asked.organisationName, month, yen: formatYen(asked.totalYen) })}</p>
          <AddressedTo organisationId={asked.organisationId}>
            <Checkbox isChecked={isMailed} onChange={setMailed}>
              {t('payment.mailAtOnce')}
            </Checkbox>
          </AddressedTo>
        </ConfirmDialog>
      )}
      {mailing !== undefined && <InvoiceMailDialog {...mailing} onClose={() => setMailing(undefined)} />}
      {act !== undefined && <InvoiceDialog {...act} today={todayIn(hub.zone)} onClose={() => setAct(undefined)} />}
    </>
  )
}

type InvoiceAct = 'pay' | 'correct' | 'void'

function InvoiceDialog({ kind, invoice, today, onClose }: { kind: InvoiceAct; invoice: Invoice; today: string; onClose: () => void }) {
  const { t } = useSay()
  const { toast } = useToast()
  const pay = useMoney(payInvoice)
  const correct = useMoney(correctInvoice)
  const undo = useMoney(voidInvoicePayment)
  const title = t(kind === 'pay' ? 'payment.payInvoice' : kind === 'correct' ? 'payment.correct' : 'payment.voidInvoicePayment')
  const [receivedOn, setReceivedOn] = useState(today)
  const [reason, setReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const params = { invoiceId: invoice.id }
  const done = (text: string) => ({
    onSuccess: () => {
      toast(text)
      onClose()
    },
  })
  return (
    <ConfirmDialog
      title={title}
      isOpen
      onClose={onClose}
      kind={kind === 'pay' ? 'main' : 'bad'}
      confirmLabel={title}
      isBusy={pay.isPending || correct.isPending || undo.isPending}
      error={<MoneyProblem error={pay.error ?? correct.error ?? undo.error} />}
      onConfirm={() => {
        setTried(true)
        if (kind === 'pay') pay.mutate({ params, body: { receivedOn } }, done(t('payment.invoicePaid')))
        else if (reason.trim() !== '' && kind === 'correct') correct.mutate({ params, body: { reason } }, done(t('payment.corrected')))
        else if (reason.trim() !== '') undo.mutate({ params, body: { reason } }, done(t('payment.voided')))
      }}
    >
      <p className="mb-4">
        {kind === 'pay'
          ? t('payment.payInvoiceAsk', { name: invoice.organisationName, yen: formatYen(invoice.totalYen) })
          : kind === 'correct'
            ? t('payment.correctAsk', { number: invoice.number })
            : t('payment.voidInvoicePaymentAsk', { number: invoice.number, yen: formatYen(invoice.totalYen) })}
      </p>
      {kind === 'pay' ? (
        <TextField label={t('payment.receivedOn')} type="date" value={receivedOn} onChange={setReceivedOn} max={today} />
      ) : (
        <TextField
          label={t('payment.reason')}
          value={reason}
          onChange={setReason}
          isRequired
          maxLength={300}
          error={wasTried && reason.trim() === '' ? t('payment.needed') : undefined}
        />
      )}
    </ConfirmDialog>
  )
}
