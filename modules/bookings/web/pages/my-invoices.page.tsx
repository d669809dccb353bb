/** For the manager of an organisation: the invoices to it, and what became of them. */
import { useQuery } from '@tanstack/react-query'
import { PageHead, ProblemState, usePageTitle } from '#platform/web/shell/page.tsx'
import { StateMark } from '#ui/marks.tsx'
import { EmptyState, SkeletonLines } from '#ui/states.tsx'
import { invoiceLooks } from '../components/payment/invoice-looks.tsx'
import { PaperLink, signedYen } from '../components/payment/parts.tsx'
import { useSay } from '../components/say.tsx'
import { ownInvoicesQuery, ownInvoiceUrl } from '../payment/queries.ts'

export function MyInvoicesPage() {
  const say = useSay()
  const { t } = say
  const query = useQuery(ownInvoicesQuery())
  usePageTitle([t('payment.ownInvoices')])
  const items = query.data?.items ?? []
  const language = say.language === 'ja' ? 'ja' : 'en'
  return (
    <div className="wrap pb-16">
      <PageHead title={t('payment.ownInvoices')} />
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonLines count={4} label={t('payment.loading')} />
        ) : (
          <ProblemState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
        )
      ) : items[0] === undefined ? (
        <EmptyState icon="doc" title={t('payment.ownInvoicesNone')} />
      ) : (
        <>
          <p className="mb-4">{t('payment.ownInvoicesLead', { name: items[0].organisationName })}</p>
          <ul className="border-t border-ink">
            {items.map((invoice) => {
              const [tone, icon] = invoiceLooks[invoice.state]
              return (
                <li key={invoice.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-rule py-3">
                  <span className="min-w-0 flex-1 basis-60">
                    <b className="n">{`${invoice.fiscalYear}-${String(invoice.number).padStart(4, '0')}`}</b>
                    <span className="dense muted block">{say.facts([invoice.month, say.local(invoice.hubName)])}</span>
                  </span>
                  <b className="n">{signedYen(invoice.totalYen)}</b>
                  <StateMark tone={tone} icon={icon}>
                    {t(`payment.ownInvoiceState.${invoice.state}`, { day: say.day(invoice.dueOn, { hasYear: true }) })}
                  </StateMark>
                  <PaperLink size="small" href={ownInvoiceUrl(invoice.id, language)}>
                    {t('payment.openPaper')}
                  </PaperLink>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </div>
  )
}
