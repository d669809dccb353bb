/** On one's own booking: the permit and the receipts, to print or to keep. */
import { useQuery } from '@tanstack/react-query'
import { formatYen } from '#platform/web/format.ts'
import { SectionHead } from '#ui/marks.tsx'
import type { Booking } from '../../../contract/schemas.ts'
import { ownReceiptUrl, paymentQuery, permitUrl } from '../../payment/queries.ts'
import { useBookingsTexts } from '../../texts.ts'
import { PaperLink } from './parts.tsx'

export function Papers({ booking }: { booking: Booking }) {
  const t = useBookingsTexts()
  const { data: payment } = useQuery(paymentQuery(booking.id))
  if (payment === undefined || !(payment.can.permit || payment.receipts.length > 0)) return null
  return (
    <section data-papers>
      <SectionHead level={2} title={t('guestMail.payment.papers')} />
      <div className="flex flex-wrap gap-3">
        {payment.can.permit && (
          <PaperLink icon="doc" href={permitUrl(booking.id)}>
            {t('guestMail.payment.permit')}
          </PaperLink>
        )}
        {payment.receipts.map((receipt) => (
          <PaperLink key={receipt.id} icon="doc" href={ownReceiptUrl(booking.id, receipt.id)}>
            {t('guestMail.payment.receiptOf', { number: receipt.number, yen: formatYen(receipt.totalYen) })}
          </PaperLink>
        ))}
      </div>
      {payment.receipts.length > 0 && <p className="dense muted mt-2">{t('guestMail.payment.receiptAgain')}</p>}
    </section>
  )
}
