/** To an organisation: its invoice as a PDF, or the question for a payment that is overdue, with the invoice once more. */
import { postMail } from '#platform/server/mail.ts'
import type { Scope } from '#platform/server/scope.ts'
import { requireHub } from '#modules/hubs/server/index.ts'
import { billingOf } from '#modules/people/server/index.ts'
import { invoiceNotMailed } from '../../contract/payment/events.ts'
import { findInvoice, markMailingFailed } from '../invoice/repository.ts'
import type { InvoicePaper } from '../invoice/use-cases/issue-invoice.ts'
import type { MailInvoicePayload } from '../invoice/use-cases/mail-invoice.ts'
import { addresseeOf } from '../papers/invoice.ts'
import { paperWords, type PaperLanguage } from '../papers/words.ts'
import { writeInvoicePaper } from '../payment/use-cases/read-papers.ts'
import { letterHtml, letterText, type OfficeLetter } from './office-letter.ts'

export async function mailInvoiceTo(scope: Scope, { invoiceId, mailingId, kind }: MailInvoicePayload): Promise<void> {
  const row = await findInvoice(scope, invoiceId)
  if (row === undefined) return
  // paid or taken back since the button was pressed
  if (kind === 'reminder' && (row.paidOn !== null || row.correctedById !== null)) return
  const billing = await billingOf(scope, row.organisationId)
  const hub = await requireHub(scope, row.hubId)
  const paper = row.paper as unknown as InvoicePaper
  const recipients = billing?.recipients ?? []
  // the address went since the button was pressed
  if (recipients.length === 0 && (await markMailingFailed(scope, mailingId)))
    scope.emit(invoiceNotMailed, { hubId: row.hubId, invoiceId, mailingId, kind }, { subjectId: invoiceId })
  for (const recipient of recipients) {
    const language: PaperLanguage = recipient.language === 'ja' ? 'ja' : 'en'
    const words = paperWords(language)
    const { say } = words
    const file = await writeInvoicePaper(scope, row, { language })
    const [year = '', month = ''] = row.month.split('-')
    const number = `${row.fiscalYear}-${String(row.number).padStart(4, '0')}`
    const facts = {
      hub: words.local(hub.names),
      month: say('payment.paper.month', { year: Number(year), month: Number(month) }),
      number,
    }
    const what = kind === 'reminder' ? 'reminder' : row.kind
    const letter: OfficeLetter = {
      greeting: addresseeOf(words, paper.organisation).join(' '),
      lead: say(`payment.invoiceMail.${what}.lead`, facts),
      facts: [
        [say('payment.invoiceMail.number'), number],
        [say('payment.invoiceMail.sum'), words.yen(row.totalYen)],
        ...(row.kind === 'invoice' ? [[say('payment.paper.dueOn'), words.day(row.dueOn)] as const] : []),
        ...(row.kind === 'invoice' && paper.issuer.bankAccount !== ''
          ? [[say('payment.invoiceMail.bank'), paper.issuer.bankAccount] as const]
          : []),
      ],
      closing: say('payment.invoiceMail.closing', {
        issuer: [paper.issuer.name, paper.issuer.title, paper.issuer.phone].filter((text) => text !== '').join(' '),
      }),
    }
    await postMail(scope, {
      cause: `bookings.invoice:${mailingId}:${recipient.address}`,
      to: { name: recipient.name, address: recipient.address },
      language,
      subject: say(`payment.invoiceMail.${what}.subject`, facts),
      text: letterText(letter),
      html: letterHtml(letter, language),
      attachments: [{ name: file.name, mediaType: file.mediaType, content: Buffer.from(file.content).toString('base64'), isBase64: true }],
    })
  }
}
