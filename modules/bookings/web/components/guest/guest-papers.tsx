/** On a guest's booking: what is still to be paid, and the receipts of what was. */
import { useQuery } from '@tanstack/react-query'
import { urlOf } from '#platform/contract/client.ts'
import { reading, saveFile } from '#platform/web/client.ts'
import { dayOf, formatDay, formatYen } from '#platform/web/format.ts'
import { useLanguage } from '#platform/web/language.ts'
import { Button } from '#ui/button.tsx'
import { useToast } from '#ui/toast.tsx'
import { getGuestPayment, readGuestReceipt } from '../../../contract/endpoints.ts'
import type { Receipt } from '../../../contract/payment/schemas.ts'
import { useBookingsTexts } from '../../texts.ts'
import { lastMinute } from '../payment/parts.tsx'
import type { GuestLink } from './calls.tsx'

export function GuestPapers({ given, zone }: { given: GuestLink; zone: string }) {
  const t = useBookingsTexts()
  const language = useLanguage()
  const { toast } = useToast()
  const { hubKey, bookingId, link } = given
  const { data: payment, refetch } = useQuery(reading(getGuestPayment, { params: { hubKey, bookingId }, link }))
  if (payment === undefined || (payment.balanceYen <= 0 && payment.receipts.length === 0)) return null
  const save = async (receipt: Receipt): Promise<void> => {
    await saveFile(urlOf(readGuestReceipt, { hubKey, bookingId, receiptId: receipt.id }), `receipt-${receipt.number}.pdf`, {
      'hiroba-link': link,
    })
    await refetch()
  }
  return (
    <section className="mt-6 grid gap-3" data-guest-papers>
      {payment.balanceYen > 0 ? (
        <p>
          <b>{t('guestMail.payment.openSum', { yen: formatYen(payment.balanceYen) })}</b>
          {payment.dueAt !== null && (
            <span className="dense muted">
              {'　'}
              {t('guestMail.payment.openUntil', { due: formatDay(dayOf(lastMinute(payment.dueAt), zone), language) })}
            </span>
          )}
        </p>
      ) : (
        <p>
          <b>{t('guestMail.payment.isPaid')}</b>
        </p>
      )}
      {payment.receipts.map((receipt) => (
        <Button key={receipt.id} icon="doc" onClick={() => void save(receipt).catch(() => toast(t('guestMail.payment.paperFailed')))}>
          {t('guestMail.payment.receiptOf', { number: receipt.number, yen: formatYen(receipt.totalYen) })}
        </Button>
      ))}
      {payment.receipts.length > 0 && <p className="dense muted">{t('guestMail.payment.receiptAgain')}</p>}
    </section>
  )
}
