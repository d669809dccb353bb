/** 領収書: number, day, addressee, sum, what for, and the tax within, as a qualified simplified invoice has it. */
import type { MoneyPaper } from '../payment/use-cases/write-receipt-paper.ts'
import { dayAt } from '../rules.ts'
import { head, renderPaper, ruled, when } from './pdf.ts'
import { issuerBlock, paperWords, taxTable, type PaperLanguage } from './words.ts'

export interface ReceiptFacts {
  readonly language: PaperLanguage
  readonly fiscalYear: number
  readonly number: number
  readonly businessDay: string
  readonly madeAt: Temporal.Instant
  readonly addressee: string
  readonly isOrganisation: boolean
  readonly totalYen: number
  readonly method: 'cash' | 'transfer'
  readonly givenYen: number | null
  readonly changeYen: number | null
  readonly paper: MoneyPaper
  /** It was printed before. */
  readonly isAgain: boolean
  readonly isVoid: boolean
}

/** So many lines stand on the face of it; more are named as so many, and listed below. */
export async function writeReceipt(facts: ReceiptFacts): Promise<Uint8Array> {
  const words = paperWords(facts.language)
  const { say, yen } = words
  const number = say('payment.paper.receiptNumber', { year: facts.fiscalYear, number: String(facts.number).padStart(5, '0') })
  const marks = [...(facts.isVoid ? [say('payment.paper.void')] : []), ...(facts.isAgain ? [say('payment.paper.again')] : [])]
  const [first] = facts.paper.lines
  const what = first === undefined ? '' : words.local(first.what)
  const proviso =
    facts.paper.lines.length > 1
      ? say('payment.paper.provisoMany', { what, count: facts.paper.lines.length - 1 })
      : say(first?.isCancelled === true ? 'payment.paper.provisoCancelled' : 'payment.paper.proviso', { what })
  return renderPaper({
    title: `${say('payment.paper.receipt')} ${number}`,
    author: facts.paper.issuer.name,
    language: facts.language,
    madeAt: facts.madeAt,
    pageOf: (page, pages) => say('payment.paper.page', { page, pages }),
    content: [
      {
        columns: [
          {
            width: '*',
            stack: marks.map((text) => ({
              table: {
                body: [[{ text, color: '#b00020', bold: true, fontSize: 12, margin: [4, 0, 4, 0] as [number, number, number, number] }]],
              },
              layout: { hLineColor: () => '#b00020', vLineColor: () => '#b00020', hLineWidth: () => 1, vLineWidth: () => 1 },
              margin: [0, 0, 0, 4] as [number, number, number, number],
            })),
          },
          {
            width: 'auto',
            stack: [
              { text: number, alignment: 'right' },
              { text: words.day(facts.businessDay), alignment: 'right' },
            ],
          },
        ],
      },
      {
        text: say('payment.paper.receipt'),
        fontSize: 24,
        bold: true,
        alignment: 'center',
        margin: [0, 4, 0, 16],
        characterSpacing: facts.language === 'ja' ? 14 : 0,
      },
      {
        table: { widths: ['70%'], body: [[{ text: words.to(facts.addressee, facts.isOrganisation), fontSize: 15 }]] },
        layout: { hLineWidth: (line: number) => (line === 1 ? 0.7 : 0), vLineWidth: () => 0, paddingBottom: () => 3 },
      },
      {
        table: {
          widths: ['*'],
          body: [
            [
              {
                text: say('payment.paper.sum', { yen: facts.totalYen.toLocaleString('en') }),
                fontSize: 24,
                bold: true,
                alignment: 'center',
                margin: [0, 8, 0, 2],
              },
            ],
          ],
        },
        layout: { hLineWidth: () => 1, vLineWidth: () => 1 },
        margin: [50, 16, 50, 12],
      },
      { text: proviso, margin: [0, 0, 0, 2] },
      { text: say('payment.paper.received'), margin: [0, 0, 0, 14] },
      {
        columns: [
          { width: '*', stack: [taxTable(words, facts.paper.taxes)] },
          {
            width: 150,
            stack: [
              { text: say('payment.paper.byMethod', { method: say(`payment.method.${facts.method}`) }) },
              ...(facts.givenYen === null || facts.changeYen === null
                ? []
                : [
                    { text: say('payment.paper.given', { yen: yen(facts.givenYen) }) },
                    { text: say('payment.paper.change', { yen: yen(facts.changeYen) }) },
                  ]),
            ],
            fontSize: 9.5,
          },
        ],
        columnGap: 24,
      },
      issuerBlock(words, facts.paper.issuer, { hasNumber: true, top: 18 }),
      { text: say('payment.paper.details'), bold: true, margin: [0, 20, 0, 4] },
      {
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: [60, '*', 78],
          body: [
            [
              head(say('payment.paper.dayOfUse')),
              head(say('payment.paper.content')),
              head(say('payment.paper.amount'), { alignment: 'right' }),
            ],
            ...facts.paper.lines.map((line) => [
              { text: words.numberDay(dayAt(Temporal.Instant.from(line.startsAt).epochMilliseconds, line.zone)) },
              { text: lineText(words, line) },
              { text: yen(line.amountYen), alignment: 'right' as const },
            ]),
          ],
        },
        layout: ruled,
        fontSize: 9.5,
      },
      ...when(
        facts.paper.lines.some((line) => line.isReduced),
        { text: say('payment.paper.reducedNote'), fontSize: 9 },
      ),
    ],
  })
}

/** What a line is for, with the mark of the reduced rate where it has one. */
export function lineText(words: ReturnType<typeof paperWords>, line: MoneyPaper['lines'][number]): string {
  const named = { hub: words.local(line.hub), what: words.local(line.what) }
  const [year = '', month = ''] = (line.leaseMonth ?? '').split('-')
  const what =
    line.leaseMonth === undefined
      ? words.say(line.isCancelled ? 'payment.paper.lineCancelled' : 'payment.paper.line', {
          ...named,
          time: words.hours(line.startsAt, line.endsAt, line.zone),
        })
      : words.say('lease.paper.line', { ...named, year, month: Number(month) })
  return line.isReduced ? `${what} ${words.say('payment.paper.reducedMark')}` : what
}
