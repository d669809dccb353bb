/** On Today: what is still to be paid for bookings until today, and invoices that are overdue. Nothing where nothing is open. */
import { useQuery } from '@tanstack/react-query'
import { dayOf, formatYen, today as todayIn } from '#platform/web/format.ts'
import type { CardProps } from '#platform/web/registry.ts'
import { Link } from '#ui/link.tsx'
import { SectionHead } from '#ui/marks.tsx'
import { invoicesQuery, openBillsQuery } from '../../payment/queries.ts'
import { useDeskHub } from '../../queries.ts'
import { useSay } from '../say.tsx'

export function OpenMoneyCard({ hubKey }: CardProps) {
  const { t } = useSay()
  const { hub } = useDeskHub(hubKey)
  const bills = useQuery({ ...openBillsQuery(hub?.id ?? '', 'due'), enabled: hub !== undefined })
  const overdue = useQuery({ ...invoicesQuery(hub?.id ?? '', 'overdue'), enabled: hub !== undefined })
  if (hub === undefined) return null
  const late = overdue.data?.items ?? []
  const open = (bills.data?.items ?? []).filter((bill) => bill.invoiceId === null && dayOf(bill.startsAt, hub.zone) <= todayIn(hub.zone))
  if (open.length === 0 && late.length === 0) return null
  const total = open.reduce((sum, bill) => sum + bill.balanceYen, 0)
  return (
    <section aria-labelledby="open-money">
      <SectionHead id="open-money" title={t('payment.today.title')} />
      {open.length > 0 && (
        <p className="flex flex-wrap items-baseline gap-x-4">
          <b className="n">{t('payment.today.body', { count: open.length, yen: formatYen(total) })}</b>
          <Link to={`/operate/${hubKey}/money`} className="inline-flex min-h-11 items-center">
            {t('payment.today.open')}
          </Link>
        </p>
      )}
      {late.length > 0 && (
        <p className="flex flex-wrap items-baseline gap-x-4">
          <b>
            {t('payment.today.overdueInvoices', {
              count: late.length,
              yen: formatYen(late.reduce((sum, invoice) => sum + invoice.totalYen, 0)),
            })}
          </b>
          <Link to={`/operate/${hubKey}/money/invoices`} className="inline-flex min-h-11 items-center">
            {t('payment.today.openInvoices')}
          </Link>
        </p>
      )}
    </section>
  )
}
