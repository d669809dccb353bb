/** To whom an invoice is addressed and mailed, seen before it goes. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { dayOf } from '#platform/web/format.ts'
import { ConfirmDialog } from '#ui/dialog.tsx'
import { Link } from '#ui/link.tsx'
import { Note } from '#ui/marks.tsx'
import { SkeletonLines } from '#ui/states.tsx'
import { useToast } from '#ui/toast.tsx'
import { mailInvoice } from '../../../contract/payment/endpoints.ts'
import type { Invoice, InvoiceMailing } from '../../../contract/payment/schemas.ts'
import { billingAddressQuery, useMoney } from '../../payment/queries.ts'
import { useSay } from '../say.tsx'
import { MoneyProblem } from './parts.tsx'

/** `children`: what can be chosen where there is somebody to mail to. */
export function AddressedTo({ organisationId, children }: { organisationId: string; children?: ReactNode }) {
  const { t } = useSay()
  const { data, error } = useQuery(billingAddressQuery(organisationId))
  if (data === undefined) return error === null ? <SkeletonLines count={2} label={t('payment.loading')} /> : <MoneyProblem error={error} />
  const mark = data.postalCode === null ? null : `〒${data.postalCode.slice(0, 3)}-${data.postalCode.slice(3)}`
  const lines = [
    [mark, data.address],
    [data.name, data.department, data.contact],
  ].map((line) => line.filter(Boolean).join('　'))
  return (
    <div className="mt-4 grid gap-3">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="muted">{t('payment.addressedTo')}</dt>
        <dd className="min-w-0 break-words">
          {lines.filter(Boolean).map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </dd>
        {data.mails.length > 0 && (
          <>
            <dt className="muted">{t('payment.mailTo')}</dt>
            <dd className="min-w-0 break-all">
              {data.mails.map((mail) => (
                <span key={mail} className="block">
                  {mail}
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
      {data.mails.length === 0 ? (
        <Note tone="wait">
          {t('payment.mailNobody')}{' '}
          <Link to="/settings/organisations" className="inline-flex min-h-11 items-center">
            {t('payment.toOrganisations')}
          </Link>
        </Note>
      ) : (
        children
      )}
    </div>
  )
}

/** It went to nobody, and what to do about it. */
export function MailFailed({ at, zone }: { at: string; zone: string }) {
  const say = useSay()
  return (
    <Note tone="bad" icon="mail">
      <p>{say.t('payment.mailFailed', { day: say.day(dayOf(at, zone)) })}</p>
      <Link to="/settings/organisations" className="inline-flex min-h-11 items-center">
        {say.t('payment.toOrganisations')}
      </Link>
    </Note>
  )
}

export function InvoiceMailDialog({ kind, invoice, onClose }: { kind: InvoiceMailing; invoice: Invoice; onClose: () => void }) {
  const say = useSay()
  const { t } = say
  const { toast } = useToast()
  const send = useMoney(mailInvoice)
  const title = t(kind === 'reminder' ? 'payment.remind' : 'payment.mailInvoice')
  return (
    <ConfirmDialog
      title={title}
      isOpen
      onClose={onClose}
      kind="main"
      confirmLabel={title}
      isBusy={send.isPending}
      error={<MoneyProblem error={send.error} />}
      onConfirm={() =>
        send.mutate(
          { params: { invoiceId: invoice.id }, body: { kind } },
          {
            onSuccess: () => {
              toast(t(kind === 'reminder' ? 'payment.reminded' : 'payment.mailed'))
              onClose()
            },
          },
        )
      }
    >
      <p>
        {kind === 'reminder'
          ? t('payment.remindAsk', { day: say.day(invoice.dueOn) })
          : t('payment.mailInvoiceAsk', { number: invoice.number })}
      </p>
      <AddressedTo organisationId={invoice.organisationId} />
    </ConfirmDialog>
  )
}
