/** 請求書 as a qualified invoice (適格請求書), and the credit that takes one back. */
import type { InvoicePaper } from '../invoice/use-cases/issue-invoice.ts'
import { dayAt } from '../rules.ts'
import { head, renderPaper, ruled, when } from './pdf.ts'
import { lineText } from './receipt.ts'
import { issuerBlock, paperWords, taxTable, type PaperLanguage, type PaperWords } from './words.ts'
import type { Content } from 'pdfmake/interfaces.js'

export interface InvoiceFacts {
  readonly language: PaperLanguage
  readonly kind: 'invoice' | 'credit'
  readonly fiscalYear: number
  readonly number: number
  /** The one that a credit takes back. */
  readonly corrects: { readonly fiscalYear: number; readonly number: number; readonly issuedOn: string } | undefined
  /** `2026-11` */
  readonly month: string
  readonly issuedOn: string
  readonly dueOn: string
  readonly madeAt: Temporal.Instant
  readonly totalYen: number
  readonly reason: string
  readonly paper: InvoicePaper
}

/** Postal code and address above whom it is to: the window of an envelope shows the block. */
function addressBlock(words: PaperWords, organisation: InvoicePaper['organisation']): Content[] {
  const { postalCode, address } = organisation
  const mark = postalCode == null ? '' : words.say('payment.paper.postalCode', { code: `${postalCode.slice(0, 3)}-${postalCode.slice(3)}` })
  const [name = '', ...rest] = addresseeOf(words, organisation)
  return [
    ...[mark, address ?? ''].filter((text) => text !== '').map((text) => ({ text })),
    { text: name, fontSize: 14, margin: [0, 3, 0, 0] },
    ...rest.map((text) => ({ text, fontSize: 12 })),
  ]
}

/** A line each: 御中 behind the last of name and department, or 様 behind the person whom it is for. */
export function addresseeOf(words: PaperWords, organisation: InvoicePaper['organisation']): string[] {
  const name = words.language === 'en' ? (organisation.nameEn ?? organisation.name) : organisation.name
  const lines = [name, organisation.department ?? ''].filter((text) => text !== '')
  if (organisation.contact != null && organisation.contact !== '') return [...lines, words.to(organisation.contact, false)]
  return lines.map((line, at) => (at === lines.length - 1 ? words.to(line, true) : line))
}

export async function writeInvoice(facts: InvoiceFacts): Promise<Uint8Array> {
  const words = paperWords(facts.language)
  const { say, yen } = words
  const numberOf = (of: { fiscalYear: number; number: number }): string =>
    say('payment.paper.invoiceNumber', { year: of.fiscalYear, number: String(of.number).padStart(4, '0') })
  const { organisation, lines, taxes, issuer } = facts.paper
  const title = say(facts.kind === 'invoice' ? 'payment.paper.invoice' : 'payment.paper.credit')
  const [year = '', month = ''] = facts.month.split('-')
  return renderPaper({
    title: `${title} ${numberOf(facts)}`,
    author: issuer.name,
    language: facts.language,
    madeAt: facts.madeAt,
    pageOf: (page, pages) => say('payment.paper.page', { page, pages }),
    content: [
      { text: numberOf(facts), alignment: 'right' },
      { text: say('payment.paper.issuedOn', { day: words.day(facts.issuedOn) }), alignment: 'right' },
      {
        text: title,
        fontSize: 22,
        bold: true,
        alignment: 'center',
        margin: [0, 6, 0, 16],
        characterSpacing: facts.language === 'ja' && facts.kind === 'invoice' ? 14 : 0,
      },
      issuerBlock(words, issuer, { hasNumber: true, top: 0, beside: addressBlock(words, organisation) }),
      {
        text: say(facts.kind === 'invoice' ? 'payment.paper.invoiceLead' : 'payment.paper.creditLead', {
          month: say('payment.paper.month', { year: Number(year), month: Number(month) }),
        }),
        margin: [0, 14, 0, 8],
      },
      ...when(
        facts.corrects !== undefined,
        {
          text:
            facts.corrects === undefined
              ? ''
              : say('payment.paper.corrects', { number: numberOf(facts.corrects), day: words.day(facts.corrects.issuedOn) }),
          margin: [0, 0, 0, 2],
        },
        { text: say('payment.paper.reasonLine', { reason: facts.reason }), margin: [0, 0, 0, 8] },
      ),
      {
        table: {
          widths: [130, 150],
          body: [
            [
              head(say(facts.kind === 'invoice' ? 'payment.paper.sumDue' : 'payment.paper.sumBack'), {
                bold: true,
                margin: [0, 4, 0, 4],
              }),
              { text: yen(facts.totalYen), fontSize: 17, bold: true, alignment: 'right' },
            ],
            ...(facts.kind === 'invoice'
              ? [[head(say('payment.paper.dueOn')), { text: words.day(facts.dueOn), alignment: 'right' as const }]]
              : []),
          ],
        },
        layout: ruled,
        margin: [0, 0, 0, 10],
      },
      ...when(facts.kind === 'invoice' && issuer.bankAccount !== '', {
        text: say('payment.paper.bank', { account: issuer.bankAccount }),
        margin: [0, 0, 0, 10],
      }),
      {
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: [22, 58, '*', 34, 74],
          body: [
            [
              head('#', { alignment: 'right' }),
              head(say('payment.paper.dayOfUse')),
              head(say('payment.paper.content')),
              head(say('payment.paper.taxRate'), { alignment: 'right' }),
              head(say('payment.paper.amount'), { alignment: 'right' }),
            ],
            ...lines.map((line, at) => [
              { text: String(at + 1), alignment: 'right' as const },
              { text: words.numberDay(dayAt(Temporal.Instant.from(line.startsAt).epochMilliseconds, line.zone)) },
              { text: lineText(words, line) },
              { text: line.percent === 0 ? say('payment.paper.dash') : `${line.percent}%`, alignment: 'right' as const },
              { text: yen(line.amountYen), alignment: 'right' as const },
            ]),
            [
              { text: say('payment.paper.total'), colSpan: 4, alignment: 'right' as const, bold: true },
              {},
              {},
              {},
              { text: yen(facts.totalYen), alignment: 'right' as const, bold: true },
            ],
          ],
        },
        layout: ruled,
        fontSize: 9.5,
      },
      {
        unbreakable: true,
        stack: [
          {
            columns: [
              { width: '*', text: '' },
              { width: 320, stack: [taxTable(words, taxes)] },
            ],
            margin: [0, 12, 0, 0],
          },
          { text: say('payment.paper.taxNote'), fontSize: 9, alignment: 'right', margin: [0, 3, 0, 0] },
          ...when(
            lines.some((line) => line.isReduced),
            { text: say('payment.paper.reducedNote'), fontSize: 9 },
          ),
        ],
      },
    ],
  })
}
