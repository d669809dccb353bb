/** 日締め表: the drawer counted and compared, and every movement of the days it closes. */
import type { LocalText } from '#platform/contract/schemas.ts'
import { denominations } from '../../contract/payment/rules.ts'
import type { Closing } from '../../contract/payment/schemas.ts'
import { head, renderPaper, ruled } from './pdf.ts'
import { paperWords, type PaperLanguage } from './words.ts'

export interface ClosingFacts {
  readonly language: PaperLanguage
  readonly hub: LocalText
  readonly issuerName: string
  readonly closing: Closing
  /** `17:40` */
  readonly closedTime: string
  readonly madeAt: Temporal.Instant
  readonly movements: readonly {
    readonly time: string
    readonly what: string
    readonly receipt: string
    readonly yen: number
    readonly who: string
    readonly reason: string
  }[]
}

export async function writeClosing(facts: ClosingFacts): Promise<Uint8Array> {
  const words = paperWords(facts.language)
  const { say, yen } = words
  const { closing } = facts
  const right = { alignment: 'right' as const }
  const days =
    closing.fromDay === closing.businessDay
      ? words.day(closing.businessDay)
      : say('payment.paper.days', { from: words.day(closing.fromDay), until: words.day(closing.businessDay) })
  return renderPaper({
    title: `${say('payment.paper.closing')} ${closing.businessDay}`,
    author: facts.issuerName,
    language: facts.language,
    madeAt: facts.madeAt,
    pageOf: (page, pages) => say('payment.paper.page', { page, pages }),
    content: [
      {
        columns: [
          {
            width: '*',
            stack: [
              { text: say('payment.paper.closing'), fontSize: 20, bold: true },
              { text: words.local(facts.hub), fontSize: 12, margin: [0, 4, 0, 0] },
              { text: days, fontSize: 12 },
              { text: say('payment.paper.closedBy', { time: facts.closedTime, who: closing.who }), fontSize: 9.5 },
            ],
          },
          {
            width: 'auto',
            table: {
              widths: [52, 52, 52],
              heights: [12, 46],
              body: [
                (['approver', 'checker', 'cashier'] as const).map((role) => ({
                  text: say(`payment.paper.sealOf.${role}`),
                  alignment: 'center' as const,
                  fontSize: 8,
                })),
                ['', '', ''],
              ],
            },
            layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5 },
          },
        ],
      },
      {
        columns: [
          {
            width: '*',
            table: {
              widths: ['*', 84],
              body: [
                [head(say('payment.paper.opening')), { text: yen(closing.openingYen), ...right }],
                [head(say('payment.paper.cashIn')), { text: yen(closing.cashInYen), ...right }],
                [head(say('payment.paper.cashOut')), { text: yen(closing.cashOutYen), ...right }],
                [head(say('payment.paper.expected'), { bold: true }), { text: yen(closing.expectedYen), bold: true, ...right }],
                [head(say('payment.paper.counted'), { bold: true }), { text: yen(closing.countedYen), bold: true, ...right }],
                [
                  head(say('payment.paper.difference'), { bold: true }),
                  {
                    text: closing.differenceYen === 0 ? say('payment.paper.noDifference') : yen(closing.differenceYen),
                    bold: true,
                    ...right,
                  },
                ],
                ...(closing.reason === '' ? [] : [[head(say('payment.paper.differenceWhy')), { text: closing.reason }]]),
                [head(say('payment.paper.carried')), { text: yen(closing.carriedYen), ...right }],
                [head(say('payment.paper.deposit')), { text: yen(closing.depositYen), ...right }],
              ],
            },
            layout: ruled,
          },
          {
            width: 215,
            table: {
              widths: ['*', 40, 76],
              body: [
                [head(say('payment.paper.piece')), head(say('payment.paper.pieces'), right), head(say('payment.paper.amount'), right)],
                ...denominations.map((value) => {
                  const count = closing.counts[`${value}`] ?? 0
                  return [
                    { text: yen(value), ...right },
                    { text: String(count), ...right },
                    { text: yen(value * count), ...right },
                  ]
                }),
                [
                  { text: say('payment.paper.total'), colSpan: 2, bold: true, ...right },
                  {},
                  { text: yen(closing.countedYen), bold: true, ...right },
                ],
              ],
            },
            layout: { ...ruled, paddingTop: () => 2, paddingBottom: () => 2 },
            fontSize: 9.5,
          },
        ],
        columnGap: 20,
        margin: [0, 18, 0, 0],
      },
      { text: say('payment.paper.movements', { count: facts.movements.length }), bold: true, margin: [0, 18, 0, 4] },
      facts.movements.length === 0
        ? { text: say('payment.paper.noMovements') }
        : {
            table: {
              headerRows: 1,
              dontBreakRows: true,
              widths: [62, 64, 66, 74, '*'],
              body: [
                [
                  head(say('payment.paper.time')),
                  head(say('payment.paper.kind')),
                  head(say('payment.paper.receiptColumn')),
                  head(say('payment.paper.amount'), right),
                  head(say('payment.paper.whoAndWhy')),
                ],
                ...facts.movements.map((move) => [
                  { text: move.time },
                  { text: move.what },
                  { text: move.receipt },
                  { text: yen(move.yen), ...right },
                  { text: [move.who, move.reason].filter((part) => part !== '').join(' / ') },
                ]),
              ],
            },
            layout: { ...ruled, paddingTop: () => 2, paddingBottom: () => 2 },
            fontSize: 9,
          },
    ],
  })
}
